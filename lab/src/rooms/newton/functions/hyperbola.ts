/** A hyperbola's branch: steep sides, and the farther out the straighter. The minimum is 1 at 0. */
export const hyperbola = {
  value: ([x]: Float64Array) => Math.sqrt(1 + x * x),
  gradient([x]: Float64Array, into: Float64Array) {
    into[0] = x / Math.sqrt(1 + x * x);
  },
  hessian([x]: Float64Array, into: Float64Array) {
    const root = Math.sqrt(1 + x * x);
    into[0] = 1 / (root * root * root);
  },
};
