import { LinearRegression, PolynomialFeatures, StandardScaler } from "logit-wasm";
import { rootMeanSquaredError } from "logit-wasm/metrics";
import { readHouses } from "./houses.ts";
import { field, heading, keyed } from "./section.ts";
import { splitIndices } from "./split.ts";
import { paint } from "./terminal.ts";

const COLUMN = "Year_Built";
const FITTED = 60;
const SEED = 3;
const DEGREES = [1, 2, 3, 4, 6, 8, 10, 12];
const BAR = 20;

/** Polynomials of one column: the error on rows that were fitted falls for ever, that on others doesn't. */
export async function polynomials(): Promise<string> {
  const { names, rows, prices } = readHouses();
  const column = names.indexOf(COLUMN);
  const { train, test } = splitIndices(rows.length, rows.length - FITTED, SEED);
  const part = (indices: readonly number[]) => ({
    X: indices.map((i) => [rows[i][column]]),
    y: indices.map((i) => prices[i]),
  });
  const fitted = part(train);
  const tested = part(test);
  const scaler = new StandardScaler().fit(fitted.X);

  const results = [];
  for (const degree of DEGREES) {
    const features = new PolynomialFeatures({ degree, includeBias: false });
    const model = new LinearRegression();
    await model.fit(features.fitTransform(scaler.transform(fitted.X)), fitted.y);
    const error = ({ X, y }: typeof fitted) =>
      rootMeanSquaredError(y, model.predict(features.transform(scaler.transform(X))));
    results.push({ degree, solver: model.solver, train: error(fitted), test: error(tested) });
  }
  const best = results.reduce((least, result) => (result.test < least.test ? result : least));
  const most = Math.min(3 * best.test, Math.max(...results.map((result) => result.test)));
  return [
    ...heading("Ames: price by year, in polynomials"),
    ...field("data", `${FITTED} houses to fit, ${tested.y.length} to test; ${COLUMN} alone, seed ${SEED}`),
    ...field("error", "RMSE in thousands of dollars, of rows that were fitted and of others"),
    "",
    keyed("", paint("dim", "degree   solver      fitted    others")),
    ...results.map((result) => {
      const numbers = [result.train, result.test].map((value) => shown(value).padStart(10)).join("");
      const bar = "█".repeat(Math.round((BAR * Math.min(most, result.test)) / most));
      const line = `${String(result.degree).padStart(6)}   ${String(result.solver).padEnd(8)}${numbers}  `;
      return keyed("", line + paint(result === best ? "green" : "yellow", bar));
    }),
    "",
    ...field(
      "",
      `Best on other houses: degree ${best.degree}. Beyond, the polynomial learns its ${FITTED} houses by heart.`,
    ),
  ].join("\n");
}

function shown(value: number): string {
  return value < 1e5 ? value.toFixed(1) : value.toExponential(1);
}
