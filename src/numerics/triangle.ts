/** An upper triangle, row-major with the given row stride: what lies below the diagonal doesn't count. */
export interface Triangle {
  readonly size: number;
  readonly stride: number;
  readonly values: Float64Array;
}

/** b ← U⁻¹ b */
export function solveUpper({ size, stride, values }: Triangle, b: Float64Array): void {
  for (let i = size - 1; i >= 0; i--) {
    let sum = b[i];
    for (let j = i + 1; j < size; j++) sum -= values[i * stride + j] * b[j];
    b[i] = sum / values[i * stride + i];
  }
}

/** b ← U⁻ᵀ b */
export function solveTransposed({ size, stride, values }: Triangle, b: Float64Array): void {
  for (let i = 0; i < size; i++) {
    b[i] /= values[i * stride + i];
    for (let j = i + 1; j < size; j++) b[j] -= values[i * stride + j] * b[i];
  }
}

/** No estimate has needed more steps. */
const MOST_STEPS = 5;

/**
 * About the condition number of U in the 1-norm, ‖U‖ ‖U⁻¹‖: a lower bound, seldom off by more than a factor of
 * three (Hager 1984, Condition estimates; Higham 2002, Accuracy and stability, algorithm 15.1). Infinity where U is
 * singular.
 */
export function conditionEstimate(triangle: Triangle): number {
  const { size, stride, values } = triangle;
  if (size === 0) return 1;
  const columns = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    if (values[i * stride + i] === 0) return Number.POSITIVE_INFINITY;
    for (let j = i; j < size; j++) columns[j] += Math.abs(values[i * stride + j]);
  }
  let x = new Float64Array(size).fill(1 / size);
  let inverse = 0;
  for (let step = 0; step < MOST_STEPS; step++) {
    const y = x.slice();
    solveUpper(triangle, y);
    inverse = Math.max(
      inverse,
      y.reduce((sum, value) => sum + Math.abs(value), 0),
    );
    const z = y.map((value) => (value < 0 ? -1 : 1));
    solveTransposed(triangle, z);
    let largest = 0;
    let product = 0;
    for (let i = 0; i < size; i++) {
      if (Math.abs(z[i]) > Math.abs(z[largest])) largest = i;
      product += z[i] * x[i];
    }
    if (Math.abs(z[largest]) <= product) break;
    x = new Float64Array(size);
    x[largest] = 1;
  }
  const condition = inverse * columns.reduce((most, sum) => Math.max(most, sum), 0);
  return Number.isNaN(condition) ? Number.POSITIVE_INFINITY : condition;
}
