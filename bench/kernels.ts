import { syntheticProblem } from "./data.ts";
import type { Bandwidth } from "./machine.ts";
import { plainGram, plainLossAndGradient } from "./plain.ts";
import { prepare, SHAPES } from "./prepared.ts";
import { type Column, report, type Table } from "./report.ts";
import { compare } from "./timing.ts";

/** Times of a kernel and of plain TypeScript on a shape, and what they move and compute. */
interface Row {
  readonly rows: number;
  readonly cols: number;
  readonly kernel: number;
  readonly plain: number;
  readonly bytes: number;
  readonly flops: number;
}

const rate = (ms: number, amount: number) => (amount / ms / 1e6).toFixed(1);

const COLUMNS: readonly Column<Row>[] = [
  ["rows × cols", ({ rows, cols }) => `${rows} × ${cols}`],
  ["f64", "kernel"],
  ["GB/s", ({ kernel, bytes }) => rate(kernel, bytes)],
  ["GFLOP/s", ({ kernel, flops }) => rate(kernel, flops)],
  ["plain TypeScript", "plain"],
  ["GB/s", ({ plain, bytes }) => rate(plain, bytes)],
  ["GFLOP/s", ({ plain, flops }) => rate(plain, flops)],
  ["ratio", ({ plain, kernel }) => (plain / kernel).toFixed(1)],
];

/** Loss and gradient in one pass: what every step of a first-order method costs. */
export async function benchLossAndGradient(bandwidth: Bandwidth): Promise<Table> {
  const rows: (Row & { f32: number })[] = [];
  for (const [n, d] of SHAPES) {
    const problem = syntheticProblem(n, d);
    const f64 = await prepare(problem, "f64");
    const f32 = await prepare(problem, "f32");
    const w = new Float64Array(d).fill(0.1);
    const gradient = new Float64Array(d + 1);
    const times = await compare({
      kernel: () => f64.objective.valueAndGradient(f64.theta, f64.gradient),
      f32: () => f32.objective.valueAndGradient(f32.theta, f32.gradient),
      plain: () => plainLossAndGradient(problem.X.data, problem.y, w, 0, gradient),
    });
    f64.dispose();
    f32.dispose();
    rows.push({ rows: n, cols: d, ...times, bytes: n * d * 8, flops: 4 * n * d });
  }
  const share = ({ kernel, bytes }: Row) => (100 * bytes * 1000) / kernel / bandwidth.bytesPerSecond;
  const more: Column<Row & { f32: number }>[] = [
    ["of bandwidth", (row) => `${share(row).toFixed(0)} %`],
    ["f32", "f32"],
  ];
  return report("Loss and gradient, one pass", [...COLUMNS, ...more], rows);
}

/** Plain TypeScript takes seconds for a Gram matrix: it gets so many rows, and its time is scaled up. */
const PLAIN_MULTIPLICATIONS = 1e8;

/** The Hessian: a weighted Gram matrix. */
export async function benchGram(): Promise<Table> {
  const rows: Row[] = [];
  for (const [n, d] of SHAPES) {
    const problem = syntheticProblem(n, d);
    const { objective, theta, hessian, dispose } = await prepare(problem, "f64");
    const out = hessian();
    const few = Math.min(n, Math.ceil(PLAIN_MULTIPLICATIONS / (d * d)));
    const s = new Float64Array(few).fill(0.25);
    const gram = new Float64Array(d * d);
    const times = await compare({
      kernel: () => objective.hessian(theta, out),
      plain: () => plainGram(problem.X.data, s, d, gram),
    });
    dispose();
    const plain = (times.plain * n) / few;
    rows.push({ rows: n, cols: d, kernel: times.kernel, plain, bytes: n * d * 8, flops: n * d * (d + 1) });
  }
  const title = "Hessian XᵀSX: scores, weights and centring included (plain TypeScript: XᵀSX only)";
  return report(title, COLUMNS, rows);
}
