import type { TestFunction } from "./functions.ts";

/** A test function as a user would write it, with all that it can tell. */
export function asUserObjective(f: TestFunction) {
  return {
    value: (x: Float64Array) => f.value(x),
    gradient: (x: Float64Array, into: Float64Array) => into.set(f.gradient(x)),
    hessian: (x: Float64Array, into: Float64Array) => into.set(f.hessian(x).flat()),
    hessianProduct(x: Float64Array, v: Float64Array, into: Float64Array) {
      into.set(f.hessian(x).map((row) => row.reduce((sum, entry, j) => sum + entry * v[j], 0)));
    },
    hessianDiagonal(x: Float64Array, into: Float64Array) {
      into.set(f.hessian(x).map((row, i) => row[i]));
    },
  };
}

/** One variable. */
export function univariate(
  value: (x: number) => number,
  first: (x: number) => number,
  second: (x: number) => number,
): TestFunction {
  return {
    size: 1,
    value: ([x]) => value(x),
    gradient: ([x]) => [first(x)],
    hessian: ([x]) => [[second(x)]],
  };
}

/** x² − y² + y⁴/4: a saddle at 0, minima of −1 at (0, ±√2). */
export const saddle: TestFunction = {
  size: 2,
  value: ([x, y]) => x * x - y * y + y ** 4 / 4,
  gradient: ([x, y]) => [2 * x, -2 * y + y ** 3],
  hessian: ([, y]) => [
    [2, 0],
    [0, -2 + 3 * y * y],
  ],
};
