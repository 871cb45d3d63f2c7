import { LinearRegression, LogisticRegression } from "logit-wasm";
import { accuracy, confusionMatrix, precisionRecallF1 } from "logit-wasm/metrics";
import type { Fit } from "./fit.ts";
import { ORIGIN, type People } from "./people.ts";

/** How the decisions of a sigmoid at a threshold compare with the truth. "Man" is the positive class. */
export interface Decisions {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
  readonly accuracy: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** The inputs of the models. */
export function inputs({ height }: People): number[][] {
  return height.map((inches) => [inches - ORIGIN]);
}

/** The straight line through 0s and 1s with the least squared error. */
export async function fitLine(people: People): Promise<Fit> {
  const model = new LinearRegression();
  await model.fit(inputs(people), people.isMan, { sampleWeight: people.count });
  return { w: model.coef[0] ?? 0, b: model.intercept };
}

/** What the line says of each row. */
export function predictLine(people: People, { w, b }: Fit): Float64Array {
  return LinearRegression.fromJSON({ version: 1, coef: [w], intercept: b }).predict(inputs(people));
}

/** The sigmoid with the least cross-entropy. */
export async function fitSigmoid(people: People): Promise<Fit> {
  const model = new LogisticRegression({ C: Infinity, onWarning: () => {} });
  await model.fit(inputs(people), people.isMan, { sampleWeight: people.count });
  return { w: model.coef[0]?.[0] ?? 0, b: model.intercept[0] ?? 0 };
}

export function decide(people: People, { w, b }: Fit, threshold: number): Decisions {
  const model = LogisticRegression.fromJSON({ version: 1, classes: [0, 1], coef: [[w]], intercept: [b] });
  const said = model.predict(inputs(people), { threshold }) as number[];
  const options = { classes: [0, 1], sampleWeight: people.count };
  const { counts } = confusionMatrix(people.isMan, said, options);
  const [[trueNegatives = 0, falsePositives = 0] = [], [falseNegatives = 0, truePositives = 0] = []] = counts;
  return {
    truePositives,
    falsePositives,
    falseNegatives,
    trueNegatives,
    accuracy: accuracy(people.isMan, said, { sampleWeight: people.count }),
    ...precisionRecallF1(people.isMan, said, options),
  };
}
