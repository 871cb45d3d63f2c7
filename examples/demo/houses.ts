import { Dataset, LinearRegression } from "logit-wasm";
import { meanAbsoluteError, r2Score, rootMeanSquaredError } from "logit-wasm/metrics";
import {
  gradientDescent,
  lbfgs,
  minimize,
  type MinimizeResult,
  squaredErrorObjective,
} from "logit-wasm/optimize";
import { readRecords, toNumber } from "./csv.ts";
import { field, heading, keyed } from "./section.ts";
import { splitIndices } from "./split.ts";
import { paint } from "./terminal.ts";

const TARGET = "Sale_Price";
const TESTED = 730;
const SEED = 1;

export interface Houses {
  readonly names: readonly string[];
  readonly rows: readonly Float64Array[];
  /** In thousands of dollars. */
  readonly prices: readonly number[];
}

/** Yes and no as 1 and 0, prices in thousands. */
export function readHouses(): Houses {
  const records = readRecords(new URL("../data/ames.csv", import.meta.url));
  const names = Object.keys(records[0]).filter((name) => name !== TARGET);
  const cell = (text: string) => (text === "Y" ? 1 : text === "N" ? 0 : toNumber(text));
  return {
    names,
    rows: records.map((record) => Float64Array.from(names, (name) => cell(record[name]))),
    prices: records.map((record) => toNumber(record[TARGET]) / 1000),
  };
}

/** House prices: the closed form, and two ways downhill to the same place. */
export async function houses(): Promise<string> {
  const { names, rows, prices } = readHouses();
  const { train, test } = splitIndices(rows.length, TESTED, SEED);
  const of = <T>(values: readonly T[], indices: readonly number[]) => indices.map((i) => values[i]);
  using dataset = Dataset.from(of(rows, train), of(prices, train), { featureNames: names });

  const start = performance.now();
  const model = await new LinearRegression().fit(dataset);
  const milliseconds = performance.now() - start;

  using objective = squaredErrorObjective(dataset);
  const origin = new Float64Array(objective.size);
  const options = { tol: 1e-6, maxIter: 100_000 };
  const descents: [string, MinimizeResult][] = [
    ["gradient descent", minimize(objective, origin, gradientDescent(), options)],
    ["L-BFGS", minimize(objective, origin, lbfgs(), options)],
  ];

  const found = model.predict(of(rows, test));
  const truth = of(prices, test);
  const deviation = model.residualStandardError.toFixed(1);
  return [
    ...heading("Ames: what does a house cost?"),
    ...field("data", `${rows.length} rows × ${names.length} columns; prices in thousands of dollars`),
    ...field("split", `${train.length} rows to fit, ${test.length} to test; seed ${SEED}`),
    ...field("fit", `closed form: ${model.solver}, ${milliseconds.toFixed(1)} ms`),
    ...field("why", model.solverReason),
    ...descents.flatMap(([name, { x, status, iterations, seconds }], k) => {
      const off = largestGap(model, objective.coefficients(x));
      const effort = `${iterations} steps, ${(seconds * 1000).toFixed(1)} ms`;
      const ok = paint(status === "converged" ? "green" : "yellow", status);
      return field(k === 0 ? "downhill" : "", `${name}: ${ok}, ${effort}; coefficients within ${off}`);
    }),
    ...field(
      "test",
      `R² ${r2Score(truth, found).toFixed(3)}, RMSE ${rootMeanSquaredError(truth, found).toFixed(1)}, ` +
        `MAE ${meanAbsoluteError(truth, found).toFixed(1)}; residual standard error of the fit ${deviation}`,
    ),
    "",
    ...names.map((name, j) => {
      const cells = `${name.padEnd(16)}${model.coef[j].toPrecision(3).padStart(11)}`;
      return keyed(j === 0 ? "$1000 per" : "", cells);
    }),
  ].join("\n");
}

/** The largest difference of two models' coefficients, relative to the coefficient. */
function largestGap({ coef }: LinearRegression, other: { coef: Float64Array }): string {
  return Math.max(...coef.map((w, j) => Math.abs(other.coef[j] / w - 1))).toExponential(0);
}
