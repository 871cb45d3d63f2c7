import { readFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { Dataset, LogisticRegression } from "../../src/index.ts";
import type { SparseStorage } from "../../src/data/sparse-storage.ts";
import { hashedRow, mailSubjects } from "../support/text.ts";

interface Case {
  readonly by: string;
  readonly C: number;
  readonly l1Ratio: number;
  readonly fitIntercept: boolean;
  readonly objective: number;
  /** At the columns of the reference. */
  readonly coef: readonly number[];
  readonly intercept: number;
  readonly nonZeros?: number;
}

/** By test/reference/generate_sparse.py. */
const reference = JSON.parse(readFileSync(new URL("../reference/sparse.json", import.meta.url), "utf8")) as {
  readonly rows: number;
  readonly cols: number;
  readonly used: number;
  readonly nonZeros: number;
  readonly columns: readonly number[];
  readonly cases: readonly Case[];
};

describe("subjects of mails, hashed to 32768 columns", () => {
  const mails = mailSubjects();
  const rows = mails.map(({ text }) => hashedRow(text));
  const y = mails.map(({ label }) => label);
  const { cols, columns, cases } = reference;
  const dataset = Dataset.fromSparseRows(rows, y, { cols });
  afterAll(() => dataset.dispose());

  it("are the matrix of the reference", () => {
    const { nonZeros } = dataset.storage as SparseStorage;
    expect([dataset.rows, nonZeros]).toEqual([reference.rows, reference.nonZeros]);
    expect(new Set(rows.flatMap((row) => row.map(([column]) => column))).size).toBe(reference.used);
    expect(reference.used).toBeGreaterThan(20000);
  });

  it.each(cases.filter(({ l1Ratio }) => l1Ratio === 0))(
    "have the optimum of $by at C = $C",
    async ({ C, fitIntercept, objective, coef, intercept }) => {
      for (const solver of C === 1 ? (["auto", "lbfgs"] as const) : (["auto"] as const)) {
        const model = await new LogisticRegression({ C, fitIntercept, solver, tol: 1e-9 }).fit(dataset);
        expect(model.converged).toBe(true);
        if (solver === "auto") expect(model.solver).toBe("dual-newton-cg");
        expect(model.loss).toBeLessThan(objective * (1 + 1e-10));
        expect(model.loss / objective).toBeCloseTo(1, 8);
        const most = Math.max(...coef.map(Math.abs));
        columns.forEach((j, k) => {
          expect(Math.abs(model.coef[0]![j]! - coef[k]!)).toBeLessThan(2e-5 * most);
        });
        expect(model.intercept[0]).toBeCloseTo(intercept, 4);
      }
    },
  );

  it.each(cases.filter(({ l1Ratio }) => l1Ratio === 1))(
    "have the lasso of $by at C = $C",
    async ({ C, fitIntercept, objective, coef, nonZeros }) => {
      const model = await new LogisticRegression({ C, fitIntercept, l1Ratio: 1, tol: 1e-8 }).fit(dataset);
      expect(model.converged).toBe(true);
      expect(model.loss).toBeLessThan(objective * (1 + 1e-7));
      expect(model.loss / objective).toBeCloseTo(1, 5);
      const found = model.coef[0]!.filter((value) => value !== 0).length;
      expect(Math.abs(found - nonZeros!)).toBeLessThanOrEqual(0.02 * nonZeros!);
      columns.forEach((j, k) => expect(model.coef[0]![j]).toBeCloseTo(coef[k]!, 2));
    },
    120_000,
  );

  it("score a part of them that no fit saw", async () => {
    const [seen, unseen] = [rows.slice(0, 1800), rows.slice(1800)];
    using half = Dataset.fromSparseRows(seen, y.slice(0, 1800), { cols });
    const model = await new LogisticRegression({ C: 100 }).fit(half);
    using rest = Dataset.fromSparseRows(unseen, y.slice(1800), { cols });
    expect(model.score(rest)).toBeGreaterThan(0.82);
  });
});
