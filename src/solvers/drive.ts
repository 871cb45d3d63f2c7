import { type Composite, isPromise, type Smooth } from "../objectives/objective.ts";
import type { EventLoopTurns } from "../wasm/event-loop-turns.ts";
import { Iterate, later, PAUSE, type Signal, type Solver, type StepDetails, WAYPOINT } from "./solver.ts";
import { LEAST_DECREASE, type State } from "./state.ts";
import { type DriveResult, type Status, type StopRules, Watch } from "./watch.ts";

/** A run under way: it yields what the solver yields, each iterate once it has been judged, and ends with the result. */
export type Drive<Reason extends string> = Generator<Signal, DriveResult<Reason>, unknown>;

/** Of a start that was only evaluated. */
const NO_STEP: StepDetails = { stepSize: 0, predictedDecrease: Number.POSITIVE_INFINITY };

/**
 * Runs a solver to its end: counts, and decides when to stop. It is the only one that does; `waitFor`, `runThrough` or
 * a caller's own loop keep it going by sending each answer back, once it has come.
 */
export function* drive<F extends Smooth, Reason extends string = never>(
  solver: Solver<F>,
  objective: F,
  state: State,
  rules: StopRules<Reason>,
): Drive<Reason> {
  const maxIter = Math.min(rules.maxIter, solver.maxIter ?? Number.POSITIVE_INFINITY);
  const isNew = state.isEmpty;
  if (Number.isFinite(rules.relativeDecrease)) {
    state.relativeDecrease = Math.max(LEAST_DECREASE, rules.relativeDecrease);
  }
  Object.assign(state, { tol: rules.tol, norm: rules.norm });
  const watch = new Watch({ ...rules, maxIter }, state);
  const x = state.vector("x");
  const reached = state.vector("reached");
  if (isNew) reached.copy(x);
  if (maxIter === 0 && isNew && solver.approaches) return yield* startOnly(objective, state, watch);
  const run = solver.run(objective, state);
  try {
    for (let step = run.next(); ;) {
      if (step.done) return watch.end(step.value);
      const { value } = step;
      let answer: unknown;
      if (value instanceof Iterate) {
        const status = watch.see(value);
        if (status === "not-finite") {
          // The last finite iterate is what is left; the first has none before it. A run that goes on from there
          // has to evaluate it again.
          if (watch.iteration > 0) x.copy(reached);
          delete state.scalars.value;
        } else reached.copy(x);
        yield value;
        if (status) return watch.end(status);
      } else {
        answer = yield value;
        const isWithin = value === PAUSE || (watch.hasSeen && isPromise(value));
        const canEnd = value === WAYPOINT || (rules.promptly && isWithin);
        const status = canEnd ? watch.interruption : undefined;
        if (status) {
          x.copy(reached); // the solver may be on its way between two iterates
          return watch.hasSeen ? watch.end(status) : yield* startOnly(objective, state, watch, status);
        }
      }
      step = run.next(answer);
    }
  } finally {
    run.return("precision-limit");
  }
}

/** Evaluates the start, moved within bounds where there are any, and no more. */
function* startOnly<Reason extends string>(
  objective: Smooth & Pick<Composite, "separable">,
  state: State,
  watch: Watch<Reason>,
  status: Status = "max-iterations",
): Drive<Reason> {
  const x = state.vector("x");
  const gradient = state.vector("start-gradient");
  const { separable } = objective;
  separable?.project(x);
  const smooth = yield* later(objective.valueAndGradient(x, gradient));
  separable?.residual(x, gradient, gradient);
  const start = new Iterate(x, smooth + (separable?.value(x) ?? 0), gradient, NO_STEP);
  const found = watch.see(start);
  yield start;
  return watch.end(found ?? status);
}

/** Keeps a drive going, or a part of one, whose answers may have to be waited for, and gives the event loop its turns. */
export async function waitFor<T>(run: Generator<Signal, T, unknown>, turns: EventLoopTurns): Promise<T> {
  try {
    for (let step = run.next(); ;) {
      if (step.done) return step.value;
      const { value } = step;
      const answer = isPromise(value) ? await value : value;
      if (turns.due) await turns.take();
      step = run.next(answer);
    }
  } finally {
    run.return(undefined as never);
  }
}

/** Keeps a drive going whose answers are all there at once; `refuse` makes the error for one that isn't. */
export function runThrough<Reason extends string>(
  run: Drive<Reason>,
  refuse: () => Error,
): DriveResult<Reason> {
  try {
    for (let step = run.next(); ;) {
      if (step.done) return step.value;
      if (isPromise(step.value)) throw refuse();
      step = run.next(step.value);
    }
  } finally {
    run.return(undefined as never);
  }
}
