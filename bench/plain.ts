/** What a careful programmer writes in plain TypeScript: the yardstick for the kernels. */

/** Mean-free logistic loss and its gradient [∂w, ∂b], on row-major data and labels 0 or 1. */
export function plainLossAndGradient(
  data: Float64Array,
  y: Float64Array,
  w: Float64Array,
  b: number,
  gradient: Float64Array,
): number {
  const cols = w.length;
  let loss = 0;
  gradient.fill(0);
  for (let i = 0, start = 0; i < y.length; i++, start += cols) {
    let z = b;
    for (let j = 0; j < cols; j++) z += data[start + j] * w[j];
    const e = Math.exp(-Math.abs(z));
    loss += Math.max(z, 0) - y[i] * z + Math.log1p(e);
    const residual = (z >= 0 ? 1 : e) / (1 + e) - y[i];
    for (let j = 0; j < cols; j++) gradient[j] += residual * data[start + j];
    gradient[cols] += residual;
  }
  return loss;
}

/** The upper triangle of Xᵀ diag(s) X. */
export function plainGram(data: Float64Array, s: Float64Array, cols: number, gram: Float64Array): void {
  gram.fill(0);
  for (let i = 0, start = 0; i < s.length; i++, start += cols) {
    for (let j = 0; j < cols; j++) {
      const weighted = s[i] * data[start + j];
      for (let k = j; k < cols; k++) gram[j * cols + k] += weighted * data[start + k];
    }
  }
}
