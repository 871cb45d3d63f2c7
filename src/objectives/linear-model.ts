import type { SymmetricMatrix } from "../wasm/matrix.ts";
import type { Vector } from "../wasm/vector.ts";
import type { Workspace } from "../wasm/workspace.ts";
import { columnStatistics } from "./column-statistics.ts";
import { Coordinates } from "./coordinates.ts";
import { CurvatureProduct } from "./curvature-product.ts";
import { HessianSum } from "./hessian.ts";
import { LossRay } from "./loss-ray.ts";
import {
  after,
  type Batch,
  type Curved,
  type Dense,
  type FiniteSum,
  type Later,
  type Ray,
} from "./objective.ts";
import { RowBatches } from "./row-batches.ts";
import type { RowLoss } from "./row-loss.ts";
import type { RowSums } from "./row-sums.ts";

/** Of what a penalised mean is made. */
export interface Strength {
  /** S = Σ sᵢ */
  readonly weight: number;
  /** λ, that of ½ λ ‖w‖² */
  readonly lambda: number;
  /** f = F · total */
  readonly total: number;
}

/** What an objective of a linear model is made of. */
export interface LinearModelParts {
  readonly rows: RowSums;
  readonly loss: RowLoss;
  readonly coordinates: Coordinates;
  readonly strength: Strength;
}

/**
 * Penalised loss of a linear model on the rows of a data set, in solver coordinates (see {@link Coordinates}), with
 * one term for each row:
 *
 *   F = (1 / S) Σ lossᵢ(xᵢ · w + b) + ½ λ ‖w‖²
 */
export class LinearModelObjective implements Dense, Curved, FiniteSum {
  readonly size: number;
  readonly terms: number;
  /** f = F · total */
  readonly total: number;
  protected readonly rows: RowSums;
  protected readonly coordinates: Coordinates;
  protected readonly w: Vector;
  readonly #loss: RowLoss;
  readonly #workspace: Workspace;
  readonly #weight: number;
  readonly #lambda: number;
  readonly #direction: Vector;
  readonly #derivative: Vector;
  #uncertainty = 0;
  #ray: LossRay | undefined;
  #hessian: HessianSum | undefined;
  #product: CurvatureProduct | undefined;
  #batches: RowBatches | undefined;
  /** How many rows batches had. */
  #batched = 0;

  /** @throws {@link MemoryError} if there isn't room for a few vectors of the columns */
  constructor({ rows, loss, coordinates, strength }: LinearModelParts, workspace: Workspace) {
    const { cols } = rows.storage;
    this.rows = rows;
    this.coordinates = coordinates;
    this.#loss = loss;
    this.#workspace = workspace;
    this.#weight = strength.weight;
    this.#lambda = strength.lambda;
    this.total = strength.total;
    this.size = coordinates.size;
    this.terms = rows.storage.rows;
    this.w = workspace.vector(cols);
    this.#direction = workspace.vector(cols);
    this.#derivative = workspace.vector(cols + 1);
  }

  /** How many columns the rows have. */
  get cols(): number {
    return this.w.length;
  }

  /** How many times all the rows were gone through; batches count as their part of them. */
  get passes(): number {
    return this.rows.passes + this.#batched / this.terms;
  }

  /** What the scores lose where columns are far from zero. */
  get uncertainty(): number {
    return this.#uncertainty;
  }

  valueAndGradient(x: Vector, gradient: Vector): Later<number> {
    const { w } = this;
    const b = this.coordinates.toModel(x, w);
    const loss = this.rows.sum(w, this.#derivative, (space, block) => {
      const { offset, rows: count } = block;
      const target = space.target.pointer + offset * 8;
      const y = space.y.pointer + offset * 8;
      return this.#loss.gradient(space, count, block.x, target, y, b);
    });
    return after(loss, (sum) => {
      this.#uncertainty = this.coordinates.cancellation(w);
      return this.#penalised(sum / this.#weight, 1 / this.#weight, gradient);
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

  /** F and its gradient at w, from the mean loss and, in `#derivative`, what is to be scaled to its derivative. */
  #penalised(mean: number, scale: number, gradient: Vector): number {
    const { w } = this;
    const derivative = this.#derivative;
    derivative.scale(scale);
    w.arena.kernels.axpy(w.length, this.#lambda, w.pointer, derivative.pointer);
    this.coordinates.toSolver(derivative, gradient);
    return mean + this.#penalty(w.dot(w));
  }

  /** ½ λ ‖w‖², which is 0 without a penalty however long w is. */
  #penalty(squaredNorm: number): number {
    return this.#lambda === 0 ? 0 : 0.5 * this.#lambda * squaredNorm;
  }

  /** One pass for the scores of x and p; then each point costs O(n). */
  ray(x: Vector, p: Vector): Later<Ray> {
    const { w } = this;
    const direction = this.#direction;
    const b = this.coordinates.toModel(x, w);
    const c = this.coordinates.toModel(p, direction);
    this.#ray ??= new LossRay(this.rows, this.#loss, this.#workspace);
    const ray = this.#ray;
    return after(ray.aim(w, b, direction, c), () => penalised(ray, this.#weight, this.#lambda, w, direction));
  }

  /** Of a loss that is convex. */
  hessian(x: Vector, out: SymmetricMatrix): Later<void> {
    const b = this.coordinates.toModel(x, this.w);
    this.#hessian ??= new HessianSum(this.rows, this.#loss, this.coordinates, this.#workspace);
    return after(this.#hessian.evaluate(this.w, b, out), () => {
      out.scale(1 / this.#weight);
      this.coordinates.unit.values.forEach((t, j) => {
        // A column that can't matter has a row of zeros; any curvature there leaves its coefficient where it is.
        out.addDiagonal(j, t === 0 ? 1 : this.#lambda * t * t);
      });
    });
  }

  /** The curvatures at x. */
  #curvedAt(x: Vector): Later<CurvatureProduct> {
    this.#product ??= new CurvatureProduct(this.rows, this.#loss, this.size, this.#workspace);
    const product = this.#product;
    const b = this.coordinates.toModel(x, this.w);
    return after(product.moveTo(x, this.w, b), () => product);
  }

  /** One pass, and one more at a new x. Magnitudes of curvatures, where they may be negative. */
  hessianDiagonal(x: Vector, out: Vector): Later<void> {
    const summed = after(this.#curvedAt(x), (product) => product.diagonal(this.coordinates, out));
    return after(summed, () => {
      out.scale(1 / this.#weight);
      this.coordinates.unit.values.forEach((t, j) => {
        out.values[j] += t === 0 ? 1 : this.#lambda * t * t; // as in the Hessian
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
      const { arena, length, pointer } = direction;
      arena.kernels.axpy(length, this.#lambda, pointer, derivative.pointer);
      this.coordinates.toSolver(derivative, out);
      this.coordinates.unit.values.forEach((t, j) => {
        if (t === 0) out.values[j] = v.values[j]; // as in the Hessian
      });
    });
  }

  /** The coefficients and the intercept at θ. */
  coefficients(theta: Vector): { coef: Float64Array; intercept: number } {
    const intercept = this.coordinates.toModel(theta, this.w);
    return { coef: this.w.values.slice(), intercept };
  }

  /** Writes the θ of given coefficients. */
  start(coef: Float64Array, intercept: number, theta: Vector): void {
    this.coordinates.fromModel(coef, intercept, theta);
  }
}

/** θ equilibrated, which takes a pass over the rows, or as the model has it. */
export function chooseCoordinates(
  rows: RowSums,
  { rootCurvature }: RowLoss,
  { lambda }: Strength,
  { equilibrate, fitIntercept }: { equilibrate: boolean; fitIntercept: boolean },
  workspace: Workspace,
): Later<Coordinates> {
  if (!equilibrate) return Coordinates.raw(workspace, rows.storage.cols, fitIntercept);
  return after(columnStatistics(rows, workspace), (statistics) =>
    Coordinates.equilibrating(workspace, statistics, lambda, rootCurvature, fitIntercept),
  );
}

/** F along the ray: the loss, in the mean, plus ½ λ ‖w + t p‖². */
function penalised(loss: LossRay, weight: number, lambda: number, w: Vector, p: Vector): Ray {
  const ww = w.dot(w);
  const wp = w.dot(p);
  const pp = p.dot(p);
  const penalty = (t: number) => (lambda === 0 ? 0 : 0.5 * lambda * (ww + 2 * t * wp + t * t * pp));
  const pull = (t: number) => (lambda === 0 ? 0 : lambda * (wp + t * pp));
  return {
    value: (t) => loss.at(t).value / weight + penalty(t),
    slope: (t) => loss.at(t).slope / weight + pull(t),
  };
}
