/** Rates of methods that see one term, or a few, at a time. */
import {
  adagrad,
  gradientDescent,
  inverseTimeDecay,
  miniBatch,
  saga,
  type UserFiniteSum,
} from "../../src/optimize/index.ts";
import { parabolas } from "../../test/support/finite-sums.ts";
import { doublings, exponent, linearRate, meanOf, measure } from "./measure.ts";
import type { Known } from "./problems.ts";

/**
 * Steps c / (n₀ + n) for n = 0, 1, ...: c > 1 / (2μ) is what 1/n needs (Nemirovski et al. 2009), n₀ keeps the first
 * from overshooting. In the package's form that is (c / n₀) / (1 + n / n₀).
 */
export function robbinsMonro(c: number, n0: number) {
  return inverseTimeDecay({ initial: c / n0, rate: 1 / n0 });
}

export interface SgdRate {
  readonly updates: readonly number[];
  /** F − F*, the mean over the seeds. */
  readonly gaps: readonly number[];
  /** p of F − F* ≈ n^p, on the later half. */
  readonly exponent: number;
}

/** SGD, one term at a time, at steps c / n with c = 1 / μ: theory says n⁻¹ for draws with replacement, n⁻² for shuffles. */
export function sgdRate(
  problem: Known<UserFiniteSum> & { most: number },
  sampling: "replacement" | "shuffle",
  { epochs = 256, seeds = 16 } = {},
): SgdRate {
  const { mu, most, objective } = problem;
  const rule = gradientDescent({ learningRate: robbinsMonro(1 / mu, most / mu) });
  const at = doublings(1, epochs);
  const runs = Array.from({ length: seeds }, (_, seed) => {
    const { gaps } = measure(problem, miniBatch(rule, { batchSize: 1, sampling, seed, epochs }));
    return at.map((epoch) => gaps[epoch]);
  });
  const gaps = meanOf(runs);
  const updates = at.map((epoch) => epoch * objective.terms);
  const half = Math.floor(at.length / 2);
  return { updates, gaps, exponent: exponent(updates.slice(half), gaps.slice(half)) };
}

/**
 * SAGA at η = 1 / (3L), L the most curved term's, over m terms: E‖x − x*‖² falls by 1 − min(1 / (4m), μ / (3L)) an
 * update, or faster (Defazio, Bach & Lacoste-Julien 2014, corollary 1). Rates are those of an epoch of m updates.
 */
export function sagaRate(problem: Known<UserFiniteSum> & { most: number }) {
  const { mu, most, objective } = problem;
  const m = objective.terms;
  const method = saga({ batchSize: 1, learningRate: 1 / (3 * most), seed: 1, epochs: 200 });
  const { distances } = measure(problem, method);
  const squares = distances.map((distance) => distance ** 2);
  const bound = (1 - Math.min(1 / (4 * m), mu / (3 * most))) ** m;
  return { squares, bound, measured: linearRate(squares, squares[0], 1e-24 * squares[0]) };
}

/**
 * AdaGrad's effective step η / (√c + ε), seen from outside as |Δx / g|, at one parameter under gradients that never
 * cease: c = Σ g² grows like n, so that the step falls like n^−½ without end.
 */
export function adagradSteps(updates = 2 ** 17) {
  const terms = 64;
  const sum = parabolas(Array.from({ length: terms }, (_, i) => Math.cos(1 + i)));
  const steps: number[] = [];
  let before: { x: number; g: number } | undefined;
  const watched: UserFiniteSum = {
    terms,
    value: (x, rows) => (rows ? 0 : sum.value(x)), // a batch's loss is of no interest here
    gradient(x, into, rows) {
      sum.gradient(x, into, rows);
      if (!rows) return;
      if (before) steps.push(Math.abs((x[0] - before.x) / before.g));
      before = { x: x[0], g: into[0] };
    },
  };
  const problem = {
    objective: watched,
    start: Float64Array.of(3),
    optimum: sum.minimum.x,
    least: 0,
    L: 1,
    mu: 1,
  };
  const method = miniBatch(adagrad({ learningRate: 0.5 }), {
    batchSize: 1,
    sampling: "replacement",
    epochs: updates / terms,
  });
  const { distances } = measure(problem, method);
  const at = doublings(8, steps.length);
  const values = at.map((n) => steps[n - 1]);
  const half = Math.floor(at.length / 2);
  return {
    at,
    steps: values,
    exponent: exponent(at.slice(half), values.slice(half)),
    distance: distances.at(-1)!,
  };
}
