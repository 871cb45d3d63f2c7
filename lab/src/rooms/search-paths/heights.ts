/** How the heights of a slice are shown. */
export interface Heights {
  readonly domain: readonly [number, number];
  /** What is taken off them all: φ(0) where they differ in their last digits only. */
  readonly shift: number;
  /** How many digits tell the ticks apart. */
  readonly digits: number;
}

/** As many digits as there is room for beside an axis. */
const MOST_DIGITS = 6;

/** Heights that show the curve; near the step taken, at most twice as far above the start as below it. */
export function heightsOf(
  points: readonly (readonly [number, number])[],
  start: number,
  isNear: boolean,
): Heights {
  const values = points.map(([, value]) => value).filter((value) => Number.isFinite(value));
  const low = Math.min(...values);
  const top = Math.max(...values);
  const high = isNear ? Math.min(top, start + 2 * (start - low)) : top;
  const span = high - low || 1e-12;
  const largest = Math.max(Math.abs(low), Math.abs(high), span);
  const digits = Math.ceil(Math.log10(largest / span)) + 3;
  const shift = digits > MOST_DIGITS ? start : 0;
  return {
    domain: [low - 0.16 * span - shift, high + 0.1 * span - shift],
    shift,
    digits: shift === 0 ? digits : 3,
  };
}
