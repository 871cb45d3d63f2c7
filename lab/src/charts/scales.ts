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

/** Values where an axis has ticks: on a log scale the powers of ten, thinned where they are many. */
export function ticksOf(scale: Scale, { scale: kind, ticks }: AxisOptions, room: number): readonly number[] {
  const count = ticks ?? Math.max(2, Math.floor(room / 64));
  if (kind !== "log") return scale.ticks(count);
  const [low = 1, high = 1] = scale.domain();
  const from = Math.ceil(Math.log10(Math.min(low, high)) - 1e-9);
  const to = Math.floor(Math.log10(Math.max(low, high)) + 1e-9);
  if (to - from < 1) return scale.ticks(count);
  const stride = Math.max(1, Math.ceil((to - from + 1) / count));
  return Array.from({ length: Math.floor((to - from) / stride) + 1 }, (_, i) => 10 ** (from + i * stride));
}
