import { describe, expect, it } from "vitest";
import { createRuntime } from "../../src/index.ts";
import { Workspace } from "../../src/wasm/workspace.ts";
import { seeded } from "../support/random.ts";

describe("a matrix that is added", () => {
  const memories = [createRuntime(), createRuntime()].map(({ arena }) => new Workspace(arena));
  const uniform = seeded(3);
  const filled = (workspace: Workspace) => {
    const matrix = workspace.matrix(13);
    matrix.values.forEach((_, i) => (matrix.values[i] = uniform() - 0.5));
    return matrix;
  };

  it.each([
    ["the same memory", 0],
    ["another memory", 1],
  ])("may lie in %s", (_, other) => {
    const [sum, matrix] = [filled(memories[0]), filled(memories[other])];
    const before = matrix.values.slice();
    const expected = sum.values.map((value, i) => value + before[i]);
    sum.add(matrix);
    expect(sum.values).toEqual(expected);
    expect(matrix.values).toEqual(before);
  });
});
