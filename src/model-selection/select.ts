import type { Selection } from "./cv-options.ts";

/** Which l1Ratio and which C. */
export interface Choice {
  readonly r: number;
  readonly k: number;
}

/** `[fold][l1Ratio][C]` */
type Scores = readonly (readonly Float64Array[])[];

/** Over the folds: `[l1Ratio][C]`. */
export function meanOf(scores: Scores): Float64Array[] {
  return overFolds(scores, (values) => values.reduce((sum, value) => sum + value, 0) / values.length);
}

/** Of the means: sd / √folds, with folds − 1 degrees of freedom. NaN of one fold. */
export function standardErrorOf(scores: Scores): Float64Array[] {
  return overFolds(scores, (values) => {
    const { length } = values;
    const mean = values.reduce((sum, value) => sum + value, 0) / length;
    const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
    return Math.sqrt(squares / (length - 1) / length);
  });
}

function overFolds(scores: Scores, of: (values: readonly number[]) => number): Float64Array[] {
  return scores[0].map((path, r) => path.map((_, k) => of(scores.map((ofFold) => ofFold[r][k]))));
}

/** The first of the best means, in the order of Cs and then of ratios; or the least C of about as good a mean. */
export function choose(scores: Scores, Cs: Float64Array, selection: Selection): Choice {
  const means = meanOf(scores);
  let best: Choice = { r: 0, k: 0 };
  Cs.forEach((_, k) => {
    means.forEach((path, r) => {
      if (path[k] > means[best.r][best.k]) best = { r, k };
    });
  });
  if (selection === "best") return best;
  const { r } = best;
  const error = standardErrorOf(scores)[r][best.k];
  const least = means[r][best.k] - (Number.isNaN(error) ? 0 : error);
  let { k } = best;
  means[r].forEach((mean, other) => {
    if (mean >= least && Cs[other] < Cs[k]) k = other;
  });
  return { r, k };
}
