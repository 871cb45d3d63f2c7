import { Dataset } from "../src/data/dataset.ts";
import type { Dtype } from "../src/data/storage.ts";
import { LogisticObjective } from "../src/objectives/logistic.ts";
import { defaultRuntime } from "../src/wasm/default-runtime.ts";
import { Workspace } from "../src/wasm/workspace.ts";
import { type Problem, syntheticProblem } from "./data.ts";
import type { Bandwidth } from "./machine.ts";
import { plainGram, plainLossAndGradient } from "./plain.ts";
import { duration, printTable } from "./table.ts";
import { compare } from "./timing.ts";

const SHAPES = [
  [200_000, 100],
  [1_000_000, 20],
  [20_000, 1000],
  [2_000_000, 7],
  [2000, 40],
] as const;

/** An objective on a problem's rows, its variables, and a way to give all of it back. */
function prepare({ X, y }: Problem, dtype: Dtype) {
  const dataset = Dataset.from(X, undefined, { dtype });
  const workspace = new Workspace(defaultRuntime().arena);
  const target = y.map((label) => (label === 1 ? 1 : -1));
  const options = { C: 1, fitIntercept: true };
  const objective = LogisticObjective.create(
    dataset.storage,
    target,
    workspace,
    options,
  ) as LogisticObjective;
  const theta = workspace.vector(objective.size);
  theta.values.fill(0.1);
  return {
    objective,
    theta,
    gradient: workspace.vector(objective.size),
    hessian: () => workspace.matrix(objective.size),
    dispose() {
      workspace.dispose();
      dataset.dispose();
    },
  };
}

/** What a kernel and plain TypeScript reach, as cells of a table. */
function cells(ms: number, plainMs: number, bytes: number, flops: number): string[] {
  const rate = (time: number, amount: number) => (amount / time / 1e6).toFixed(1);
  return [
    duration(ms),
    rate(ms, bytes),
    rate(ms, flops),
    duration(plainMs),
    rate(plainMs, bytes),
    rate(plainMs, flops),
    (plainMs / ms).toFixed(1),
  ];
}

const HEAD = ["f64", "GB/s", "GFLOP/s", "plain TypeScript", "GB/s", "GFLOP/s", "ratio"];

/** Loss and gradient in one pass: what every step of a first-order method costs. */
export async function benchLossAndGradient(bandwidth: Bandwidth): Promise<void> {
  const rows: string[][] = [];
  for (const [n, d] of SHAPES) {
    const problem = syntheticProblem(n, d);
    const f64 = prepare(problem, "f64");
    const f32 = prepare(problem, "f32");
    const w = new Float64Array(d).fill(0.1);
    const gradient = new Float64Array(d + 1);
    const times = await compare({
      f64: () => f64.objective.valueAndGradient(f64.theta, f64.gradient),
      f32: () => f32.objective.valueAndGradient(f32.theta, f32.gradient),
      plain: () => plainLossAndGradient(problem.X.data, problem.y, w, 0, gradient),
    });
    f64.dispose();
    f32.dispose();
    const bytes = n * d * 8;
    const share = (100 * bytes * 1000) / times.f64 / bandwidth.bytesPerSecond;
    rows.push([
      `${n} × ${d}`,
      ...cells(times.f64, times.plain, bytes, 4 * n * d),
      `${share.toFixed(0)} %`,
      duration(times.f32),
    ]);
  }
  printTable("Loss and gradient, one pass", ["rows × cols", ...HEAD, "of bandwidth", "f32"], rows);
}

/** Plain TypeScript takes seconds for a Gram matrix: it gets so many rows, and its time is scaled up. */
const PLAIN_MULTIPLICATIONS = 1e8;

/** The Hessian: a weighted Gram matrix, exactly and as Newton's method uses it. */
export async function benchGram(peak: number): Promise<void> {
  const rows: string[][] = [];
  for (const [n, d] of SHAPES) {
    const problem = syntheticProblem(n, d);
    const { objective, theta, hessian, dispose } = prepare(problem, "f64");
    const out = hessian();
    const few = Math.min(n, Math.ceil(PLAIN_MULTIPLICATIONS / (d * d)));
    const s = new Float64Array(few).fill(0.25);
    const gram = new Float64Array(d * d);
    const times = await compare({
      kernel: () => objective.hessian(theta, out),
      approximate: () => objective.approximateHessian(theta, out),
      plain: () => plainGram(problem.X.data, s, d, gram),
    });
    dispose();
    const plain = (times.plain * n) / few;
    const flops = n * d * (d + 1);
    rows.push([
      `${n} × ${d}`,
      ...cells(times.kernel, plain, n * d * 8, flops),
      `${((1e5 * flops) / times.kernel / peak).toFixed(0)} %`,
      duration(times.approximate),
    ]);
  }
  const title = "Hessian XᵀSX: scores, weights and centring included (plain TypeScript: XᵀSX only)";
  printTable(title, ["rows × cols", ...HEAD, "of the peak", "approximate"], rows);
}
