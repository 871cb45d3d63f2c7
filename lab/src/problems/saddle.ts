/** A saddle at (0, 0) between two minima of −1 at (0, ±√2): along b the ground falls away on both sides. */
export const saddle = {
  value: ([a, b]: Float64Array) => a * a - b * b + (b * b * b * b) / 4,
  gradient([a, b]: Float64Array, into: Float64Array) {
    into[0] = 2 * a;
    into[1] = b * b * b - 2 * b;
  },
  hessian([, b]: Float64Array, into: Float64Array) {
    into[0] = 2;
    into[1] = into[2] = 0;
    into[3] = 3 * b * b - 2;
  },
};
