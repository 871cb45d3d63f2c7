import { InputError } from "../errors.ts";
import type { Smooth } from "../objectives/objective.ts";
import { checkOptions, wholeNumber } from "../options.ts";
import { blur, diagnose, type LineSearch, rounding } from "./line-search.ts";
import { between } from "./rules/options.ts";
import { later, type Part } from "./solver.ts";
import type { Vector } from "../wasm/vector.ts";

export interface StrongWolfeOptions {
  /** c₁: how much of the decrease that the slope at 0 promises must be had, in (0, c₂). Default 1e-4. */
  sufficientDecrease?: number;
  /** c₂: how much of the slope may be left, in (c₁, 1). Default 0.9. */
  curvature?: number;
  /** Default 30. */
  maxTrials?: number;
}

/** φ(t) = F(x + t p) at a trial step. */
interface Trial {
  readonly t: number;
  readonly value: number;
  readonly slope: number;
}

/**
 * A step that satisfies the strong Wolfe conditions
 *
 *   φ(t) ≤ φ(0) + c₁ t φ′(0)    |φ′(t)| ≤ c₂ |φ′(0)|
 *
 * by bracketing and zooming (Nocedal & Wright 2006, algorithms 3.5 and 3.6). Where values differ by rounding
 * only, slopes alone decide, so that the search works down to the last digit (as in Hager & Zhang 2005).
 * Each trial costs one evaluation of value and gradient.
 */
export function strongWolfe(options: StrongWolfeOptions = {}): LineSearch {
  checkOptions("strongWolfe", options, ["sufficientDecrease", "curvature", "maxTrials"]);
  const { sufficientDecrease = 1e-4, curvature = 0.9, maxTrials = 30 } = options;
  between("strongWolfe.sufficientDecrease", sufficientDecrease, 0, 1);
  between("strongWolfe.curvature", curvature, 0, 1);
  if (sufficientDecrease >= curvature) {
    const problem = `${curvature}; expected more than sufficientDecrease, ${sufficientDecrease}`;
    throw new InputError("strongWolfe.curvature", problem);
  }
  wholeNumber("strongWolfe.maxTrials", maxTrials, 1);

  const conditions = { sufficientDecrease, curvature, maxTrials };
  return (objective, start, state) => search(conditions, objective, start, state);
}

/** A generator of the module's, as engines prepare each closure anew. */
function* search(
  { sufficientDecrease, curvature, maxTrials }: Required<StrongWolfeOptions>,
  ...[objective, { x, value, gradient, direction, initialStep }, state]: Parameters<LineSearch>
): ReturnType<LineSearch> {
  const trialX = state.vector("line-search.x");
  const trialGradient = state.vector("line-search.gradient");
  const slope = gradient.dot(direction);
  const noise = rounding(objective, value);
  if (!(slope < 0)) return { failure: "line-search-failed" };

  const evaluate = (t: number) => {
    trialX.copy(x);
    trialX.add(t, direction);
    return trialAt(objective, t, trialX, trialGradient, direction);
  };

  function accept(trial: Trial) {
    x.copy(trialX);
    gradient.copy(trialGradient);
    return { stepSize: trial.t, value: trial.value };
  }

  const start: Trial = { t: 0, value, slope };
  /** The best step so far with enough decrease, and the other end of the bracket once there is one. */
  let low = start;
  let high: Trial | undefined;
  let t = initialStep;
  for (let count = 0; count < maxTrials; count++) {
    const trial: Trial = yield* evaluate(t);
    const enough = trial.value <= value + sufficientDecrease * t * slope + noise;
    if (enough && Math.abs(trial.slope) <= -curvature * slope) return accept(trial);

    if (!enough || trial.value > low.value + noise) high = trial;
    else {
      const ahead = high ? high.t - low.t : Number.POSITIVE_INFINITY;
      if (trial.slope * ahead >= 0) high = low;
      if (!high) t = extrapolate(low, trial);
      low = trial;
    }
    if (high) t = interpolate(low, high, noise);
  }
  const hasFallen = low.value < value - noise;
  // Without a bracket F still went down where the trials ended: that is not for want of digits.
  if (!high) return hasFallen ? accept(yield* evaluate(low.t)) : { failure: "line-search-failed" };
  const valueAt = function* (step: number) {
    return (yield* evaluate(step)).value;
  };
  // Rounding makes F fall a little even against a wrong gradient.
  const failure = yield* diagnose({ value, slope, noise, initialStep, blur: blur(x, gradient), valueAt });
  if (!hasFallen || failure === "gradient-mismatch") return { failure };
  return accept(yield* evaluate(low.t));
}

/** The trial at x, which is t along the direction. */
function* trialAt(objective: Smooth, t: number, x: Vector, gradient: Vector, direction: Vector): Part<Trial> {
  const found = yield* later(objective.valueAndGradient(x, gradient));
  return {
    t,
    value: Number.isNaN(found) ? Number.POSITIVE_INFINITY : found,
    slope: gradient.dot(direction),
  };
}

/** Where the slope would vanish if it went on as it did, but two to ten times as far. */
function extrapolate(from: Trial, to: Trial): number {
  const vanishing = to.t - (to.slope * (to.t - from.t)) / (to.slope - from.slope);
  return Math.min(10 * to.t, Math.max(2 * to.t, Number.isFinite(vanishing) ? vanishing : 0));
}

/** The minimum of the cubic through both ends (N&W 3.59), away from them; the middle where there is none. */
function interpolate(low: Trial, high: Trial, noise: number): number {
  const width = high.t - low.t;
  const middle = low.t + 0.5 * width;
  const guess = Math.abs(high.value - low.value) <= noise ? secant(low, high) : cubic(low, high);
  if (!Number.isFinite(guess)) return middle;
  const fraction = (guess - low.t) / width;
  return low.t + Math.min(0.9, Math.max(0.1, fraction)) * width;
}

function secant(low: Trial, high: Trial): number {
  return low.t - (low.slope * (high.t - low.t)) / (high.slope - low.slope);
}

function cubic(low: Trial, high: Trial): number {
  const d1 = low.slope + high.slope - (3 * (low.value - high.value)) / (low.t - high.t);
  const d2 = Math.sign(high.t - low.t) * Math.sqrt(d1 * d1 - low.slope * high.slope);
  return high.t - ((high.t - low.t) * (high.slope + d2 - d1)) / (high.slope - low.slope + 2 * d2);
}
