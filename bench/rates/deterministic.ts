/** Rates of methods that see all of F at every step, each beside what the theory says of it. */
import { bfgs, gradientDescent, momentum, nesterov, newton } from "../../src/optimize/index.ts";
import { linearRate, measure, quadraticConstants, ratios, stepsTo } from "./measure.ts";
import { type Known, scaledQuadratic } from "./problems.ts";

/** A linear rate: the factor of the error from one step to the next. */
export interface LinearRate {
  readonly measured: number;
  readonly theory: number;
  /** How far −ln(measured) is from −ln(theory), as a part of it. */
  readonly deviation: number;
}

function beside(theory: number, measured: number): LinearRate {
  return { measured, theory, deviation: Math.log(measured) / Math.log(theory) - 1 };
}

/** Newton: eₙ₊₁ / eₙ² is bounded, by ‖H⁻¹‖ times half the Hessian's Lipschitz constant (Nocedal & Wright, theorem 3.5). */
export function newtonConstants(problem: Known): { constants: number[]; distances: readonly number[] } {
  const { distances } = measure(problem, newton(), { tol: 1e-13, maxIter: 100 });
  return { constants: quadraticConstants(distances, 0.5, 1e-11), distances };
}

/**
 * Gradient descent at the best fixed step, t = 2 / (L + μ): every component of the error is multiplied by
 * 1 − t λ, at most (κ − 1) / (κ + 1) in size.
 */
export function gradientDescentRate(problem: Known): LinearRate {
  const { L, mu, start, optimum } = problem;
  const kappa = L / mu;
  const theory = (kappa - 1) / (kappa + 1);
  const maxIter = Math.ceil(Math.log(1e-5) / Math.log(theory));
  const { distances } = measure(problem, gradientDescent({ learningRate: 2 / (L + mu) }), { maxIter });
  const first = Math.hypot(...start.map((x, j) => x - optimum[j]));
  return beside(theory, linearRate(distances, first * 1e-2, first * 1e-5));
}

/**
 * The heavy ball at its best on a quadratic (Polyak 1964): √μ* = rate = (√κ − 1) / (√κ + 1), η = 4 / (√L + √μ)².
 * There the error goes like n rateⁿ, so that a measured rate comes near from above.
 */
export function bestMomentum({ L, mu }: Known) {
  const root = Math.sqrt(L / mu);
  const rate = (root - 1) / (root + 1);
  return { rate, options: { learningRate: 4 / (Math.sqrt(L) + Math.sqrt(mu)) ** 2, momentum: rate ** 2 } };
}

/**
 * Nesterov's at its best on a quadratic (Lessard, Recht & Packard 2016, proposition 1): η = 4 / (3L + μ),
 * momentum (√(3κ + 1) − 2) / (√(3κ + 1) + 2), rate = 1 − 2 / √(3κ + 1).
 */
export function bestNesterov({ L, mu }: Known) {
  const root = Math.sqrt((3 * L) / mu + 1);
  return {
    rate: 1 - 2 / root,
    options: { learningRate: 4 / (3 * L + mu), momentum: (root - 2) / (root + 2) },
  };
}

/** Steps to a millionth of the error, and the late rate, on a quadratic of that condition. */
export function onQuadratic(kappa: number) {
  const problem = scaledQuadratic(kappa);
  const heavy = bestMomentum(problem);
  const nesterovs = bestNesterov(problem);
  const first = Math.hypot(...problem.start.map((x, j) => x - problem.optimum[j]));
  const run = (method: Parameters<typeof measure>[1], theory: number) => {
    const maxIter = Math.ceil((Math.log(1e-9) / Math.log(theory)) * 1.5);
    const { distances } = measure(problem, method, { maxIter });
    const late = linearRate(distances, first * 1e-4, first * 1e-9);
    return { steps: stepsTo(distances, first * 1e-6)!, ...beside(theory, late) };
  };
  return {
    gradientDescent: run(
      gradientDescent({ learningRate: 2 / (problem.L + problem.mu) }),
      (kappa - 1) / (kappa + 1),
    ),
    momentum: run(momentum(heavy.options), heavy.rate),
    nesterov: run(nesterov(nesterovs.options), nesterovs.rate),
  };
}

/** BFGS: eₙ₊₁ / eₙ goes to 0 (Nocedal & Wright 2006, theorem 6.6). The ratios above the rounding floor. */
export function bfgsRatios(problem: Known, floor = 1e-10): number[] {
  const { distances } = measure(problem, bfgs(), { tol: 1e-13, maxIter: 500 });
  const end = distances.findIndex((distance) => distance < floor);
  return ratios(distances.slice(0, end < 0 ? undefined : end + 1));
}
