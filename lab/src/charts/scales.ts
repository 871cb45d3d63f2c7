import { scaleLinear, scaleLog, type ScaleContinuousNumeric } from "d3-scale";

/** One of the two directions of a chart. */
export interface AxisOptions {
  readonly domain: readonly [number, number];
  /** Default "linear". */
  readonly scale?: "linear" | "log";
  readonly label?: string;
  /** About how many ticks. Default: by the room there is. */
  readonly ticks?: number;
  readonly tickFormat?: (value: number) => string;
  /** Whether there are ticks and lines at all. Default true. */
  readonly isShown?: boolean;
}

export type Scale = ScaleContinuousNumeric<number, number>;

export function scaleOf({ domain, scale = "linear" }: AxisOptions, range: readonly [number, number]): Scale {
  const made = scale === "log" ? scaleLog() : scaleLinear();
  return made.domain([...domain]).range([...range]);
}

/** Values where an axis has ticks: on a log scale the powers of ten, thinned where they are many; within two decades values between them as well. */
export function ticksOf(scale: Scale, { scale: kind, ticks }: AxisOptions, room: number): readonly number[] {
  const count = ticks ?? Math.max(2, Math.floor(room / 64));
  if (kind !== "log") return scale.ticks(count);
  const [low = 1, high = 1] = scale.domain();
  const from = Math.ceil(Math.log10(Math.min(low, high)) - 1e-9);
  const to = Math.floor(Math.log10(Math.max(low, high)) + 1e-9);
  if (to - from < 2) return ticksWithinDecades(low, high, count);
  const stride = Math.max(1, Math.ceil((to - from + 1) / count));
  return Array.from({ length: Math.floor((to - from) / stride) + 1 }, (_, i) => 10 ** (from + i * stride));
}

/** What the ticks of a decade may be, the most first. */
const MANTISSAS = [[1, 2, 5], [1, 3], [1]] as const;

/** As many ticks as there is room for, of those that part a log scale about evenly; where that's under two, round values. */
function ticksWithinDecades(from: number, to: number, count: number): readonly number[] {
  const [low, high] = from < to ? [from, to] : [to, from];
  const [first, last] = [Math.floor(Math.log10(low)), Math.floor(Math.log10(high))];
  for (const mantissas of MANTISSAS) {
    const ticks = Array.from({ length: last - first + 1 }, (_, i) =>
      mantissas.map((mantissa) => Number(`${mantissa}e${first + i}`)),
    )
      .flat()
      .filter((tick) => tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9));
    if (ticks.length >= 2 && ticks.length <= Math.max(2, count)) return ticks;
  }
  return scaleLinear()
    .domain([low, high])
    .ticks(Math.max(2, Math.min(4, count)));
}
