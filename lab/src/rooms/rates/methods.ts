import {
  bfgs,
  gradientDescent,
  inverseTimeDecay,
  lbfgs,
  miniBatch,
  momentum,
  nesterov,
  newton,
  saga,
  strongWolfe,
} from "logit-wasm/optimize";

/** What theory needs to know of a problem. */
export interface Curvatures {
  /** The largest curvature anywhere: what fixed steps must allow for. */
  readonly L: number;
  /** The least at the optimum. */
  readonly mu: number;
  /** The largest of any one term of a sum. */
  readonly most: number;
}

/** Each method at the steps that theory recommends. */
export function methodsFor({ L, mu, most }: Curvatures, seed: number) {
  const k = Math.sqrt(L / mu);
  const n = Math.sqrt((3 * L) / mu + 1);
  return {
    descent: () => gradientDescent({ learningRate: 2 / (L + mu) }),
    steepest: () => gradientDescent({ lineSearch: strongWolfe({ curvature: 0.001 }) }),
    // Polyak (1964): the best heavy ball on a quadratic
    momentum: () =>
      momentum({
        learningRate: (2 / (Math.sqrt(L) + Math.sqrt(mu))) * (2 / (Math.sqrt(L) + Math.sqrt(mu))),
        momentum: ((k - 1) / (k + 1)) * ((k - 1) / (k + 1)),
      }),
    // Lessard, Recht & Packard (2016), proposition 1
    nesterov: () =>
      nesterov({ learningRate: 4 / (3 * L + mu), momentum: (n - 2) / (n + 2), form: "transformed" }),
    bfgs: () => bfgs(),
    lbfgs: () => lbfgs(),
    newton: () => newton(),
    saga: () => saga({ batchSize: 1, seed }),
    // steps (1 / mu) / (n + most / mu), n = 0, 1, ...: Robbins and Monro's, which begin small enough
    sgd: () =>
      miniBatch(gradientDescent({ learningRate: inverseTimeDecay({ initial: 1 / most, rate: mu / most }) }), {
        batchSize: 1,
        sampling: "replacement",
        seed,
      }),
  };
}
