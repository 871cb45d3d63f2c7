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

/** How the run on the map ended. */
export function explain({ method, rate }: Values<typeof schema>, result: Result): string {
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
  return `After ${updates} the ${names[method]} run is ${where}.${verdict}`;
}
