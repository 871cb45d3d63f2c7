import { describe, expect, it } from "vitest";
import { createRuntime, Dataset, LogisticRegression } from "../../src/index.ts";
import { overlapping } from "../support/data.ts";

const runtime = createRuntime();
const { X, y } = overlapping(400, 5);

describe("column statistics", () => {
  it("are known with a data set: no fit goes through the rows for them, and all end with the same bits", async () => {
    const dataset = Dataset.from(X, y, { runtime });
    const first = await new LogisticRegression({ runtime }).fit(dataset);
    const second = await new LogisticRegression({ runtime }).fit(dataset);
    expect(second.passes).toBe(first.passes);
    expect((await new LogisticRegression({ runtime }).fit(X, y)).passes).toBe(first.passes);
    expect(second.coef).toEqual(first.coef);
    expect(second.intercept).toEqual(first.intercept);
    // Without an intercept they are the same.
    const more = await new LogisticRegression({ runtime, fitIntercept: false }).fit(dataset);
    const anew = await new LogisticRegression({ runtime, fitIntercept: false }).fit(X, y);
    expect(more.coef).toEqual(anew.coef);
    dataset.dispose();
  });

  it("are measured anew where rows have weights, and don't take the place of the others", async () => {
    const dataset = Dataset.from(X, y, { runtime });
    const sampleWeight = Float64Array.from(y, (_, i) => 1 + (i % 3));
    const fit = (data: Dataset | number[][], weights?: Float64Array) => {
      const model = new LogisticRegression({ runtime });
      const options = weights ? { sampleWeight: weights } : {};
      return model.fit(data as number[][], y, options);
    };
    const plain = await fit(dataset);
    const weighted = await fit(dataset, sampleWeight);
    expect(weighted.coef).toEqual((await fit(X, sampleWeight)).coef);
    expect((await fit(dataset)).coef).toEqual(plain.coef);
    const balanced = { runtime, classWeight: "balanced" } as const;
    const a = await new LogisticRegression(balanced).fit(dataset);
    const b = await new LogisticRegression(balanced).fit(X, y);
    expect(a.coef).toEqual(b.coef);
    dataset.dispose();
  });
});
