import type { SymmetricMatrix } from "../wasm/matrix.ts";
import type { Vector } from "../wasm/vector.ts";

/**
 * b ← A⁻¹ b for a symmetric A that need not be positive definite, by elimination with partial pivoting of scaled rows
 * (Golub & Van Loan 2013, section 3.4). Answers false, and leaves b, if A is singular to working precision.
 */
export function solveSymmetric(a: SymmetricMatrix, b: Vector): boolean {
  const n = a.size;
  const entry = (i: number, j: number) => a.values[Math.min(i, j) * a.stride + Math.max(i, j)];
  const rows = Array.from({ length: n }, (_, i) => Float64Array.from({ length: n }, (__, j) => entry(i, j)));
  const scales = rows.map((row) => row.reduce((most, value) => Math.max(most, Math.abs(value)), 0));
  const right = b.values.slice();
  const order = rows.map((_, i) => i);
  for (let k = 0; k < n; k++) {
    const size = (i: number) => Math.abs(rows[order[i]][k]) / scales[order[i]];
    let best = k;
    for (let i = k + 1; i < n; i++) if (size(i) > size(best)) best = i;
    if (!(size(best) > n * Number.EPSILON)) return false; // NaN, of a row of zeros, fails as well
    [order[k], order[best]] = [order[best], order[k]];
    const pivot = rows[order[k]];
    for (let i = k + 1; i < n; i++) {
      const row = rows[order[i]];
      const factor = row[k] / pivot[k];
      for (let j = k + 1; j < n; j++) row[j] -= factor * pivot[j];
      right[order[i]] -= factor * right[order[k]];
    }
  }
  for (let k = n - 1; k >= 0; k--) {
    const pivot = rows[order[k]];
    let rest = right[order[k]];
    for (let j = k + 1; j < n; j++) rest -= pivot[j] * b.values[j];
    b.values[k] = rest / pivot[k];
  }
  return true;
}
