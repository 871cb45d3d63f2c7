/** The methods that are compared on the data, each at steps that the theory recommends. */
import {
  adam,
  bfgs,
  gradientDescent,
  lbfgs,
  miniBatch,
  momentum,
  nesterov,
  newton,
  newtonCG,
  saga,
} from "../../src/optimize/index.ts";
import { bestMomentum, bestNesterov } from "./deterministic.ts";
import type { AnyMethod } from "./measure.ts";
import type { KnownLogistic } from "./problems.ts";
import { robbinsMonro } from "./stochastic.ts";

export interface Entry {
  readonly name: string;
  readonly method: AnyMethod;
  readonly maxIter: number;
  /** How the steps to ε should grow with it. */
  readonly growth: "log log 1/ε" | "superlinear" | "log 1/ε" | "1/ε" | "noise floor";
}

export function onLogistic(problem: KnownLogistic): Entry[] {
  const { everywhere, mu, most } = problem;
  // the curvature anywhere, not at the optimum: the run begins where it is larger
  const bounds = { ...problem, L: everywhere };
  const sgd = gradientDescent({ learningRate: robbinsMonro(1 / mu, most / mu) });
  return [
    { name: "newton", method: newton(), maxIter: 50, growth: "log log 1/ε" },
    { name: "newtonCG", method: newtonCG(), maxIter: 100, growth: "log log 1/ε" },
    { name: "bfgs", method: bfgs(), maxIter: 300, growth: "superlinear" },
    { name: "lbfgs", method: lbfgs(), maxIter: 500, growth: "log 1/ε" },
    { name: "momentum", method: momentum(bestMomentum(bounds).options), maxIter: 4000, growth: "log 1/ε" },
    {
      name: "nesterov",
      method: nesterov({ ...bestNesterov(bounds).options, form: "transformed" }),
      maxIter: 4000,
      growth: "log 1/ε",
    },
    {
      name: "gradient descent",
      method: gradientDescent({ learningRate: 2 / (everywhere + mu) }),
      maxIter: 60_000,
      growth: "log 1/ε",
    },
    { name: "saga, epochs", method: saga({ batchSize: 1 }), maxIter: 8000, growth: "log 1/ε" },
    {
      name: "adam, epochs",
      method: miniBatch(adam({ learningRate: 0.01 }), { batchSize: 32, seed: 1 }),
      maxIter: 300,
      growth: "noise floor", // at a constant rate it stops coming closer
    },
    {
      name: "sgd c/n, epochs",
      method: miniBatch(sgd, { batchSize: 1, sampling: "replacement", seed: 1 }),
      maxIter: 1758, // of 569 updates each: a million
      growth: "1/ε",
    },
  ];
}
