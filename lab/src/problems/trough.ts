/** A trough with a level floor: curved across a + b = 1, flat along it, so that its Hessian is singular everywhere. */
export const trough = {
  value: ([a, b]: Float64Array) => (a + b - 1) * (a + b - 1),
  gradient([a, b]: Float64Array, into: Float64Array) {
    into[0] = into[1] = 2 * (a + b - 1);
  },
  hessian(_: Float64Array, into: Float64Array) {
    into.fill(2);
  },
};
