/** x², which is exact but for one rounding: `x ** 2` may differ between runtimes. */
export function square(x: number): number {
  return x * x;
}
