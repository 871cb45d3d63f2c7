/** Himmelblau's function (1972): four minima, all of them 0. */
export const himmelblau = {
  value([a, b]: Float64Array) {
    const r = a * a + b - 11;
    const s = a + b * b - 7;
    return r * r + s * s;
  },
  gradient([a, b]: Float64Array, into: Float64Array) {
    const r = a * a + b - 11;
    const s = a + b * b - 7;
    into[0] = 4 * a * r + 2 * s;
    into[1] = 2 * r + 4 * b * s;
  },
  hessian([a, b]: Float64Array, into: Float64Array) {
    into[0] = 4 * (a * a + b - 11) + 8 * a * a + 2;
    into[1] = into[2] = 4 * (a + b);
    into[3] = 4 * (a + b * b - 7) + 8 * b * b + 2;
  },
};
