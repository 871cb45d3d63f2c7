import type { Frame } from "../../charts/plot.tsx";
import { MOST_POINTS } from "./schema.ts";

/** The points with one more, unless there is no room for it. */
export function withPoint(
  points: readonly number[],
  at: readonly [number, number],
  label: number,
): readonly number[] {
  if (points.length >= 3 * MOST_POINTS) return points;
  // hundredths: no eye sees more, and links stay short
  return [...points, Math.round(100 * at[0]) / 100, Math.round(100 * at[1]) / 100, label];
}

/** How near a point must be, in pixels. */
const REACH = 24;

/** The points without the one nearest to a place, if it is near. */
export function withoutNearest(
  points: readonly number[],
  at: readonly [number, number],
  { x, y }: Frame,
): readonly number[] {
  let [nearest, least] = [-1, REACH * REACH];
  for (let i = 0; 3 * i < points.length; i++) {
    const distance = (x(points[3 * i] ?? 0) - x(at[0])) ** 2 + (y(points[3 * i + 1] ?? 0) - y(at[1])) ** 2;
    if (distance <= least) [nearest, least] = [i, distance];
  }
  return nearest < 0 ? points : points.toSpliced(3 * nearest, 3);
}
