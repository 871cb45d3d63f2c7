/**
 * z = x · w + b for the row x that starts at `offset`, in the order of additions of the `scores` kernels: with
 * pⱼ = xⱼ wⱼ, the sums over even and over odd j are added as (even + odd) + b.
 */
export function scoreRow(row: ArrayLike<number>, offset: number, w: Float64Array, b: number): number {
  let even = 0;
  let odd = 0;
  let j = 0;
  for (; j + 2 <= w.length; j += 2) {
    even += row[offset + j]! * w[j]!;
    odd += row[offset + j + 1]! * w[j + 1]!;
  }
  if (j < w.length) even += row[offset + j]! * w[j]!;
  return even + odd + b;
}
