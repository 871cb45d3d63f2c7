import { LinearRegression, PolynomialFeatures } from "logit-wasm";
import { rootMeanSquaredError } from "logit-wasm/metrics";
import type { Values } from "../../params/schema.ts";
import type { Job } from "../../worker/protocol.ts";
import { type Rows, truth } from "./draw.ts";
import { split, type Split } from "./rows.ts";
import { MOST_DEGREES, type schema } from "./schema.ts";

/** Root mean squared errors of the fit of a degree. */
export interface Errors {
  readonly degree: number;
  readonly train: number;
  readonly test: number;
}

/** A polynomial of the chosen degree. */
export interface Fit {
  readonly coef: readonly number[];
  readonly intercept: number;
  /** How many of its columns are independent of one another in the training rows. */
  readonly rank: number;
  /** The largest coefficient without its sign, the intercept apart. */
  readonly largest: number;
}

export interface Result extends Split {
  readonly fit: Fit;
  /** Values minus fitted values. */
  readonly residuals: { readonly train: Float64Array; readonly test: Float64Array };
  readonly errors: readonly Errors[];
  /** The degree with the lowest error on new rows. */
  readonly best: Errors;
  /** The inputs at which curves are drawn. */
  readonly x: readonly number[];
  readonly curve: Float64Array;
  readonly truth: readonly number[] | undefined;
  /** The curves of as many rows of other seeds. */
  readonly others: readonly Float64Array[];
}

/** Where curves are drawn: every 120th part of the way from −1 to 1. */
const PLACES = Array.from({ length: 241 }, (_, i) => -1 + i / 120);

export async function compute(values: Values<typeof schema>, { signal }: Job<Result>): Promise<Result> {
  const { train, test } = split(values, values.seed);
  const errors: Errors[] = [];
  for (let degree = 1; degree <= MOST_DEGREES; degree++) {
    const of = await fit(train, degree, values);
    signal.throwIfAborted();
    errors.push({
      degree,
      train: rootMeanSquaredError(train.y, of.predict(train.x)),
      test: rootMeanSquaredError(test.y, of.predict(test.x)),
    });
  }
  const chosen = await fit(train, values.degree, values);
  const others: Float64Array[] = [];
  for (let k = 1; k <= values.others; k++) {
    const other = await fit(split(values, values.seed + k).train, values.degree, values);
    signal.throwIfAborted();
    others.push(other.predict(PLACES));
  }
  return {
    train,
    test,
    fit: chosen.fit,
    residuals: { train: residuals(train, chosen), test: residuals(test, chosen) },
    errors,
    best: errors.reduce((best, other) => (other.test < best.test ? other : best)),
    x: PLACES,
    curve: chosen.predict(PLACES),
    truth: values.data === "curve" ? PLACES.map(truth) : undefined,
    others,
  };
}

interface Polynomial {
  readonly fit: Fit;
  predict(x: readonly number[]): Float64Array;
}

/** The polynomial with the least squared error, with or without a penalty: linear regression on x, x², x³, ... */
async function fit(
  { x, y }: Rows,
  degree: number,
  { ridge, alpha }: Values<typeof schema>,
): Promise<Polynomial> {
  const powers = new PolynomialFeatures({ degree, includeBias: false });
  const model = new LinearRegression({ alpha: ridge ? alpha : 0, onWarning: () => {} });
  await model.fit(powers.fitTransform(x.map((at) => [at])), y);
  const { coef, intercept, rank = degree } = model;
  return {
    fit: {
      coef: Array.from(coef),
      intercept,
      rank,
      largest: coef.reduce((most, c) => Math.max(most, Math.abs(c)), 0),
    },
    predict: (at) => model.predict(powers.transform(at.map((place) => [place]))),
  };
}

function residuals({ x, y }: Rows, { predict }: Polynomial): Float64Array {
  return predict(x).map((fitted, i) => (y[i] ?? 0) - fitted);
}
