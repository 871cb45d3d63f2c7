import type { RealArray } from "../data/real-array.ts";
import { InputError } from "../errors.ts";
import { checkOptions, describe } from "../options.ts";
import { readLabels } from "./labels.ts";
import { METRIC_OPTIONS, type MetricOptions } from "./options.ts";
import { readVector } from "./vector.ts";
import { readWeights } from "./weights.ts";

/** True and predicted numbers of the same rows, and the rows' weights. */
export interface Numbers {
  readonly truth: ArrayLike<number>;
  readonly predicted: RealArray;
  readonly weights: Float64Array;
}

export function readNumbers(yTrue: unknown, yPredicted: unknown, options: MetricOptions): Numbers {
  checkOptions("options", options, METRIC_OPTIONS);
  const target = readLabels("yTrue", yTrue);
  if (typeof target.values[0] !== "number") {
    throw new InputError("yTrue", `${describe(target.values[0])} at index 0; expected numbers`);
  }
  const predicted = readVector("yPredicted", yPredicted, target, Number.isFinite, "a finite number");
  return {
    truth: target.values as readonly number[] | Float64Array,
    predicted,
    weights: readWeights(options.sampleWeight, target),
  };
}
