import { Dataset, LogisticRegression } from "logit-wasm";
import { syntheticProblem } from "./data.ts";
import { type Column, report, type Table } from "./report.ts";
import { compare } from "./timing.ts";

const ROWS = [1e4, 1e5, 1e6];
const COLS = [10, 100, 1000];

/** Larger data is left out. */
const MOST_BYTES = 2e9;

/** Time of a fit against rows and columns, with the exponents p and q of time ≈ c nᵖ dᵠ by least squares. */
export async function benchGrowth(): Promise<Table> {
  const measured: { n: number; d: number; ms: number; solver: string; passes: number }[] = [];
  for (const d of COLS) {
    for (const n of ROWS) {
      if (n * d * 8 > MOST_BYTES) continue;
      const { X, y } = syntheticProblem(n, d);
      using dataset = Dataset.from(X, y);
      const { ms } = await compare({ ms: () => new LogisticRegression().fit(dataset) }, { iterations: 2 });
      const { solver, passes } = await new LogisticRegression().fit(dataset);
      measured.push({ n, d, ms, solver: solver ?? "", passes });
    }
  }
  const overRows = COLS.map((d) => exponents(measured.filter((one) => one.d === d)).rows);
  const { rows: p, cols: q } = exponents(measured);
  const columns: Column<(typeof measured)[number]>[] = [
    ["rows × cols", ({ n, d }) => `${n} × ${d}`],
    ["fit", "ms"],
    ["solver", ({ solver }) => solver],
    ["passes", ({ passes }) => passes.toFixed(1)],
  ];
  const table = report("Time of a fit against rows and columns", columns, measured);
  const each = COLS.map((d, i) => `${overRows[i].toFixed(2)} at d = ${d}`).join(", ");
  const note = `time ∝ n^${p.toFixed(2)} d^${q.toFixed(2)} over all; in n alone: ${each}`;
  console.log(`\n${note}`);
  return { ...table, note };
}

/** Slopes of log time in log n and, where d varies, log d. */
function exponents(points: readonly { n: number; d: number; ms: number }[]): { rows: number; cols: number } {
  const centred = (values: number[]) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.map((value) => value - mean);
  };
  const a = centred(points.map(({ n }) => Math.log(n)));
  const b = centred(points.map(({ d }) => Math.log(d)));
  const t = centred(points.map(({ ms }) => Math.log(ms)));
  const dot = (u: number[], v: number[]) => u.reduce((sum, value, i) => sum + value * v[i], 0);
  const [aa, ab, bb, at, bt] = [dot(a, a), dot(a, b), dot(b, b), dot(a, t), dot(b, t)];
  if (bb === 0) return { rows: at / aa, cols: 0 };
  const determinant = aa * bb - ab * ab;
  return { rows: (at * bb - bt * ab) / determinant, cols: (bt * aa - at * ab) / determinant };
}
