import { BatchReader, type BatchSource, type ReadBatch } from "../data/batch-source.ts";
import { checkOffset } from "../data/offset.ts";
import { InputError } from "../errors.ts";
import { BatchRows, type BesideRows } from "../objectives/batch-rows.ts";
import { ClassBasis, ClassRows } from "../objectives/class-basis.ts";
import { Coordinates } from "../objectives/coordinates.ts";
import type { Strength } from "../objectives/linear-model.ts";
import { LogisticObjective, strengthOf } from "../objectives/logistic.ts";
import type { CoefficientConstraints } from "../objectives/coefficient-constraints.ts";
import type { Margins } from "../objectives/margins.ts";
import { Ridge } from "../objectives/ridge.ts";
import { logLoss } from "../objectives/row-loss.ts";
import type { SeparablePenalty } from "../objectives/separable-penalty.ts";
import type { RowSums } from "../objectives/row-sums.ts";
import { SoftmaxObjective } from "../objectives/softmax.ts";
import { type SourceSummary, summarise } from "../objectives/source-summary.ts";
import { type BatchLoss, StreamedObjective } from "../objectives/streamed.ts";
import { describe } from "../options.ts";
import { waitFor } from "../solvers/drive.ts";
import { factorise } from "../solvers/factorise.ts";
import { hessianCost } from "../solvers/sample-size.ts";
import type { Solver } from "../solvers/solver.ts";
import type { SymmetricMatrix } from "../wasm/matrix.ts";
import type { EventLoopTurns } from "../wasm/event-loop-turns.ts";
import type { Runtime } from "../wasm/runtime.ts";
import type { Vector } from "../wasm/vector.ts";
import { Workspace } from "../wasm/workspace.ts";
import { checkInitial } from "./check-initial.ts";
import { chooseSeparableSolver } from "./choose-rare-solver.ts";
import { constraintsFor } from "./constraints-for.ts";
import type { FittedLogistic } from "./fit-logistic.ts";
import { type Fit, type RunLimits, runProblem } from "./fit-objective.ts";
import type { FitOptions, ResolvedOptions } from "./logistic-options.ts";
import { type Method, type MethodName, methodOf } from "./methods-by-name.ts";
import {
  freeColumns,
  freeOf,
  grownMargin,
  isSeparating,
  LARGE_MARGIN,
  MODERATE_MARGIN,
  MOST_STEPS,
  MOST_VARIABLES,
  SMALL_CHANGE,
} from "./separation.ts";

/** What reading a source costs, in passes over rows that are in memory: arrays that are copied, ten; more if they are parsed. */
const READ_COST = 10;

/** Steps of Newton's method, and passes of L-BFGS, on a typical problem. */
const NEWTON_STEPS = 8;
const LBFGS_PASSES = 60;

/** What the driver's clock may be behind that of a pass, in ms. */
const CLOCK_MARGIN = 20;

/** A sum of losses: no mean, and no penalty. */
const PLAIN_SUM: Strength = {
  weights: { total: 1, common: undefined, positive: Number.NaN },
  ridge: new Ridge(0),
  total: 1,
};

/** What the losses of a batch are made of. */
interface LossParts {
  readonly rows: RowSums;
  readonly coordinates: Coordinates;
  /** Of all the variables, for which it tells what may be added to all classes alike. */
  readonly separable: SeparablePenalty | undefined;
}

/** What makes a fit of two classes, or of many, of losses that are added up. */
interface Kind<L extends BatchLoss> {
  /** How many variables there are for each of a class's. */
  readonly perCoefficient: number;
  readonly hasY: boolean;
  loss(parts: LossParts, workspace: Workspace): L;
  /** From the weight of each row, and the sorted number of its class. */
  beside(weight: Float64Array, codes: Float64Array): BesideRows;
  begin(loss: L, from: Pick<Fit, "coef" | "intercept">, x: Vector): void;
  coefficients(loss: L, x: Vector): Pick<Fit, "coef" | "intercept">;
}

/**
 * The fit of `fitLogistic` of rows that come in batches: the same objective, coordinates and stop rule. The clock of
 * `maxSeconds` runs from `start`.
 *
 * @throws {@link InputError} for options that batches can't do with, and batches that can't be used
 */
export async function fitBatches(
  source: BatchSource,
  runtime: Runtime,
  options: ResolvedOptions,
  fitOptions: FitOptions,
  start: number,
): Promise<FittedLogistic> {
  refuseOptions(fitOptions);
  const { initial, signal } = fitOptions;
  const { dtype = "f64" } = options;
  const reader = new BatchReader(source);
  const space = { runtime, dtype, turns: runtime.turns };
  // Without classes there is no model to end with.
  const summary = await summarise(reader, space, options.classWeight, () => signal?.aborted ?? false);
  if (!summary) throw abortion(signal);
  const { classes } = summary;
  if (classes.length > 2 && options.multiClass === "ovr") {
    const found = `"ovr" with ${classes.length} classes in batches`;
    throw new InputError("options.multiClass", `${found}; expected "multinomial"`);
  }
  if (initial !== undefined) checkInitial(initial, classes, reader.cols, options);
  const constraints = constraintsFor(options, reader.cols);
  const many = () => manyClasses(classes.length, constraints?.isSeparable ?? false);
  const fit = (from: FitOptions["initial"]) => {
    const own = { ...fitOptions, ...(from && { initial: from }) };
    const job = { reader, space, summary, options, constraints, fitOptions: own, start };
    return classes.length > 2 ? run(job, many()) : run(job, twoClasses);
  };
  const byRank = Float64Array.from(classes, (_, rank) => summary.classWeights[summary.ranks.indexOf(rank)]);
  const fitted = options.correctIntercept
    ? (await import("./correct-intercept.ts")).correctedByWeights(byRank, initial, fit)
    : fit(initial);
  return {
    classes: Object.freeze([...classes]),
    featureNames: reader.featureNames,
    ...(reader.hasOffset && { offset: true }),
    ...(await fitted),
  };
}

/** What a run needs to know. */
interface Job {
  readonly reader: BatchReader;
  readonly space: {
    readonly runtime: Runtime;
    readonly dtype: "f64" | "f32";
    readonly turns: EventLoopTurns;
  };
  readonly summary: SourceSummary;
  readonly options: ResolvedOptions;
  readonly constraints: CoefficientConstraints | undefined;
  readonly fitOptions: FitOptions;
  readonly start: number;
}

async function run<L extends BatchLoss>(
  { reader, space, summary, options, constraints, fitOptions, start }: Job,
  kind: Kind<L>,
): Promise<Fit> {
  const { initial, signal } = fitOptions;
  const { cols } = reader;
  const { turns } = space;
  const { classes, ranks, classWeights, weight, statistics } = summary;
  const strength = strengthOf(
    { total: weight, common: undefined, positive: Number.NaN },
    options.C,
    constraints,
  );
  const size = kind.perCoefficient * (cols + Number(options.fitIntercept));
  const isSeparable = constraints?.isSeparable ?? false;
  const { asked, reason } = choose(options.solver, reader.rows.all, size, isSeparable);
  const solver = checkMethod(await methodOf(asked, size));

  const workspace = new Workspace(space.runtime.arena);
  const coordinates = Coordinates.equilibrating(
    workspace,
    statistics,
    (j) => strength.ridge.of(j),
    logLoss.rootCurvature,
    options.fitIntercept,
  );
  const layers = classes.length > 2 ? classes.length : 1;
  const separable = constraints?.within(coordinates, 1 / (options.C * weight), workspace, layers);
  const batches = new BatchRows({ ...space, cols }, (rows, own) =>
    kind.loss({ rows, coordinates, separable }, own),
  );
  const beside = ({ name, codes, weight: own, offset }: ReadBatch) => {
    if (offset) checkOffset(`offset of ${name}`, offset, classes.length);
    return kind.beside(
      Float64Array.from(codes, (code, i) => classWeights[code] * (own ? own[i] : 1)),
      Float64Array.from(codes, (code) => ranks[code]),
    );
  };
  // From the first evaluation on there is a model to end with.
  let hasBegun = false;
  const isOver = () => {
    if (signal?.aborted && !hasBegun) throw abortion(signal);
    const isLate = performance.now() - start > options.maxSeconds * 1000 + CLOCK_MARGIN;
    return hasBegun && (isLate || (signal?.aborted ?? false));
  };
  const limits: RunLimits = {
    signal,
    start,
    // What a row's offset gives it is not kept.
    bound: () => (reader.hasOffset ? 0 : summary.leastWeight * Math.LN2),
  };
  try {
    batches.room(reader.rows.inBatch, reader.hasOffset ? offsetWidth(classes.length) : 0, kind.hasY);
    const order = solver.needs?.includes("hessian") ? 2 : 1;
    const penalty = { strength, separable, layers: separable ? layers : 1 };
    const parts = { reader, batches, beside, coordinates, ...penalty, order, isOver } as const;
    const watched = {
      ...options,
      onIteration: (progress: Parameters<ResolvedOptions["onIteration"]>[0]) => {
        hasBegun = true;
        return options.onIteration(progress);
      },
    };
    return await runProblem<StreamedObjective<L>>(space.runtime, watched, limits, {
      create: (own) => new StreamedObjective<L>(parts, size, own),
      choose: () => ({ solver, reason }),
      begin: ({ batch }, x) => {
        if (initial) kind.begin(batch, initial, x);
      },
      async prove(status, objective, x, own) {
        if (status !== "converged" && status !== "precision-limit" && status !== "line-search-failed") {
          return status === "separable";
        }
        const leastMargin = classes.length > 2 ? grownMargin(options.tol) : Number.NEGATIVE_INFINITY;
        return isSeparableInBatches(objective, x, own, { leastMargin, turns });
      },
      async proveByFree(status, objective, found, own) {
        const free = freeOf(status, found, options);
        if (!free) return false;
        const direction = own.vector(size);
        kind.begin(objective.batch, free, direction);
        const margins = await marginsOf(objective, direction);
        if (isSeparating(margins)) return true;
        if (status === "max-iterations" || margins.largest < MODERATE_MARGIN) return false;
        const columns = new Set(freeColumns(options, cols));
        if (columns.size === 0) return false;
        const x = own.vector(size);
        kind.begin(objective.batch, found, x);
        const isFree = Array.from({ length: coordinates.size }, (_, j) => j === cols || columns.has(j));
        return isSeparableInBatches(objective, x, own, { isFree, turns });
      },
      coefficients({ batch }, x) {
        const found = kind.coefficients(batch, x);
        for (const row of found.coef) constraints?.clip(row);
        return found;
      },
    });
  } finally {
    batches.dispose();
    workspace.dispose();
  }
}

const twoClasses: Kind<LogisticObjective> = {
  perCoefficient: 1,
  hasY: false,
  loss: ({ rows, coordinates }, workspace) =>
    new LogisticObjective({ rows, loss: logLoss, coordinates, strength: PLAIN_SUM }, workspace),
  beside: (weight, codes) => ({ target: weight.map((s, i) => (codes[i] === 1 ? s : -s)) }),
  begin: (loss, { coef, intercept }, x) => loss.start(coef[0], intercept[0], x),
  coefficients(loss, x) {
    const { coef, intercept } = loss.coefficients(x);
    return { coef: [coef], intercept: Float64Array.of(intercept) };
  },
};

function manyClasses(classes: number, isSeparable: boolean): Kind<SoftmaxObjective> {
  const variables = isSeparable ? new ClassRows(classes) : new ClassBasis(classes);
  return {
    perCoefficient: variables.rows,
    hasY: true,
    loss: (parts, workspace) => SoftmaxObjective.of({ ...parts, variables, strength: PLAIN_SUM }, workspace),
    beside: (weight, codes) => ({ target: weight, y: codes }),
    begin: (loss, { coef, intercept }, x) => loss.start(coef, intercept, x),
    coefficients: (loss, x) => loss.coefficients(x),
  };
}

/** Of the batches together, at a point or a direction θ: one pass. */
async function marginsOf(objective: StreamedObjective<BatchLoss>, theta: Vector): Promise<Margins> {
  let all: Margins = { least: Number.POSITIVE_INFINITY, largest: Number.NEGATIVE_INFINITY };
  const isComplete = await objective.each((batch) => {
    const { least, largest } = batch.margins(theta);
    all = { least: Math.min(all.least, least), largest: Math.max(all.largest, largest) };
  });
  return isComplete ? all : { least: Number.NaN, largest: Number.NaN };
}

/**
 * As `isSeparable`, by whole steps of Newton's method from where the run ended, of two passes each; where some columns are
 * held, with the others alone.
 */
async function isSeparableInBatches(
  objective: StreamedObjective<BatchLoss>,
  x: Vector,
  workspace: Workspace,
  {
    isFree,
    leastMargin = Number.NEGATIVE_INFINITY,
    turns,
  }: { isFree?: readonly boolean[]; leastMargin?: number; turns: EventLoopTurns },
): Promise<boolean> {
  const found = await marginsOf(objective, x);
  if (!isFree && isSeparating(found)) return true;
  const { size } = objective;
  if (size > MOST_VARIABLES || found.largest < leastMargin) return false;
  const [moving, step] = [workspace.copy(x.values), workspace.vector(size)];
  if (found.largest > LARGE_MARGIN) moving.scale(MODERATE_MARGIN / found.largest);
  const [hessian, factor] = [workspace.matrix(size), workspace.matrix(size)];
  for (let count = 0; count < MOST_STEPS; count++) {
    await objective.hessian(moving, hessian);
    await objective.valueAndGradient(moving, step);
    if (isFree) hold(isFree, hessian, step);
    if ((await waitFor(factorise(hessian, factor), turns)) === undefined) return false;
    step.scale(-1);
    factor.choleskySolve(step);
    const change = await marginsOf(objective, step);
    if (isSeparating(change)) return true;
    const isMoving = change.largest >= SMALL_CHANGE || change.least <= -SMALL_CHANGE;
    if (!isMoving) return false; // towards an optimum, or nowhere
    moving.add(1, step);
  }
  return false;
}

/** Has a step of Newton's method leave those of each class's row of variables where they are that aren't free. */
function hold(isFree: readonly boolean[], { stride, values }: SymmetricMatrix, gradient: Vector): void {
  const moves = (i: number) => isFree[i % isFree.length];
  for (let i = 0; i < gradient.length; i++) {
    if (!moves(i)) gradient.values[i] = 0;
    for (let k = i; k < gradient.length; k++) {
      if (!moves(i) || !moves(k)) values[i * stride + k] = Number(i === k);
    }
  }
}

/**
 * The method given, or of that name; or the one that should be through first. Costs are in passes over n rows of M
 * variables in memory, exact Hessians costing twice what approximate ones do:
 *
 *   Newton's method   8 (10 + 1 + 2 hessianCost(M))     L-BFGS   60 (10 + 1)
 *
 * @param isSeparable - whether the penalty has a corner, or there are bounds: then it is one of the proximal methods
 */
function choose(
  asked: "auto" | MethodName | Method,
  rows: number,
  variables: number,
  isSeparable: boolean,
): { asked: MethodName | Method; reason: string } {
  if (isSeparable) chooseSeparableSolver(asked); // or it says why not
  if (typeof asked === "object") return { asked, reason: "given as a method" };
  if (asked !== "auto") return { asked, reason: "asked for by name" };
  const newton = NEWTON_STEPS * (READ_COST + 1 + 2 * hessianCost(variables));
  const lbfgs = LBFGS_PASSES * (READ_COST + 1);
  const hessians = `${NEWTON_STEPS} passes of Newton's method over ${rows} × ${variables}`;
  const reason = `${hessians} should cost ${(newton / lbfgs).toPrecision(2)} times what those of L-BFGS do`;
  if (isSeparable) return { asked: newton <= lbfgs ? "proximal-newton" : "proximal-lbfgs", reason };
  return { asked: newton <= lbfgs ? "newton-cholesky" : "lbfgs", reason };
}

/** Of rows that come in batches a method may ask for values, gradients and Hessians. */
function checkMethod<L extends BatchLoss>(method: Method): Solver<StreamedObjective<L>> {
  const lacking = method.needs?.find((capability) => capability !== "hessian");
  if (lacking === undefined) return method as unknown as Solver<StreamedObjective<L>>;
  const expected = [
    "newton-cholesky",
    "newton",
    "proximal-newton",
    "lbfgs",
    "proximal-lbfgs",
    "bfgs",
    "gradient-descent",
  ]
    .map(describe)
    .join(", ");
  throw new InputError(
    "options.solver",
    `${describe(method.name)} with rows in batches, which needs ${describe(lacking)} of them; expected "auto", ${expected}`,
  );
}

function refuseOptions({ sampleWeight, offset }: FitOptions): void {
  for (const [name, value] of Object.entries({ sampleWeight, offset })) {
    if (value === undefined) continue;
    throw new InputError(`options.${name}`, "given beside a function; expected it in each batch");
  }
}

function offsetWidth(classes: number): number {
  return classes > 2 ? classes : 1;
}

function abortion(signal: AbortSignal | undefined): unknown {
  return signal?.reason ?? new Error("aborted");
}
