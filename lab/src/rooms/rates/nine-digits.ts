/** In the last of its sixteen digits one engine's logarithm or power may differ from another's, and links show the same. */
export function nineDigits(value: number): number {
  return Number(value.toPrecision(9));
}
