import type { RowStorage } from "../data/storage.ts";
import { InputError } from "../errors.ts";
import type { SymmetricMatrix } from "../wasm/matrix.ts";
import type { Vector } from "../wasm/vector.ts";
import type { Workspace } from "../wasm/workspace.ts";
import { columnStatistics, sumOfMagnitudes } from "./column-statistics.ts";
import { Coordinates } from "./coordinates.ts";
import { HessianSum } from "./hessian.ts";
import { LogisticRay } from "./logistic-ray.ts";
import { type Margins, margins } from "./margins.ts";
import { after, type Dense, type Later, type Ray } from "./objective.ts";
import { RowSums, type Turns } from "./row-sums.ts";

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
  #uncertainty = 0;
  #ray: LogisticRay | undefined;
  #hessian: HessianSum | undefined;

  private constructor(
    rows: RowSums,
    coordinates: Coordinates,
    workspace: Workspace,
    strength: { weight: number; lambda: number; total: number },
  ) {
    const { cols } = rows.storage;
    this.#rows = rows;
    this.#workspace = workspace;
    this.#coordinates = coordinates;
    this.#weight = strength.weight;
    this.#lambda = strength.lambda;
    this.total = strength.total;
    this.size = coordinates.size;
    this.#w = workspace.vector(cols);
    this.#direction = workspace.vector(cols);
    this.#derivative = workspace.vector(cols + 1);
  }

  /**
   * @param target - one entry a row: its weight sᵢ for the second class, −sᵢ for the first
   * @param turns - when passes over the rows make way for the event loop; without it they never wait
   * @throws {@link InputError} where weights, C or a column's values are too large or too small for sums in f64
   * @throws {@link MemoryError} if there isn't room for a vector of the rows and a few of the columns
   */
  static create(
    storage: RowStorage,
    target: Float64Array,
    workspace: Workspace,
    { C, fitIntercept }: LogisticOptions,
    turns?: Turns,
  ): Later<LogisticObjective> {
    const weight = sumOfMagnitudes(target);
    const lambda = 1 / (C * weight);
    const total = (C === Number.POSITIVE_INFINITY ? 1 : C) * weight;
    checkStrength(weight, lambda, total);
    const rows = new RowSums(storage, target, workspace, turns);
    return after(columnStatistics(rows, workspace), (statistics) => {
      const coordinates = Coordinates.equilibrating(workspace, statistics, lambda, fitIntercept);
      return new LogisticObjective(rows, coordinates, workspace, { weight, lambda, total });
    });
  }

  /** How many times all the rows were gone through. */
  get passes(): number {
    return this.#rows.passes;
  }

  /** What the scores lose where columns are far from zero. */
  get uncertainty(): number {
    return this.#uncertainty;
  }

  valueAndGradient(x: Vector, gradient: Vector): Later<number> {
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
    return after(loss, (sum) => {
      this.#uncertainty = this.#coordinates.cancellation(w);
      derivative.scale(1 / this.#weight);
      derivative.head(cols).add(this.#lambda, w);
      this.#coordinates.toSolver(derivative, gradient);
      return sum / this.#weight + this.#penalty(w.dot(w));
    });
  }

  /** ½ λ ‖w‖², which is 0 without a penalty however long w is. */
  #penalty(squaredNorm: number): number {
    return this.#lambda === 0 ? 0 : 0.5 * this.#lambda * squaredNorm;
  }

  /** One pass for the scores of x and p; then each point costs O(n). */
  ray(x: Vector, p: Vector): Later<Ray> {
    const w = this.#w;
    const direction = this.#direction;
    const b = this.#coordinates.toModel(x, w);
    const c = this.#coordinates.toModel(p, direction);
    this.#ray ??= new LogisticRay(this.#rows, this.#workspace);
    const ray = this.#ray;
    return after(ray.aim(w, b, direction, c), () => penalised(ray, this.#weight, this.#lambda, w, direction));
  }

  hessian(x: Vector, out: SymmetricMatrix): Later<void> {
    const b = this.#coordinates.toModel(x, this.#w);
    this.#hessian ??= new HessianSum(this.#rows, this.#coordinates, this.#workspace);
    return after(this.#hessian.evaluate(this.#w, b, out), () => {
      out.scale(1 / this.#weight);
      this.#coordinates.unit.values.forEach((t, j) => {
        // A column that can't matter has a row of zeros; any curvature there leaves its coefficient where it is.
        out.addDiagonal(j, t === 0 ? 1 : this.#lambda * t * t);
      });
    });
  }

  /** The margins of the rows with a weight, at a point or a direction θ. */
  margins(theta: Vector): Margins {
    return margins(this.#rows, this.#coordinates, theta, this.#w);
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

function checkStrength(weight: number, lambda: number, total: number): void {
  if (!Number.isFinite(weight) || !Number.isFinite(1 / weight)) {
    throw new InputError(
      "options.sampleWeight",
      `weights add up to ${weight}; expected a sum that f64 can hold, and its inverse`,
    );
  }
  if (!Number.isFinite(lambda) || !Number.isFinite(total)) {
    const found = `C times the sum of the weights is ${total}`;
    throw new InputError("options.C", `${found}; expected a number that f64 can hold, and its inverse`);
  }
}

/** F along the ray: the loss, in the mean, plus ½ λ ‖w + t p‖². */
function penalised(loss: LogisticRay, weight: number, lambda: number, w: Vector, p: Vector): Ray {
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
