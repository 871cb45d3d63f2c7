import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  accuracy,
  brierScore,
  confusionMatrix,
  f1,
  logLoss,
  precision,
  recall,
  rocAuc,
} from "../../src/metrics/index.ts";

/** Few different scores make many ties. They are multiples of 1 / 64, so that 1 − p is exact. */
const row = fc.record({
  label: fc.boolean(),
  predicted: fc.boolean(),
  score: fc.integer({ min: 0, max: 64 }).map((k) => k / 64),
  weight: fc.integer({ min: 1, max: 3 }),
});

const ofBothClasses = [
  { label: true, predicted: true, score: 0.5, weight: 1 },
  { label: false, predicted: false, score: 0.25, weight: 2 },
];

/** Rows of two classes, both of which occur and are predicted. */
const twoClasses = fc.array(row, { maxLength: 40 }).map((some) => {
  const rows = some.concat(ofBothClasses);
  return {
    labels: rows.map(({ label }) => label),
    predicted: rows.map(({ predicted }) => predicted),
    scores: rows.map(({ score }) => score),
    sampleWeight: rows.map(({ weight }) => weight),
  };
});

const repeat = <T>(values: readonly T[], times: readonly number[]): T[] =>
  values.flatMap((value, i) => Array.from({ length: times[i] }, () => value));

describe("rocAuc", () => {
  it("is the same for scores in the same order", () => {
    fc.assert(
      fc.property(twoClasses, ({ labels, scores, sampleWeight }) => {
        const steps = [...new Set(scores)].toSorted((a, b) => a - b);
        const ranks = scores.map((score) => steps.indexOf(score) ** 3 - 1e6);
        expect(rocAuc(labels, ranks, { sampleWeight })).toBe(rocAuc(labels, scores, { sampleWeight }));
      }),
    );
  });

  it("of negated scores, or of the other class, is what is missing from 1", () => {
    fc.assert(
      fc.property(twoClasses, ({ labels, scores, sampleWeight }) => {
        const area = rocAuc(labels, scores, { sampleWeight });
        const negated = scores.map((score) => -score);
        expect(rocAuc(labels, negated, { sampleWeight })).toBeCloseTo(1 - area, 14);
        expect(rocAuc(labels, scores, { sampleWeight, positive: false })).toBeCloseTo(1 - area, 14);
      }),
    );
  });

  it("is the share of pairs that are in order", () => {
    fc.assert(
      fc.property(twoClasses, ({ labels, scores }) => {
        const positives = scores.filter((_, i) => labels[i]);
        const negatives = scores.filter((_, i) => !labels[i]);
        const wins = positives.flatMap((p) => negatives.map((q) => (p > q ? 1 : p === q ? 0.5 : 0)));
        const share = wins.reduce<number>((sum, win) => sum + win, 0) / wins.length;
        expect(rocAuc(labels, scores)).toBeCloseTo(share, 14);
      }),
    );
  });
});

describe("confusionMatrix", () => {
  it("holds accuracy, precision, recall and F1", () => {
    fc.assert(
      fc.property(twoClasses, ({ labels, predicted, sampleWeight }) => {
        const { classes, counts } = confusionMatrix(labels, predicted, { sampleWeight });
        const [[tn, fp], [fn, tp]] = counts;
        expect(classes).toEqual([false, true]);
        expect(accuracy(labels, predicted, { sampleWeight })).toBeCloseTo(
          (tn + tp) / (tn + fp + fn + tp),
          14,
        );
        expect(precision(labels, predicted, { sampleWeight })).toBeCloseTo(tp / (tp + fp), 14);
        expect(recall(labels, predicted, { sampleWeight })).toBeCloseTo(tp / (tp + fn), 14);
        expect(f1(labels, predicted, { sampleWeight })).toBeCloseTo((2 * tp) / (2 * tp + fp + fn), 14);
      }),
    );
  });
});

describe("a weight", () => {
  it("of k counts as a row k times", () => {
    fc.assert(
      fc.property(twoClasses, ({ labels, predicted, scores, sampleWeight }) => {
        const weighted = { sampleWeight };
        const [manyLabels, manyPredicted] = [labels, predicted].map((values) => repeat(values, sampleWeight));
        const manyScores = repeat(scores, sampleWeight);
        expect(confusionMatrix(labels, predicted, weighted)).toEqual(
          confusionMatrix(manyLabels, manyPredicted),
        );
        expect(accuracy(labels, predicted, weighted)).toBe(accuracy(manyLabels, manyPredicted));
        expect(f1(labels, predicted, weighted)).toBe(f1(manyLabels, manyPredicted));
        expect(rocAuc(labels, scores, weighted)).toBeCloseTo(rocAuc(manyLabels, manyScores), 14);
        expect(logLoss(labels, scores, weighted)).toBeCloseTo(logLoss(manyLabels, manyScores), 11);
        expect(brierScore(labels, scores, weighted)).toBeCloseTo(brierScore(manyLabels, manyScores), 13);
      }),
    );
  });

  it("of 0 counts as no row", () => {
    const sampleWeight = [1, 1, 0];
    const options = { sampleWeight };
    expect(rocAuc([0, 1, 1], [0.2, 0.7, 0.1], options)).toBe(1);
    expect(accuracy([0, 1, 1], [0, 1, 0], options)).toBe(1);
    expect(logLoss([0, 1, 1], [0.5, 0.5, 0], options)).toBeCloseTo(Math.LN2, 15);
    expect(confusionMatrix([0, 1, 1], [0, 1, 0], options).counts).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });
});

describe("logLoss and brierScore", () => {
  it("clip probabilities for the logarithm only", () => {
    expect(logLoss([0, 1], [0, 1])).toBe(-Math.log(1 - Number.EPSILON));
    expect(logLoss([0, 1], [1, 0])).toBe(-Math.log(Number.EPSILON));
    expect(brierScore([0, 1], [0, 1])).toBe(0);
    expect(brierScore([0, 1], [1, 0])).toBe(1);
  });

  it("take the probabilities of all classes, or of one of two", () => {
    fc.assert(
      fc.property(twoClasses, ({ labels, scores, sampleWeight }) => {
        const both = scores.flatMap((p) => [1 - p, p]);
        const matrix = { data: Float64Array.from(both), rows: scores.length, cols: 2 };
        const others = scores.map((p) => 1 - p);
        for (const metric of [logLoss, brierScore]) {
          const value = metric(labels, scores, { sampleWeight });
          expect(metric(labels, matrix, { sampleWeight })).toBe(value);
          expect(metric(labels, matrix, { sampleWeight, positive: false })).toBe(value);
          expect(metric(labels, others, { sampleWeight, positive: false })).toBe(value);
        }
      }),
    );
  });
});
