/** √Σ xᵢ², also where a square is out of f64's range: the same bits in every runtime, which `Math.hypot` does not promise. */
export function hypot(...x: readonly number[]): number {
  const most = x.reduce((largest, xi) => Math.max(largest, Math.abs(xi)), 0);
  if (most === 0 || !Number.isFinite(most)) return most;
  return most * Math.sqrt(x.reduce((sum, xi) => sum + (xi / most) * (xi / most), 0));
}
