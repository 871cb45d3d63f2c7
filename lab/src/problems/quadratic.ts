/** A bowl with curvatures 1 and `condition` along axes turned by a part of a circle, cos = 0.8. The minimum is 0 at (0, 0). */
export function quadratic(condition: number) {
  const [c, s] = [0.8, 0.6];
  const haa = c * c + condition * s * s;
  const hab = c * s * (1 - condition);
  const hbb = s * s + condition * c * c;
  return {
    value: ([a, b]: Float64Array) => (haa * a * a + 2 * hab * a * b + hbb * b * b) / 2,
    gradient([a, b]: Float64Array, into: Float64Array) {
      into[0] = haa * a + hab * b;
      into[1] = hab * a + hbb * b;
    },
    hessian(_: Float64Array, into: Float64Array) {
      into[0] = haa;
      into[1] = into[2] = hab;
      into[3] = hbb;
    },
  };
}
