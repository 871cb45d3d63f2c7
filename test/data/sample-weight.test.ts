import { beforeAll, describe, expect, it } from "vitest";
import { Dataset, DatasetBuilder, LogisticRegression } from "../../src/index.ts";
import { matrix, overlapping, withHole } from "../support/data.ts";
import { Fitted } from "../support/fitted.ts";

const { X, y } = overlapping(40, 2);
const weights = y.map((_, i) => 0.5 + (i % 4));

let fitted: Fitted;
beforeAll(async () => {
  fitted = await Fitted.to();
});

const REAL = "expected an array, Float64Array or Float32Array";
const LEAST = "expected a finite number of at least 0";
const weightsWith = (index: number, weight: unknown) => Object.assign([...weights], { [index]: weight });

const refused: [string, unknown, string][] = [
  ["null", null, `null; ${REAL}`],
  ["a string", "1", `"1"; ${REAL}`],
  ["a number", 1, `1; ${REAL}`],
  ["integers in a typed array", new Int32Array(40).fill(1), `an Int32Array; ${REAL}`],
  ["BigInt in a typed array", new BigInt64Array(40), `a BigInt64Array; ${REAL}`],
  ["too few", weights.slice(1), "39 weights; expected 40, one for each row of X"],
  ["none", [], "0 weights; expected 40, one for each row of X"],
  ["a negative one", weightsWith(3, -1), `-1 at index 3; ${LEAST}`],
  ["a tiny negative one", weightsWith(3, -5e-324), `-5e-324 at index 3; ${LEAST}`],
  ["NaN", weightsWith(39, Number.NaN), `NaN at index 39; ${LEAST}`],
  ["NaN in a typed array", Float32Array.from(weightsWith(39, Number.NaN)), `NaN at index 39; ${LEAST}`],
  ["Infinity", weightsWith(0, Infinity), `Infinity at index 0; ${LEAST}`],
  ["a string for one", weightsWith(1, "2"), `"2" at index 1; ${LEAST}`],
  ["a BigInt for one", weightsWith(1, 2n), `2n at index 1; ${LEAST}`],
  ["a hole", withHole(weights, 9), `undefined at index 9; ${LEAST}`],
  ["all 0", weights.map(() => 0), "all weights are 0; expected some above 0"],
  ["all −0", weights.map(() => -0), "all weights are 0; expected some above 0"],
];

describe.each<[string, (sampleWeight: never) => unknown]>([
  ["fit", (sampleWeight) => fitted.model.fit(X, y, { sampleWeight })],
  ["Dataset.from", (sampleWeight) => Dataset.from(X, y, { sampleWeight, runtime: fitted.runtime })],
  [
    "DatasetBuilder.finish",
    (sampleWeight) => {
      using builder = new DatasetBuilder({ rows: 40, cols: 2, runtime: fitted.runtime });
      builder.append(X);
      builder.finish(y, { sampleWeight });
    },
  ],
])("%s refuses", (_entry, call) => {
  it.each(refused)("%s", (_, given, problem) =>
    fitted.refuses(() => call(given as never), "options.sampleWeight", problem),
  );
});

describe("fit refuses", () => {
  it.each([0, 1])("weights that are all 0 for class %d", async (label) => {
    const sampleWeight = y.map((other) => (other === label ? 0 : 1));
    const problem = `all weights of class ${label} are 0; expected some above 0 in each class`;
    const fit = () => fitted.model.fit(X, y, { sampleWeight });
    await fitted.refuses(fit, "options.sampleWeight", problem);
    using dataset = Dataset.from(X, y, { sampleWeight, runtime: fitted.runtime });
    await fitted.refuses(() => fitted.model.fit(dataset), "options.sampleWeight", problem);
  });

  it("weights in the Dataset and beside it", async () => {
    using dataset = Dataset.from(X, y, { sampleWeight: weights, runtime: fitted.runtime });
    await fitted.refuses(
      () => fitted.model.fit(dataset, { sampleWeight: weights }),
      "options.sampleWeight",
      "the Dataset has weights already; expected them in one place only",
    );
  });
});

describe("weights", () => {
  it.each<[string, number[] | Float64Array | Float32Array]>([
    ["an array", weights],
    ["a Float64Array", Float64Array.from(weights)],
    ["a Float32Array", Float32Array.from(weights)],
  ])("count the same in fit, in a Dataset and in a builder: %s", async (_, sampleWeight) => {
    const expected = await new LogisticRegression().fit(X, y, { sampleWeight: weights });
    expect(fitted.model.coef).not.toEqual(expected.coef);
    using dataset = Dataset.from(X, y, { sampleWeight });
    const builder = new DatasetBuilder({ rows: 40, cols: 2 });
    builder.append(matrix(X));
    using built = builder.finish(y, { sampleWeight });
    using plain = Dataset.from(X, y);
    const fits: ((model: LogisticRegression) => Promise<unknown>)[] = [
      (model) => model.fit(X, y, { sampleWeight }),
      (model) => model.fit(dataset),
      (model) => model.fit(dataset, {}),
      (model) => model.fit(built),
      (model) => model.fit(built, y),
      (model) => model.fit(plain, { sampleWeight }),
      (model) => model.fit(plain, y, { sampleWeight }),
    ];
    for (const fit of fits) {
      const model = new LogisticRegression();
      await fit(model);
      expect(model.coef).toEqual(expected.coef);
    }
  });
});
