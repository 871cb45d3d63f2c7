import type { Sampled } from "../objectives/objective.ts";
import { log } from "../numerics/log.ts";
import { checkOptions, optionalFunction, wholeNumber } from "../options.ts";
import { CurvaturePairs } from "./curvature-pairs.ts";
import type { LineSearch } from "./line-search.ts";
import { pairsFirst } from "./pairs-first.ts";
import { Roughly } from "./roughly.ts";
import { SampleMetric, trusted } from "./sample-metric.ts";
import { enoughOf, FORGIVENESS, RESAMPLE, SHORT_STEP, withSample } from "./samples.ts";
import { type Multiplied, runByProducts } from "./sampled-products.ts";
import { newtonCholesky } from "./newton-cholesky.ts";
import { firstSample, gradientCost, isDear, isMultiplied, remakingCost } from "./sample-size.ts";
import { Iterate, later, type Part, type Solver, WAYPOINT } from "./solver.ts";
import type { State } from "./state.ts";
import { strongWolfe } from "./strong-wolfe.ts";

export interface SampledNewtonOptions {
  /** How many terms the metric is made of. Default: as many as pay, by `firstSample`. */
  sample?: number;
  /** How many curvature pairs are kept. Default 20. */
  history?: number;
  /** Default `strongWolfe()`. */
  lineSearch?: LineSearch;
}

/** The first samples have at least so many terms for each variable, so that they determine a step. */
const LEAST_DENSITY = 5;

/** Each sample before the last is so many times smaller than the next. */
const GROWTH = 2;

/** The most samples before the last: Newton's method takes about as many steps. */
const MOST_STAGES = 5;

/** The most steps on a sample. */
const MOST_SAMPLE_STEPS = 20;

/** A step on a sample by an old Hessian should leave no more than this part of the decrease that is to be had. */
const CHORD = 0.1;

/**
 * Where no more than this part of F is left, steps that leave so much of it, and so many times as much as they should, may do
 * so for what approximation takes; elsewhere those that leave next to all.
 */
const SMALL = 1e-6;
const SLOW = 0.2;
const SPREAD = 4;
const STALLED = 0.9;

/** Nothing is known of rates below. */
const LEAST_RATE = 0.01;

/**
 * Newton's method on samples that grow, then L-BFGS on all terms within the metric of the last sample:
 *
 *   x ← x − H_S⁻¹ g_S         for samples S, each twice as large as the one before
 *   x ← x + t p    p = −H g   H of L-BFGS (Nocedal & Wright 2006, algorithm 7.4) with H₀ = H_S⁻¹
 *
 * A sample of m terms is wrong by about M / 2m at its optimum, and in its metric F − F* falls by about m / M at each
 * step, however ill-conditioned the problem is. Where a sample misleads, or curvature has changed since, the metric is
 * made anew, of more terms, in the end of all and as often as that pays. A start that isn't 0 is somebody's knowledge: samples
 * make a metric there, and leave it where it is. Where samples are dear, curvature pairs alone come first (`pairsFirst`);
 * where the Hessian of all terms is singular in f64, Newton's method takes over, with its ridge. (Byrd, Chin, Neveitt & Nocedal, SIAM J. Optim. 21, 2011, have
 * sampled Hessians.)
 */
export function sampledNewton(options: SampledNewtonOptions = {}): Solver<Sampled> {
  checkOptions("sampledNewton", options, ["sample", "history", "lineSearch"]);
  const { sample: count, history = 20, lineSearch = strongWolfe() } = options;
  if (count !== undefined) wholeNumber("sampledNewton.sample", count, 1);
  wholeNumber("sampledNewton.history", history, 1);
  optionalFunction("sampledNewton.lineSearch", lineSearch);
  return {
    name: "sampled-newton",
    needs: ["hessian", "sample"],
    approaches: true,

    *run(objective, state) {
      const pays = objective.approximateProduct && isMultiplied(objective.size, objective.perTerm ?? 1);
      if (pays && !state.scalars.inMetric) {
        const ended = yield* runByProducts(objective as Multiplied, state, { count, history, lineSearch });
        if (ended !== "slow") return ended;
        // From where it is, in a metric instead.
        delete state.scalars.decrease;
        delete state.scalars.value;
        state.scalars.inMetric = 1;
        new CurvaturePairs(state, history).clear();
      }
      const at = state.scalars;
      if (at.isSingular) return yield* newtonCholesky().run(objective, state);
      const pass = gradientCost(objective);
      const { terms, passes } = firstSample(objective.terms, objective.size, objective.perTerm, pass);
      const x = state.vector("x");
      let isSeen = false; // x, value and gradient, by who runs it
      const expected = x.normMax() === 0 || "pairs.steps" in at ? passes : passes / 2; // a start may know half of it
      if ((objective.perTerm ?? 1) > 1) at.isExact = 1; // what is said of their roundings, 1.2e-7 F, is too little where scores are large
      const rough = new Roughly(objective, state);
      const isPlain = count === undefined && (objective.perTerm ?? 1) === 1;
      if (isPlain && isDear(expected) && !at.inMetric) {
        const ended = yield* pairsFirst(objective, rough, state, passes, { history, lineSearch });
        if (ended !== "slow") return ended;
        // From where it is, in a metric; from 0 by way of samples.
        isSeen = x.normMax() > 0;
        at.inMetric = 1;
        new CurvaturePairs(state, history).clear();
      }
      const gradient = state.vector("gradient");
      const before = state.vector("gradient-before");
      const direction = state.vector("direction");
      const metric = new SampleMetric(state);
      const pairs = new CurvaturePairs(state, history);
      at.stepSize ??= 0;
      at.ridge ??= 0;
      const isNew = !("decrease" in at);
      if (isNew) {
        const use = (sample: Sampled) =>
          x.normMax() === 0 ? approach(sample, state, metric, lineSearch) : metric.make(sample, x);
        if (!(yield* withSample(objective, count ?? terms, use))) {
          if (isSeen) return "not-finite";
          at.value = yield* later(objective.valueAndGradient(x, gradient));
          yield new Iterate(x, at.value, gradient, { stepSize: 0 });
          return "not-finite";
        }
      }
      if (isNew || at.value === undefined) {
        if (!isSeen) at.value = yield* later(rough.valueAndGradient(x, gradient));
        aim();
      }

      /** p = −H g, and by how much that should lower F. */
      function aim(): void {
        pairs.directionWithin(metric.solve, gradient, direction);
        at.decrease = -gradient.dot(direction) / 2;
      }

      function* search(initialStep: number) {
        return yield* lineSearch(rough, { x, value: at.value, gradient, direction, initialStep }, state);
      }

      /** What a step in a metric of so many terms leaves of the decrease, and what the next should leave. */
      const due = () => objective.size / at["metric.terms"];
      const left = () => (at["metric.age"] > 0 ? at["metric.rate"] : due());

      const predicted = () => (at["metric.forgotten"] ? Number.POSITIVE_INFINITY : trusted(objective, at));

      for (;;) {
        if (!rough.isExact) {
          const end = state.relativeDecrease * Math.abs(at.value);
          const { "metric.age": age, "metric.rate": rate } = at;
          const isSmall = at.decrease <= SMALL * Math.abs(at.value);
          const isSlow = age > 0 && rate > (isSmall ? Math.max(SLOW, SPREAD * due()) : STALLED);
          if (predicted() <= end || isSlow) {
            yield* rough.sharpen();
            if (isSlow) {
              // Neither the rate nor the pairs tell of more than approximation.
              pairs.clear();
              at["metric.age"] = 0;
              at["metric.rate"] = 0;
            }
            aim();
          } else if (at.decrease * left() <= end) rough.expectEnd();
        } else if (rough.isBeside && !rough.isEnd(predicted())) {
          yield* rough.sharpen();
          aim();
        }
        const { stepSize, value, ridge } = at;
        const predictedDecrease = predicted();
        const { isApproximate } = rough;
        if (!isSeen) {
          yield new Iterate(x, value, gradient, { stepSize, predictedDecrease, ridge, isApproximate });
        }
        isSeen = false;
        if (rough.isBeside) {
          yield* rough.sharpen();
          aim();
        }
        if (paysToRemake(objective, at, state.relativeDecrease, rough.isExact ? 1 : pass)) {
          const known = yield* withSample(objective, RESAMPLE * at["metric.terms"], (sample) =>
            metric.make(sample, x),
          );
          if (!known) return "not-finite";
          pairs.clear();
          aim();
        }
        if (at.ridge > 0 && at["metric.terms"] >= objective.terms) {
          if (isApproximate) yield* rough.sharpen();
          at.isSingular = 1;
          const run = newtonCholesky().run(objective, state);
          run.next(); // this iterate, once more
          return yield* run;
        }
        before.copy(gradient);
        const old = at.decrease;
        rough.finish(at.decrease, left());
        let step = yield* search(1);
        if ("failure" in step && isApproximate) {
          yield* rough.sharpen();
          aim();
          before.copy(gradient);
          step = yield* search(1);
        }
        if ("failure" in step && step.failure !== "precision-limit") {
          // Distrust the metric, and try once more along −g.
          pairs.clear();
          metric.forget();
          direction.copy(gradient);
          direction.scale(-1);
          step = yield* search(Math.min(1, 1 / gradient.norm2()));
        }
        if ("failure" in step) return step.failure;
        pairs.push(step.stepSize, direction, before, gradient);
        Object.assign(at, step);
        aim();
        at["metric.age"] += 1;
        at["metric.rate"] = Math.max(at.decrease / old, at["metric.rate"] * FORGIVENESS);
      }
    },
  };
}

/**
 * Whether a metric of four times as many terms, or of all at this x, would save more passes than it costs. In the old
 * one the decrease falls by the factor q a step; in the new one it should fall by 4 q.
 */
function paysToRemake(
  objective: Sampled,
  at: Readonly<Record<string, number>>,
  relativeDecrease: number,
  pass: number,
): boolean {
  const { terms, size } = objective;
  if (at["metric.forgotten"]) return true;
  if (at["metric.age"] === 0) return false;
  if (at.stepSize < SHORT_STEP) return true;
  const rate = Math.max(LEAST_RATE, -log(at["metric.rate"])); // log q
  // Where it is the gradient that is not small enough yet, some steps are left all the same.
  const left = Math.max(1, log(trusted(objective, at) / (relativeDecrease * Math.abs(at.value))));
  const saved = left / rate - left / (rate + log(RESAMPLE));
  return saved * pass > remakingCost(at["metric.terms"] / terms, size);
}

/**
 * Moves x from 0 to about the optimum of the sample, by way of samples of the sample, and leaves the metric there. Until
 * it is there x is 0, so that a run that is left on the way can start anew.
 */
function* approach(
  sample: Sampled,
  state: State,
  metric: SampleMetric,
  lineSearch: LineSearch,
): Part<boolean> {
  const x = state.vector("sample-x");
  x.values.fill(0);
  const gradient = state.vector("gradient");
  const direction = state.vector("direction");

  /** Newton's method, with a new Hessian where the last one's step didn't bring x much nearer. */
  function* minimise(terms: Sampled): Part<boolean> {
    let value = yield* later(terms.valueAndGradient(x, gradient));
    const enough = enoughOf(terms);
    let before = 0; // so that the first step has a Hessian of its own
    for (let k = 0; k < MOST_SAMPLE_STEPS; k++) {
      const decrease = k === 0 ? Number.POSITIVE_INFINITY : aim();
      if (decrease <= enough) return true;
      if (decrease > before * CHORD) {
        if (!(yield* metric.make(terms, x))) return false;
        before = aim();
        if (before <= enough) return true;
      } else before = decrease;
      yield WAYPOINT;
      const step = yield* lineSearch(terms, { x, value, gradient, direction, initialStep: 1 }, state);
      if ("failure" in step) return true;
      ({ value } = step);
    }
    return true;
  }

  /** p = −H⁻¹ g, and by how much that should lower F. */
  function aim(): number {
    direction.copy(gradient);
    direction.scale(-1);
    metric.solve(direction);
    return -direction.dot(gradient) / 2;
  }

  const least = (LEAST_DENSITY * sample.size) / (sample.perTerm ?? 1);
  const parts: number[] = []; // of the sample, the smallest last
  for (let part = GROWTH; parts.length < MOST_STAGES && sample.terms >= least * part; part *= GROWTH)
    parts.push(part);
  yield WAYPOINT;
  for (const part of parts.toReversed()) {
    if (!(yield* withSample(sample, Math.ceil(sample.terms / part), minimise))) return false;
  }
  if (!(yield* minimise(sample))) return false;
  state.vector("x").copy(x);
  return true;
}
