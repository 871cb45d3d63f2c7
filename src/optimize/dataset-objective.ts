/// <reference lib="esnext.disposable" preserve="true" />
import type { Dataset } from "../data/dataset.ts";
import { PassRows } from "../data/pass-rows.ts";
import type { RowStorage } from "../data/storage.ts";
import { DisposedError, InputError } from "../errors.ts";
import type { LinearModelObjective } from "../objectives/linear-model.ts";
import { LossRay } from "../objectives/loss-ray.ts";
import type { Batch, Later, Ray } from "../objectives/objective.ts";
import { describe } from "../options.ts";
import type { SymmetricMatrix } from "../wasm/matrix.ts";
import { Vector } from "../wasm/vector.ts";
import type { Runtime } from "../wasm/runtime.ts";
import { Workspace } from "../wasm/workspace.ts";

/** Makes the objective of a data set's rows, with all of its memory in the workspace. */
export type MakeObjective = (storage: RowStorage, workspace: Workspace) => LinearModelObjective;

/** What is at work while the objective is in use. */
interface Parts {
  readonly inner: LinearModelObjective;
  /** Room for what comes from ordinary arrays, and goes to them. */
  readonly theta: Vector;
  readonly direction: Vector;
  readonly gradient: Vector;
  readonly workspace: Workspace;
}

/**
 * The mean loss of a linear model on the rows of a data set, plus a penalty: F(θ), and a finite sum with one term for
 * each row. Variables θ are solver coordinates, which `coefficients` and `start` translate; with `equilibrate: false`
 * they are [...coef, intercept].
 *
 * It holds memory beside the data set's, which stays until the objective is disposed of as well: give it back with
 * `dispose()` or `using`; one that is garbage-collected gives it back as well, but nobody knows when.
 */
export class DatasetObjective {
  /** How many variables there are: one for each column, and one for the intercept. */
  readonly size: number;
  /** How many rows. */
  readonly terms: number;
  /** f = F · total, f being the sum of losses and the penalty. */
  readonly total: number;
  /** @internal Where its vectors are. */
  readonly runtime: Runtime;
  readonly #release: () => void;
  #parts: Parts | undefined;

  /** @internal */
  constructor(dataset: Dataset, make: MakeObjective) {
    const { runtime } = dataset;
    const workspace = new Workspace(runtime.arena);
    const rows = new PassRows(dataset, true);
    this.runtime = runtime;
    this.#release = holding(rows, workspace);
    try {
      const inner = make(rows.storage, workspace);
      inner.loadRay = () => ({ LossRay }); // `minimize` waits for nothing
      this.size = inner.size;
      this.terms = inner.terms;
      this.total = inner.total;
      this.#parts = {
        inner,
        theta: workspace.vector(inner.size),
        direction: workspace.vector(inner.size),
        gradient: workspace.vector(inner.size),
        workspace,
      };
    } catch (error) {
      this.#release();
      throw error;
    }
    runtime.leftovers.register(this, this.#release, this);
  }

  /** F(θ); or, for some of the rows, an unbiased estimate of it. */
  value(theta: ArrayLike<number>, rows?: Uint32Array): number {
    return this.#evaluate(theta, rows);
  }

  /** Writes the gradient at θ; or, for some of the rows, an unbiased estimate of it. */
  gradient(theta: ArrayLike<number>, into: Float64Array, rows?: Uint32Array): void {
    checkLength("into", into, this.size);
    this.#evaluate(theta, rows);
    into.set(this.parts.gradient.values);
  }

  /** The coefficients and the intercept that θ stands for. */
  coefficients(theta: ArrayLike<number>): { coef: Float64Array; intercept: number } {
    return this.parts.inner.coefficients(this.put(theta));
  }

  /** The θ of given coefficients. A coefficient that can't matter, of a constant column, becomes part of the intercept. */
  start(coef: ArrayLike<number>, intercept = 0): Float64Array {
    const { inner, theta } = this.parts;
    checkLength("coef", coef, inner.cols);
    inner.start(Float64Array.from(coef), intercept, theta);
    return theta.values.slice();
  }

  get disposed(): boolean {
    return this.#parts === undefined;
  }

  /** Gives the memory back. Doing it again does nothing. */
  dispose(): void {
    if (!this.#parts) return;
    this.runtime.leftovers.unregister(this);
    this.#parts = undefined;
    this.#release();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  /** @internal By how much the latest value may be off beyond the rounding of sums. */
  get uncertainty(): number {
    return this.parts.inner.uncertainty;
  }

  /** Writes the gradient at θ, and answers F(θ). */
  valueAndGradient(theta: ArrayLike<number>, into: Float64Array): number;
  /** @internal */
  valueAndGradient(x: Vector, gradient: Vector): Later<number>;
  valueAndGradient(x: Vector | ArrayLike<number>, gradient: Vector | Float64Array): Later<number> {
    const { inner } = this.parts;
    if (x instanceof Vector) return inner.valueAndGradient(x, gradient as Vector);
    const into = gradient as Float64Array;
    checkLength("into", into, this.size);
    const value = this.#evaluate(x, undefined);
    into.set(this.parts.gradient.values);
    return value;
  }

  /** @internal */
  ray(x: Vector, p: Vector): Later<Ray> {
    return this.parts.inner.ray(x, p);
  }

  /** Writes the product of the Hessian at θ with v: one pass over the rows, and one more at a new θ. */
  hessianProduct(theta: ArrayLike<number>, v: ArrayLike<number>, into: Float64Array): void;
  /** @internal */
  hessianProduct(x: Vector, v: Vector, out: Vector): Later<void>;
  hessianProduct(
    x: Vector | ArrayLike<number>,
    v: Vector | ArrayLike<number>,
    out: Vector | Float64Array,
  ): Later<void> {
    const { inner, gradient, direction } = this.parts;
    if (x instanceof Vector) return inner.hessianProduct(x, v as Vector, out as Vector);
    const into = out as Float64Array;
    checkLength("v", v as ArrayLike<number>, this.size);
    checkLength("into", into, this.size);
    direction.values.set(v as ArrayLike<number>);
    void inner.hessianProduct(this.put(x), direction, gradient); // without turns it never waits
    into.set(gradient.values);
  }

  /** @internal */
  get hessianDiagonal(): ((x: Vector, out: Vector) => Later<void>) | undefined {
    return this.parts.inner.hessianDiagonal;
  }

  /** @internal */
  batch(x: Vector, batch: Batch, gradient: Vector): number {
    return this.parts.inner.batch(x, batch, gradient);
  }

  /** @internal @throws {@link DisposedError} */
  protected get parts(): Parts {
    if (!this.#parts) {
      throw new DisposedError("this objective has been disposed of; expected one still in use");
    }
    return this.#parts;
  }

  /** @internal Where a copy of θ is. */
  protected put(theta: ArrayLike<number>): Vector {
    const { theta: vector } = this.parts;
    checkLength("theta", theta, this.size);
    vector.values.set(theta);
    return vector;
  }

  #evaluate(theta: ArrayLike<number>, rows: Uint32Array | undefined): number {
    const x = this.put(theta);
    const { inner, gradient } = this.parts;
    if (rows === undefined) return inner.valueAndGradient(x, gradient) as number; // without turns it never waits
    if (rows.length === 0) throw new InputError("rows", "no rows; expected at least one");
    const odd = rows.find((row) => !(row < this.terms));
    if (odd !== undefined) throw new InputError("rows", `row ${odd}; expected less than ${this.terms}`);
    return inner.batch(x, { order: rows, from: 0, to: rows.length }, gradient);
  }
}

/** One whose Hessian is positive semidefinite everywhere: for all methods. */
export class DenseDatasetObjective extends DatasetObjective {
  /** Made when it is first asked for over ordinary arrays. */
  #matrix: SymmetricMatrix | undefined;

  /** Writes the Hessian at θ, size × size row-major. */
  hessian(theta: ArrayLike<number>, into: Float64Array): void;
  /** @internal */
  hessian(x: Vector, out: SymmetricMatrix): Later<void>;
  hessian(x: Vector | ArrayLike<number>, out: SymmetricMatrix | Float64Array): Later<void> {
    const { inner, workspace } = this.parts;
    if (x instanceof Vector) return inner.hessian(x, out as SymmetricMatrix);
    const into = out as Float64Array;
    const { size } = this;
    checkLength("into", into, size * size);
    this.#matrix ??= workspace.matrix(size);
    const { values, stride } = this.#matrix;
    void inner.hessian(this.put(x), this.#matrix); // without turns it never waits
    for (let i = 0; i < size; i++) {
      for (let j = i; j < size; j++) into[i * size + j] = into[j * size + i] = values[i * stride + j]!;
    }
  }

  /** @internal */
  approximateHessian(x: Vector, out: SymmetricMatrix): Later<void> {
    return this.parts.inner.approximateHessian(x, out);
  }
}

/** What lets go of the rows and of the workspace, without knowing whose they are. */
function holding(rows: PassRows, workspace: Workspace): () => void {
  return () => {
    workspace.dispose();
    rows.release();
  };
}

function checkLength(argument: string, values: ArrayLike<number>, length: number): void {
  if (values?.length === length) return;
  const found = typeof values?.length === "number" ? `${values.length} numbers` : describe(values as unknown);
  throw new InputError(argument, `${found}; expected ${length} numbers`);
}
