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
    const rate = (n * d * 8) / (times.f64 / 1000);
    rows.push([
      `${n} × ${d}`,
      duration(times.f64),
      (rate / 1e9).toFixed(1),
      `${((100 * rate) / bandwidth.bytesPerSecond).toFixed(0)} %`,
      duration(times.f32),
      duration(times.plain),
      (times.plain / times.f64).toFixed(1),
    ]);
  }
  const head = ["rows × cols", "f64", "GB/s", "of bandwidth", "f32", "plain TypeScript", "ratio"];
  printTable("Loss and gradient, one pass", head, rows);
}

/** The Hessian: a weighted Gram matrix. */
export async function benchGram(): Promise<void> {
  const rows: string[][] = [];
  for (const [n, d] of [
    [200_000, 100],
    [500_000, 20],
    [5000, 1000],
  ]) {
    const problem = syntheticProblem(n, d);
    const { objective, theta, hessian, dispose } = prepare(problem, "f64");
    const out = hessian();
    const s = new Float64Array(n).fill(0.25);
    const gram = new Float64Array(d * d);
    const times = await compare({
      kernel: () => objective.hessian(theta, out),
      plain: () => plainGram(problem.X.data, s, d, gram),
    });
    dispose();
    const flops = n * d * (d + 1);
    rows.push([
      `${n} × ${d}`,
      duration(times.kernel),
      (flops / times.kernel / 1e6).toFixed(1),
      duration(times.plain),
      (flops / times.plain / 1e6).toFixed(1),
      (times.plain / times.kernel).toFixed(1),
    ]);
  }
  const head = ["rows × cols", "Hessian", "GFLOP/s", "plain TypeScript", "GFLOP/s", "ratio"];
  printTable("Hessian XᵀSX, scores, weights and centring included", head, rows);
}
