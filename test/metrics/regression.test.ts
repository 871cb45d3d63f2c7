import { describe, expect, it } from "vitest";
import {
  meanAbsoluteError,
  meanSquaredError,
  r2Score,
  rootMeanSquaredError,
} from "../../src/metrics/index.ts";
import reference from "../reference/linear.json" with { type: "json" };
import { expectInputError } from "../support/errors.ts";

const metrics = { r2Score, meanSquaredError, rootMeanSquaredError, meanAbsoluteError };
const names = Object.keys(metrics) as (keyof typeof metrics)[];

describe.each(names)("%s", (name) => {
  const metric = metrics[name];

  it.each(reference.metrics)("as scikit-learn: $name", (data) => {
    const { yTrue, yPredicted, sampleWeight, expected, expectedWeighted } = data;
    expect(metric(yTrue, yPredicted)).toBeCloseTo(expected[name], 12);
    expect(metric(yTrue, yPredicted, { sampleWeight })).toBeCloseTo(expectedWeighted[name], 12);
    const typed = metric(Float64Array.from(yTrue), Float64Array.from(yPredicted));
    expect(typed).toBe(metric(yTrue, yPredicted));
  });

  it("refuses what is no number", async () => {
    const refused = (call: () => unknown, argument: string, problem: string) =>
      expectInputError(call, argument, problem);
    await refused(() => metric([], []), "yTrue", "no labels; expected at least one");
    await refused(() => metric(["a"] as never, [1]), "yTrue", '"a" at index 0; expected numbers');
    await refused(() => metric([1, 2], [1]), "yPredicted", "1 values; expected 2, as many as yTrue has");
    await refused(() => metric([1, 2], [1, NaN]), "yPredicted", "NaN at index 1; expected a finite number");
    await refused(() => metric([1], [1], { weight: [1] } as never), "options.weight", 'unknown option; expected "sampleWeight"'); // prettier-ignore
    await refused(() => metric([1], [1], { sampleWeight: [0] }), "options.sampleWeight", "all weights are 0; expected some above 0"); // prettier-ignore
  });
});

describe("r2Score", () => {
  it("of one row is undefined", () => {
    expect(r2Score([1], [1])).toBeNaN();
  });
});
