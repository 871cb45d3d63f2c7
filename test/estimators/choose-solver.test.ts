import { describe, expect, it } from "vitest";
import { chooseSparseSolver } from "../../src/estimators/choose-rare-solver.ts";
import { chooseSolver } from "../../src/estimators/choose-solver.ts";
import { methodNames } from "../../src/estimators/methods-by-name.ts";
import { LogisticRegression } from "../../src/index.ts";
import { overlapping } from "../support/data.ts";

describe("chooseSolver", () => {
  it.each([
    [569, 31, "newton-cholesky"],
    [4601, 58, "sampled-newton"],
    [2000, 41, "sampled-newton"],
    [1050, 2, "newton-cholesky"],
    [10_000_000, 3, "sampled-newton"],
    [200_000, 101, "sampled-newton"],
    [1000, 51, "sampled-newton"],
    [10_000, 200, "sampled-newton"],
    [20_000, 1001, "sampled-newton"],
    [100, 400, "sampled-newton"],
    [10_000, 3001, "lbfgs"],
    [100_000, 4001, "lbfgs"], // a sample of a quarter of so large data
    [100, 20_000, "lbfgs"],
    [1_000_000, 500, "sampled-newton"],
  ])("takes for %d rows and %d variables: %s", (rows, variables, name) => {
    const { solver, reason } = chooseSolver("auto", rows, variables);
    expect(solver).toBe(name);
    expect(reason).toContain(`${variables}`);
    expect(reason).toContain(`${rows}`);
  });

  it.each([
    // rows, columns, classes: where correlated columns make it slower, others make it faster by more
    [1000, 150, 20, "lbfgs"],
    [3000, 150, 20, "lbfgs"],
    [1000, 500, 10, "lbfgs"],
    [6000, 150, 10, "lbfgs"],
    [3000, 150, 10, "lbfgs"],
    [1797, 64, 10, "sampled-newton"],
    [3000, 50, 10, "sampled-newton"],
    [20_000, 150, 3, "sampled-newton"],
    [100_000, 50, 10, "sampled-newton"],
  ])("takes for %d rows, %d columns and %d classes: %s", (rows, columns, classes, name) => {
    expect(chooseSolver("auto", rows, classes * (columns + 1), classes - 1).solver).toBe(name);
  });

  it("goes from Newton's method by way of samples to L-BFGS as columns grow, and never back", () => {
    for (const rows of [10, 1000, 100_000, 1_000_000]) {
      const names = Array.from({ length: 15 }, (_, k) => chooseSolver("auto", rows, 2 ** k).solver as string);
      const order = ["newton-cholesky", "sampled-newton", "lbfgs"];
      expect(names).toEqual(names.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)));
      expect(names.at(-1)).toBe("lbfgs");
    }
  });

  it("goes from Newton's method to samples as rows grow, where a Hessian is no larger than a quarter of them", () => {
    for (const columns of [20, 200, 1000]) {
      const names = Array.from(
        { length: 12 },
        (_, k) => chooseSolver("auto", 4 * columns * 2 ** k, columns).solver,
      );
      expect(names.slice(columns === 20 ? 6 : 0)).not.toContain("newton-cholesky");
      expect(names).not.toContain("lbfgs");
    }
  });

  it("says that L-BFGS comes first only where it does", () => {
    const first = "L-BFGS first";
    expect(chooseSolver("auto", 20_000, 1000).reason).toContain(first);
    expect(chooseSolver("auto", 200_000, 100).reason).not.toContain(first);
    expect(chooseSolver("auto", 20_000, 150, 2).reason).not.toContain(first);
  });

  it.each(methodNames)("takes %s where it is asked for, and says so", (name) => {
    const { solver, reason } = chooseSolver(name, 1_000_000, 1000);
    expect(solver).toBe(name);
    expect(reason).toBe("asked for by name");
  });

  it("tells the model, which tells its user", async () => {
    const { X, y } = overlapping(50, 3);
    const auto = await new LogisticRegression().fit(X, y);
    expect(auto.solver).toBe("newton-cholesky");
    expect(auto.solverReason).toBe("4 variables: 8 Hessians of 50 rows take only a moment");
    const named = await new LogisticRegression({ solver: "lbfgs" }).fit(X, y);
    expect([named.solver, named.solverReason]).toEqual(["lbfgs", "asked for by name"]);
    const wide = overlapping(30, 6000);
    const large = await new LogisticRegression().fit(wide.X, wide.y);
    expect(large.solver).toBe("lbfgs");
    expect(large.solverReason).toBe(
      "Newton's 8 Hessians of 30 × 6001 should cost 2.0 times what the passes of L-BFGS do",
    );
  });
});

describe("chooseSparseSolver", () => {
  const dual = () => Promise.reject(new Error("only asked whether there is one"));

  it.each([
    [20_000, 2_000_000, 100_000, true, "dual-newton-cg"],
    [2400, 200_000, 32_768, true, "dual-newton-cg"],
    [2400, 200_000, 32_768, false, "newton-cg"], // a penalty that isn't alike for all
    [40_000, 2_000_000, 5000, true, "newton-cg"], // more rows than columns
    [200, 100_000, 5000, true, "newton-cg"], // a tenth of the columns in each row
    [2000, 20_000, 60, true, "newton-cholesky"],
    [100, 1000, 30, true, "newton-cholesky"],
  ])(
    "takes for %d rows with %d non-zeros in %d columns, dual %s: %s",
    (rows, nonZeros, size, hasDual, name) => {
      const objective = { size, dual: hasDual ? dual : undefined };
      const { solver, reason } = chooseSparseSolver("auto", rows, nonZeros, objective);
      expect(solver).toBe(name);
      expect(reason).toContain(`${nonZeros} non-zeros in ${rows} × ${size}`);
    },
  );

  it("takes products for more than two classes of wide rows", () => {
    const { solver, reason } = chooseSparseSolver("auto", 2400, 200_000, { size: 98_304, perTerm: 3 });
    expect(solver).toBe("newton-cg");
    expect(reason).toContain("what products with them do");
  });
});
