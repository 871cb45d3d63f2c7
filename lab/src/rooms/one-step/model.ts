import {
  adagrad,
  adam,
  adamw,
  type Checkpoint,
  gradientDescent,
  minimize,
  type MinimizeResult,
  momentum,
  nesterov,
  readCheckpoint,
  rmsprop,
  rprop,
  type RuleMethod,
} from "logit-wasm/optimize";
import type { Values } from "../../params/schema.ts";
import { problems } from "../../problems/index.ts";
import type { Job } from "../../worker/protocol.ts";
import { maps, pointOn } from "../../problems/maps.ts";
import type { Memory, Pair, Taken } from "./remembered.ts";
import type { schema } from "./schema.ts";
import { workOut, type Worked } from "./worked.ts";

export interface Step extends Taken {
  readonly worked: Worked;
}

export interface Result {
  /** The same for the same run, whichever of its steps is looked at. */
  readonly key: string;
  /** In order; none where the first one already explodes. */
  readonly steps: readonly Step[];
  readonly start: Pair;
  readonly status: MinimizeResult["status"];
}

/** After so many steps it is time to listen. */
const TURN = 50;

/** Runs the rule step by step, and reads after each what it remembers. */
export async function compute(values: Values<typeof schema>, { signal }: Job<Result>): Promise<Result> {
  const { ground, steps: length } = values;
  const { objective } = problems[ground];
  const start = pointOn(maps[ground], values.start, problems[ground].start);
  const method = ruleOf(values);
  const steps: Step[] = [];

  let result = minimize(objective, start, method, { maxIter: 0, tol: 0 });
  let before = stateOf(result.checkpoint);
  while (steps.length < length && result.status === "max-iterations") {
    const { x, value, checkpoint } = result;
    result = minimize(objective, [], method, { maxIter: steps.length + 1, tol: 0, checkpoint });
    if (result.status === "diverged" || result.status === "not-finite") break;
    const after = stateOf(result.checkpoint);
    const point = after["ahead"] ?? pair(x);
    const gradient = new Float64Array(2);
    objective.gradient(Float64Array.from(point), gradient);
    const taken: Taken = {
      number: steps.length + 1,
      x: pair(x),
      point,
      gradient: pair(gradient),
      before,
      after,
      next: pair(result.x),
      value,
      nextValue: result.value,
    };
    steps.push({ ...taken, worked: workOut(values, taken) });
    before = after;
    if (steps.length % TURN === 0) {
      await new Promise((turn) => setTimeout(turn)); // so that newer values can be heard of
      signal.throwIfAborted();
    }
  }
  return { key: JSON.stringify({ ...values, at: [] }), steps, start, status: result.status };
}

/** The vectors of a checkpoint, without the rule's name before theirs. */
function stateOf(checkpoint: Checkpoint): Memory {
  const { vectors } = readCheckpoint(checkpoint);
  return Object.fromEntries(
    Object.entries(vectors).map(([name, vector]) => [name.split(".").at(-1) ?? "", pair(vector)]),
  );
}

function pair([a = 0, b = 0]: Float64Array): Pair {
  return [a, b];
}

function ruleOf(values: Values<typeof schema>): RuleMethod {
  const { rule, rate: learningRate, epsilon, beta1, beta2, correction: biasCorrection } = values;
  switch (rule) {
    case "gradient-descent":
      return gradientDescent({ learningRate });
    case "momentum":
      return momentum({ learningRate, momentum: values.momentum });
    case "nesterov":
      return nesterov({ learningRate, momentum: values.momentum, form: values.form });
    case "adagrad":
      return adagrad({ learningRate, epsilon });
    case "rmsprop":
      return rmsprop({ learningRate, decay: values.decay, epsilon });
    case "adam":
      return adam({ learningRate, beta1, beta2, biasCorrection, epsilon });
    case "adamw":
      return adamw({ learningRate, beta1, beta2, biasCorrection, epsilon, weightDecay: values.weightDecay });
    case "rprop":
      return rprop({ learningRate, increase: values.increase, decrease: values.decrease });
  }
}
