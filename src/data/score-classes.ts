import type { Label } from "./label.ts";
import type { LinearModel } from "./score-rows.ts";

/** A linear model of classes: one row of coefficients for two classes, else one for each. */
export interface ClassModel {
  readonly classes: readonly Label[];
  readonly coef: readonly Float64Array[];
  readonly intercept: Float64Array;
  readonly featureNames: readonly string[] | undefined;
}

/** The scores of every row of coefficients, n × K row-major, each as `score` has those of one. */
export function scoresOfClasses(
  { coef, intercept, featureNames }: ClassModel,
  score: (model: LinearModel) => Float64Array,
): Float64Array {
  const columns = coef.map((w, k) => score({ w, b: intercept[k]!, featureNames }));
  const { length } = columns;
  if (length === 1) return columns[0]!;
  const scores = new Float64Array(length * columns[0]!.length);
  columns.forEach((z, k) => {
    for (let i = 0; i < z.length; i++) scores[i * length + k] = z[i]!;
  });
  return scores;
}
