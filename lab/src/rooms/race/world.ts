import { Dataset } from "logit-wasm";
import {
  adagrad,
  adam,
  adamw,
  averaged,
  bfgs,
  type DatasetObjective,
  gradientDescent,
  lbfgs,
  lbfgsb,
  logisticObjective,
  minimize,
  type MinimizeOptions,
  type MinimizeResult,
  momentum,
  nesterov,
  newton,
  newtonCG,
  rmsprop,
  rprop,
  type RuleMethod,
} from "logit-wasm/optimize";
import { column } from "../../data/csv.ts";
import { heightRows } from "../../data/height-rows.ts";
import { heights } from "../../data/heights.ts";
import { problems } from "../../problems/index.ts";
import { withProduct } from "../../problems/with-product.ts";
import { type GroundName, isOfData } from "./grounds.ts";
import type { MethodName, RuleName } from "./methods.ts";

type Start = (options: MinimizeOptions) => MinimizeResult;

/** What is set of rules; each takes what it knows. */
export interface Knobs {
  readonly learningRate: number;
  /** μ */
  readonly momentum: number;
  /** After how many updates averaging begins. */
  readonly from: number;
}

/** What a race runs over. */
export interface World {
  value(x: ArrayLike<number>): number;
  gradient(x: ArrayLike<number>, into: Float64Array): void;
  /** The lowest cost there is. */
  readonly floor: number;
  /** The cost as a sum over rows of data, where it is one. */
  readonly sum?: DatasetObjective;
  /** How a method runs from a start on the whole cost, or undefined where it needs what the cost doesn't offer. */
  runner(method: WholeName, knobs: Knobs, start: readonly number[]): Start | undefined;
  dispose(): void;
}

/** Those that can take the cost as a whole. */
export type WholeName = Exclude<MethodName, "saga">;

export function worldOf(name: GroundName): World {
  return isOfData(name) ? dataWorld(name) : planeWorld(problems[name]);
}

function planeWorld({ objective, minima }: (typeof problems)["quadratic"]): World {
  const whole = withProduct(objective);
  return {
    value: (x) => objective.value(Float64Array.from(x)),
    gradient: (x, into) => objective.gradient(Float64Array.from(x), into),
    floor: objective.value(Float64Array.from(minima[0] ?? [])),
    runner: (method, knobs, start) => (options) =>
      method === "newton"
        ? minimize(whole, start, newton(), options)
        : minimize(whole, start, methodOf(method, knobs), options),
    dispose() {},
  };
}

function dataWorld(loss: "logistic" | "squared"): World {
  const dataset = Dataset.from(heightRows(column(heights, 0)), [...heights.labels]);
  const settings = { C: Infinity, equilibrate: false } as const;
  const dense = loss === "logistic" ? logisticObjective(dataset, settings) : undefined;
  const objective = dense ?? logisticObjective(dataset, { ...settings, loss: "squared" });
  return {
    value: (x) => objective.value(x),
    gradient: (x, into) => objective.gradient(x, into),
    floor: minimize(objective, [0, 0], lbfgs(), { tol: 1e-9 }).value,
    sum: objective,
    runner(method, knobs, start) {
      if (method !== "newton")
        return (options) => minimize(objective, start, methodOf(method, knobs), options);
      return dense && ((options) => minimize(dense, start, newton(), options));
    },
    dispose() {
      objective.dispose();
      dataset.dispose();
    },
  };
}

/** A method that needs no Hessian. */
function methodOf(name: Exclude<WholeName, "newton">, knobs: Knobs): ReturnType<typeof newtonCG> {
  switch (name) {
    case "line-search":
      return gradientDescent();
    case "newton-cg":
      return newtonCG();
    case "bfgs":
      return bfgs();
    case "lbfgs":
      return lbfgs();
    case "lbfgsb":
      return lbfgsb();
    default:
      return ruleOf(name, knobs);
  }
}

/** A rule. Nesterov's is in the form that asks for one gradient a step, as all others do. */
export function ruleOf(name: RuleName, { learningRate, momentum: mu, from }: Knobs): RuleMethod {
  switch (name) {
    case "gradient-descent":
      return gradientDescent({ learningRate });
    case "momentum":
      return momentum({ learningRate, momentum: mu });
    case "nesterov":
      return nesterov({ learningRate, momentum: mu, form: "transformed" });
    case "adagrad":
      return adagrad({ learningRate });
    case "rmsprop":
      return rmsprop({ learningRate });
    case "adam":
      return adam({ learningRate });
    case "adamw":
      return adamw({ learningRate });
    case "rprop":
      return rprop({ learningRate });
    case "averaged":
      return averaged(gradientDescent({ learningRate }), { from });
  }
}
