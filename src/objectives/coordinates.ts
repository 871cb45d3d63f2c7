import { InputError } from "../errors.ts";
import { hypot } from "../numerics/hypot.ts";
import type { Vector } from "../wasm/vector.ts";
import type { Workspace } from "../wasm/workspace.ts";
import type { ColumnStatistics } from "../data/column-statistics.ts";

/**
 * The change of variables between the coefficients of a linear model, w and b, and the solver's θ, in which
 * columns are centred (with an intercept) and measured in units t:
 *
 *   wⱼ = tⱼ θⱼ    b = θ_d − Σ x̄ⱼ wⱼ    ∂F/∂θⱼ = tⱼ (∂F/∂wⱼ − x̄ⱼ ∂F/∂b)    ∂F/∂θ_d = ∂F/∂b
 *
 * It acts on vectors only: rows are never copied, centred or scaled. Where tⱼ = 0, wⱼ stays 0.
 */
export class Coordinates {
  readonly center: Vector;
  readonly unit: Vector;
  readonly fitIntercept: boolean;
  /** How many deviations the farthest centre is from zero: what the slopes lose where columns are far; ∞ if unknown. */
  readonly offset: number;
  #fixed: number[] | undefined;

  private constructor(workspace: Workspace, cols: number, fitIntercept: boolean, offset: number) {
    this.offset = offset;
    this.center = workspace.vector(cols);
    this.unit = workspace.vector(cols);
    this.fitIntercept = fitIntercept;
  }

  /**
   * Units in which the Hessian of mean loss plus ½ Σ λⱼ wⱼ² is as near to the identity as a diagonal makes it
   * without knowing w: tⱼ = (r² sdⱼ² + λⱼ)^(−½), deviations about zero where there is no intercept, with r² the
   * curvature of a row's loss (1 / 4 for the log loss).
   * A column that can't matter has t = 0: a constant one beside an intercept, or one of zeros.
   *
   * @throws {@link InputError} for a column whose values are too large or too small
   */
  static equilibrating(
    workspace: Workspace,
    statistics: ColumnStatistics,
    lambda: (j: number) => number,
    rootCurvature: number,
    fitIntercept: boolean,
  ): Coordinates {
    const { mean, sd, rms, constant } = statistics;
    const cols = mean.length;
    let offset = 0;
    for (let j = 0; j < cols; j++) if (!constant[j]) offset = Math.max(offset, Math.abs(mean[j]) / sd[j]);
    const coordinates = new Coordinates(workspace, cols, fitIntercept, offset);
    const deviation = fitIntercept ? sd : rms;
    if (fitIntercept) coordinates.center.values.set(mean);
    const units = coordinates.unit.values;
    for (let j = 0; j < cols; j++) {
      const value = deviation[j];
      const matters = fitIntercept ? !constant[j] : value > 0;
      units[j] = matters ? 1 / hypot(value * rootCurvature, Math.sqrt(lambda(j))) : 0;
      if (Number.isFinite(units[j]) && Number.isFinite(value) && Number.isFinite(mean[j])) continue;
      const found = `column ${j} has deviation ${value}`;
      throw new InputError("X", `${found}; expected values whose squares f64 can hold`);
    }
    return coordinates;
  }

  /** The model's own: θ = [w, b]. */
  static raw(workspace: Workspace, cols: number, fitIntercept: boolean): Coordinates {
    const coordinates = new Coordinates(workspace, cols, fitIntercept, Number.POSITIVE_INFINITY);
    coordinates.unit.values.fill(1);
    return coordinates;
  }

  /** Those of some of the columns. */
  some(columns: Uint32Array, workspace: Workspace): Coordinates {
    const coordinates = new Coordinates(workspace, columns.length, this.fitIntercept, this.offset);
    columns.forEach((j, k) => {
      coordinates.center.values[k] = this.center.values[j];
      coordinates.unit.values[k] = this.unit.values[j];
    });
    return coordinates;
  }

  /** The columns that can't matter, whose unit is 0. */
  get fixed(): readonly number[] {
    if (this.#fixed) return this.#fixed;
    this.#fixed = [];
    const { values } = this.unit;
    for (let j = 0; j < values.length; j++) if (values[j] === 0) this.#fixed.push(j);
    return this.#fixed;
  }

  /** How many variables the solver has. */
  get size(): number {
    return this.unit.length + Number(this.fitIntercept);
  }

  /** Writes w, and answers b, of a point or a direction θ. */
  toModel(theta: Vector, w: Vector): number {
    w.product(this.unit, theta);
    return this.fitIntercept ? theta.values[w.length] - this.center.dot(w) : 0;
  }

  /**
   * Writes the θ of given w and b. Where a column can't matter, its wⱼ is dropped: the intercept takes over
   * what it contributed.
   */
  fromModel(w: Float64Array, b: number, theta: Vector): void {
    const { unit, center } = this;
    let intercept = b;
    for (let j = 0; j < w.length; j++) {
      theta.values[j] = unit.values[j] === 0 ? 0 : w[j] / unit.values[j];
      intercept += center.values[j] * w[j];
    }
    if (this.fitIntercept) theta.values[w.length] = intercept;
  }

  /** About what a score xᵢ · w + b loses by rounding, as the part of the columns' means in it cancels: ε Σ |x̄ⱼ wⱼ|. */
  cancellation(w: Vector): number {
    if (!this.fitIntercept) return 0;
    let sum = 0;
    for (let j = 0; j < w.length; j++) sum += Math.abs(this.center.values[j] * w.values[j]);
    return Number.EPSILON * sum;
  }

  /** ∂F/∂θ from `derivative` = [∂F/∂w, ∂F/∂b], which is used up. */
  toSolver(derivative: Vector, gradient: Vector): void {
    const { center, unit } = this;
    const { length } = unit;
    const { kernels } = unit.arena; // on heads of the vectors, without making objects of them for each batch
    const intercept = derivative.values[length];
    if (this.fitIntercept) kernels.axpy(length, -intercept, center.pointer, derivative.pointer);
    kernels.multiply(length, unit.pointer, derivative.pointer, gradient.pointer);
    if (this.fitIntercept) gradient.values[length] = intercept;
  }
}
