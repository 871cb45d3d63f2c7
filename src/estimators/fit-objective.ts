import { SparseStorage } from "../data/sparse-storage.ts";
import type { RowStorage } from "../data/storage.ts";
import { lazily } from "../lazily.ts";
import type { Later } from "../later.ts";
import type { Solver } from "../solvers/solver.ts";
import { State } from "../solvers/state.ts";
import type { EventLoopTurns } from "../wasm/event-loop-turns.ts";
import type { Runtime } from "../wasm/runtime.ts";
import type { Vector } from "../wasm/vector.ts";
import { Workspace } from "../wasm/workspace.ts";
import { chooseSolver } from "./choose-solver.ts";
import { gradientCost } from "../solvers/sample-size.ts";
import type { FittedLogistic } from "./fit-logistic.ts";
import { heldBy } from "./coefficient-options.ts";
import type { FitStatus } from "./fit-report.ts";
import type { ResolvedOptions } from "./logistic-options.ts";
import { methodOf } from "./methods-by-name.ts";
import { type FitObjective, type MeasuredObjective, runMethod } from "./run-method.ts";
import type { ProofLimits } from "./separation.ts";

/** A chunk of its own: most fits are of dense rows and have a ridge, or no penalty. */
const rarely = /* @__PURE__ */ lazily(() => import("./choose-rare-solver.ts"));

/** What a fit found, but for what its data were. */
export type Fit = Omit<FittedLogistic, "classes" | "featureNames" | "offset">;

type Coefficients = Pick<Fit, "coef" | "intercept">;

/** What limits one run. */
export interface RunLimits {
  readonly signal: AbortSignal | undefined;
  /** When the clock of `maxSeconds` started. */
  readonly start: number;
  /** How many rows are meant, where others lie between them. */
  readonly rows?: number | undefined;
  /** A loss of the rows below what it answers, C left out, proves that the classes are separable by all columns together. */
  readonly bound: () => number;
}

/** What is to be minimised. */
export interface Problem<O> {
  create(workspace: Workspace, turns: EventLoopTurns): Later<O>;
  /** Moves x, which is 0, to where the run starts. */
  begin(objective: O, x: Vector): void;
  /** Whether it can be proved, at the end of a run without a penalty, that the classes are separable. */
  prove(
    status: FitStatus,
    objective: O,
    x: Vector,
    workspace: Workspace,
    limits: ProofLimits,
  ): Promise<boolean>;
  /** The same where penalties or bounds hold some of the coefficients that were found, by what they leave free. */
  proveByFree(
    status: FitStatus,
    objective: O,
    found: Coefficients,
    workspace: Workspace,
    limits: ProofLimits,
  ): Promise<boolean>;
  coefficients(objective: O, x: Vector): Coefficients;
}

/** One run of the method that was asked for, or chosen, on an objective of the rows. */
export async function fitObjective<O extends FitObjective & { readonly total: number }>(
  storage: RowStorage,
  options: ResolvedOptions,
  limits: RunLimits,
  problem: Problem<O>,
): Promise<Fit> {
  const rows = limits.rows ?? storage.rows;
  const choose = async (objective: O) => {
    const { size, perTerm } = objective;
    const choice = objective.separable
      ? (await rarely()).chooseSeparableSolver(options.solver)
      : storage instanceof SparseStorage
        ? (await rarely()).chooseSparseSolver(options.solver, rows, storage.nonZeros, objective)
        : chooseSolver(options.solver, rows, size, perTerm, gradientCost(objective));
    return { ...choice, solver: await methodOf(choice.solver, size) };
  };
  storage.hold();
  try {
    return await runProblem<O>(storage.runtime, options, limits, { ...problem, choose });
  } finally {
    storage.release();
  }
}

/** One run of a method on an objective, of which all but the rows is in the memory that all share. */
export async function runProblem<
  O extends MeasuredObjective & { readonly total: number; readonly separable?: unknown },
>(
  runtime: Runtime,
  options: ResolvedOptions,
  { signal, start, bound }: RunLimits,
  problem: Problem<O> & { choose(objective: O): Later<{ solver: Solver<O>; reason: string }> },
): Promise<Fit> {
  const { onIteration } = options;
  const workspace = new Workspace(runtime.arena);
  try {
    const { turns } = runtime;
    const objective = await problem.create(workspace, turns);
    const { solver, reason } = await problem.choose(objective);
    const state = new State(objective.size, workspace);
    const x = state.vector("x");
    problem.begin(objective, x);

    const secondsLeft = () => options.maxSeconds - (performance.now() - start) / 1000;
    const held = heldBy(options);
    // Where the method knows no gradient, the loss is an estimate, and proves nothing.
    const runUntil = (below: number) =>
      runMethod<O, "separable">(solver, objective, state, {
        tol: options.tol,
        maxIter: options.maxIter,
        maxSeconds: secondsLeft(),
        signal,
        onIteration,
        turns,
        lossPerValue: objective.total,
        judge: ({ loss, gradientNorm }) =>
          loss < below && !Number.isNaN(gradientNorm) ? "separable" : undefined,
      });
    const isSeparable = (status: FitStatus) => {
      const limits = { signal, turns, maxSeconds: secondsLeft() };
      if (held === "none") return problem.prove(status, objective, x, workspace, limits);
      const found = problem.coefficients(objective, x);
      return held === "some" && problem.proveByFree(status, objective, found, workspace, limits);
    };
    const lossPerTerm = options.C === Number.POSITIVE_INFINITY ? 1 : options.C;
    let result = await runUntil(held === "all" ? 0 : lossPerTerm * bound());
    let separable = await isSeparable(result.status);
    if (result.status === "separable" && !separable) {
      // What is held has a part in that, and then there may be a minimum: the run goes on to it.
      const { trace } = result;
      result = await runUntil(0);
      result = { ...result, trace: [...trace, ...result.trace] };
      separable = await isSeparable(result.status);
    }
    const found = problem.coefficients(objective, x);
    const { nIter, maxIter, value, gradientNorm, trace } = result;
    return {
      coef: found.coef,
      intercept: found.intercept,
      solver: solver.name,
      solverReason: reason,
      status: separable ? "separable" : result.status,
      nIter,
      maxIter,
      loss: value * objective.total,
      gradientNorm,
      passes: objective.passes,
      trace,
    };
  } finally {
    workspace.dispose();
  }
}
