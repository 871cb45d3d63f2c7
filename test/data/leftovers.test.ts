import { describe, expect, it } from "vitest";
import { createRuntime, Dataset, DatasetBuilder, LogisticRegression } from "../../src/index.ts";
import { overlapping, valuesOf } from "../support/data.ts";
import { collectGarbage } from "../support/garbage.ts";

const { X, y } = overlapping(40, 3);

describe("what is never disposed of", () => {
  it("gives its memory back when the garbage collector takes it", async () => {
    const runtime = createRuntime();
    const kept = Dataset.from(X, y, { runtime });
    const { used } = runtime.memory;
    for (let k = 0; k < 10; k++) Dataset.from(X, y, { runtime });
    for (let k = 0; k < 10; k++) new DatasetBuilder({ rows: 40, cols: 3, runtime }).row(0);
    for (let k = 0; k < 10; k++) {
      const builder = new DatasetBuilder({ rows: 1, cols: 3, runtime });
      builder.append([[1, 2, 3]]);
      builder.finish();
    }
    expect(runtime.memory.used).toBe(used + 10 * (2 * 960 + 64));
    await collectGarbage(() => runtime.memory.used === used);
    const model = await new LogisticRegression({ runtime }).fit(kept);
    expect(model.score(kept)).toBeGreaterThan(0.5);
  });

  it("is a builder, whose data set lives on", async () => {
    const runtime = createRuntime();
    const finish = () => {
      const builder = new DatasetBuilder({ rows: 40, cols: 3, runtime });
      builder.append(X);
      return { dataset: builder.finish(y), builder: new WeakRef(builder) };
    };
    const { dataset, builder } = finish();
    await collectGarbage(() => builder.deref() === undefined);
    await collectGarbage(() => true);
    expect(runtime.memory.used).toBe(960);
    expect(valuesOf(dataset)).toEqual(X.flat());
  });

  it("is not given back twice when it is disposed of before", async () => {
    const runtime = createRuntime();
    Dataset.from(X, y, { runtime }).dispose();
    new DatasetBuilder({ rows: 40, cols: 3, runtime }).dispose();
    const other = Dataset.from(X, y, { runtime });
    const canary = new WeakRef({});
    await collectGarbage(() => canary.deref() === undefined);
    expect(runtime.memory.used).toBe(960);
    expect(other.disposed).toBe(false);
  });

  it("a data set that only a running fit holds is not taken from it", async () => {
    const runtime = createRuntime();
    const reference = await new LogisticRegression({ runtime, solver: "lbfgs" }).fit(X, y);
    let model: LogisticRegression | undefined;
    const onIteration = () => void Dataset.from(X, y, { runtime }).dispose();
    const options = { runtime, solver: "lbfgs", onIteration } as const;
    const running = new LogisticRegression(options).fit(Dataset.from(X, y, { runtime }));
    running.then((fitted) => (model = fitted));
    await collectGarbage(() => model !== undefined);
    expect(model?.coef).toEqual(reference.coef);
    await collectGarbage(() => runtime.memory.used === 0);
  });
});
