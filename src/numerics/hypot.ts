/** √Σ xᵢ², also where a square is out of f64's range: the same bits in every runtime, which `Math.hypot` does not promise. */
export function hypot(...x: readonly number[]): number {
  let most = 0;
  for (const xi of x) most = Math.max(most, Math.abs(xi));
  if (most === 0 || !Number.isFinite(most)) return most;
  let sum = 0;
  for (const xi of x) sum += (xi / most) * (xi / most);
  return most * Math.sqrt(sum);
}
