import { describe, expect, it } from "vitest";
import {
  accuracy,
  brierScore,
  confusionMatrix,
  f1,
  InputError,
  logLoss,
  precision,
  precisionRecallF1,
  rocAuc,
  topKAccuracy,
} from "../../src/metrics/index.ts";

/** Metrics as JavaScript without types can call them. */
type Untyped = (...args: unknown[]) => unknown;

const onClasses = { accuracy, confusionMatrix, precision } as unknown as Record<string, Untyped>;
const onProbabilities = { logLoss, brierScore } as unknown as Record<string, Untyped>;
const onNumbers = { ...onProbabilities, rocAuc } as unknown as Record<string, Untyped>;
const all = { ...onClasses, ...onNumbers };

function matrix(
  rows: number,
  cols: number,
  ...data: number[]
): { data: Float64Array; rows: number; cols: number } {
  return { data: Float64Array.from(data), rows, cols };
}

/** The error's whole message, so that what users read is what is tested. */
function messageOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    const { argument, message } = error as InputError;
    expect(message.startsWith(`${argument}: `)).toBe(true);
    return message;
  }
  throw new Error("no error");
}

/** The message about options of precision, all predictions right. */
function precisionMessage(y: unknown, options: unknown): string {
  return messageOf(() => (precision as Untyped)(y, y, options));
}

describe.each(Object.entries(all))("%s refuses", (_, metric) => {
  const message = (yTrue: unknown, second: unknown, options?: unknown) =>
    messageOf(() => metric(yTrue, second, options));

  it("labels that can't be labels", () => {
    expect(message([], [])).toBe("yTrue: no labels; expected at least one");
    expect(message("abc", [0, 1, 1])).toMatch(/^yTrue: "abc"; expected an array/);
    expect(message(undefined, [0, 1, 1])).toMatch(/^yTrue: undefined; expected an array/);
    expect(message([0, Number.NaN], [0, 1])).toMatch(/^yTrue: NaN at index 1; expected a finite number/);
    expect(message([0, "1"], [0, 1])).toMatch(/^yTrue: "1" at index 1; expected a number/);
    // oxlint-disable-next-line no-sparse-arrays
    expect(message([0, , 1], [0, 1, 1])).toMatch(/^yTrue: undefined at index 1; expected a number/);
    expect(message([0, null], [0, 1])).toMatch(/^yTrue: null at index 1; expected a number/);
    expect(message(new BigInt64Array(2), [0, 1])).toMatch(/^yTrue: a BigInt64Array; expected an array/);
  });

  it("lengths that differ", () => {
    expect(message([0, 1, 1], [0, 1])).toMatch(/: 2 values; expected 3, as many as yTrue has$/);
    const weights = { sampleWeight: [1] };
    expect(message([0, 1], [0, 1], weights)).toBe(
      "options.sampleWeight: 1 values; expected 2, as many as yTrue has",
    );
  });

  it("weights that can't be weights", () => {
    expect(message([0, 1], [0, 1], { sampleWeight: [1, -1] })).toMatch(
      /^options\.sampleWeight: -1 at index 1; expected a finite number/,
    );
    expect(message([0, 1], [0, 1], { sampleWeight: [Number.NaN, 1] })).toMatch(
      /^options\.sampleWeight: NaN at index 0; expected a finite number/,
    );
    expect(message([0, 1], [0, 1], { sampleWeight: [0, 0] })).toMatch(
      /^options\.sampleWeight: all weights are 0/,
    );
    expect(message([0, 1], [0, 1], { sampleWeight: null })).toMatch(
      /^options\.sampleWeight: null; expected an array/,
    );
  });

  it("options that it doesn't know", () => {
    expect(message([0, 1], [0, 1], { sampleWeights: [1, 1] })).toBe(
      'options.sampleWeights: unknown option; expected "sampleWeight"?',
    );
    expect(message([0, 1], [0, 1], null)).toMatch(/^options: null; expected an object/);
  });
});

describe.each(Object.entries(onClasses))("%s refuses", (_, metric) => {
  it("predictions that can't be compared", () => {
    expect(messageOf(() => metric([0, 1], [false, true]))).toBe(
      "yPredicted: booleans; expected numbers, as in yTrue",
    );
    expect(messageOf(() => metric([0, 1], [0, Number.NaN]))).toMatch(/^yPredicted: NaN at index 1/);
    expect(messageOf(() => metric([0, 1], undefined))).toMatch(/^yPredicted: undefined; expected an array/);
  });
});

describe.each(Object.entries(onNumbers))("%s refuses", (_, metric) => {
  it("numbers that aren't any", () => {
    expect(messageOf(() => metric([0, 1], [0.5, Number.NaN]))).toMatch(/: NaN at index 1; expected a number/);
    expect(messageOf(() => metric([0, 1], [0.5, "1"]))).toMatch(/: "1" at index 1; expected a number/);
    // oxlint-disable-next-line no-sparse-arrays
    expect(messageOf(() => metric([0, 1], [, 0.5]))).toMatch(/: undefined at index 0; expected a number/);
    expect(messageOf(() => metric([0, 1], null))).toMatch(
      /: null; expected an array, Float64Array or Float32Array/,
    );
  });
});

describe.each(Object.entries(onProbabilities))("%s refuses", (_, metric) => {
  const message = (yTrue: unknown, probabilities: unknown, options?: unknown) =>
    messageOf(() => metric(yTrue, probabilities, options));

  it("what is no probability", () => {
    expect(message([0, 1], [0.5, 1.5])).toBe("probabilities: 1.5 at index 1; expected a number from 0 to 1");
    expect(message([0, 1], [-0.5, 0.5])).toBe(
      "probabilities: -0.5 at index 0; expected a number from 0 to 1",
    );
    expect(message([0, 1], matrix(2, 2, 1, 0, 2, -1))).toBe(
      "probabilities: 2 at row 1, column 0; expected a number from 0 to 1",
    );
    expect(message([0, 1], matrix(2, 2, 1, 0, Number.NaN, 0))).toMatch(
      /^probabilities: NaN at row 1, column 0/,
    );
    expect(message([0, 1], matrix(2, 2, 1, 0, 0.5, 0.25))).toBe(
      "probabilities: row 1 adds up to 0.75; expected 1",
    );
  });

  it("arrays of rows that don't fit", () => {
    expect(message([0, 1], [[0, 1], [0.5, 0.25]])).toBe("probabilities: row 1 adds up to 0.75; expected 1"); // prettier-ignore
    expect(message([0, 1], [[0, 1], [1]])).toBe("probabilities: row 1 has 1 values; expected 2 as in row 0"); // prettier-ignore
    expect(message([0, 1], [[0, 1], 0.5])).toMatch(/^probabilities: row 1 is 0.5; expected an array/);
    expect(message([0, 1], [0.5, [0, 1]])).toBe(
      "probabilities: an array of 2 at index 1; expected a number from 0 to 1",
    );
    expect(message([0, 1], [[0, 1], ["1", 0]])).toBe('probabilities: "1" at row 1, column 0; expected a number'); // prettier-ignore
    expect(message([0, 1], [[0, 1]])).toBe("probabilities: 1 values; expected 2, as many as yTrue has");
  });

  it("shapes that don't fit", () => {
    expect(message([0, 1], matrix(1, 2, 0, 1))).toBe(
      "probabilities: 1 values; expected 2, as many as yTrue has",
    );
    expect(message([0, 1], matrix(2, 3, 1, 0, 0, 1, 0, 0))).toBe(
      "probabilities: 3 columns; expected 2 (one for each class in yTrue, or options.classes)",
    );
    expect(message([0, 1], matrix(2, 2, 1, 0, 1))).toMatch(/^probabilities\.data: 3 values/);
    expect(message([0, 1, 2], [0, 1, 1])).toBe(
      "probabilities: one number for each row, with 3 classes; expected { data, rows, cols } with a column for each class",
    );
  });

  it("a single class that is not said to be positive or not", () => {
    expect(message([1, 1], [0.5, 0.5])).toBe(
      "options.positive: missing, and the only class is 1; expected the label of the positive class",
    );
  });
});

describe("classes and the positive one", () => {
  it("follow the order of options.classes", () => {
    const options = { classes: ["spam", "ham", "virus"] };
    expect(confusionMatrix(["ham", "spam"], ["spam", "spam"], options)).toEqual({
      classes: ["spam", "ham", "virus"],
      counts: [
        [1, 0, 0],
        [1, 0, 0],
        [0, 0, 0],
      ],
    });
    const probabilities = { data: Float32Array.of(0.75, 0.25, 0), rows: 1, cols: 3 };
    expect(logLoss(["spam"], probabilities, options)).toBeCloseTo(-Math.log(0.75), 15);
    expect(rocAuc([0, 1], [0.25, 0.75], { classes: [1, 0] })).toBe(0);
  });

  it("sort by value, whatever holds the labels", () => {
    expect(confusionMatrix([10, 9], [10, 10]).classes).toEqual([9, 10]);
    expect(confusionMatrix(Int32Array.of(10, 9), Float64Array.of(10, 10)).counts).toEqual([
      [0, 1],
      [0, 1],
    ]);
    expect(precision([true, false], [true, true])).toBe(0.5);
  });

  it("leave the caller's arrays as they are", () => {
    const classes = Object.freeze(["b", "a"]);
    const scores = Float64Array.of(3, 1, 2);
    rocAuc(["a", "b", "a"], scores, { classes });
    expect(scores).toEqual(Float64Array.of(3, 1, 2));
  });

  it("must be known", () => {
    expect(precisionMessage([0, 1], { positive: 2 })).toBe("options.positive: 2; expected one of 0, 1");
    expect(precisionMessage([0, 1], { positive: "1" })).toBe('options.positive: "1"; expected one of 0, 1');
    expect(precisionMessage([0, 1], { positive: null })).toBe("options.positive: null; expected one of 0, 1");
    expect(precisionMessage([0, 1], { classes: [0, 2] })).toBe(
      "yTrue: 1 at index 1; expected one of options.classes, 0, 2",
    );
    expect(precisionMessage([0, 1], { classes: [0, 1, 0] })).toBe(
      "options.classes: 0 again at index 2; expected each class once",
    );
    expect(precisionMessage([0, 1], { classes: [] })).toBe(
      "options.classes: no labels; expected at least one",
    );
    expect(precisionMessage([0, 1], { classes: [0, "1"] })).toMatch(
      /^options\.classes: "1" at index 1; expected a number/,
    );
    expect(messageOf(() => precision(["a", "b", "c"], ["a", "b", "c"]))).toBe(
      "options.positive: missing, and there are 3 classes; expected the label of the positive class, or an average",
    );
    expect(messageOf(() => confusionMatrix([0], [2], { classes: [0, 1] }))).toBe(
      "yPredicted: 2 at index 0; expected one of options.classes, 0, 1",
    );
  });

  it("may be the class that doesn't occur", () => {
    expect(precisionRecallF1(["ham"], ["ham"], { positive: "spam" })).toEqual({
      precision: 0,
      recall: 0,
      f1: 0,
    });
    expect(brierScore(["ham"], [0.25], { positive: "spam" })).toBe(0.0625);
    expect(precisionMessage([0], { positive: "1" })).toBe('options.positive: "1"; expected a number like 0');
    expect(precisionMessage([0], { positive: Number.NaN })).toBe(
      "options.positive: NaN; expected a number like 0",
    );
  });
});

describe("rocAuc", () => {
  it("takes infinite scores", () => {
    const infinite = Number.POSITIVE_INFINITY;
    expect(rocAuc([0, 0, 1, 1], [-infinite, infinite, infinite, infinite])).toBe(0.75);
  });

  it("refuses rows of one kind only", () => {
    expect(messageOf(() => rocAuc(["a", "a"], [1, 2], { classes: ["a", "b"] }))).toBe(
      'yTrue: no rows of class "b"; expected rows of both kinds',
    );
    expect(messageOf(() => rocAuc([0, 1], [1, 2], { sampleWeight: [0, 1] }))).toBe(
      "yTrue: only rows of class 1 of a weight above 0; expected rows of both kinds",
    );
  });
});

describe("averages and columns of scores", () => {
  const y = ["a", "b", "c"];
  const scores = { data: Float64Array.from([3, 2, 1, 1, 2, 3, 3, 2, 1]), rows: 3, cols: 3 };

  it("are of all classes, and single out none", () => {
    expect(messageOf(() => f1(y, y, { average: "macro", positive: "a" }))).toBe(
      'options.positive: "a" with an average; expected none',
    );
    expect(messageOf(() => f1(y, y, { average: "mean" as never }))).toBe(
      'options.average: "mean"; expected "binary", "macro", "weighted", "micro"',
    );
    expect(messageOf(() => rocAuc(y, scores, { positive: "a" }))).toBe(
      'options.positive: "a" with a column of scores for each class; expected none',
    );
    expect(messageOf(() => rocAuc(y, scores, { average: "micro" as never }))).toBe(
      'options.average: "micro"; expected "macro", "weighted"',
    );
    expect(messageOf(() => rocAuc([0, 1], [0.2, 0.4], { average: "macro" }))).toBe(
      'options.average: "macro" with one score for each row; expected none, or a column of scores for each class',
    );
  });

  it("have as many columns as there are classes, and no NaN", () => {
    for (const metric of [rocAuc, topKAccuracy]) {
      expect(messageOf(() => metric(y, scores, { classes: ["a", "b", "c", "d"] }))).toBe(
        "scores: 3 columns; expected 4 (options.classes)",
      );
      const odd = { ...scores, data: scores.data.slice() };
      odd.data[5] = Number.NaN;
      expect(messageOf(() => metric(y, odd))).toBe("scores: NaN at row 1, column 2; expected a number");
    }
    expect(messageOf(() => rocAuc(["a", "a", "b"], scores, { classes: y }))).toBe(
      'yTrue: no rows of class "c"; expected rows of both kinds',
    );
  });

  it("have a k within the number of classes; of equal scores the last class comes first", () => {
    expect(topKAccuracy(y, scores, { k: 1 })).toBeCloseTo(1 / 3, 15);
    expect(topKAccuracy(y, scores)).toBeCloseTo(2 / 3, 15);
    expect(topKAccuracy(["a", "b"], { data: new Float64Array(4), rows: 2, cols: 2 }, { k: 1 })).toBe(0.5);
    expect(topKAccuracy(["b", "b", "a"], { data: new Float64Array(6), rows: 3, cols: 2 }, { k: 1 })).toBeCloseTo(2 / 3); // prettier-ignore
    expect(messageOf(() => topKAccuracy(y, scores, { k: 4 }))).toBe(
      "options.k: 4; expected at most 3, the number of classes",
    );
    expect(messageOf(() => topKAccuracy(y, scores, { k: 0 }))).toBe(
      "options.k: 0; expected a whole number of at least 1",
    );
    expect(messageOf(() => topKAccuracy(y, scores, { top: 1 } as never))).toMatch(
      /^options.top: unknown option/,
    );
  });
});
