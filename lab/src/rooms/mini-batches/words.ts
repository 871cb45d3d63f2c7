import { type PlaneMap, planeMaps } from "../../data/plane-maps.ts";
import { format } from "../../params/format.ts";
import type { Values } from "../../params/schema.ts";
import type { Result } from "./model.ts";
import type { schema } from "./schema.ts";

export const names = { plain: "plain", averaged: "averaged", saga: "SAGA", full: "full batch" } as const;

/** A size of batch in words. */
export function batchOf({ size, inputs }: Result): string {
  if (size === inputs.rows) return `all ${size} rows`;
  return size === 1 ? "one row" : `${size} rows`;
}

function isOutside(path: Float64Array, { x, y }: PlaneMap): boolean {
  return path.some((value, i) => {
    const [low, high] = i % 2 === 0 ? x : y;
    return value < low || value > high;
  });
}

/** How the run on the map ended. */
export function explain({ data, method, rate }: Values<typeof schema>, result: Result): string {
  const { path, end } = result[method];
  const start = [path[0] ?? 0, path[1] ?? 0];
  const [a, b] = result.optimum;
  const before = Math.hypot((start[0] ?? 0) - a, (start[1] ?? 0) - b);
  const updates = `${format(result.updates)} ${result.updates === 1 ? "update" : "updates"} with ${batchOf(result)} each`;
  const where = `${format(end.distance, 3)} from the optimum, ${format(end.excess, 3)} above the least cost`;
  const verdict =
    end.distance > before
      ? ` It is farther off than it began: the rate ${format(rate)} is too large for this noise.`
      : "";
  const outside = isOutside(path, planeMaps[data]) ? " Parts of its path are beyond the map’s edges." : "";
  return `After ${updates} the ${names[method]} run is ${where}.${verdict}${outside}`;
}
