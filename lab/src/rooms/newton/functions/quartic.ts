/** A fourth power: its curvature vanishes at the minimum, 0 at 0. */
export const quartic = {
  value: ([x]: Float64Array) => (x * x * x * x) / 4,
  gradient([x]: Float64Array, into: Float64Array) {
    into[0] = x * x * x;
  },
  hessian([x]: Float64Array, into: Float64Array) {
    into[0] = 3 * x * x;
  },
};
