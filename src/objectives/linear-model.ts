import type { SparseStorage } from "../data/sparse-storage.ts";
import type { RowStorage } from "../data/storage.ts";
import type { SymmetricMatrix } from "../wasm/matrix.ts";
import { lazily } from "../lazily.ts";
import { square } from "../numerics/square.ts";
import type { Vector } from "../wasm/vector.ts";
import type { Workspace } from "../wasm/workspace.ts";
import { statisticsOf } from "./column-statistics.ts";
import { Coordinates } from "./coordinates.ts";
import { CurvatureProduct } from "./curvature-product.ts";
import { HessianSum } from "./hessian.ts";
import { gradientCall, INTERCEPT } from "./loss-calls.ts";
import type { LossRay } from "./loss-ray.ts";
import {
  after,
  type Batch,
  type Composite,
  type Curved,
  type Dual,
  type DualSteps,
  type FiniteSum,
  type Later,
  type Ray,
  type Sample,
  type Restricted,
  type Sampled,
  type Transposable,
} from "./objective.ts";
import type { Ridge } from "./ridge.ts";
import { RowBatches } from "./row-batches.ts";
import { logLoss, type RowLoss } from "./row-loss.ts";
import { type Pass, RowSums } from "./row-sums.ts";
import { type RowWeights, weigh } from "./row-weights.ts";
import type { SeparablePenalty } from "./separable-penalty.ts";
import type { TiledSums } from "./tiled-sums.ts";

/** Of what a penalised mean is made. */
export interface Strength {
  /** Of which the total is S = Σ sᵢ. */
  readonly weights: RowWeights;
  /** ½ λ ‖w‖² */
  readonly ridge: Ridge;
  /** f = F · total */
  readonly total: number;
}

/** Mean weights beyond make curvatures that f32 can't hold in the units of the columns. */
const LEAST_SINGLE = 1e-16;
const MOST_SINGLE = 1e16;

/** What objective rays are loaded with. */
type RayChunk = { readonly LossRay: typeof LossRay };

const partials = /* @__PURE__ */ lazily(() => import("./partial.ts"));
const tiling = /* @__PURE__ */ lazily(() => import("./tiled-sums.ts"));
const rayChunk = /* @__PURE__ */ lazily(() => import("./loss-ray.ts"));

/** The least that the curvature along an intercept is taken for, next to F. */
const LEAST_CURVATURE = 1e-3;

/** What an objective of a linear model is made of. */
export interface LinearModelParts {
  readonly rows: RowSums;
  readonly loss: RowLoss;
  readonly coordinates: Coordinates;
  readonly strength: Strength;
  /** What else is penalised, in solver coordinates; see {@link Composite}. */
  readonly separable?: SeparablePenalty | undefined;
}

/**
 * Penalised loss of a linear model on the rows of a data set, in solver coordinates (see {@link Coordinates}), with
 * one term for each row:
 *
 *   F = (1 / S) Σ lossᵢ(xᵢ · w + b) + ½ λ ‖w‖²
 */
export class LinearModelObjective implements Curved, Dual, FiniteSum, Sampled, Composite {
  readonly size: number;
  readonly terms: number;
  /** f = F · total */
  readonly total: number;
  readonly separable: SeparablePenalty | undefined;
  /**
   * One pass, and one more at a new x. Magnitudes of curvatures, where they may be negative. Rows that hold their non-zeros
   * only do without: four sums for each column make it cost three products, and the columns' units have done most of it
   * (20000 × 100000 with 100 a row: 24 passes without and 27 with it at C = 1, 73 and 67 at C = 30).
   */
  readonly hessianDiagonal: ((x: Vector, out: Vector) => Later<void>) | undefined;
  /** On a copy of the rows in single precision, where that pays. */
  readonly approximateGradient: Sampled["approximateGradient"];
  /** @internal The chunk of rays, loaded with the first; who can't wait for it sets what has it at hand. */
  loadRay: () => Later<RayChunk> = rayChunk;
  protected readonly rows: RowSums;
  protected readonly coordinates: Coordinates;
  protected readonly w: Vector;
  readonly #loss: RowLoss;
  readonly #workspace: Workspace;
  readonly #weight: number;
  readonly #ridge: Ridge;
  readonly #gradient: Pass;
  readonly #direction: Vector;
  readonly #derivative: Vector;
  readonly #strength: Strength;
  #uncertainty = 0;
  /** Those over samples, and over some of the columns, as their parts of whole ones. */
  #partialPasses = 0;
  #tiled: Later<TiledSums | undefined>;
  #isApproximate = false;
  #ray: LossRay | undefined;
  #hessian: HessianSum | undefined;
  #product: CurvatureProduct | undefined;
  #batches: RowBatches | undefined;
  /** How many rows batches had. */
  #batched = 0;

  /** @throws {@link MemoryError} if there isn't room for a few vectors of the columns */
  constructor({ rows, loss, coordinates, strength, separable }: LinearModelParts, workspace: Workspace) {
    const { cols } = rows.storage;
    this.rows = rows;
    this.coordinates = coordinates;
    this.#loss = loss;
    this.#workspace = workspace;
    this.#strength = strength;
    this.#weight = strength.weights.total;
    this.#ridge = strength.ridge;
    this.separable = separable;
    this.hessianDiagonal = rows.storage.centresHessian ? (x, out) => this.#diagonal(x, out) : undefined;
    this.total = strength.total;
    this.size = coordinates.size;
    this.terms = rows.storage.rows;
    this.#gradient = rows.summing((space) => [gradientCall(rows, loss, space)]);
    if (loss.gradientTiled && rows.canBeTiled && isSingleEnough(this.#weight / this.terms)) {
      this.approximateGradient = (...args) => this.#approximateGradient(...args);
    }
    this.w = workspace.vector(cols);
    this.#direction = workspace.vector(cols);
    this.#derivative = workspace.vector(cols + 1);
  }

  /** How many columns the rows have. */
  get cols(): number {
    return this.w.length;
  }

  /** How many times all the rows were gone through; samples and batches count as their part of them. */
  get passes(): number {
    return this.rows.passes + this.#partialPasses + this.#batched / this.terms;
  }

  /** What the scores lose where columns are far from zero. */
  get uncertainty(): number {
    return this.#uncertainty;
  }

  get isApproximate(): boolean {
    return this.#isApproximate;
  }

  valueAndGradient(x: Vector, gradient: Vector): Later<number> {
    const b = this.coordinates.toModel(x, this.w);
    const curved = this.#curvedGradient;
    if (curved) {
      const { product, pass } = curved;
      product.forget();
      return after(this.#evaluate(pass, b, gradient), (value) => {
        product.took(x);
        return value;
      });
    }
    return this.#evaluate(this.#gradient, b, gradient);
  }

  #evaluate(pass: Pass, b: number, gradient: Vector): Later<number> {
    const { w } = this;
    for (const program of pass.values()) program.set(INTERCEPT.name, b);
    return after(this.rows.sum(w, this.#derivative, pass), (sum) => {
      this.#uncertainty = this.coordinates.cancellation(w);
      return this.#penalised(sum / this.#weight, 1 / this.#weight, gradient);
    });
  }

  #approximateGradient(x: Vector, gradient: Vector, tol = 0): Later<number> {
    const tiled = (this.#tiled ??= after(tiling(), ({ tiledSums }) =>
      tiledSums(this.rows, this.#loss, this.#workspace),
    ));
    return after(tiled, (sums) => {
      this.#tiled = sums;
      if (!sums) return this.valueAndGradient(x, gradient);
      const b = this.coordinates.toModel(x, this.w);
      return after(sums.sum(this.w, b, this.#derivative), (sum) => {
        const value = this.#penalised(sum / this.#weight, 1 / this.#weight, gradient);
        this.#isApproximate = sums.isGoodEnough(value, gradient, x, tol);
        if (!this.#isApproximate) return this.valueAndGradient(x, gradient);
        this.#uncertainty = sums.uncertainty(value);
        return value;
      });
    });
  }

  /** In the mean over the terms, as if the batch were all of them. */
  batch(x: Vector, batch: Batch, gradient: Vector): number {
    this.#batches ??= new RowBatches(this.rows, this.#loss, this.#workspace);
    const b = this.coordinates.toModel(x, this.w);
    const sum = this.#batches.sum(this.w, b, batch, this.#derivative);
    this.#batched += batch.to - batch.from;
    const scale = this.terms / (batch.to - batch.from) / this.#weight;
    return this.#penalised(sum * scale, scale, gradient);
  }

  /** @throws {@link MemoryError} if there isn't room for a copy of the rows */
  sample(count: number): Later<Sample> {
    return after(partials(), ({ sampleRows, partialOf }) => {
      const { storage, target, y, offset } = sampleRows(this.rows, this.#strength.weights, count);
      return partialOf(this.w.arena, storage, (workspace, giveBack) => {
        const rows = new RowSums(storage, target, workspace, this.rows.turns, y, offset);
        const strength = { ...this.#strength, weights: weigh(target) };
        const { coordinates, separable } = this;
        const parts = { rows, loss: this.#loss, coordinates, strength, separable };
        return new PartialObjective(parts, workspace, (passes) => {
          this.#partialPasses += (passes * storage.rows) / this.terms;
          giveBack();
        });
      });
    });
  }

  /** @throws {@link MemoryError} if there isn't room for a copy of these columns */
  restrict(variables: Uint32Array): Later<Restricted> {
    const columns = variables.filter((j) => j < this.cols);
    return after(partials(), ({ gatherColumns, sumsBeside, partialOf }) => {
      const storage = gatherColumns(this.rows, columns);
      return partialOf(this.w.arena, storage, (workspace, giveBack) => {
        const rows = sumsBeside(storage, this.rows, workspace);
        const strength = { ...this.#strength, ridge: this.#ridge.some(columns, workspace) };
        const coordinates = this.coordinates.some(columns, workspace);
        const separable = this.separable?.some(variables, workspace);
        const parts = { rows, loss: this.#loss, coordinates, strength, separable };
        return new PartialObjective(parts, workspace, (passes) => {
          this.#partialPasses += (passes * columns.length) / this.cols;
          giveBack();
        });
      });
    });
  }

  /** A copy of some of the columns, which who asked for it releases. @throws {@link MemoryError} if there isn't room */
  gather(columns: Uint32Array): Later<RowStorage> {
    return after(partials(), ({ gatherColumns }) => gatherColumns(this.rows, columns));
  }

  get transposable(): Transposable | undefined {
    const { coordinates } = this;
    const { storage } = this.rows;
    if (storage.centresHessian || !this.#loss.convex) return undefined;
    return {
      storage: storage as SparseStorage,
      coordinates,
      ridge: (j) => this.#ridge.of(j),
      curvatures: (x, out) =>
        after(this.#curvedAt(x), (product) => {
          product.curvatures(out);
          out.scale(1 / this.#weight);
        }),
    };
  }

  /** F and its gradient at w, from the mean loss and, in `#derivative`, what is to be scaled to its derivative. */
  #penalised(mean: number, scale: number, gradient: Vector): number {
    const { w } = this;
    const derivative = this.#derivative;
    derivative.scale(scale);
    this.#ridge.addGradient(w, derivative);
    this.coordinates.toSolver(derivative, gradient);
    return mean + 0.5 * this.#ridge.dot(w, w);
  }

  /**
   * Σ gⱼ² / 2 λⱼ tⱼ²: F is at least as curved as its penalty. What it is along an intercept no bound tells; next to F it is
   * 0.1 to 1 of a log loss (of a rare class of part π, F ≈ π log 1/π and F″ ≈ π), and counts as `LEAST_CURVATURE`.
   */
  mostDecrease(value: number, gradient: Vector): number {
    const { unit } = this.coordinates;
    const { values: g } = gradient;
    let sum = 0;
    for (let j = 0; j < g.length; j++) {
      const curvature =
        j < unit.length ? this.#ridge.of(j) * square(unit.values[j]) : LEAST_CURVATURE * Math.min(1, value);
      if (g[j] !== 0) sum += square(g[j]) / (2 * curvature);
    }
    return sum;
  }

  /** One pass for the scores of x and p; then each point costs O(n). */
  ray(x: Vector, p: Vector): Later<Ray> {
    const { w } = this;
    const direction = this.#direction;
    const made =
      this.#ray ??
      after(
        this.loadRay(),
        (chunk) => (this.#ray = new chunk.LossRay(this.rows, this.#loss, this.#workspace)),
      );
    return after(made, (ray) => {
      const b = this.coordinates.toModel(x, w);
      const c = this.coordinates.toModel(p, direction);
      const aimed = ray.aim(w, b, direction, c);
      return after(aimed, () => ray.penalised(this.#weight, this.#ridge, w, direction));
    });
  }

  /** Of a loss that is convex. */
  hessian(x: Vector, out: SymmetricMatrix): Later<void> {
    const b = this.coordinates.toModel(x, this.w);
    return this.#penaliseHessian(this.#hessianSum.evaluate(this.w, b, out), out);
  }

  /** Of a loss that is convex. */
  approximateHessian(x: Vector, out: SymmetricMatrix): Later<void> {
    if (!isSingleEnough(this.#weight / this.terms)) return this.hessian(x, out);
    const b = this.coordinates.toModel(x, this.w);
    return this.#penaliseHessian(this.#hessianSum.approximate(this.w, b, out), out);
  }

  get #hessianSum(): HessianSum {
    this.#hessian ??= new HessianSum(this.rows, this.#loss, this.coordinates, this.#workspace);
    return this.#hessian;
  }

  /** From the Hessian of the losses' sum, once it is in `out`, to that of F. */
  #penaliseHessian(summed: Later<void>, out: SymmetricMatrix): Later<void> {
    return after(summed, () => {
      out.scale(1 / this.#weight);
      this.coordinates.unit.values.forEach((t, j) => {
        // A column that can't matter has a row of zeros; any curvature there leaves its coefficient where it is.
        out.addDiagonal(j, t === 0 ? 1 : this.#ridge.of(j) * t * t);
      });
    });
  }

  /** Where curvatures come with the gradient, at next to no cost. */
  get #curvedGradient(): { product: CurvatureProduct; pass: Pass } | undefined {
    if ((this.separable && !this.#product) || !this.#loss.scoredGradient || this.rows.storage.centresHessian)
      return undefined;
    const product = this.#curvatureProduct;
    return product.gradient && { product, pass: product.gradient };
  }

  get #curvatureProduct(): CurvatureProduct {
    this.#product ??= new CurvatureProduct(this.rows, this.#loss, this.size, this.#workspace);
    return this.#product;
  }

  /** The curvatures at x. */
  #curvedAt(x: Vector): Later<CurvatureProduct> {
    const product = this.#curvatureProduct;
    const b = this.coordinates.toModel(x, this.w);
    return after(product.moveTo(x, this.w, b), () => product);
  }

  #diagonal(x: Vector, out: Vector): Later<void> {
    const summed = after(this.#curvedAt(x), (product) => product.diagonal(this.coordinates, out));
    return after(summed, () => {
      out.scale(1 / this.#weight);
      this.coordinates.unit.values.forEach((t, j) => {
        out.values[j] += t === 0 ? 1 : this.#ridge.of(j) * t * t; // as in the Hessian
      });
    });
  }

  /** One pass, and one more at a new x. */
  hessianProduct(x: Vector, v: Vector, out: Vector): Later<void> {
    const direction = this.#direction;
    const derivative = this.#derivative;
    const multiplied = after(this.#curvedAt(x), (product) => {
      const c = this.coordinates.toModel(v, direction);
      return product.product(direction, c, derivative);
    });
    return after(multiplied, () => {
      derivative.scale(1 / this.#weight);
      this.#ridge.addGradient(direction, derivative);
      this.coordinates.toSolver(derivative, out);
      for (const j of this.coordinates.fixed) out.values[j] = v.values[j]; // as in the Hessian
    });
  }

  /** Of the log loss with a ridge alike for all coefficients, on rows that hold their non-zeros only; a chunk of its own. */
  get dual(): (() => Later<DualSteps>) | undefined {
    const { rows, coordinates } = this;
    const { centresHessian } = rows.storage;
    const hasDual = this.#loss === logLoss && this.#ridge.isEven && !this.separable && !centresHessian;
    if (!hasDual || !Number.isFinite(coordinates.offset)) return undefined;
    return async () => {
      const { DualAscent } = await import("./dual-ascent.ts");
      return new DualAscent(rows, this.#strength, coordinates, this.#workspace);
    };
  }

  /** The coefficients and the intercept at θ. */
  coefficients(theta: Vector): { coef: Float64Array; intercept: number } {
    const intercept = this.coordinates.toModel(theta, this.w);
    return { coef: this.w.values.slice(), intercept };
  }

  /** tⱼ of each column, see {@link Coordinates}: 0 where it can't matter. */
  get units(): Float64Array {
    return this.coordinates.unit.values.slice();
  }

  /** What a gradient says by the coefficients, in the columns' units, in one row. */
  slopes(gradient: Vector): Float64Array[] {
    return [gradient.values.slice(0, this.cols)];
  }

  /** What is compared with `tol`. */
  gradientNorm(gradient: Vector): number {
    return gradient.normMax();
  }

  /** Writes the θ of given coefficients. */
  start(coef: Float64Array, intercept: number, theta: Vector): void {
    this.coordinates.fromModel(coef, intercept, theta);
  }
}

/** The same function of some of the rows, or of some of the columns. */
class PartialObjective extends LinearModelObjective implements Sample, Restricted {
  readonly #end: (passes: number) => void;

  constructor(parts: LinearModelParts, workspace: Workspace, end: (passes: number) => void) {
    super(parts, workspace);
    this.#end = end;
  }

  dispose(): void {
    this.#end(this.passes + 1); // one to copy them
  }
}

/** Whether curvatures of rows of that mean weight are what f32 can hold. */
export function isSingleEnough(meanWeight: number): boolean {
  return meanWeight >= LEAST_SINGLE && meanWeight <= MOST_SINGLE;
}

/** θ equilibrated, which takes a pass over the rows, or as the model has it. */
export function chooseCoordinates(
  rows: RowSums,
  { rootCurvature }: RowLoss,
  { ridge, weights }: Strength,
  { equilibrate, fitIntercept }: { equilibrate: boolean; fitIntercept: boolean },
  workspace: Workspace,
): Later<Coordinates> {
  ridge.prepare(workspace);
  if (!equilibrate) return Coordinates.raw(workspace, rows.storage.cols, fitIntercept);
  return after(statisticsOf(rows, weights, workspace), (statistics) =>
    Coordinates.equilibrating(workspace, statistics, (j) => ridge.of(j), rootCurvature, fitIntercept),
  );
}
