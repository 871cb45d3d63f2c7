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
  /** By how much F may differ as x + t p has to be rounded, see {@link blur}. */
  readonly blur: number;
  readonly valueAt: (t: number) => Part<number>;
}

/** By how much F moves when each xⱼ moves by a rounding. */
export function blur(x: Vector, gradient: Vector): number {
  return Number.EPSILON * x.values.reduce((sum, xj, j) => sum + Math.abs(xj * gradient.values[j]), 0);
}

/**
 * What it means that a step promises no more than rounding, or moves nothing: it may only be too short for the scale of
 * F. Then one that promises ten times the rounding lowers F.
 */
export function* limit({
  value,
  slope,
  noise,
  valueAt,
}: Omit<Failure, "initialStep" | "blur">): Part<Impasse> {
  const fall = value - (yield* valueAt((10 * noise) / -slope));
  return fall > 5 * noise ? "line-search-failed" : "precision-limit";
}

/**
 * By how much values near F differ by rounding, as seen at even, tiny steps: their third differences, as in Moré & Wild,
 * SIAM J. Sci. Comput. 33 (2011). Without F at 0 jumps and kinks there cancel, as slopes and curvature do. Where F is a
 * small difference of large terms, that is more than its own size tells.
 */
function* observedNoise(failure: Failure): Part<number> {
  const { slope, noise, initialStep, valueAt } = failure;
  const t = Math.min(initialStep / 8, (noise + 1e3 * failure.blur) / -slope);
  const values: number[] = [];
  let most = noise;
  for (let k = 0; k < 8; k++) {
    const latest = yield* valueAt((k + 1) * t);
    values.push(latest);
    if (k > 2) most = Math.max(most, Math.abs(latest - values[k - 3] + 3 * (values[k - 2] - values[k - 1])));
  }
  return Number.isFinite(most) ? most : noise;
}

/**
 * As {@link impasse}, but it observes the rounding, and knows a gradient that contradicts the value: over ever shorter
 * steps F falls short of what the slope promises, by more than half, and by an excess φ(t) − φ(0) − t φ′(0) that shrinks
 * as t does. Were it for curvature, it would shrink as t², and F couldn't fall by more than the rounding; for a jump, not
 * at all.
 */
export function* diagnose(failure: Failure): Part<Impasse> {
  const { value, slope, initialStep, valueAt } = failure;
  let found: Impasse = "line-search-failed";
  if (!(slope < 0)) return found;
  const noise = (yield* observedNoise(failure)) + failure.blur;
  if (-slope * Math.min(1, initialStep) <= 10 * noise) return yield* limit({ ...failure, noise });
  let before: { readonly t: number; readonly excess: number } | undefined;
  for (const multiple of TELLING) {
    const t = Math.min(initialStep, (multiple * noise) / -slope);
    if (!(t > 0)) continue;
    const promised = t * -slope;
    const excess = (yield* valueAt(t)) - value + promised;
    if (!Number.isFinite(excess) || excess <= promised / 2) return "line-search-failed";
    if (before) {
      const shrunk = t / before.t;
      const root = Math.sqrt(shrunk);
      found = "line-search-failed";
      if (excess <= shrunk * root * before.excess + 2 * noise) found = "precision-limit";
      else if (excess < root * before.excess) found = "gradient-mismatch";
    }
    before = { t, excess };
  }
  return found;
}
