import { exp } from "../numerics/exp.ts";
import { log } from "../numerics/log.ts";
import { square } from "../numerics/square.ts";
import type { Sampled } from "../objectives/objective.ts";
import { limitedMemoryBfgs } from "./limited-memory-bfgs.ts";
import type { Roughly } from "./roughly.ts";
import type { LineSearch } from "./line-search.ts";
import { type Impasse, Iterate, type Part } from "./solver.ts";
import type { State } from "./state.ts";

/** Steps before they may be called slow, and over how many the rate is about a mean. */
const STEPS = 8;

/** Steps before the end may be near. */
const FEWEST = 3;

/** Of what F could fall by at the worst so much counts: where a run may leave 1e-11 F, that is 1e-9 F. */
const CERTAIN = 0.01;

/**
 * L-BFGS for as long as it should need no more passes from where it is than `passes`; then "slow". Its first steps tell:
 * on independent columns it is through in 12, on correlated ones after hundreds, which no size of the data does
 * (20000 × 1000: 14 passes, and 375 on AR(0.99) columns).
 *
 * The decrease D that its own model predicts is too little where that has not seen all of the curvature yet. As in the
 * metric of a sample, it counts as D / (1 − √ρ)² where it falls by the factor ρ a step; and what the penalty allows at most
 * has to be small as well.
 */
export function* pairsFirst(
  objective: Sampled,
  rough: Roughly,
  state: State,
  passes: number,
  options: { readonly history: number; readonly lineSearch: LineSearch },
): Part<Impasse | "slow"> {
  const at = state.scalars;
  at["pairs.steps"] ??= -1;
  at["pairs.rate"] ??= 0;
  let run = limitedMemoryBfgs(options).run(rough, state);
  let most = Number.POSITIVE_INFINITY;
  let { isApproximate } = rough; // at the latest iterate
  for (let step = run.next(); ;) {
    if (step.done && isApproximate) {
      isApproximate = false;
      yield* sharpened();
      step = run.next(); // from the iterate that was shown last
      continue;
    }
    // A metric may find a way down.
    if (step.done) return step.value === "precision-limit" && Number.isFinite(most) ? step.value : "slow";
    const { value } = step;
    if (value instanceof Iterate) {
      const { x, gradient, details } = value;
      ({ isApproximate } = rough);
      follow(details.predictedDecrease!);
      most = objective.mostDecrease?.(value.value, gradient!) ?? Number.POSITIVE_INFINITY;
      const predictedDecrease = Math.max(byModel(), CERTAIN * most);
      // Where nothing is certain they only lead to where a metric is to be made.
      const left = nats(Number.isFinite(most) ? predictedDecrease : byModel(), value.value);
      if (!rough.isExact) {
        if (left <= 0) {
          step = yield* sharpened();
          continue;
        }
        if (left <= at["pairs.rate"] && Number.isFinite(most)) rough.expectEnd();
      }
      yield new Iterate(x, value.value, gradient, { ...details, predictedDecrease, isApproximate });
      const isThere = left <= 0 && !Number.isFinite(most);
      if (isThere || (at["pairs.steps"] >= STEPS && !(left <= passes * at["pairs.rate"]))) return "slow";
      step = run.next();
    } else step = run.next(yield value);
  }

  /** The iterate once more, without approximation. */
  function* sharpened() {
    yield* rough.sharpen();
    run = limitedMemoryBfgs(options).run(rough, state);
    const again = run.next();
    at["pairs.decrease"] = (again.value as Iterate).details.predictedDecrease!;
    return again;
  }

  /** How the predicted decrease D falls: by the factor ρ = exp(−rate) a step. */
  function follow(decrease: number): void {
    if (decrease === at["pairs.decrease"]) return; // a run that goes on shows the iterate where it ended once more
    const before = at["pairs.decrease"];
    at["pairs.decrease"] = decrease;
    at["pairs.steps"] += 1;
    const steps = at["pairs.steps"];
    if (steps > 0) at["pairs.rate"] += (log(before / decrease) - at["pairs.rate"]) / Math.min(steps, STEPS);
  }

  /** D / (1 − √ρ)² */
  function byModel(): number {
    const { "pairs.decrease": decrease, "pairs.rate": rate, "pairs.steps": steps } = at;
    if (steps < FEWEST) return decrease && Number.POSITIVE_INFINITY;
    return decrease && decrease / square(Math.max(0, 1 - exp(-rate / 2)));
  }

  /** By how much of that a run must still lower the logarithm. */
  function nats(decrease: number, value: number): number {
    return log(decrease / (state.relativeDecrease * Math.abs(value)));
  }
}
