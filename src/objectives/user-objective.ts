import { InputError } from "../errors.ts";
import { describe } from "../options.ts";
import type { SymmetricMatrix } from "../wasm/matrix.ts";
import type { Vector } from "../wasm/vector.ts";
import {
  after,
  type Batch,
  type Curved,
  type Dense,
  type FiniteSum,
  type Later,
  type Ray,
  type Smooth,
} from "./objective.ts";

/** `Answer<number, false>` is a number, `Answer<number, true>` may be a promise of one. */
type Answer<T, Waits extends boolean> = Waits extends true ? Later<T> : T;

/**
 * A function of n variables over ordinary arrays: F(x), and its gradient written to `into`, of length n. With `Waits`
 * answers may be promises. The arrays are used again for the next call: keep copies, not the arrays.
 */
export interface UserObjective<Waits extends boolean = false> {
  value(x: Float64Array): Answer<number, Waits>;
  gradient(x: Float64Array, into: Float64Array): Answer<unknown, Waits>;
  /** Both at once, where that is cheaper: answers F(x). */
  valueAndGradient?(x: Float64Array, into: Float64Array): Answer<number, Waits>;
}

/** One that writes its Hessian to `into`, n × n row-major. */
export interface UserDense<Waits extends boolean = false> extends UserObjective<Waits> {
  hessian(x: Float64Array, into: Float64Array): Answer<unknown, Waits>;
}

/** One that writes the product of its Hessian with v to `into`. */
export interface UserCurved<Waits extends boolean = false> extends UserObjective<Waits> {
  hessianProduct(x: Float64Array, v: Float64Array, into: Float64Array): Answer<unknown, Waits>;
  /** The Hessian's diagonal, or what stands for it in a preconditioner. */
  hessianDiagonal?(x: Float64Array, into: Float64Array): Answer<unknown, Waits>;
}

/**
 * A sum of `terms` terms. For some of them, `rows`, the answers are unbiased estimates of all of F and its gradient,
 * penalty included; without `rows` they are F and its gradient.
 */
export interface UserFiniteSum<Waits extends boolean = false> {
  readonly terms: number;
  value(x: Float64Array, rows?: Uint32Array): Answer<number, Waits>;
  gradient(x: Float64Array, into: Float64Array, rows?: Uint32Array): Answer<unknown, Waits>;
}

/** Everything that a user's objective may have. */
type AnyUserObjective = UserFiniteSum<true> & Partial<UserDense<true>> & Partial<UserCurved<true>>;

/** What solvers ask, answered by a user's functions: vectors are copied out to them and their answers copied in. */
export function adapt(user: AnyUserObjective, size: number): Smooth & Partial<Dense & Curved & FiniteSum> {
  const xs = new Float64Array(size);
  const gradients = new Float64Array(size);

  function valueAndGradient(x: Vector, gradient: Vector): Later<number> {
    xs.set(x.values);
    if (user.valueAndGradient) {
      return after(user.valueAndGradient(xs, gradients), (value) => {
        gradient.values.set(gradients);
        return numberOf("objective.valueAndGradient", value);
      });
    }
    return after(user.value(xs), (value) => {
      const answered = numberOf("objective.value", value);
      return after(user.gradient(xs, gradients), (returned) => {
        gradient.values.set(written("objective.gradient", returned, gradients));
        return answered;
      });
    });
  }

  function ray(x: Vector, p: Vector): Ray {
    const from = x.values.slice();
    const along = p.values.slice();
    const moveTo = (t: number) => {
      for (let j = 0; j < size; j++) xs[j] = from[j] + t * along[j];
    };
    return {
      value(t) {
        moveTo(t);
        return after(user.value(xs), (value) => numberOf("objective.value", value));
      },
      slope(t) {
        moveTo(t);
        return after(user.gradient(xs, gradients), (returned) =>
          written("objective.gradient", returned, gradients).reduce((sum, g, j) => sum + g * along[j], 0),
        );
      },
    };
  }

  const objective: Smooth & Partial<Dense & Curved & FiniteSum> = { size, valueAndGradient, ray };
  if (user.hessian) objective.hessian = adaptHessian(user as UserDense<true>, xs);
  if (user.hessianProduct) objective.hessianProduct = adaptProduct(user as UserCurved<true>, xs, gradients);
  if (user.hessianDiagonal) {
    objective.hessianDiagonal = adaptDiagonal(user as Required<UserCurved<true>>, xs, gradients);
  }
  if (user.terms !== undefined) Object.assign(objective, adaptSum(user, xs, gradients));
  return objective;
}

function adaptHessian(user: UserDense<true>, xs: Float64Array): Dense["hessian"] {
  const size = xs.length;
  const entries = new Float64Array(size * size);
  return (x: Vector, out: SymmetricMatrix) => {
    xs.set(x.values);
    return after(user.hessian(xs, entries), (returned) => {
      const hessian = written("objective.hessian", returned, entries);
      for (let i = 0; i < size; i++)
        out.values.set(hessian.subarray(i * size, (i + 1) * size), i * out.stride);
    });
  };
}

function adaptProduct(
  user: UserCurved<true>,
  xs: Float64Array,
  into: Float64Array,
): Curved["hessianProduct"] {
  const vs = new Float64Array(xs.length);
  return (x: Vector, v: Vector, out: Vector) => {
    xs.set(x.values);
    vs.set(v.values);
    return after(user.hessianProduct(xs, vs, into), (returned) => {
      out.values.set(written("objective.hessianProduct", returned, into));
    });
  };
}

function adaptDiagonal(
  user: Required<Pick<UserCurved<true>, "hessianDiagonal">>,
  xs: Float64Array,
  into: Float64Array,
): NonNullable<Curved["hessianDiagonal"]> {
  return (x: Vector, out: Vector) => {
    xs.set(x.values);
    return after(user.hessianDiagonal(xs, into), (returned) => {
      out.values.set(written("objective.hessianDiagonal", returned, into));
    });
  };
}

function adaptSum(
  user: UserFiniteSum<true>,
  xs: Float64Array,
  into: Float64Array,
): Pick<FiniteSum, "terms" | "batch"> {
  return {
    terms: user.terms,
    batch(x: Vector, batch: Batch, gradient: Vector) {
      xs.set(x.values);
      const rows = rowsOf(batch);
      return after(user.value(xs, rows), (value) => {
        const answered = numberOf("objective.value", value);
        return after(user.gradient(xs, into, rows), (returned) => {
          gradient.values.set(written("objective.gradient", returned, into));
          return answered;
        });
      });
    },
  };
}

/** The rows of a batch by number. */
function rowsOf({ order, from, to }: Batch): Uint32Array {
  return order ? order.slice(from, to) : Uint32Array.from({ length: to - from }, (_, i) => from + i);
}

export function numberOf(argument: string, value: unknown): number {
  if (typeof value === "number") return value;
  throw new InputError(argument, `it answered ${describe(value)}; expected a number`);
}

/** What a function wrote to `into`, or, if it answered an array instead, that. */
export function written(argument: string, returned: unknown, into: Float64Array): Float64Array {
  if (returned === undefined || returned === into) return into;
  const isList = Array.isArray(returned) || ArrayBuffer.isView(returned);
  const { length } = isList ? (returned as unknown as ArrayLike<number>) : { length: -1 };
  if (length !== into.length) {
    const found = isList ? `${length} numbers` : describe(returned);
    throw new InputError(
      argument,
      `it answered ${found}; expected ${into.length} numbers written to \`into\``,
    );
  }
  into.set(returned as ArrayLike<number>);
  return into;
}
