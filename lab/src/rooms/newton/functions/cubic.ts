/** Its slope is x² − 2, so that its minimum is at √2; there is a maximum at −√2, and no lowest value. */
export const cubic = {
  value: ([x]: Float64Array) => (x * x * x) / 3 - 2 * x,
  gradient([x]: Float64Array, into: Float64Array) {
    into[0] = x * x - 2;
  },
  hessian([x]: Float64Array, into: Float64Array) {
    into[0] = 2 * x;
  },
};
