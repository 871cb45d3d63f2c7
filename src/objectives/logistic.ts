import type { RowStorage } from "../data/storage.ts";
import type { SymmetricMatrix } from "../wasm/matrix.ts";
import type { Vector } from "../wasm/vector.ts";
import type { Workspace } from "../wasm/workspace.ts";
import { columnStatistics, sumOfMagnitudes } from "./column-statistics.ts";
import { Coordinates } from "./coordinates.ts";
import { HessianSum } from "./hessian.ts";
import { LogisticRay } from "./logistic-ray.ts";
import { type Margins, margins } from "./margins.ts";
import type { Dense, Ray } from "./objective.ts";
import { RowSums } from "./row-sums.ts";

export interface LogisticOptions {
  /** Inverse strength of the penalty ½ ‖w‖²; Infinity for none. */
  readonly C: number;
  readonly fitIntercept: boolean;
}

/**
 * Penalised logistic loss of a linear model on the rows of a data set, in solver coordinates (see
 * {@link Coordinates}):
 *
 *   F = f / (C Σ sᵢ) = (1 / S) Σ sᵢ log(1 + e^−mᵢ) + ½ λ ‖w‖²    S = Σ sᵢ    λ = 1 / (C S)
 */
export class LogisticObjective implements Dense {
  readonly size: number;
  /** f = F · total: C Σ sᵢ, or Σ sᵢ without a penalty. */
  readonly total: number;
  readonly #rows: RowSums;
  readonly #workspace: Workspace;
  readonly #coordinates: Coordinates;
  readonly #weight: number;
  readonly #lambda: number;
  readonly #w: Vector;
  readonly #direction: Vector;
  readonly #derivative: Vector;
  #ray: LogisticRay | undefined;
  #hessian: HessianSum | undefined;

  /**
   * @param target - one entry a row: its weight sᵢ for the second class, −sᵢ for the first
   * @throws {@link MemoryError} if there isn't room for a vector of the rows and a few of the columns
   */
  constructor(
    storage: RowStorage,
    target: Float64Array,
    workspace: Workspace,
    { C, fitIntercept }: LogisticOptions,
  ) {
    const { cols } = storage;
    this.#weight = sumOfMagnitudes(target, 0, target.length);
    this.#lambda = 1 / (C * this.#weight);
    this.total = (C === Number.POSITIVE_INFINITY ? 1 : C) * this.#weight;
    this.#rows = new RowSums(storage, target, workspace);
    this.#workspace = workspace;
    const statistics = columnStatistics(this.#rows, workspace);
    this.#coordinates = Coordinates.equilibrating(workspace, statistics, this.#lambda, fitIntercept);
    this.size = this.#coordinates.size;
    this.#w = workspace.vector(cols);
    this.#direction = workspace.vector(cols);
    this.#derivative = workspace.vector(cols + 1);
  }

  /** How many times all the rows were gone through. */
  get passes(): number {
    return this.#rows.passes;
  }

  valueAndGradient(x: Vector, gradient: Vector): number {
    const w = this.#w;
    const derivative = this.#derivative;
    const b = this.#coordinates.toModel(x, w);
    const { cols } = this.#rows.storage;
    const loss = this.#rows.sum(w, derivative, (space, { x: rows, offset, rows: count }) => {
      const target = space.target.pointer + offset * 8;
      const { scratch, partial } = space;
      return space.rowKernels.lossGradient(
        count,
        cols,
        rows,
        target,
        space.w.pointer,
        b,
        scratch,
        partial.pointer,
      );
    });
    derivative.scale(1 / this.#weight);
    derivative.head(cols).add(this.#lambda, w);
    this.#coordinates.toSolver(derivative, gradient);
    return loss / this.#weight + 0.5 * this.#lambda * w.dot(w);
  }

  /** One pass for the scores of x and p; then each point costs O(n). */
  ray(x: Vector, p: Vector): Ray {
    const w = this.#w;
    const direction = this.#direction;
    const b = this.#coordinates.toModel(x, w);
    const c = this.#coordinates.toModel(p, direction);
    this.#ray ??= new LogisticRay(this.#rows, this.#workspace);
    this.#ray.aim(w, b, direction, c);
    return penalised(this.#ray, this.#weight, this.#lambda, w, direction);
  }

  hessian(x: Vector, out: SymmetricMatrix): void {
    const { unit } = this.#coordinates;
    const b = this.#coordinates.toModel(x, this.#w);
    this.#hessian ??= new HessianSum(this.#rows, this.#coordinates, this.#workspace);
    this.#hessian.evaluate(this.#w, b, out);
    out.scale(1 / this.#weight);
    // A column that can't matter has a row of zeros; any curvature there leaves its coefficient where it is.
    for (let j = 0; j < unit.length; j++) {
      const t = unit.values[j];
      out.addDiagonal(j, t === 0 ? 1 : this.#lambda * t * t);
    }
  }

  /** The margins of all rows with a weight, for a point or a direction θ. */
  margins(theta: Vector): Margins {
    const b = this.#coordinates.toModel(theta, this.#w);
    return margins(this.#rows, this.#w, b, this.#workspace);
  }

  /** The coefficients and the intercept at θ. */
  coefficients(theta: Vector): { coef: Float64Array; intercept: number } {
    const intercept = this.#coordinates.toModel(theta, this.#w);
    return { coef: this.#w.values.slice(), intercept };
  }

  /** Writes the θ of given coefficients. */
  start(coef: Float64Array, intercept: number, theta: Vector): void {
    this.#coordinates.fromModel(coef, intercept, theta);
  }
}

/** F along the ray: the loss, in the mean, plus ½ λ ‖w + t p‖². */
function penalised(loss: LogisticRay, weight: number, lambda: number, w: Vector, p: Vector): Ray {
  const ww = w.dot(w);
  const wp = w.dot(p);
  const pp = p.dot(p);
  return {
    at(t) {
      const { value, slope } = loss.at(t);
      return {
        value: value / weight + 0.5 * lambda * (ww + 2 * t * wp + t * t * pp),
        slope: slope / weight + lambda * (wp + t * pp),
      };
    },
  };
}
