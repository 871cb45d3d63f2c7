import { describe, expect, it } from "vitest";
import { checkGradient } from "../../src/optimize/index.ts";
import { objectiveOf, problems } from "../support/mgh.ts";
import { gradientsOf, type Method, METHODS, readFrozen, readScipy, solve } from "../support/mgh-report.ts";

const scipy = readScipy();
const frozen = readFrozen();
const cases = problems.map((problem) => [`${problem.number} ${problem.name}`, problem] as const);
const methods = Object.keys(METHODS) as Method[];

/** To 1e-6, of F or absolutely. */
function isNear(value: number, optimum: number): boolean {
  return Math.abs(value - optimum) <= 1e-6 * Math.max(1, Math.abs(optimum));
}

describe.each(cases)("Moré, Garbow & Hillstrom's problem %s", (_, problem) => {
  const published = problem.minima;
  const theirs = Object.values(scipy[problem.number]).map(({ value }) => value);

  it("has the derivatives that it says, and a published minimum where SciPy finds one", () => {
    const { value, gradient } = objectiveOf(problem);
    const beside = problem.start.map((x, j) => 1.03 * x + 0.017 * (j + 1));
    expect(checkGradient({ value, gradient }, beside)).toMatchObject({ ok: true });
    expect(published.some((minimum) => isNear(Math.min(...theirs), minimum))).toBe(true);
  });

  it.each(methods)("is solved by %s", (method) => {
    const result = solve(problem, method);
    expect(result.status).toBe("converged");
    expect(result.gradientNorm).toBeLessThanOrEqual(1e-7);
    expect(published.filter((minimum) => isNear(result.value, minimum))).not.toEqual([]);
    // No worse than SciPy's method where that gets to a published minimum.
    const other = scipy[problem.number][METHODS[method]].value;
    if (published.some((minimum) => isNear(other, minimum))) {
      expect(result.value).toBeLessThan(other + 1e-6 * Math.max(1, other));
    }
    // Room for another engine's last digits.
    const most = frozen.get(`${problem.number} ${method}`) ?? Number.NaN;
    expect(gradientsOf(result)).toBeLessThanOrEqual(1.25 * most + 5);
  });
});

describe("counts over all problems", () => {
  it.each(methods)("%s needs about as many as SciPy's, or fewer", (method) => {
    let ours = 0;
    let theirs = 0;
    for (const { number, minima } of problems) {
      const { value, gradients } = scipy[number][METHODS[method]];
      if (!minima.some((minimum) => isNear(value, minimum))) continue; // it didn't get there
      ours += frozen.get(`${number} ${method}`) ?? Number.NaN;
      theirs += gradients;
    }
    expect(ours).toBeLessThanOrEqual(1.1 * theirs);
  });
});
