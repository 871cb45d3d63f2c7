import { Dataset } from "../data/dataset.ts";
import type { Label } from "../data/label.ts";
import type { RealArray } from "../data/real-array.ts";
import { ClassCodes, Target } from "../data/target.ts";
import { InputError } from "../errors.ts";
import { LogisticObjective } from "../objectives/logistic.ts";
import { checkOptions, describe, positive } from "../options.ts";
import { State, type StateJSON } from "../solvers/state.ts";
import type { UpdateRule } from "../solvers/update-rule.ts";
import { Workspace } from "../wasm/workspace.ts";
import { classWeights } from "../data/class-weight.ts";
import { chooseSolver, type SolverChoice } from "./choose-solver.ts";
import type { ResolvedOptions } from "./logistic-options.ts";
import { methodOf } from "./methods-by-name.ts";

export interface PartialFitOptions<L extends Label = Label> {
  /** Both classes, in any order: needed at the first call, as its rows may hold one only. */
  classes?: readonly L[];
  /** Σ sᵢ of the whole stream, which scales the penalty: λ = 1 / (C · totalWeight). Needed at the first call, unless C is Infinity. */
  totalWeight?: number;
  /** One weight for each row of this call. Default: 1 each. */
  sampleWeight?: RealArray;
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
  readonly coef: Float64Array;
  readonly intercept: number;
  readonly state: StateJSON;
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
  dataset: Dataset,
  target: Target,
  options: ResolvedOptions,
  partial: PartialFitOptions,
): Promise<Stream> {
  const stream = before ?? (await openStream(dataset, options, partial));
  checkSame(stream, dataset, partial);
  const signed = signedTarget(stream.classes, target, dataset.sampleWeight, options);
  const weight = signed.reduce((sum, t) => sum + Math.abs(t), 0);
  if (weight === 0) throw new InputError("options.sampleWeight", "all weights are 0; expected some above 0");
  const { C, fitIntercept } = options;
  const { rule } = await ruleOf(options, dataset.cols);

  const workspace = new Workspace(dataset.runtime.arena);
  try {
    const strength = { C: (C * stream.totalWeight) / weight, fitIntercept, equilibrate: false };
    const objective = await LogisticObjective.create(dataset.storage, signed, workspace, strength);
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
    return { ...stream, updates: stream.updates + 1, coef, intercept, state: state.toJSON() };
  } finally {
    workspace.dispose();
  }
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
  { cols, featureNames }: Dataset,
  options: ResolvedOptions,
  partial: PartialFitOptions,
): Promise<Stream> {
  const { classes, totalWeight = Number.POSITIVE_INFINITY } = partial;
  if (Array.isArray(classes) && classes.length > 2) {
    throw new InputError("options.classes", `${classes.length} classes; partialFit takes two`);
  }
  if (!Array.isArray(classes) || classes.length !== 2 || classes[0] === classes[1]) {
    throw new InputError("options.classes", `${describe(classes)}; expected both classes at the first call`);
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
  const { rule, reason } = await ruleOf(options, cols);
  const sorted = new Target("options.classes", classes, 2).classCodes.classes;
  return {
    classes: Object.freeze([...sorted]),
    totalWeight,
    cols,
    featureNames,
    method: rule.name,
    reason,
    updates: 0,
    coef: new Float64Array(cols),
    intercept: 0,
    state: { size: cols + Number(options.fitIntercept), scalars: {}, vectors: {} },
  };
}

function checkSame(stream: Stream, dataset: Dataset, { classes, totalWeight }: PartialFitOptions): void {
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

function signedTarget(
  classes: readonly Label[],
  { values }: Target,
  sampleWeight: Float64Array | undefined,
  { classWeight }: ResolvedOptions,
): Float64Array {
  const weights = classWeights(
    "options.classWeight",
    classWeight,
    new ClassCodes(classes, new Int32Array()),
    undefined,
  );
  return Float64Array.from(values as ArrayLike<Label>, (label, i) => {
    const code = classes.indexOf(label);
    if (code < 0) {
      const known = classes.map(describe).join(" or ");
      throw new InputError("y", `${describe(label)} at index ${i}; expected ${known}`);
    }
    return (code === 1 ? 1 : -1) * weights[code] * (sampleWeight?.[i] ?? 1);
  });
}

/** @throws {@link InputError} for an unknown option */
export function checkPartialOptions(options: PartialFitOptions): void {
  checkOptions("options", options, ["classes", "totalWeight", "sampleWeight"]);
}
