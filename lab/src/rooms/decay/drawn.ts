import type { Schedule } from "logit-wasm/optimize";

/** A schedule of so many updates, drawn by hand: straight lines between knots that are evenly apart. */
export function drawn(knots: readonly number[], updates: number): Schedule {
  return (step) => {
    const at = (Math.min(step, updates - 1) / Math.max(1, updates - 1)) * (knots.length - 1);
    const left = Math.min(Math.floor(at), knots.length - 2);
    return knots[left]! + (at - left) * (knots[left + 1]! - knots[left]!);
  };
}
