import type { Composite, Restricted } from "../objectives/objective.ts";
import type { SeparablePenalty } from "../objectives/separable-penalty.ts";
import type { Vector } from "../wasm/vector.ts";
import { Workspace } from "../wasm/workspace.ts";
import { drive } from "./drive.ts";
import { Iterate, later, type Part, type Run, type Solver } from "./solver.ts";
import { State } from "./state.ts";

/** Below so many columns of variables, or where less than half of them can be 0 at the end, none is left out. */
const LEAST_COLUMNS = 200;
const LEAST_PART = 1 / 2;

/** So many variables come in at first, with the largest slopes of columns; then, of as many as there are, this part. */
const FIRST = 64;
const GROWTH = 1 / 2;

/** What is left of the largest slope when the variables in use have had their turn, and of what F should fall by. */
const ACCURACY = 0.5;
const PART = 0.3;

/** Over the variables in use F may still fall in the end by this part of what it may fall by over all. */
const LAST_PART = 0.1;

/** One that can leave variables out. */
type Wide = Composite & Required<Pick<Composite, "restrict">> & { readonly separable: SeparablePenalty };

/** Whether most variables may turn out to be 0, and there are so many that it pays to leave them out. */
export function isWide(objective: Composite): objective is Wide {
  const { size, separable, restrict, layers = 1 } = objective;
  if (!separable || !restrict || size < LEAST_COLUMNS * layers) return false;
  const { weight, lower, upper } = separable;
  // A penalty may bring it to 0, or bounds hold it there, as they do where a column is constant: most are of hashed words.
  const canBeZero = (j: number) => weight.values[j] > 0 || (lower.values[j] === 0 && upper.values[j] === 0);
  let count = 0;
  for (let j = 0; j < size; j++) count += Number(canBeZero(j));
  return count >= LEAST_PART * size;
}

/**
 * Minimises over few variables at a time: those that aren't 0 or have no penalty, and those whose slopes exceed their
 * penalty most, until no slope does (Karush, Kuhn and Tucker's conditions hold for all).
 *
 * @param inner - minimises over so many of them
 * @param judge - what has the last word on whether that is done, where `inner` only guesses how much is left
 */
export function* withActiveSets(
  objective: Wide,
  state: State,
  inner: Solver<Restricted>,
  judge: (size: number) => Solver<Restricted> | undefined = () => undefined,
): Run {
  const { separable } = objective;
  const x = state.vector("x");
  const gradient = state.vector("gradient");
  const residual = state.vector("residual");
  const step = state.vector("step");
  const change = state.vector("change");
  const at = state.scalars;
  at.stepSize ??= 0;
  at.predictedDecrease ??= Number.POSITIVE_INFINITY;
  separable.project(x);
  const least = LAST_PART * state.relativeDecrease; // relative to F

  function* evaluate(): Part<void> {
    at.value = (yield* later(objective.valueAndGradient(x, gradient))) + separable.value(x);
    separable.residual(x, gradient, residual);
  }

  yield* evaluate();
  for (;;) {
    yield new Iterate(x, at.value, residual, {
      stepSize: at.stepSize,
      predictedDecrease: at.predictedDecrease,
    });
    const active = choose(x, residual, separable, objective.layers ?? 1);
    const before = at.value;
    step.copy(x);
    change.copy(gradient);
    let { status, decrease } = yield* minimiseOver(objective, x, active, inner, {
      tol: ACCURACY * residual.normMax(),
      relativeDecrease: Math.max(least, (PART * promised(residual.values)) / before),
    });
    const last = judge(active.length);
    if (last && status === "converged" && decrease <= state.relativeDecrease * before) {
      const rules = { tol: ACCURACY * residual.normMax(), relativeDecrease: least };
      ({ status, decrease } = yield* minimiseOver(objective, x, active, last, rules));
    }
    if (status === "not-finite") return status;
    yield* evaluate();
    at.stepSize = 1;
    step.add(-1, x);
    change.add(-1, gradient);
    const outside = promised(residual.values) - promised(Array.from(active, (j) => residual.values[j]));
    at.predictedDecrease = decrease + Math.max(0, 2 * outside) / curvature(step, change);
    if (at.value >= before && at.predictedDecrease > least * before && status !== "converged") {
      return "precision-limit";
    }
  }
}

/**
 * The variables to minimise over, ascending. They come in columns, one variable of each layer (see {@link Composite}), which
 * are in use together.
 */
function choose(
  x: Vector,
  residual: Vector,
  { weight, lower, upper }: SeparablePenalty,
  layers: number,
): Uint32Array {
  const cols = x.length / layers;
  const inUse: number[] = [];
  const others: { readonly j: number; readonly slope: number }[] = [];
  for (let j = 0; j < cols; j++) {
    let isUsed = false;
    let slope = 0;
    for (let i = j; i < x.length; i += cols) {
      // Without a penalty even where its slope is 0, since the others' steps change that.
      isUsed ||= x.values[i] !== 0 || (weight.values[i] === 0 && lower.values[i] < upper.values[i]);
      slope = Math.max(slope, Math.abs(residual.values[i]));
    }
    if (isUsed) inUse.push(j);
    else if (slope > 0) others.push({ j, slope });
  }
  const most = Math.max(FIRST / layers, GROWTH * inUse.length);
  const added = others.toSorted((a, b) => b.slope - a.slope).slice(0, most);
  const columns = [...inUse, ...added.map(({ j }) => j)];
  // Where only the intercept is in use, a column that stays 0 comes with it: there are no rows without columns.
  if (columns.length < 2) columns.push(columns[0] === 0 ? 1 : 0);
  columns.sort((a, b) => a - b);
  return Uint32Array.from(
    Array.from({ length: layers }, (_, layer) => columns.map((j) => layer * cols + j)).flat(),
  );
}

/** That along a step, sᵀy / sᵀs; they are no more than about 1 in these coordinates, and small where most rows are sure. */
function curvature(step: Vector, change: Vector): number {
  const found = step.dot(change) / step.dot(step);
  return found > 0 && found < 1 ? found : 1;
}

/** What F should fall by at such slopes, where curvatures are 1. */
function promised(slopes: ArrayLike<number>): number {
  let sum = 0;
  for (let j = 0; j < slopes.length; j++) sum += slopes[j] * slopes[j];
  return sum / 2;
}

/** Moves x to the minimum over some variables, or near to it. */
function* minimiseOver(
  objective: Wide,
  x: Vector,
  variables: Uint32Array,
  inner: Solver<Restricted>,
  rules: { readonly tol: number; readonly relativeDecrease: number },
): Part<{ readonly status: string; readonly decrease: number }> {
  const restricted = yield* later(objective.restrict(variables));
  const workspace = new Workspace(x.arena);
  try {
    const state = new State(variables.length, workspace);
    const some = state.vector("x");
    variables.forEach((j, k) => (some.values[k] = x.values[j]));
    const run = drive(inner, restricted, state, {
      norm: (gradient) => gradient.normMax(),
      ...rules,
      maxIter: 1000,
      maxSeconds: Number.POSITIVE_INFINITY,
      signal: undefined,
      observe: () => undefined,
    });
    for (let step = run.next(); ;) {
      if (step.done) {
        variables.forEach((j, k) => (x.values[j] = some.values[k]));
        const { status, criteria } = step.value;
        return { status, decrease: criteria.find(({ name }) => name === "decrease")?.value ?? 0 };
      }
      step = step.value instanceof Iterate ? run.next() : run.next(yield step.value);
    }
  } finally {
    workspace.dispose();
    restricted.dispose();
  }
}
