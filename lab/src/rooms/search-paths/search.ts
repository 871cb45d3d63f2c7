import type { PlaneFunction } from "../../problems/index.ts";
import { shareOf } from "./methods.ts";
import type { RecordedRun } from "./model.ts";
import type { SearchValues } from "./schema.ts";
import { cosine, trialsOn } from "./trials.ts";

/** A line search: φ(t) = F(x + t p) from an iterate x along p. */
export interface Search {
  /** The number of the iterate, and of the last one from which there is a search. */
  readonly iterate: number;
  readonly last: number;
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  readonly direction: readonly [number, number];
  /** φ(0) */
  readonly value: number;
  /** φ′(0) */
  readonly slope: number;
  /** Of the promised decrease, what share a step must bring. */
  readonly share: number;
  readonly trials: readonly JudgedTrial[];
  /** The length taken. */
  readonly taken: number;
  /** Of the angle with the step before; none at the start. */
  readonly cosine: number | undefined;
  /** Whether it turns left from the step before, seen with the second variable upwards. */
  readonly isLeftTurn: boolean;
  /** φ on as much of the ray as all trials need, and on that near the step taken. */
  readonly whole: Slice;
  readonly near: Slice;
}

export interface JudgedTrial {
  /** From 1. */
  readonly number: number;
  readonly t: number;
  readonly value: number;
  /** φ(0) + share · t · φ′(0) */
  readonly bound: number;
  /** φ′(t) */
  readonly slope: number;
  readonly fate: "taken" | "above" | "too-steep";
}

export interface Slice {
  readonly end: number;
  readonly points: readonly (readonly [number, number])[];
}

/** The search from the iterate that was asked for, or the last one from which there was one. */
export function searchOf(
  { run, stepSizes, asked }: RecordedRun,
  objective: PlaneFunction,
  values: SearchValues,
): Search | undefined {
  const last = run.path.length - 2;
  if (last < 0) return undefined;
  const iterate = Math.min(values.iterate, last);
  const [from, to, before] = [run.path[iterate], run.path[iterate + 1], run.path[iterate - 1]];
  if (!from || !to) return undefined;
  const taken = stepSizes[iterate + 1] ?? 0;
  const gradientAt = (a: number, b: number) => {
    const into = new Float64Array(2);
    objective.gradient(Float64Array.of(a, b), into);
    return into;
  };
  const [g = 0, h = 0] = gradientAt(...from);
  const direction: readonly [number, number] =
    run.method === "lbfgs" ? [(to[0] - from[0]) / taken, (to[1] - from[1]) / taken] : [-g, -h];
  const [p, q] = direction;
  const [value, slope] = [objective.value(Float64Array.of(...from)), g * p + h * q];
  const share = shareOf(run.method, values);
  const on = (t: number) => [from[0] + t * p, from[1] + t * q] as const;
  const slopeAt = (t: number) => {
    const [u = 0, v = 0] = gradientAt(...on(t));
    return u * p + v * q;
  };
  const found = trialsOn(asked[iterate] ?? [], from, direction);
  const nearest = Math.min(...found.map(({ t }) => Math.abs(t - taken)));
  const trials = found.map((trial, i) => {
    const bound = value + share * trial.t * slope;
    const isTaken = Math.abs(trial.t - taken) === nearest;
    const fate = isTaken ? "taken" : trial.value > bound ? "above" : "too-steep";
    return { ...trial, number: i + 1, bound, slope: slopeAt(trial.t), fate } as const;
  });
  const [u, v] = before ? [from[0] - before[0], from[1] - before[1]] : [0, 0];
  const slice = (end: number): Slice => ({
    end,
    points: Array.from({ length: 161 }, (_, i) => {
      const t = (end * i) / 160;
      return [t, objective.value(Float64Array.of(...on(t)))] as const;
    }),
  });
  const beyond = trials.map(({ t }) => t).filter((t) => t > taken);
  return {
    iterate,
    last,
    from,
    to,
    direction,
    value,
    slope,
    share,
    trials,
    taken,
    cosine: before && cosine([u, v], direction),
    isLeftTurn: u * q - v * p > 0,
    whole: slice(1.08 * Math.max(taken, ...beyond)),
    near: slice(Math.max(1.8 * taken, Math.min(2.6 * taken, 1.1 * Math.min(...beyond)))),
  };
}
