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
      return after(user.valueAndGradient(xs, blank(gradients)), (value) => {
        const answered = numberOf("objective.valueAndGradient", value);
        gradient.values.set(writtenWhere(answered, "objective.valueAndGradient", undefined, gradients));
        return answered;
      });
    }
    return after(user.value(xs), (value) => {
      const answered = numberOf("objective.value", value);
      return after(user.gradient(xs, blank(gradients)), (returned) => {
        gradient.values.set(writtenWhere(answered, "objective.gradient", returned, gradients));
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
        return after(user.gradient(xs, blank(gradients)), (returned) =>
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
  let entries: Float64Array | undefined; // made when `out` had room
  return (x: Vector, out: SymmetricMatrix) => {
    xs.set(x.values);
    const into = (entries ??= new Float64Array(size * size));
    return after(user.hessian(xs, blank(into)), (returned) => {
      const hessian = written("objective.hessian", returned, into);
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
    return after(user.hessianProduct(xs, vs, blank(into)), (returned) => {
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
    return after(user.hessianDiagonal(xs, blank(into)), (returned) => {
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
        return after(user.gradient(xs, blank(into), rows), (returned) => {
          gradient.values.set(writtenWhere(answered, "objective.gradient", returned, into));
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

/** Both halves of the NaN that says that nothing was written: one that no arithmetic makes by itself. */
const BLANK = 0x7ffc0bad;

/** `into`, ready to tell which of its entries a function writes. */
export function blank(into: Float64Array): Float64Array {
  halvesOf(into).fill(BLANK);
  return into;
}

/**
 * What a function wrote to `into`, or, if it answered an array instead, that.
 *
 * @throws {@link InputError} for an answer of another kind, and for entries that are blank still
 */
export function written(argument: string, returned: unknown, into: Float64Array): Float64Array {
  if (returned !== undefined && returned !== into) into.set(numbersOf(argument, returned, into.length));
  const halves = halvesOf(into);
  const missing: number[] = [];
  for (let j = 0; j < into.length; j++) {
    if (halves[2 * j] === BLANK && halves[2 * j + 1] === BLANK) missing.push(j);
  }
  if (missing.length === 0) return into;
  const shown = missing.length > 5 ? `${missing.slice(0, 5).join(", ")}, ...` : missing.join(", ");
  throw new InputError(
    argument,
    `it left ${missing.length} of ${into.length} entries of \`into\` unwritten (${shown}); expected all of them, or an array returned`,
  );
}

/** The same beside a value. Where that isn't finite the point is lost anyway, and entries may be missing: they are NaN. */
function writtenWhere(value: number, argument: string, returned: unknown, into: Float64Array): Float64Array {
  const isLost = !Number.isFinite(value) && (returned === undefined || returned === into);
  return isLost ? into : written(argument, returned, into);
}

function halvesOf({ buffer, byteOffset, length }: Float64Array): Uint32Array {
  return new Uint32Array(buffer, byteOffset, 2 * length);
}

/** An answer that should be an array of so many numbers. */
function numbersOf(argument: string, returned: unknown, expected: number): ArrayLike<number> {
  const isList = Array.isArray(returned) || (ArrayBuffer.isView(returned) && "length" in returned);
  const list = isList ? (returned as ArrayLike<unknown>) : { length: -1 };
  if (list.length !== expected) {
    const found = isList ? `${list.length} numbers` : describe(returned);
    throw new InputError(argument, `it answered ${found}; expected ${expected} numbers written to \`into\``);
  }
  for (let j = 0; j < expected; j++) {
    if (typeof list[j] === "number") continue;
    throw new InputError(argument, `it answered ${describe(list[j])} at index ${j}; expected a number`);
  }
  return list as ArrayLike<number>;
}
