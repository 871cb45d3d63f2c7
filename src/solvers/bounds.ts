import { InputError } from "../errors.ts";
import { describe } from "../options.ts";
import type { Vector } from "../wasm/vector.ts";

/** A bound on each variable, or one for all of them; ±Infinity is none. */
export type Bound = number | ArrayLike<number>;

/**
 * Checks what can be checked before the number of variables is known.
 *
 * @throws {@link InputError} for what is not a bound, and for bounds that leave a variable no value
 */
export function checkBounds(lower: Bound, upper: Bound): void {
  const length = Math.max(checkBound("lbfgsb.lower", lower), checkBound("lbfgsb.upper", upper));
  if (typeof lower !== "number" && typeof upper !== "number" && lower.length !== upper.length) {
    throw new InputError(
      "lbfgsb.upper",
      `${upper.length} numbers; expected ${lower.length}, as many as in lower`,
    );
  }
  for (let j = 0; j < length; j++) {
    const [least, most] = [at(lower, j), at(upper, j)];
    if (least > most)
      throw new InputError("lbfgsb.lower", `${least} ${place(lower, upper, j)}; upper is ${most}`);
    if (least === Number.POSITIVE_INFINITY)
      throw new InputError("lbfgsb.lower", "Infinity; no number is greater than it");
    if (most === Number.NEGATIVE_INFINITY)
      throw new InputError("lbfgsb.upper", "-Infinity; no number is less than it");
  }
}

/** The box lowerⱼ ≤ xⱼ ≤ upperⱼ. */
export class Bounds {
  readonly lower: Float64Array;
  readonly upper: Float64Array;

  /** @throws {@link InputError} if there isn't a bound for each of the `size` variables */
  constructor(lower: Bound, upper: Bound, size: number) {
    this.lower = expand("lbfgsb.lower", lower, size);
    this.upper = expand("lbfgsb.upper", upper, size);
  }

  /** The value in the box that is nearest to `value`. */
  clip(index: number, value: number): number {
    if (value < this.lower[index]) return this.lower[index];
    return value > this.upper[index] ? this.upper[index] : value;
  }

  /** x ← P(x), the point of the box that is nearest to x. */
  project(x: Vector): void {
    const { values } = x;
    for (let j = 0; j < values.length; j++) values[j] = this.clip(j, values[j]);
  }

  /** x − P(x − g), which is zero where x can't get better; computed so that no digit of g is lost. */
  projectedGradient(x: Vector, gradient: Vector, into: Vector): void {
    const { lower, upper } = this;
    for (let j = 0; j < lower.length; j++) {
      const [xj, g] = [x.values[j], gradient.values[j]];
      into.values[j] = g > xj - lower[j] ? xj - lower[j] : g < xj - upper[j] ? xj - upper[j] : g;
    }
  }
}

/** Answers the number of bounds. */
function checkBound(argument: string, bound: unknown): number {
  if (typeof bound === "number") {
    if (Number.isNaN(bound)) throw new InputError(argument, "NaN; expected a number or an array of them");
    return 1;
  }
  if (!Array.isArray(bound) && !ArrayBuffer.isView(bound)) {
    throw new InputError(argument, `${describe(bound)}; expected a number or an array of them`);
  }
  const list = bound as unknown as ArrayLike<unknown>;
  for (let j = 0; j < list.length; j++) {
    if (typeof list[j] === "number" && !Number.isNaN(list[j])) continue;
    throw new InputError(argument, `${describe(list[j])} at index ${j}; expected a number`);
  }
  return list.length;
}

function at(bound: Bound, index: number): number {
  return typeof bound === "number" ? bound : bound[index];
}

function place(lower: Bound, upper: Bound, index: number): string {
  return typeof lower === "number" && typeof upper === "number" ? "for all" : `at index ${index}`;
}

function expand(argument: string, bound: Bound, size: number): Float64Array {
  if (typeof bound === "number") return new Float64Array(size).fill(bound);
  if (bound.length !== size)
    throw new InputError(argument, `${bound.length} numbers; expected ${size}, one a variable`);
  return Float64Array.from(bound);
}
