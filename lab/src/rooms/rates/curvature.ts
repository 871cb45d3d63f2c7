import { eigenvalues } from "../../../../bench/rates/eigenvalues.ts";

/** The eigenvalues of the Hessian at x, from the least to the largest. */
export function curvatures(
  objective: { hessian(x: Float64Array, into: Float64Array): void },
  x: Float64Array,
): number[] {
  const into = new Float64Array(x.length ** 2);
  objective.hessian(x, into);
  return eigenvalues(into, x.length).toSorted((a, b) => a - b);
}

/** The largest curvature of any one term at 0, where p (1 − p) is at its most: (‖xᵢ‖² + 1) / 4, and the rest's. */
export function largestTerm(X: Float64Array, cols: number, rest: number): number {
  let most = 0;
  for (let i = 0; i < X.length; i += cols) {
    let square = 1;
    for (let j = i; j < i + cols; j++) square += X[j] * X[j];
    most = Math.max(most, square / 4);
  }
  return most + rest;
}
