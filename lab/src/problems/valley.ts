/** A long valley, straight and steep-sided: its floor sinks towards (0, 0) ever more slowly, as the fourth power. */
export const valley = {
  value: ([a, b]: Float64Array) => (a * a * a * a) / 64 + (a * a) / 32 + 8 * b * b,
  gradient([a, b]: Float64Array, into: Float64Array) {
    into[0] = (a * a * a) / 16 + a / 16;
    into[1] = 16 * b;
  },
  hessian([a]: Float64Array, into: Float64Array) {
    into[0] = (3 * a * a) / 16 + 1 / 16;
    into[1] = into[2] = 0;
    into[3] = 16;
  },
};
