import type { Smooth } from "../objectives/objective.ts";
import type { Bounds } from "./bounds.ts";
import { blur, diagnose, impasse, type LineResult, type LineStart, rounding } from "./line-search.ts";
import { later, type Part } from "./solver.ts";
import type { State } from "./state.ts";

/** c₁: how much of the decrease that the gradient promises must be had. */
const SUFFICIENT_DECREASE = 1e-4;

/** c₂: how much of the slope may be left. */
const CURVATURE = 0.9;

const MAX_TRIALS = 30;

/** φ(t) = F(P(x + t p)) at a trial step; the slope is that of the variables that still move. */
interface Trial {
  readonly t: number;
  readonly value: number;
  readonly slope: number;
}

/**
 * A step along the arc x(t) = P(x + t p), bent by the bounds, with Bertsekas's (1982) form of Armijo's rule and a slope
 * that has flattened enough to tell the curvature:
 *
 *   φ(t) ≤ φ(0) + c₁ gᵀ(x(t) − x)    φ′(t) ≥ c₂ φ′(0)
 *
 * φ has kinks, so the bracket closes in as in Lewis & Overton (2013), which asks no more of a function. p must not lead
 * out of the box at once. Each trial costs one evaluation of value and gradient.
 */
export function* projectedSearch(
  objective: Smooth,
  bounds: Bounds,
  { x, value, gradient, direction, initialStep }: LineStart,
  state: State,
): Part<LineResult> {
  const trialX = state.vector("line-search.x");
  const trialGradient = state.vector("line-search.gradient");
  const slope = gradient.dot(direction);
  const noise = rounding(objective, value);
  if (!(slope < 0)) return { failure: impasse(slope, noise) };
  const p = direction.values;

  function* evaluate(t: number): Part<Trial> {
    for (let j = 0; j < p.length; j++) trialX.values[j] = bounds.clip(j, x.values[j] + t * p[j]);
    const found = yield* later(objective.valueAndGradient(trialX, trialGradient));
    let left = 0;
    for (let j = 0; j < p.length; j++) {
      const isOutside =
        p[j] < 0 ? trialX.values[j] === bounds.lower[j] : trialX.values[j] === bounds.upper[j];
      if (!isOutside) left += trialGradient.values[j] * p[j];
    }
    return { t, value: Number.isNaN(found) ? Number.POSITIVE_INFINITY : found, slope: left };
  }

  /** gᵀ(x(t) − x) at the latest trial. */
  function promised(): number {
    let sum = 0;
    for (let j = 0; j < p.length; j++) sum += gradient.values[j] * (trialX.values[j] - x.values[j]);
    return sum;
  }

  function accept(trial: Trial): LineResult {
    x.copy(trialX);
    gradient.copy(trialGradient);
    return { stepSize: trial.t, value: trial.value };
  }

  let low: Trial = { t: 0, value, slope };
  let high: Trial | undefined;
  let t = initialStep;
  for (let count = 0; count < MAX_TRIALS; count++) {
    const trial = yield* evaluate(t);
    const decrease = promised();
    // Where values differ by rounding only, the slope decides; so it does where x hasn't moved at all.
    const isFlat = Math.abs(trial.value - value) <= noise;
    const fell = isFlat
      ? trial.slope <= -CURVATURE * slope
      : trial.value <= value + SUFFICIENT_DECREASE * decrease;
    if (!(decrease <= 0 && fell)) high = trial;
    else if (trial.slope < CURVATURE * slope) low = trial;
    else return accept(trial);
    t = high ? between(low, high) : beyond(low);
  }
  const hasFallen = low.value < value - noise;
  if (!high) return hasFallen ? accept(yield* evaluate(low.t)) : { failure: "line-search-failed" };
  const valueAt = function* (step: number): Part<number> {
    return (yield* evaluate(step)).value;
  };
  // Rounding makes F fall a little even against a wrong gradient.
  const failure = yield* diagnose({ value, slope, noise, initialStep, blur: blur(x, gradient), valueAt });
  if (!hasFallen || failure === "gradient-mismatch") return { failure };
  return accept(yield* evaluate(low.t));
}

function beyond({ t }: Trial): number {
  return 4 * t;
}

/** The minimum of the parabola through both ends with the lower one's slope, away from them. */
function between(low: Trial, high: Trial): number {
  const width = high.t - low.t;
  const excess = high.value - low.value - low.slope * width;
  const fraction = (-low.slope * width) / (2 * excess);
  return low.t + (Number.isFinite(fraction) ? Math.min(0.9, Math.max(0.1, fraction)) : 0.1) * width;
}
