import type { Smooth } from "../objectives/objective.ts";
import type { Vector } from "../wasm/vector.ts";
import type { Impasse, Part } from "./solver.ts";
import type { State } from "./state.ts";

/** Where a line search starts. Where it succeeds, it has moved x and the gradient; else they are as before. */
export interface LineStart {
  readonly x: Vector;
  readonly value: number;
  readonly gradient: Vector;
  /** The direction p. */
  readonly direction: Vector;
  /** The first step to try. */
  readonly initialStep: number;
}

export type LineResult =
  { readonly stepSize: number; readonly value: number } | { readonly failure: Impasse };

/** Finds a step t along p that lowers F enough. */
export type LineSearch = (objective: Smooth, start: LineStart, state: State) => Part<LineResult>;

/** Values of F that differ by less, relative to F, differ by rounding only. */
const ROUNDING = 16 * Number.EPSILON;

/** By how much two values near F may differ by rounding alone: in sums, and in what the objective tells of itself. */
export function rounding(objective: Smooth, value: number): number {
  return ROUNDING * Math.abs(value) + (objective.uncertainty ?? 0);
}

/**
 * What a failed search means: along p, which goes downhill, F can't fall by more than rounding; or it should, and
 * doesn't.
 */
export function impasse(slope: number, noise: number): Impasse {
  return slope < 0 && -slope <= noise ? "precision-limit" : "line-search-failed";
}

/** Steps that should lower F by so many times the rounding of its values tell whether the slope can be believed. */
const TELLING = [1e5, 1e3, 10];

/** What is known of φ(t) = F(x + t p) when a search along p has failed. */
export interface Failure {
  readonly value: number;
  readonly slope: number;
  readonly noise: number;
  readonly initialStep: number;
  readonly valueAt: (t: number) => Part<number>;
}

/**
 * As {@link impasse}, but it knows a gradient that contradicts the value: over ever shorter steps F falls short of what
 * the slope promises, by more than half, and by an excess φ(t) − φ(0) − t φ′(0) that shrinks as t does. Were it for
 * curvature, it would shrink as t².
 */
export function* diagnose({ value, slope, noise, initialStep, valueAt }: Failure): Part<Impasse> {
  const meaning = impasse(slope, noise);
  if (!(slope < 0) || meaning === "precision-limit") return meaning;
  let before: { readonly t: number; readonly excess: number } | undefined;
  let isLinear = false;
  for (const multiple of TELLING) {
    const promised = multiple * noise;
    const t = promised / -slope;
    if (!(t > 0 && t < initialStep)) continue;
    const excess = (yield* valueAt(t)) - value + promised;
    if (!Number.isFinite(excess) || excess <= promised / 2) return meaning;
    isLinear = before !== undefined && excess > (t / before.t) ** 1.5 * before.excess + 2 * noise;
    before = { t, excess };
  }
  return isLinear ? "gradient-mismatch" : meaning;
}
