import { describe, expect, test } from "vitest";
import { adam, lbfgs, minimize, momentum, readCheckpoint } from "../../src/optimize/index.ts";

const bowl = {
  value: ([a, b]: Float64Array) => a * a + 4 * b * b,
  gradient: ([a, b]: Float64Array) => [2 * a, 8 * b],
};

describe("readCheckpoint", () => {
  test("has momentum's velocity, which is how far x went", () => {
    const { checkpoint, x } = minimize(bowl, [1, 1], momentum({ learningRate: 0.01 }), { maxIter: 1 });
    const { vectors } = readCheckpoint(checkpoint);
    expect(vectors.x).toEqual(x);
    expect([...vectors["momentum.velocity"]].map((v, j) => 1 + v - x[j])).toEqual([0, 0]);
  });

  test("has Adam's mean and cache of gradients, from the formulas of its first step", () => {
    const method = adam({ beta1: 0.9, beta2: 0.99 });
    const { vectors } = readCheckpoint(minimize(bowl, [1, 1], method, { maxIter: 1 }).checkpoint);
    expect(vectors["adam.mean"][1]).toBeCloseTo(0.1 * 8, 15);
    expect(vectors["adam.cache"][1]).toBeCloseTo(0.01 * 64, 14);
  });

  test("survives JSON, with the scalars", () => {
    const { checkpoint, iterations } = minimize(bowl, [1, 1], lbfgs());
    const read = readCheckpoint(JSON.parse(JSON.stringify(checkpoint)));
    expect(read).toEqual(readCheckpoint(checkpoint));
    expect(iterations).toBeGreaterThan(1);
    expect(Object.keys(read.scalars)).not.toEqual([]);
  });

  test.each([[undefined], [{}], [{ state: 3 }]])("refuses %j", (wrong) => {
    expect(() => readCheckpoint(wrong as never)).toThrow(
      "checkpoint: it has no state; expected the checkpoint of",
    );
  });
});
