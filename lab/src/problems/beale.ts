/** Beale's function (1958): flat ground, and walls at the corners. The minimum is 0 at (3, 0.5). */
export const beale = {
  value([a, b]: Float64Array) {
    const r = 1.5 - a * (1 - b);
    const s = 2.25 - a * (1 - b * b);
    const t = 2.625 - a * (1 - b * b * b);
    return r * r + s * s + t * t;
  },
  gradient([a, b]: Float64Array, into: Float64Array) {
    const r = 1.5 - a * (1 - b);
    const s = 2.25 - a * (1 - b * b);
    const t = 2.625 - a * (1 - b * b * b);
    into[0] = -2 * (r * (1 - b) + s * (1 - b * b) + t * (1 - b * b * b));
    into[1] = 2 * a * (r + 2 * s * b + 3 * t * b * b);
  },
  hessian([a, b]: Float64Array, into: Float64Array) {
    const [p, q, o] = [1 - b, 1 - b * b, 1 - b * b * b];
    const [r, s, t] = [1.5 - a * p, 2.25 - a * q, 2.625 - a * o];
    into[0] = 2 * (p * p + q * q + o * o);
    into[1] = into[2] = 2 * (r - a * p + 2 * b * (s - a * q) + 3 * b * b * (t - a * o));
    into[3] = 2 * (a * a * (1 + 4 * b * b + 9 * b * b * b * b) + 2 * a * s + 6 * a * b * t);
  },
};
