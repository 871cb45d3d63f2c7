import { describe, expect, it } from "vitest";
import {
  accuracy,
  brierScore,
  confusionMatrix,
  type Label,
  logLoss,
  type Matrix,
  precisionRecallF1,
  rocAuc,
  topKAccuracy,
} from "../../src/metrics/index.ts";
import reference from "../reference/metrics.json" with { type: "json" };

/** Probabilities are of the positive class, or of all; precision, recall and F1 are of it, or of each in turn. */
interface Case<Probabilities, OfPositive> {
  name: string;
  classes: Label[];
  yTrue: Label[];
  yPredicted: Label[];
  probabilities: Probabilities;
  sampleWeight: number[];
  expected: Answers<OfPositive>;
  expectedWeighted: Answers<OfPositive>;
}

interface Answers<OfPositive> {
  logLoss: number;
  brierScore: number;
  accuracy: number;
  confusionMatrix: number[][];
  precision: OfPositive;
  recall: OfPositive;
  f1: OfPositive;
}

type Binary = Case<number[], number> & {
  positive: Label;
  expected: { rocAuc: number | null };
  expectedWeighted: { rocAuc: number | null };
};
type Multiclass = Case<number[][], number[]> & {
  expected: OfMany;
  expectedWeighted: OfMany;
};

interface OfMany {
  averages: Record<"macro" | "weighted" | "micro", Averages>;
  /** For k from 1 on. */
  topK: number[];
}

interface Averages {
  precision: number;
  recall: number;
  f1: number;
  rocAuc: number | null;
}

const binary: Binary[] = reference.binary;
const multiclass: Multiclass[] = reference.multiclass;

/** Each case twice: without weights, and with its own. */
function eachWeighting<One extends Binary | Multiclass>(cases: One[]) {
  return cases.flatMap((one) => [
    { name: one.name, one, expected: one.expected as One["expected"], weighting: {} },
    {
      name: `${one.name}, weights`,
      one,
      expected: one.expectedWeighted as One["expected"],
      weighting: { sampleWeight: one.sampleWeight },
    },
  ]);
}

/** Null where it is undefined, for want of rows of a class. */
function rocAucOrNull(...args: Parameters<typeof rocAuc>): number | null {
  try {
    return rocAuc(...args);
  } catch {
    return null;
  }
}

function toMatrix(rows: number[][]): Matrix {
  return { data: Float64Array.from(rows.flat()), rows: rows.length, cols: rows[0].length };
}

function expectCounts(found: number[][], expected: number[][]): void {
  expect(found.map((row) => row.length)).toEqual(expected.map((row) => row.length));
  found.flat().forEach((count, k) => expect(count).toBeCloseTo(expected.flat()[k], 12));
}

describe("scikit-learn's answers for two classes", () => {
  it.each(eachWeighting(binary))("$name", ({ one, expected, weighting }) => {
    const { classes, positive, yTrue, yPredicted, probabilities } = one;
    const options = { ...weighting, classes, positive };
    expect(logLoss(yTrue, probabilities, options)).toBeCloseTo(expected.logLoss, 13);
    expect(brierScore(yTrue, probabilities, options)).toBeCloseTo(expected.brierScore, 14);
    expect(accuracy(yTrue, yPredicted, weighting)).toBeCloseTo(expected.accuracy, 14);
    expectCounts(
      confusionMatrix(yTrue, yPredicted, { ...weighting, classes }).counts,
      expected.confusionMatrix,
    );
    const found = precisionRecallF1(yTrue, yPredicted, options);
    expect(found.precision).toBeCloseTo(expected.precision, 14);
    expect(found.recall).toBeCloseTo(expected.recall, 14);
    expect(found.f1).toBeCloseTo(expected.f1, 14);
    if (expected.rocAuc === null) {
      expect(() => rocAuc(yTrue, probabilities, options)).toThrow(/^yTrue: (no|only) rows of class /);
    } else {
      expect(rocAuc(yTrue, probabilities, options)).toBeCloseTo(expected.rocAuc, 14);
    }
  });
});

describe("an array of rows", () => {
  it("is what a matrix of them is", () => {
    const rows = [[0.6, 0.3, 0.1], [0.5, 0.4, 0.1], Float64Array.of(0.1, 0.2, 0.7), [0.2, 0.5, 0.3]]; // prettier-ignore
    const matrix = { data: Float64Array.from(rows.flatMap((row) => [...row])), rows: 4, cols: 3 };
    const y = ["a", "b", "c", "c"];
    expect(logLoss(y, rows)).toBe(logLoss(y, matrix));
    expect(brierScore(y, rows)).toBe(brierScore(y, matrix));
    expect(rocAuc(y, rows)).toBe(rocAuc(y, matrix));
    expect(topKAccuracy(y, rows)).toBe(topKAccuracy(y, matrix));
    expect(logLoss([0, 1], [[0.25, 0.75], [0.5, 0.5]])).toBe(logLoss([0, 1], [0.75, 0.5])); // prettier-ignore
  });
});

describe("scikit-learn's answers for more classes", () => {
  it.each(eachWeighting(multiclass))("$name", ({ one, expected, weighting }) => {
    const { classes, yTrue, yPredicted } = one;
    const probabilities = toMatrix(one.probabilities);
    const options = { ...weighting, classes };
    expect(logLoss(yTrue, probabilities, options)).toBeCloseTo(expected.logLoss, 13);
    expect(brierScore(yTrue, probabilities, options)).toBeCloseTo(expected.brierScore, 14);
    expect(accuracy(yTrue, yPredicted, weighting)).toBeCloseTo(expected.accuracy, 14);
    expectCounts(confusionMatrix(yTrue, yPredicted, options).counts, expected.confusionMatrix);
    classes.forEach((positive, k) => {
      const found = precisionRecallF1(yTrue, yPredicted, { ...options, positive });
      expect(found.precision).toBeCloseTo(expected.precision[k], 14);
      expect(found.recall).toBeCloseTo(expected.recall[k], 14);
      expect(found.f1).toBeCloseTo(expected.f1[k], 14);
    });
    for (const average of ["macro", "weighted", "micro"] as const) {
      const found = precisionRecallF1(yTrue, yPredicted, { ...options, average });
      const { rocAuc: area, ...shares } = expected.averages[average];
      expect(found.precision).toBeCloseTo(shares.precision, 14);
      expect(found.recall).toBeCloseTo(shares.recall, 14);
      expect(found.f1).toBeCloseTo(shares.f1, 14);
      if (average === "micro") continue;
      const areaOf = () => rocAuc(yTrue, probabilities, { ...options, average });
      if (area === null) expect(areaOf).toThrow(/^yTrue: no rows of class /);
      else expect(areaOf()).toBeCloseTo(area, 14);
    }
    expect(rocAucOrNull(yTrue, probabilities, options)).toBe(
      rocAucOrNull(yTrue, probabilities, { ...options, average: "macro" }),
    );
    expected.topK.forEach((share, i) => {
      expect(topKAccuracy(yTrue, probabilities, { ...options, k: i + 1 })).toBeCloseTo(share, 14);
    });
    expect(topKAccuracy(yTrue, probabilities, { ...options, k: classes.length })).toBe(1);
  });
});
