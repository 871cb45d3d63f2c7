import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Packed } from "../support/packed.ts";

let packed: Packed;

beforeAll(() => {
  packed = new Packed();
}, 300_000);

afterAll(() => packed?.dispose());

/** What a tool of this folder prints, whatever it finds. */
function run(tool: string, ...args: string[]): string {
  const bin = fileURLToPath(new URL(`node_modules/.bin/${tool}`, import.meta.url));
  try {
    return execFileSync(bin, args, { encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

describe("the packed package", () => {
  it("pleases publint", () => {
    expect(run("publint", "run", packed.tarball, "--strict")).toContain("All good!");
  });

  it("has types that are right for all ways of resolving modules", () => {
    const { analysis } = JSON.parse(run("attw", packed.tarball, "--format", "json")) as {
      analysis: { entrypoints: object; problems: { kind: string }[] };
    };
    expect(Object.keys(analysis.entrypoints)).toEqual([
      ".",
      "./optimize",
      "./metrics",
      "./predict",
      "./*.wasm",
      "./package.json",
    ]);
    // CommonJS that requires an ES module, which Node does from 20.19 on.
    expect(new Set(analysis.problems.map(({ kind }) => kind))).toEqual(new Set(["CJSResolvesToESM"]));
  });
});
