/** Rosenbrock's valley (1960): curved and flat along its floor. The minimum is 0 at (1, 1). */
export const rosenbrock = {
  value: ([a, b]: Float64Array) => (1 - a) ** 2 + 100 * (b - a * a) ** 2,
  gradient([a, b]: Float64Array, into: Float64Array) {
    into[0] = -2 * (1 - a) - 400 * a * (b - a * a);
    into[1] = 200 * (b - a * a);
  },
  hessian([a, b]: Float64Array, into: Float64Array) {
    into[0] = 2 - 400 * (b - 3 * a * a);
    into[1] = into[2] = -400 * a;
    into[3] = 200;
  },
};
