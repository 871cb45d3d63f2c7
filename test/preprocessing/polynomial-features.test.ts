import { describe, expect, it } from "vitest";
import { NotFittedError, PolynomialFeatures } from "../../src/index.ts";
import reference from "../reference/linear.json" with { type: "json" };
import { columns, formsOf } from "../support/data.ts";
import { expectInputError } from "../support/errors.ts";

describe("PolynomialFeatures", () => {
  it.each(reference.polynomials)("as scikit-learn: $options", ({ options, X, expected, names }) => {
    const features = new PolynomialFeatures(options);
    const { data, rows, cols } = features.fitTransform(columns(X));
    expect([rows, cols]).toEqual([X.length, names.length]);
    expected.flat().forEach((value, k) => expect(data[k]).toBeCloseTo(value, 8));
    expect(features.featureNames).toEqual(names);
  });

  it("takes rows in any form, and names columns that have no names", () => {
    const X = [[1, 2], [3, 4.5], [-1, 0.25]]; // prettier-ignore
    const features = new PolynomialFeatures().fit(X);
    expect(features.featureNames).toEqual(["1", "x0", "x1", "x0^2", "x0 x1", "x1^2"]);
    expect(features.transform(X).data.slice(6, 12)).toEqual(Float64Array.of(1, 3, 4.5, 9, 13.5, 20.25));
    for (const form of Object.values(formsOf(X))) {
      expect(features.transform(form)).toEqual(features.transform(X));
      expect(new PolynomialFeatures().fitTransform(form)).toEqual(features.transform(X));
    }
  });

  it("takes columns by name in any order", () => {
    const features = new PolynomialFeatures({ degree: 1, includeBias: false });
    features.fit({ columns: { a: [1], b: [2] } });
    expect([...features.transform({ columns: { b: [5], a: [4] } }).data]).toEqual([4, 5]);
  });

  it("refuses what it can't use", async () => {
    const refused = (options: unknown, argument: string, problem: string) =>
      expectInputError(() => new PolynomialFeatures(options as never), argument, problem);
    await refused({ degree: 1.5 }, "options.degree", "1.5; expected a whole number of at least 0");
    await refused({ degree: 0, includeBias: false }, "options.degree", "0 without includeBias; expected at least one feature"); // prettier-ignore
    await refused({ interaction: true }, "options.interaction", 'unknown option; expected "degree", "interactionOnly", "includeBias"'); // prettier-ignore
    const features = new PolynomialFeatures();
    expect(() => features.transform([[1]])).toThrow(NotFittedError);
    expect(() => features.featureNames).toThrow(NotFittedError);
    features.fit([[1]]);
    await expectInputError(() => features.transform([[1, 2]]), "X", "2 columns; expected 1 as in fit");
    await expectInputError(() => features.transform([[NaN]]), "X", "NaN at row 0, column 0; expected a finite number"); // prettier-ignore
    await expectInputError(() => features.transform([[1e200]]), "X", "row 0 has a product that is too large; expected what f64 can hold"); // prettier-ignore
  });
});
