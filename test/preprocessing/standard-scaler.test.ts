import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NotFittedError, StandardScaler } from "../../src/index.ts";
import reference from "../reference/linear.json" with { type: "json" };
import { columns, formsOf } from "../support/data.ts";
import { expectInputError } from "../support/errors.ts";

describe("StandardScaler", () => {
  it.each(reference.scalers)("as scikit-learn: $options", ({ options, X, expected }) => {
    const { data } = new StandardScaler(options).fitTransform(X);
    expected.flat().forEach((value, k) => expect(data[k]).toBeCloseTo(value, 10));
  });

  it("leaves mean 0 and deviation 1, and finds the way back", () => {
    const value = fc.integer({ min: -1e9, max: 1e9 }).map((k) => k / 1000);
    const row = fc.tuple(value, value).map((pair) => [...pair]);
    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 30 }), (X) => {
        const scaler = new StandardScaler();
        const Z = scaler.fitTransform(X);
        for (let j = 0; j < 2; j++) {
          const z = X.map((_, i) => Z.data[2 * i + j]);
          const squares = z.reduce((sum, one) => sum + one * one, 0) / z.length;
          const constant = X.every((one) => one[j] === X[0][j]);
          if (constant) expect(z.every((one) => one === 0)).toBe(true);
          else if (scaler.scale[j] > 1e-6 * Math.abs(scaler.mean[j])) expect(squares).toBeCloseTo(1, 6);
        }
        const back = scaler.inverseTransform(Z).data;
        X.flat().forEach((one, k) => expect(Math.abs(back[k] - one)).toBeLessThan(1e-9 * 1e6));
      }),
    );
  });

  it("takes rows in any form", () => {
    const X = [[1, 2], [3, 4.5], [-1, 0.25]]; // prettier-ignore
    const scaler = new StandardScaler().fit(columns(X));
    expect(scaler.featureNames).toEqual(["a", "b"]);
    for (const form of Object.values(formsOf(X))) {
      expect(scaler.transform(form)).toEqual(scaler.transform(X));
    }
  });

  it("divides constant columns by 1, however far from 0 they are", () => {
    const scaler = new StandardScaler().fit([[0.1], [0.1], [0.1]]);
    expect([scaler.mean[0], scaler.scale[0]]).toEqual([0.1, 1]);
    expect([...scaler.transform([[1.1]]).data]).toEqual([1]);
  });

  it("refuses what it can't use", async () => {
    await expectInputError(() => new StandardScaler({ withMean: 1 } as never), "options.withMean", "1; expected true or false"); // prettier-ignore
    const scaler = new StandardScaler();
    expect(() => scaler.transform([[1]])).toThrow(NotFittedError);
    expect(() => scaler.mean).toThrow(NotFittedError);
    await expectInputError(() => scaler.fit([[1e300], [-1e300]]), "X", "column 0 is too large; expected values whose squares f64 can hold"); // prettier-ignore
    scaler.fit([[1]]);
    await expectInputError(() => scaler.inverseTransform([[1, 2]]), "X", "2 columns; expected 1 as in fit");
  });
});
