import { checkOptions } from "../options.ts";
import { blur, diagnose, limit, type LineSearch, rounding } from "./line-search.ts";
import { between, finitePositive } from "./rules/options.ts";
import { later } from "./solver.ts";

export interface BacktrackingOptions {
  /** α: how much of the decrease that the slope promises must be had, in (0, 0.5). Default 0.1. */
  alpha?: number;
  /** β: by what the step shrinks from trial to trial, in (0, 1). Default 0.8. */
  beta?: number;
  /** The first step to try, each time. Default: what the method proposes. */
  initialStep?: number;
}

/** A step shorter than this moves no digit of x. */
const SHORTEST = 2 ** -60;

/** A step shorter than this, of the first one tried, may be had from rounding only, against a wrong gradient. */
const SUSPECT = 1e-12;

/**
 * The first step of t, β t, β² t, ... with enough decrease (Armijo's rule; Boyd & Vandenberghe 2004,
 * algorithm 9.2):
 *
 *   φ(t) ≤ φ(0) + α t φ′(0)
 *
 * Where values differ by rounding only, the slope decides: φ′(t) ≤ (2 α − 1) φ′(0) says the same of a
 * parabola; but only while longer steps failed by going too far, where φ′ > 0. Trials run along a ray, which on data costs one pass for all of them.
 */
export function backtracking(options: BacktrackingOptions = {}): LineSearch {
  checkOptions("backtracking", options, ["alpha", "beta", "initialStep"]);
  const { alpha = 0.1, beta = 0.8, initialStep } = options;
  between("backtracking.alpha", alpha, 0, 0.5);
  between("backtracking.beta", beta, 0, 1);
  if (initialStep !== undefined) finitePositive("backtracking.initialStep", initialStep);

  return function* (objective, { x, value, gradient, direction, initialStep: proposed }) {
    const first = initialStep ?? proposed;
    const slope = gradient.dot(direction);
    const noise = rounding(objective, value);
    if (!(slope < 0)) return { failure: "line-search-failed" };

    const ray = yield* later(objective.ray(x, direction));
    const valueAt = (t: number) => later(ray.value(t));
    const meaning = () =>
      diagnose({ value, slope, noise, initialStep: first, blur: blur(x, gradient), valueAt });
    let before = 0; // the step tried before this one
    for (let t = first; t > SHORTEST * first && t !== before; before = t, t *= beta) {
      const found = yield* later(ray.value(t));
      const bound = value + alpha * t * slope;
      let enough = bound < value && found <= bound;
      if (!enough && Math.abs(found - value) <= noise) {
        const wentTooFar = before === 0 || (yield* later(ray.slope(before))) > 0;
        enough = wentTooFar && (yield* later(ray.slope(t))) <= (2 * alpha - 1) * slope;
      }
      if (!enough) continue;
      const p = direction.values;
      const isStill = x.values.every((xj, j) => xj + t * p[j] === xj);
      if (isStill) return { failure: yield* limit({ value, slope, noise, valueAt }) };
      if (t < SUSPECT * first) {
        const failure = yield* meaning();
        if (failure === "gradient-mismatch") return { failure };
      }
      x.add(t, direction);
      return { stepSize: t, value: yield* later(objective.valueAndGradient(x, gradient)) };
    }
    return { failure: yield* meaning() };
  };
}
