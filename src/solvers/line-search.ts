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
