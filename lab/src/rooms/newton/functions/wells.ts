/** Two wells with a hill between them: minima at ±√3, a maximum at 0, no curvature at ±1. */
export const wells = {
  value: ([x]: Float64Array) => (x * x * x * x) / 4 - 1.5 * x * x,
  gradient([x]: Float64Array, into: Float64Array) {
    into[0] = x * x * x - 3 * x;
  },
  hessian([x]: Float64Array, into: Float64Array) {
    into[0] = 3 * x * x - 3;
  },
};
