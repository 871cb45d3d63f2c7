/**
 * λ₁ > … > λₙ from the greatest to `ratio` times it, each the same part of the one before, as glmnet has them (Friedman,
 * Hastie & Tibshirani, J. Stat. Softw. 33, 2010, section 2.5).
 */
export function lambdaGrid(greatest: number, count: number, ratio: number): Float64Array {
  const step = count > 1 ? root(ratio, count - 1) : 1;
  const lambdas = new Float64Array(count);
  let lambda = greatest;
  for (let k = 0; k < count; k++, lambda *= step) lambdas[k] = lambda;
  return lambdas;
}

/** a^(1/n) for 0 < a ≤ 1, by bisection over products alone, so that every engine finds the same bits. */
export function root(a: number, n: number): number {
  let [low, high] = [0, 1];
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return high;
    if (power(middle, n) < a) low = middle;
    else high = middle;
  }
}

/** xⁿ by squaring. */
function power(x: number, n: number): number {
  let product = 1;
  for (let [square, left] = [x, n]; left > 0; square *= square, left = Math.floor(left / 2)) {
    if (left % 2 === 1) product *= square;
  }
  return product;
}
