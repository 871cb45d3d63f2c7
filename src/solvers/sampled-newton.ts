import type { Dense, Sample, Sampled } from "../objectives/objective.ts";
import { checkOptions, optionalFunction, wholeNumber } from "../options.ts";
import { SymmetricMatrix } from "../wasm/matrix.ts";
import { CurvaturePairs } from "./curvature-pairs.ts";
import { factorise, factoriseApproximately } from "./factorise.ts";
import type { LineSearch } from "./line-search.ts";
import { metricCost, sampleSize } from "./sample-size.ts";
import { Iterate, later, type Part, type Solver } from "./solver.ts";
import type { State } from "./state.ts";
import { strongWolfe } from "./strong-wolfe.ts";

export interface SampledNewtonOptions {
  /** How many terms the metric is made of. Default: as many as pay, by `sampleSize`. */
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

/** On a sample steps go on until they gain no more than this part of what the sample is wrong by. */
const SAMPLE_ACCURACY = 0.1;
const MOST_SAMPLE_STEPS = 20;

/** A step on a sample by an old Hessian should leave no more than this part of the decrease that is to be had. */
const CHORD = 0.1;

/** A metric that is not good enough makes way for one of so many times as many terms. */
const RESAMPLE = 4;

/** Steps so short tell that it isn't: a sample that knows the curvature makes steps of 1. */
const SHORT_STEP = 0.5;

/** The decrease at which runs end, relative to F, about. */
const END = 1e-11;

/**
 * Newton's method on samples that grow, then L-BFGS on all terms within the metric of the last sample:
 *
 *   x ← x − H_S⁻¹ g_S         for samples S, each twice as large as the one before
 *   x ← x + t p    p = −H g   H of L-BFGS (Nocedal & Wright 2006, algorithm 7.4) with H₀ = H_S⁻¹
 *
 * A sample of m terms is wrong by about M / 2m at its optimum, and in its metric F − F* falls by about m / M at each
 * step, however ill-conditioned the problem is. Where a sample misleads, steps are short at first, and after some
 * the metric is made anew, of more terms, in the end of all. A start that isn't 0 is somebody's knowledge: samples
 * make a metric there, and leave it where it is. (Byrd, Chin, Neveitt & Nocedal, SIAM J. Optim. 21, 2011, have
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

    *run(objective, state) {
      const x = state.vector("x");
      const gradient = state.vector("gradient");
      const before = state.vector("gradient-before");
      const direction = state.vector("direction");
      const metric = new Metric(state);
      const pairs = new CurvaturePairs(state, history, false);
      const at = state.scalars;
      at.stepSize ??= 0;
      at.ridge ??= 0;
      if (!metric.isKnown) {
        const terms = count ?? sampleSize(objective.terms, objective.size).terms;
        const isStart = x.normMax() === 0;
        if (
          !(yield* withSample(objective, terms, (sample) =>
            approach(sample, isStart, state, metric, lineSearch),
          ))
        )
          return "not-finite";
      }
      at.value ??= yield* later(objective.valueAndGradient(x, gradient));

      function* search(initialStep: number) {
        return yield* lineSearch(objective, { x, value: at.value, gradient, direction, initialStep }, state);
      }

      for (;;) {
        pairs.directionWithin(metric.solve, gradient, direction);
        const predictedDecrease = -gradient.dot(direction) / 2;
        const { stepSize, value, ridge } = at;
        yield new Iterate(x, value, gradient, { stepSize, predictedDecrease, ridge });
        at["metric.decrease"] ??= predictedDecrease;
        if (paysToResample(objective, at, predictedDecrease)) {
          const known = yield* withSample(objective, RESAMPLE * at["metric.terms"], (sample) =>
            metric.make(sample, x),
          );
          if (!known) return "not-finite";
          pairs.clear();
          pairs.directionWithin(metric.solve, gradient, direction);
          at["metric.decrease"] = -gradient.dot(direction) / 2;
        }
        before.copy(gradient);
        let step = yield* search(1);
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
        at["metric.age"] += 1;
        Object.assign(at, step);
      }
    },
  };
}

/**
 * Whether a metric of four times as many terms would save more passes than it costs. The decrease fell by the factor q a
 * step since the metric was made; in the new one it should fall by 4 q.
 */
function paysToResample(
  { terms, size }: Sampled,
  at: Readonly<Record<string, number>>,
  decrease: number,
): boolean {
  const age = at["metric.age"];
  if (at["metric.terms"] >= terms || age === 0) return false;
  if (at.stepSize < SHORT_STEP) return true;
  const rate = Math.max(0.05, Math.log(at["metric.decrease"] / decrease) / age); // log q
  const left = Math.log(decrease / (END * Math.abs(at.value)));
  const saved = left / rate - left / (rate + Math.log(RESAMPLE));
  return saved > metricCost(Math.min(1, (RESAMPLE * at["metric.terms"]) / terms), size);
}

/** Does something with a sample of about `count` terms: with the objective itself, where that is nearly all. */
function* withSample<T>(objective: Sampled, count: number, use: (sample: Sampled) => Part<T>): Part<T> {
  if (2 * count >= objective.terms) return yield* use(objective);
  const sample: Sample = objective.sample(count);
  try {
    return yield* use(sample);
  } finally {
    sample.dispose();
  }
}

/** Moves x to about the optimum of the sample, by way of samples of the sample, and leaves the metric there. */
function* approach(
  sample: Sampled,
  isStart: boolean,
  state: State,
  metric: Metric,
  lineSearch: LineSearch,
): Part<boolean> {
  const x = state.vector("x");
  if (!isStart) return yield* metric.make(sample, x);
  const gradient = state.vector("gradient");
  const direction = state.vector("direction");

  /** Newton's method, with a new Hessian where the last one's step didn't bring x much nearer. */
  function* minimise(terms: Sampled): Part<boolean> {
    let value = yield* later(terms.valueAndGradient(x, gradient));
    const enough = (SAMPLE_ACCURACY * terms.size) / (2 * terms.terms);
    let before = 0; // so that the first step has a Hessian of its own
    for (let k = 0; k < MOST_SAMPLE_STEPS; k++) {
      const decrease = k === 0 ? Number.POSITIVE_INFINITY : aim();
      if (decrease <= enough) return true;
      if (decrease > before * CHORD) {
        if (!(yield* metric.make(terms, x))) return false;
        before = aim();
        if (before <= enough) return true;
      } else before = decrease;
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

  const least = LEAST_DENSITY * sample.size;
  let stages = 0; // counted, since logarithms differ between runtimes
  while (stages < MOST_STAGES && sample.terms >= least * GROWTH ** (stages + 1)) stages += 1;
  for (let stage = stages; stage > 0; stage--) {
    const count = Math.ceil(sample.terms / GROWTH ** stage);
    if (!(yield* withSample(sample, count, minimise))) return false;
  }
  return yield* minimise(sample);
}

/** A Hessian's Cholesky factor, in a vector of the state so that it outlives a checkpoint. */
class Metric {
  readonly #factor: SymmetricMatrix;
  readonly #scalars: Record<string, number>;
  readonly #state: State;

  constructor(state: State) {
    const { size } = state;
    const { arena, pointer } = state.vector("metric", SymmetricMatrix.stride(size) ** 2);
    this.#factor = new SymmetricMatrix(arena, pointer, size);
    this.#scalars = state.scalars;
    this.#state = state;
  }

  get isKnown(): boolean {
    return "metric.terms" in this.#scalars;
  }

  /** Of the Hessian at x; false where that isn't finite. */
  *make(objective: Dense & { readonly terms: number }, x: Parameters<Dense["hessian"]>[0]): Part<boolean> {
    const hessian = this.#state.matrix("hessian");
    let ridge: number | undefined = 0;
    if (!(yield* factoriseApproximately(objective, x, hessian, this.#factor))) {
      yield* later(objective.hessian(x, hessian));
      ridge = factorise(hessian, this.#factor);
    }
    if (ridge === undefined) return false;
    delete this.#scalars["metric.decrease"];
    Object.assign(this.#scalars, { "metric.terms": objective.terms, "metric.age": 0, ridge });
    return true;
  }

  /** The identity. */
  forget(): void {
    const { values, size } = this.#factor;
    values.fill(0);
    for (let j = 0; j < size; j++) this.#factor.addDiagonal(j, 1);
    this.#scalars["metric.age"] = Number.MAX_SAFE_INTEGER; // the next step makes a new one
  }

  readonly solve = (q: Parameters<SymmetricMatrix["choleskySolve"]>[0]): void =>
    this.#factor.choleskySolve(q);
}
