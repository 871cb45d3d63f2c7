import type { Values } from "../../params/schema.ts";
import type { Step } from "./model.ts";
import type { Pair } from "./remembered.ts";
import type { schema } from "./schema.ts";

export interface Vector {
  readonly label: string;
  readonly color: string;
  readonly vector: Pair;
  /** Whether it starts where this one ends. */
  readonly after?: Pair;
  /** Whether it has the map's units, so that its length means something beside those of others that have. */
  readonly isMove: boolean;
}

const ZERO: Pair = [0, 0];

/** What there is to see of a step: the gradient, what the rule remembers, and the step itself. */
export function vectorsOf(
  { rule, rate, momentum, form }: Values<typeof schema>,
  step: Step,
): readonly Vector[] {
  const { x, next, gradient: g, before, worked } = step;
  const whole: Vector = {
    label: "step",
    color: "var(--ink)",
    vector: [next[0] - x[0], next[1] - x[1]],
    isMove: true,
  };
  const uphill: Vector = { label: "gradient", color: "var(--series-7)", vector: g, isMove: false };
  if (rule === "momentum" || rule === "nesterov") {
    const { velocity = ZERO } = before;
    const kept: Pair = [momentum * velocity[0], momentum * velocity[1]];
    const carried: Vector = { label: "μ v", color: "var(--series-3)", vector: kept, isMove: true };
    if (rule === "nesterov" && form === "transformed") return [uphill, carried, whole];
    const pull: Vector = {
      label: "−η g",
      color: "var(--series-2)",
      vector: [-rate * g[0], -rate * g[1]],
      after: kept,
      isMove: true,
    };
    return [rule === "nesterov" ? { ...uphill, after: kept } : uphill, carried, pull, whole];
  }
  if (rule === "adam" || rule === "adamw") {
    const mean: Vector = {
      label: "mean gradient",
      color: "var(--series-3)",
      vector: worked.mean,
      isMove: false,
    };
    return [uphill, mean, whole];
  }
  return [uphill, whole];
}

/** How many times as long as they are moves are drawn: 1, 2 or 5 times a power of ten, so that the longest can be seen. */
export function magnification(vectors: readonly Vector[], pixelsPerUnit: number): number {
  const longest = Math.max(
    0,
    ...vectors.filter(({ isMove }) => isMove).map(({ vector: [a, b] }) => Math.hypot(a, b) * pixelsPerUnit),
  );
  if (longest === 0) return 1;
  const wanted = 120 / longest;
  const tenfold = 10 ** Math.floor(Math.log10(wanted));
  const digit = [5, 2, 1].find((times) => times * tenfold <= wanted) ?? 1;
  return Math.max(1, Math.round(digit * tenfold));
}
