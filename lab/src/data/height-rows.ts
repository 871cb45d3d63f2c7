/** Heights in units of 4 in above 5 ft, one row each: numbers about as large as 1. */
export function heightRows(heights: ArrayLike<number>): number[][] {
  return Array.from(heights, (height) => [(height - 60) / 4]);
}
