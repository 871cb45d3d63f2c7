/** Rosenbrock's valley (1960): curved and flat along its floor. The minimum is 0 at (1, 1). */
export const rosenbrock = {
  value([a, b]: Float64Array) {
    const r = 1 - a;
    const s = b - a * a;
    return r * r + 100 * s * s;
  },
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
