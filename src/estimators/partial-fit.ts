import type { Dataset } from "../data/dataset.ts";
import type { Label } from "../data/label.ts";
import type { RowStorage } from "../data/storage.ts";
import { ClassCodes, Target } from "../data/target.ts";
import { InputError } from "../errors.ts";
import type { Later } from "../later.ts";
import { LogisticObjective, type LogisticOptions } from "../objectives/logistic.ts";
import type { ClassTarget, SoftmaxObjective } from "../objectives/softmax.ts";
import { describe, positive } from "../options.ts";
import { State, type StateNumbers } from "../solvers/state.ts";
import type { UpdateRule } from "../solvers/update-rule.ts";
import { Workspace } from "../wasm/workspace.ts";
import { classWeights } from "../data/class-weight.ts";
import { constraintsFor } from "./constraints-for.ts";
import { chooseSolver, type SolverChoice } from "./choose-solver.ts";
import type { ResolvedOptions } from "./logistic-options.ts";
import type { PartialFitOptions } from "./partial-fit-options.ts";
import { methodOf } from "./methods-by-name.ts";

/** The rows of one call. */
export interface StreamRows {
  /** What it is without its rows, of which it may let go meanwhile. */
  readonly dataset: Omit<Dataset, "storage">;
  readonly storage: RowStorage;
  /** The labels. */
  readonly target: Target;
}

/** What a stream has taught so far: all that goes from one call to the next. */
export interface Stream {
  readonly classes: readonly Label[];
  readonly totalWeight: number;
  readonly cols: number;
  readonly featureNames: readonly string[] | undefined;
  readonly method: string;
  readonly reason: string;
  readonly updates: number;
  readonly coef: readonly Float64Array[];
  readonly intercept: Float64Array;
  readonly state: StateNumbers;
}

/**
 * One update of the rule by the rows of one call, as one mini-batch of
 *
 *   F = (1 / Σ sᵢ) Σ sᵢ lossᵢ + ½ λ ‖w‖²    λ = 1 / (C · totalWeight)
 *
 * in the coordinates (w, b) themselves: a stream knows neither its spread nor its length, so nothing is equilibrated.
 */
export async function updateStream(
  before: Stream | undefined,
  { dataset, storage, target }: StreamRows,
  options: ResolvedOptions,
  partial: PartialFitOptions,
): Promise<Stream> {
  const stream = before ?? (await openStream(dataset, options, partial));
  checkSame(stream, dataset, partial);
  const rows = rowsOf(stream.classes, target, dataset.sampleWeight, options);
  const weight = rows.weight.reduce((sum, s) => sum + s, 0);
  if (weight === 0) throw new InputError("options.sampleWeight", "all weights are 0; expected some above 0");
  const { C, fitIntercept } = options;
  const { rule } = await ruleOf(options, dataset.cols);

  const workspace = new Workspace(dataset.runtime.arena);
  try {
    const constraints = constraintsFor(options, dataset.cols);
    const strength = { C: (C * stream.totalWeight) / weight, fitIntercept, equilibrate: false, constraints };
    const create = rows.classes === 2 ? createLogistic : createSoftmax;
    const objective = await create(storage, rows, workspace, strength);
    const state = new State(objective.size, workspace, before?.state);
    const x = state.vector("x");
    const gradient = state.vector("gradient");
    const at = rule.lookAhead?.(x, state, stream.updates, 0) ?? x;
    const loss = await objective.valueAndGradient(at, gradient);
    rule.update(x, gradient, state, stream.updates, 0, 0);
    if (!Number.isFinite(loss) || !x.values.every(Number.isFinite)) {
      throw new InputError(
        "options.solver",
        "its step left f64's range; expected a lower learning rate, or scaled columns",
      );
    }
    const { coef, intercept } = objective.coefficients(x);
    return {
      ...stream,
      updates: stream.updates + 1,
      coef: coef instanceof Float64Array ? [coef] : coef,
      intercept: typeof intercept === "number" ? Float64Array.of(intercept) : intercept,
      state: state.snapshot(),
    };
  } finally {
    workspace.dispose();
  }
}

function createLogistic(
  storage: RowStorage,
  { codes, weight }: ClassTarget,
  workspace: Workspace,
  strength: LogisticOptions,
): Later<LogisticObjective> {
  const signed = weight.map((s, i) => (codes[i] === 1 ? s : -s));
  return LogisticObjective.create(storage, signed, workspace, strength);
}

async function createSoftmax(
  ...[storage, rows, workspace, strength]: Parameters<typeof createLogistic>
): Promise<SoftmaxObjective> {
  const { SoftmaxObjective: Softmax } = await import("../objectives/softmax.ts");
  return Softmax.create(storage, rows, workspace, strength);
}

/** The rule that moves a stream's coefficients: the method asked for, or Adam. */
async function ruleOf(options: ResolvedOptions, cols: number): Promise<{ rule: UpdateRule; reason: string }> {
  const choice: SolverChoice =
    options.solver === "auto"
      ? { solver: "adam", reason: "a stream needs a rule: Adam by default" }
      : chooseSolver(options.solver, 0, cols);
  const solver = await methodOf(choice.solver, cols);
  if (typeof (solver as Partial<UpdateRule>).update === "function") {
    return { rule: solver as unknown as UpdateRule, reason: choice.reason };
  }
  throw new InputError(
    "options.solver",
    `"${solver.name}"; partialFit expects a rule, such as adam() or momentum()`,
  );
}

async function openStream(
  { cols, featureNames }: StreamRows["dataset"],
  options: ResolvedOptions,
  partial: PartialFitOptions,
): Promise<Stream> {
  const { classes, totalWeight = Number.POSITIVE_INFINITY } = partial;
  if (!Array.isArray(classes) || new Set(classes).size < 2) {
    throw new InputError("options.classes", `${describe(classes)}; expected all classes at the first call`);
  }
  const sorted = new Target("options.classes", classes, classes.length).classCodes.classes;
  if (sorted.length < classes.length) {
    throw new InputError("options.classes", `${describe(classes)}; expected each class once`);
  }
  if (sorted.length > 2 && options.multiClass === "ovr") {
    throw new InputError(
      "options.multiClass",
      '"ovr"; a stream of more than two classes expects "multinomial"',
    );
  }
  if (constraintsFor(options, cols)?.isSeparable) {
    const found = options.l1Ratio ? `${options.l1Ratio}` : "with bounds";
    throw new InputError(
      options.l1Ratio ? "options.l1Ratio" : "options.lower",
      `${found}; a stream expects a ridge, without bounds`,
    );
  }
  if (options.C < Number.POSITIVE_INFINITY && partial.totalWeight === undefined) {
    throw new InputError(
      "options.totalWeight",
      "undefined; expected the weight of all rows to come, as C is finite",
    );
  }
  positive("options.totalWeight", totalWeight);
  if (options.classWeight === "balanced") {
    throw new InputError("options.classWeight", '"balanced"; a stream expects a weight for each label');
  }
  if (options.correctIntercept) {
    throw new InputError("options.correctIntercept", "true; a stream expects false");
  }
  const { rule, reason } = await ruleOf(options, cols);
  const modelled = sorted.length === 2 ? 1 : sorted.length;
  const variables = Math.max(1, modelled - 1) * (cols + Number(options.fitIntercept));
  return {
    classes: Object.freeze([...sorted]),
    totalWeight,
    cols,
    featureNames,
    method: rule.name,
    reason,
    updates: 0,
    coef: Array.from({ length: modelled }, () => new Float64Array(cols)),
    intercept: new Float64Array(modelled),
    state: { size: variables, scalars: {}, vectors: {}, parts: {} },
  };
}

function checkSame(
  stream: Stream,
  dataset: StreamRows["dataset"],
  { classes, totalWeight }: PartialFitOptions,
): void {
  if (dataset.cols !== stream.cols) {
    throw new InputError("X", `${dataset.cols} columns; expected ${stream.cols} as in the calls before`);
  }
  const odd = classes?.find((label) => !stream.classes.includes(label));
  if (odd !== undefined) {
    throw new InputError("options.classes", `${describe(odd)}; expected the classes of the calls before`);
  }
  if (totalWeight !== undefined && totalWeight !== stream.totalWeight) {
    throw new InputError(
      "options.totalWeight",
      `${totalWeight}; expected ${stream.totalWeight} as in the calls before`,
    );
  }
}

/** The classes of the rows of one call, and what they weigh. */
function rowsOf(
  classes: readonly Label[],
  { values }: Target,
  sampleWeight: Float64Array | undefined,
  { classWeight }: ResolvedOptions,
): ClassTarget {
  const weights = classWeights(
    "options.classWeight",
    classWeight,
    new ClassCodes(classes, new Int32Array()),
    undefined,
  );
  const codes = Float64Array.from(values as ArrayLike<Label>, (label, i) => {
    const code = classes.indexOf(label);
    if (code >= 0) return code;
    const known = classes.map(describe).join(" or ");
    throw new InputError("y", `${describe(label)} at index ${i}; expected ${known}`);
  });
  const weight = codes.map((code, i) => weights[code] * (sampleWeight?.[i] ?? 1));
  return { classes: classes.length, codes, weight };
}
