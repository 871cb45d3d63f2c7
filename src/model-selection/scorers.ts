import type { Label } from "../data/label.ts";
import type { RealArray } from "../data/real-array.ts";
import type { Matrix } from "../data/rows.ts";
import type { Labels } from "../data/target.ts";
import { InputError } from "../errors.ts";
import { accuracy } from "../metrics/accuracy.ts";
import { brierScore } from "../metrics/brier-score.ts";
import { logLoss } from "../metrics/log-loss.ts";
import { meanAbsoluteError } from "../metrics/mean-absolute-error.ts";
import { meanSquaredError } from "../metrics/mean-squared-error.ts";
import type { Average } from "../metrics/options.ts";
import { precisionRecallF1 } from "../metrics/precision-recall.ts";
import { r2Score } from "../metrics/r2-score.ts";
import { rocAuc } from "../metrics/roc-auc.ts";
import { rootMeanSquaredError } from "../metrics/root-mean-squared-error.ts";
import { topKAccuracy } from "../metrics/top-k-accuracy.ts";
import { describe } from "../options.ts";
import type { Scorer, Scoring, ScoringName } from "./scoring.ts";

/** What a metric is told of. */
interface Case {
  readonly y: Labels;
  readonly weighted: { readonly sampleWeight?: Float64Array };
  /** Of a classifier. */
  readonly classes: readonly Label[];
  readonly predicted: () => Labels;
  readonly probabilities: () => Matrix;
  readonly scores: () => Float64Array | Matrix;
}

type Metric = (given: Case) => number;

type Share = "precision" | "recall" | "f1";

const SCORERS: Record<ScoringName, Metric> = {
  accuracy: ({ y, predicted, weighted }) => accuracy(y, predicted(), weighted),
  negLogLoss: ({ y, probabilities, classes, weighted }) =>
    -logLoss(y, probabilities(), { classes, ...weighted }),
  negBrierScore: ({ y, probabilities, classes, weighted }) =>
    -brierScore(y, probabilities(), { classes, ...weighted }),
  rocAuc: ({ y, scores, classes, weighted }) => {
    refuseMany("rocAuc", "rocAucOvr", classes);
    return rocAuc(y, scores() as Float64Array, { classes, ...weighted });
  },
  rocAucOvr: areaOfEach("macro"),
  rocAucOvrWeighted: areaOfEach("weighted"),
  topKAccuracy: ({ y, probabilities, classes, weighted }) =>
    topKAccuracy(y, probabilities(), { classes, ...weighted }),
  precision: ofPositive("precision"),
  precisionMacro: averageOf("precision", "macro"),
  precisionMicro: averageOf("precision", "micro"),
  precisionWeighted: averageOf("precision", "weighted"),
  recall: ofPositive("recall"),
  recallMacro: averageOf("recall", "macro"),
  recallMicro: averageOf("recall", "micro"),
  recallWeighted: averageOf("recall", "weighted"),
  f1: ofPositive("f1"),
  f1Macro: averageOf("f1", "macro"),
  f1Micro: averageOf("f1", "micro"),
  f1Weighted: averageOf("f1", "weighted"),
  r2: ofNumbers("r2", r2Score, 1),
  negMeanSquaredError: ofNumbers("negMeanSquaredError", meanSquaredError, -1),
  negRootMeanSquaredError: ofNumbers("negRootMeanSquaredError", rootMeanSquaredError, -1),
  negMeanAbsoluteError: ofNumbers("negMeanAbsoluteError", meanAbsoluteError, -1),
};

/** The score as a function, whose answer is a number. */
export function scorerOf(scoring: Scoring): Scorer {
  const score = typeof scoring === "function" ? scoring : byName(scoring);
  return (...given) => {
    const value: unknown = score(...given);
    if (typeof value === "number" && !Number.isNaN(value)) return value;
    throw new InputError("options.scoring", `it returned ${describe(value)}; expected a number, at once`);
  };
}

function byName(name: ScoringName): Scorer {
  return (model, X, y, sampleWeight) =>
    SCORERS[name]({
      y,
      weighted: sampleWeight ? { sampleWeight } : {},
      get classes() {
        return model.classes ?? refuse(name, "classes");
      },
      predicted: () => model.predict(X) as Labels,
      probabilities: () => model.predictProba?.(X) ?? refuse(name, "probabilities"),
      scores: () => model.decisionFunction?.(X) ?? refuse(name, "scores of classes"),
    });
}

function refuse(name: ScoringName, what: string): never {
  throw new InputError(
    "options.scoring",
    `${describe(name)} of a model without ${what}; expected a score of numbers`,
  );
}

function refuseMany(name: ScoringName, instead: ScoringName, { length }: readonly Label[]): void {
  if (length <= 2) return;
  const found = `${describe(name)} of ${length} classes`;
  throw new InputError("options.scoring", `${found}; expected two, or ${describe(instead)}`);
}

function areaOfEach(average: "macro" | "weighted"): Metric {
  return ({ y, probabilities, classes, weighted }) =>
    rocAuc(y, probabilities(), { classes, average, ...weighted });
}

/** Of the second of two classes. */
function ofPositive(share: Share): Metric {
  return ({ y, predicted, classes, weighted }) => {
    refuseMany(share, `${share}Macro`, classes);
    return precisionRecallF1(y, predicted(), { classes, positive: classes[1], ...weighted })[share];
  };
}

function averageOf(share: Share, average: Average): Metric {
  return ({ y, predicted, classes, weighted }) =>
    precisionRecallF1(y, predicted(), { classes, average, ...weighted })[share];
}

/** Of a regression, or of classes that are numbers. */
function ofNumbers(
  name: ScoringName,
  metric: (yTrue: Labels<number>, predicted: RealArray, options: object) => number,
  sign: 1 | -1,
): Metric {
  return ({ y, predicted, weighted }) => {
    if (typeof y[0] !== "number") {
      const found = `${describe(name)} of labels like ${describe(y[0])}, which are no numbers`;
      throw new InputError("options.scoring", `${found}; expected a score of classes, such as "accuracy"`);
    }
    return sign * metric(y as Labels<number>, predicted() as Float64Array, weighted);
  };
}
