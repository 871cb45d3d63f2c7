import type { RowStorage } from "../data/storage.ts";
import type { Turns } from "../wasm/event-loop-turns.ts";
import type { SymmetricMatrix } from "../wasm/matrix.ts";
import type { Vector } from "../wasm/vector.ts";
import type { Workspace } from "../wasm/workspace.ts";
import { gatherColumns, sumsBeside } from "./column-subset.ts";
import { ClassBasis, ClassRows, type ClassVariables } from "./class-basis.ts";
import type { Coordinates } from "./coordinates.ts";
import { evaluatedRay, type RayRoom } from "./evaluated-ray.ts";
import { chooseCoordinates, isSingleEnough, type Strength } from "./linear-model.ts";
import { type LogisticOptions, strengthOf } from "./logistic.ts";
import {
  after,
  type Batch,
  type Composite,
  type Curved,
  type FiniteSum,
  type Later,
  type Ray,
  type Restricted,
  type Sample,
  type Sampled,
} from "./objective.ts";
import { partialOf } from "./partial.ts";
import { logLoss } from "./row-loss.ts";
import { sampleRows } from "./row-sample.ts";
import { RowSums } from "./row-sums.ts";
import { weigh } from "./row-weights.ts";
import type { SeparablePenalty } from "./separable-penalty.ts";
import { SoftmaxBatches } from "./softmax-batches.ts";
import type { Margins } from "./margins.ts";
import { softmaxMargins } from "./softmax-margins.ts";
import { SoftmaxHessian } from "./softmax-hessian.ts";
import { SoftmaxSums } from "./softmax-sums.ts";

/** Labels and weights of rows of K classes. */
export interface ClassTarget {
  readonly classes: number;
  /** Of each row, the number of its class. */
  readonly codes: Float64Array;
  /** Of each row, its weight sᵢ. */
  readonly weight: Float64Array;
  /** oᵢₖ, what is added to the rows' scores, row-major. Default: 0 each. */
  readonly offset?: Float64Array | undefined;
}

/**
 * Sums of f32 take about half of the time, as long as their roundings don't matter: the gradient must not be small beside √(2 F),
 * which bounds the root mean square of what it is a mean of. Roundings of n rows cancel each other, to about
 * 2e-7 √(2 F / n) (20000 × 50, 10 classes).
 */
const LEAST_SINGLE_GRADIENT = 3e-5;

/** Of a loss from scores of f32, what may be rounding. */
const SINGLE_ROUNDING = 2 ** -23;

/** What an objective of many classes is made of. */
export interface SoftmaxParts {
  readonly rows: RowSums;
  readonly variables: ClassVariables;
  readonly coordinates: Coordinates;
  readonly strength: Strength;
  readonly separable?: SeparablePenalty | undefined;
}

/**
 * Where each class has a row of variables, nothing but a penalty holds what they share: that gets this part of a column's
 * curvature, which is enough for Cholesky's factor, and too little to stand in the way of a step.
 */
const SHARED_CURVATURE = 1e-5;

/**
 * Penalised softmax loss of K classes:
 *
 *   F = f / (C S) = (1 / S) Σ sᵢ (log Σₖ e^zₖᵢ − z_yᵢ) + ½ λ Σ ‖wₖ‖²    zₖᵢ = xᵢ · wₖ + bₖ + oᵢₖ    S = Σ sᵢ    λ = 1 / (C S)
 *
 * in solver coordinates: those of {@link Coordinates} for each class, and of {@link ClassBasis} over the classes; or, with
 * absolute values in the penalty or bounds, which are of each class's coefficients, {@link ClassRows}. A row's
 * curvature in the direction of one class is p (1 − p) ≤ ¼, as for two classes: columns have the same units for any
 * number of classes.
 */
export class SoftmaxObjective implements Curved, FiniteSum, Sampled, Composite {
  readonly size: number;
  readonly terms: number;
  /** A row's curvature has rank K − 1. */
  readonly perTerm: number;
  /** f = F · total */
  readonly total: number;
  readonly separable: SeparablePenalty | undefined;
  readonly layers: number;
  /** In single precision, where rows are such that it can be had. */
  readonly approximateGradient: ((x: Vector, gradient: Vector) => Later<number>) | undefined;
  readonly approximateProduct: ((x: Vector, v: Vector, out: Vector) => Later<void>) | undefined;
  readonly #coordinates: Coordinates;
  readonly #strength: Strength;
  readonly #rows: RowSums;
  readonly #sums: SoftmaxSums;
  readonly #basis: ClassVariables;
  readonly #workspace: Workspace;
  /** What ½ λ ‖w‖² is for each coefficient of a class: λ tⱼ². */
  readonly #ridge: Float64Array;
  readonly #w: Float64Array;
  readonly #derivative: Float64Array;
  readonly #norms: Float64Array;
  /** The θ that the kept probabilities belong to. */
  readonly #at: Float64Array;
  #uncertainty = 0;
  #isApproximate = false;
  /** The θ that the kept probabilities of f32 belong to. */
  #singleAt: Float64Array | undefined;
  #along: RayRoom | undefined;
  #keeps = false;
  /** Room for the classes' rows at once, and for one of them. */
  #rowsOfClasses: Vector | undefined;
  #rowOfClass: Vector | undefined;
  #hessian: SoftmaxHessian | undefined;
  #batches: SoftmaxBatches | undefined;
  #partialPasses = 0;
  /** How many rows batches had. */
  #batched = 0;

  /**
   * @param turns - when passes over the rows make way for the event loop; without it they never wait
   * @throws {@link InputError} where weights, C or a column's values are too large or too small for sums in f64
   * @throws {@link MemoryError} if there isn't room for two vectors of the rows and a few of the coefficients
   */
  static create(
    storage: RowStorage,
    { classes, codes, weight, offset }: ClassTarget,
    workspace: Workspace,
    { C, fitIntercept, equilibrate = true, constraints }: Omit<LogisticOptions, "loss">,
    turns?: Turns,
  ): Later<SoftmaxObjective> {
    const strength = strengthOf(weigh(weight), C, constraints);
    const rows = new RowSums(storage, weight, workspace, turns, codes, offset);
    const chosen = chooseCoordinates(rows, logLoss, strength, { equilibrate, fitIntercept }, workspace);
    return after(chosen, (coordinates) => {
      const separable = constraints?.within(
        coordinates,
        1 / (C * strength.weights.total),
        workspace,
        classes,
      );
      const variables = separable ? new ClassRows(classes) : new ClassBasis(classes);
      return new SoftmaxObjective({ rows, variables, coordinates, strength, separable }, workspace);
    });
  }

  /** Made of parts that somebody else chose. */
  static of(parts: SoftmaxParts, workspace: Workspace): SoftmaxObjective {
    return new SoftmaxObjective(parts, workspace);
  }

  protected constructor(
    { rows, variables, coordinates, strength, separable }: SoftmaxParts,
    workspace: Workspace,
  ) {
    const { classes } = variables;
    this.#rows = rows;
    this.#coordinates = coordinates;
    this.#strength = strength;
    this.#workspace = workspace;
    this.#sums = new SoftmaxSums(rows, classes, coordinates, workspace);
    this.#basis = variables;
    this.separable = separable;
    this.layers = variables.rows === classes ? classes : 1;
    this.#ridge = new Float64Array(coordinates.size);
    coordinates.unit.values.forEach((t, j) => (this.#ridge[j] = strength.ridge.of(j) * t * t));
    this.#w = new Float64Array(classes * coordinates.size);
    this.#derivative = this.#w.slice();
    this.#norms = this.#w.slice();
    this.size = variables.rows * coordinates.size;
    this.#at = new Float64Array(this.size);
    this.terms = rows.storage.rows;
    this.perTerm = classes - 1;
    this.total = strength.total;
    if (this.#sums.hasSingle) {
      this.approximateGradient = (x, gradient) => this.#approximateGradient(x, gradient);
      this.approximateProduct = (x, v, out) => this.#approximateProduct(x, v, out);
    }
  }

  /** How many times all the rows were gone through; samples, columns and batches count as their part of them. */
  get passes(): number {
    return this.#rows.passes + this.#partialPasses + this.#batched / this.terms;
  }

  /** What single precision may take from the latest value. */
  get uncertainty(): number {
    return this.#uncertainty;
  }

  get isApproximate(): boolean {
    return this.#isApproximate;
  }

  valueAndGradient(x: Vector, gradient: Vector): Later<number> {
    this.#basis.toClasses(x.values, this.#w);
    const scale = 1 / this.#strength.weights.total;
    return after(this.#sums.gradient(this.#w, this.#derivative), (sum) => {
      this.#uncertainty = 0;
      this.#at.set(x.values);
      return this.#penalised(sum * scale, scale, x, gradient);
    });
  }

  #approximateGradient(x: Vector, gradient: Vector): Later<number> {
    this.#isApproximate = this.#holdsWeights;
    if (!this.#isApproximate) return this.valueAndGradient(x, gradient);
    this.#basis.toClasses(x.values, this.#w);
    const scale = 1 / this.#strength.weights.total;
    return after(this.#sums.gradientSingly(this.#w, this.#derivative), (sum) => {
      const value = this.#penalised(sum * scale, scale, x, gradient);
      const least = (LEAST_SINGLE_GRADIENT * Math.sqrt(2 * value)) / Math.sqrt(this.terms);
      this.#isApproximate = gradient.normMax() > least && Number.isFinite(value + gradient.norm2());
      if (!this.#isApproximate) return this.valueAndGradient(x, gradient);
      this.#uncertainty = SINGLE_ROUNDING * value;
      return value;
    });
  }

  /** In the mean over the terms, as if the batch were all of them. */
  batch(x: Vector, batch: Batch, gradient: Vector): number {
    this.#batches ??= new SoftmaxBatches(this.#sums, this.#workspace);
    this.#basis.toClasses(x.values, this.#w);
    const sum = this.#batches.sum(this.#w, batch, this.#derivative);
    this.#batched += batch.to - batch.from;
    const scale = this.terms / (batch.to - batch.from) / this.#strength.weights.total;
    return this.#penalised(sum * scale, scale, x, gradient);
  }

  /** F and its gradient at x, from the mean loss and what is to be scaled to its derivative. */
  #penalised(mean: number, scale: number, x: Vector, gradient: Vector): number {
    this.#basis.fromClasses(this.#derivative, gradient.values);
    gradient.scale(scale);
    let penalty = 0;
    this.#eachRidge((ridge, i) => {
      const theta = x.values[i];
      gradient.values[i] += ridge * theta;
      penalty += ridge * theta * theta;
    });
    return mean + penalty / 2;
  }

  #eachRidge(use: (ridge: number, i: number) => void): void {
    const { length } = this.#ridge;
    for (let i = 0; i < this.size; i++) use(this.#ridge[i % length], i);
  }

  /** The largest component by any class's coefficient, which θ mixes. */
  gradientNorm(gradient: Vector): number {
    this.#basis.toClasses(gradient.values, this.#norms);
    let most = 0;
    for (const value of this.#norms) most = value > most || -value > most ? Math.abs(value) : most;
    return gradient.values.includes(Number.NaN) ? Number.NaN : most;
  }

  /** tⱼ of each column, see {@link Coordinates}: 0 where it can't matter. */
  get units(): Float64Array {
    return this.#coordinates.unit.values.slice();
  }

  /** What a gradient says by the coefficients of each class, in the columns' units. */
  slopes(gradient: Vector): Float64Array[] {
    const { size, unit } = this.#coordinates;
    this.#basis.toClasses(gradient.values, this.#norms);
    return Array.from({ length: this.#sums.classes }, (_, k) =>
      this.#norms.slice(k * size, k * size + unit.length),
    );
  }

  /** Each point is a pass. */
  ray(x: Vector, p: Vector): Ray {
    this.#along ??= {
      x: this.#workspace.vector(this.size),
      gradient: this.#workspace.vector(this.size),
    };
    return evaluatedRay(this, x, p, this.#along);
  }

  /** @throws {@link MemoryError} if there isn't room for a copy of the rows */
  sample(count: number): Sample {
    const { storage, target, y, offset } = sampleRows(this.#rows, this.#strength.weights, count);
    return partialOf(this.#workspace.arena, storage, (workspace, giveBack) => {
      const rows = new RowSums(storage, target, workspace, this.#rows.turns, y, offset);
      const strength = { ...this.#strength, weights: weigh(target) };
      const { separable } = this;
      const parts = { rows, variables: this.#basis, coordinates: this.#coordinates, strength, separable };
      return new PartialSoftmax(parts, workspace, (passes) => {
        this.#partialPasses += (passes * storage.rows) / this.terms;
        giveBack();
      });
    });
  }

  /**
   * For variables of which each column, or the intercept, has those of all classes.
   *
   * @throws {@link MemoryError} if there isn't room for a copy of these columns
   */
  restrict(variables: Uint32Array): Restricted {
    const { unit } = this.#coordinates;
    const columns = variables.filter((j) => j < unit.length);
    const storage = gatherColumns(this.#rows, columns);
    return partialOf(this.#workspace.arena, storage, (workspace, giveBack) => {
      const rows = sumsBeside(storage, this.#rows, workspace);
      const strength = { ...this.#strength, ridge: this.#strength.ridge.some(columns, workspace) };
      const coordinates = this.#coordinates.some(columns, workspace);
      const separable = this.separable?.some(variables, workspace);
      const parts = { rows, variables: this.#basis, coordinates, strength, separable };
      return new PartialSoftmax(parts, workspace, (passes) => {
        this.#partialPasses += (passes * columns.length) / unit.length;
        giveBack();
      });
    });
  }

  hessian(x: Vector, out: SymmetricMatrix): Later<void> {
    this.#basis.toClasses(x.values, this.#w);
    return this.#penaliseHessian(this.#hessianSum.evaluate(this.#w, out), out);
  }

  approximateHessian(x: Vector, out: SymmetricMatrix): Later<void> {
    if (!this.#holdsWeights) return this.hessian(x, out);
    this.#basis.toClasses(x.values, this.#w);
    return this.#penaliseHessian(this.#hessianSum.approximate(this.#w, out), out);
  }

  /** Whether f32 holds what rows weigh. */
  get #holdsWeights(): boolean {
    return isSingleEnough(this.#strength.weights.total / this.terms);
  }

  get #hessianSum(): SoftmaxHessian {
    this.#hessian ??= new SoftmaxHessian(this.#sums, this.#basis, this.#workspace);
    return this.#hessian;
  }

  /** From the Hessian of the losses' sum, once it is in `out`, to that of F. */
  #penaliseHessian(summed: Later<void>, out: SymmetricMatrix): Later<void> {
    const { values: unit } = this.#coordinates.unit;
    return after(summed, () => {
      out.scale(1 / this.#strength.weights.total);
      // A column that can't matter has a row of zeros; any curvature there leaves its coefficient where it is.
      this.#eachRidge((ridge, i) => out.addDiagonal(i, unit[i % this.#ridge.length] === 0 ? 1 : ridge));
      if (this.#basis instanceof ClassRows) this.#holdShared(out);
    });
  }

  /** Adds to H what keeps the classes' coefficients of a column from moving together where no ridge does. */
  #holdShared(out: SymmetricMatrix): void {
    const { classes } = this.#basis;
    const { length } = this.#ridge;
    this.#ridge.forEach((ridge, j) => {
      if (ridge > 0) return;
      let mean = 0;
      for (let k = 0; k < classes; k++) mean += out.diagonal(k * length + j) / classes;
      for (let k = 0; k < classes; k++) {
        for (let l = k; l < classes; l++) {
          out.values[(k * length + j) * out.stride + l * length + j] += SHARED_CURVATURE * mean;
        }
      }
    });
  }

  /** One pass, and one more at an x whose gradient was not the last to be asked for. */
  hessianProduct(x: Vector, v: Vector, out: Vector): Later<void> {
    return after(this.#keepAt(x), () => {
      this.#basis.toClasses(v.values, this.#w);
      return after(this.#sums.product(this.#w, this.#derivative), () => this.#penaliseProduct(v, out));
    });
  }

  /** From the product with the Hessian of the losses' sum to that of F. */
  #penaliseProduct(v: Vector, out: Vector): void {
    this.#basis.fromClasses(this.#derivative, out.values);
    out.scale(1 / this.#strength.weights.total);
    const { values: unit } = this.#coordinates.unit;
    this.#eachRidge((ridge, i) => {
      const isFixed = unit[i % this.#ridge.length] === 0; // as in the Hessian
      out.values[i] = isFixed ? v.values[i] : out.values[i] + ridge * v.values[i];
    });
  }

  #approximateProduct(x: Vector, v: Vector, out: Vector): Later<void> {
    if (!this.#holdsWeights) return this.hessianProduct(x, v, out);
    return after(this.#keepSinglyAt(x), () => {
      this.#basis.toClasses(v.values, this.#w);
      return after(this.#sums.productSingly(this.#w, this.#derivative), () => this.#penaliseProduct(v, out));
    });
  }

  #keepSinglyAt({ values }: Vector): Later<unknown> {
    if (this.#singleAt?.every((value, i) => value === values[i])) return undefined;
    this.#basis.toClasses(values, this.#w);
    return after(this.#sums.keepSingly(this.#w, this.#derivative), () => {
      this.#singleAt = values.slice();
    });
  }

  /** The probabilities at x. */
  #keepAt({ values }: Vector): Later<unknown> {
    if (this.#keeps && this.#at.every((value, i) => value === values[i])) return undefined;
    this.#sums.keep();
    this.#keeps = true;
    this.#basis.toClasses(values, this.#w);
    return after(this.#sums.gradient(this.#w, this.#derivative), () => this.#at.set(values));
  }

  /** A copy of some of the columns, which who asked for it releases. @throws {@link MemoryError} if there isn't room */
  gather(columns: Uint32Array): RowStorage {
    return gatherColumns(this.#rows, columns);
  }

  /** The margins of the rows with a weight, at a point or a direction θ, without offsets. */
  margins(theta: Vector): Margins {
    const { size, unit } = this.#coordinates;
    this.#basis.toClasses(theta.values, this.#w);
    this.#rowsOfClasses ??= this.#workspace.vector(this.#w.length);
    this.#rowOfClass ??= this.#workspace.vector(unit.length);
    const rows = this.#rowsOfClasses;
    rows.values.set(this.#w);
    const classes = Array.from({ length: this.#sums.classes }, (_, k) => rows.part(k * size, size));
    return softmaxMargins(this.#rows, this.#coordinates, classes, this.#rowOfClass);
  }

  /** The coefficients and intercepts at θ, a row for each class. */
  coefficients(theta: Vector): { coef: Float64Array[]; intercept: Float64Array } {
    const { size } = this.#coordinates;
    this.#basis.toClasses(theta.values, this.#w);
    const w = this.#workspace.copy(this.#w);
    const coef: Float64Array[] = [];
    const row = this.#workspace.vector(this.#coordinates.unit.length);
    const intercept = Float64Array.from({ length: this.#sums.classes }, (_, k) => {
      const b = this.#coordinates.toModel(w.part(k * size, size), row);
      coef.push(row.values.slice());
      return b;
    });
    if (this.#basis instanceof ClassRows) this.#centre(coef, intercept);
    return { coef, intercept };
  }

  /** Takes from the classes what they share where nothing else holds it: so that it adds up to 0, as in the other basis. */
  #centre(coef: readonly Float64Array[], intercept: Float64Array): void {
    const { weight, lower, upper } = this.separable as SeparablePenalty;
    const { classes } = this.#basis;
    for (let j = 0; j < coef[0].length; j++) {
      const isBound =
        lower.values[j] > Number.NEGATIVE_INFINITY || upper.values[j] < Number.POSITIVE_INFINITY;
      if (isBound || weight.values[j] > 0 || this.#ridge[j] > 0) continue;
      const mean = coef.reduce((sum, row) => sum + row[j], 0) / classes;
      for (const row of coef) row[j] -= mean;
    }
    const mean = intercept.reduce((sum, b) => sum + b, 0) / classes;
    intercept.forEach((b, k) => (intercept[k] = b - mean));
  }

  /** Writes the θ of given coefficients. */
  start(coef: readonly Float64Array[], intercept: Float64Array, theta: Vector): void {
    const { size } = this.#coordinates;
    const w = this.#workspace.vector(this.#w.length);
    coef.forEach((row, k) => this.#coordinates.fromModel(row, intercept[k], w.part(k * size, size)));
    this.#basis.fromClasses(w.values, theta.values);
  }
}

/** The same function of some of the rows, or of some of the columns. */
class PartialSoftmax extends SoftmaxObjective implements Sample, Restricted {
  readonly #end: (passes: number) => void;

  constructor(parts: SoftmaxParts, workspace: Workspace, end: (passes: number) => void) {
    super(parts, workspace);
    this.#end = end;
  }

  dispose(): void {
    this.#end(this.passes + 1); // one to copy them
  }
}
