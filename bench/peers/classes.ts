import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { Dataset, LogisticRegression } from "logit-wasm";
import { DEFAULT_TOL } from "../../src/estimators/logistic-options.ts";
import { normals, seeded } from "../../test/support/random.ts";
import type { Problem } from "../data.ts";
import { duration, printTable } from "../table.ts";
import { alternate, timed } from "../timing.ts";
import type { Verdict } from "../verdict.ts";
import { kept } from "./data-sets.ts";
import { loosest } from "./loosest.ts";
import type { PeerSolver } from "./scikit-learn.ts";
import type { Session } from "./session.ts";
import { manyClasses } from "./targets.ts";

const CLASSES = 10;

const recipes: Record<string, (seed: number) => Problem> = {
  digits: () => digits(),
  "100000x50, 10 classes": (seed) => softmaxProblem(100_000, 50, seed),
};

/** Of scikit-learn's solvers, from loose to tight: the first of each that comes near enough is its time. */
const SOLVERS = ["lbfgs", "newton-cg", "newton-cholesky"];
const TOLERANCES = [1e-4, 3e-5, 1e-5, 1e-6, 1e-7];
const LIMIT_SECONDS = 60;

/** Softmax regression to the same accuracy. */
export async function classes(session: Session, verdict: Verdict): Promise<void> {
  const rows: string[][] = [];
  for (const [name, recipe] of Object.entries(recipes)) {
    console.error(`… ${name}`);
    rows.push(...(await rowsOf(session, verdict, name, recipe)));
  }
  const head = ["data", "who", "how", "time", "above the optimum", "ratio (target)"];
  printTable("Many classes: time, relative suboptimality, theirs over ours", head, rows);
}

async function rowsOf(
  { seed, peer, runtime, rounds }: Session,
  verdict: Verdict,
  name: string,
  recipe: (seed: number) => Problem,
): Promise<string[][]> {
  const data = kept(name.replaceAll(/\W+/g, "-"), seed, () => recipe(seed));
  await peer.load(data);
  using dataset = Dataset.from(data.X, data.y, { runtime });
  const fit = (tol = DEFAULT_TOL) => new LogisticRegression({ runtime, tol }).fit(dataset);
  const model = await fit();
  const exact = new LogisticRegression({
    runtime,
    solver: "newton-cholesky",
    tol: 1e-10,
    onWarning: () => {},
  });
  const { loss: least } = await exact.fit(dataset);

  const gap = (value: number) => (value - least) / least;
  const gapOf = ({ coef, intercept }: LogisticRegression) => gap(softmaxObjective(data, coef, intercept));
  const asNear = await loosest(fit, (one) => gapOf(one) <= manyClasses.accuracy);

  const near: { solver: PeerSolver; value: number; ms: number }[] = [];
  for (const solver of SOLVERS) {
    for (const tol of TOLERANCES) {
      const found = await peer.fitClasses(data, { solver, tol }, LIMIT_SECONDS);
      if (!found) break;
      const value = softmaxObjective(data, found.coef, found.intercept);
      if (gap(value) > manyClasses.accuracy) continue;
      near.push({ solver: { solver, tol }, value, ms: found.ms });
      break;
    }
  }
  const [best] = near.toSorted((a, b) => a.ms - b.ms);
  const times = await alternate(
    {
      theirs: async () => (await peer.fitClasses(data, best.solver))!.ms,
      asNear: timed(() => fit(asNear.tol)),
      ours: timed(() => fit()),
    },
    rounds,
  );
  await peer.unload(data);
  const ratio = verdict.atLeast(`${name}, fit`, times.theirs / times.asNear, manyClasses.ratio);
  verdict.atMost(`${name}, above the optimum`, gapOf(model), manyClasses.accuracy);
  const theirs = `${best.solver.solver}, tol ${best.solver.tol}`;
  const how = ({ solver, passes }: LogisticRegression) => `${solver}, ${passes.toFixed(1)} passes`;
  const above = (value: number) => value.toExponential(1);
  const ours = (who: string, ms: number, found: LogisticRegression, cell: string) => [
    name,
    `ours, ${who}`,
    how(found),
    duration(ms),
    above(gapOf(found)),
    cell,
  ];
  return [
    [name, "scikit-learn", theirs, duration(times.theirs), above(gap(best.value)), ""],
    ours(`tol ${asNear.tol}`, times.asNear, asNear.model, ratio),
    ours("as it is", times.ours, model, (times.theirs / times.ours).toPrecision(3)),
  ];
}

export function digits(): Problem {
  const text = readFileSync(new URL("../../examples/data/digits.csv", import.meta.url), "utf8");
  const lines = (parse(text, { from_line: 2 }) as string[][]).map((line) => line.map(Number));
  const data = Float64Array.from(lines.flatMap((line) => line.slice(0, 64)));
  return { X: { data, rows: lines.length, cols: 64 }, y: Float64Array.from(lines, (line) => line[64]) };
}

/** Standard normal columns, wₖ ~ N(0, 4/d), labels from the softmax of x · wₖ. */
export function softmaxProblem(rows: number, cols: number, seed: number): Problem {
  const normal = normals(seed);
  const uniform = seeded(seed + 1);
  const w = Float64Array.from({ length: CLASSES * cols }, () => (2 * normal()) / Math.sqrt(cols));
  const data = Float64Array.from({ length: rows * cols }, normal);
  const z = new Float64Array(CLASSES);
  const y = Float64Array.from({ length: rows }, (_, i) => {
    for (let k = 0; k < CLASSES; k++) z[k] = Math.exp(score(data, i * cols, w, k * cols, cols));
    let left = uniform() * z.reduce((sum, value) => sum + value, 0);
    const drawn = z.findIndex((value) => (left -= value) < 0);
    return drawn < 0 ? CLASSES - 1 : drawn;
  });
  return { X: { data, rows, cols }, y };
}

function score(x: Float64Array, at: number, w: Float64Array, from: number, cols: number): number {
  let z = 0;
  for (let j = 0; j < cols; j++) z += x[at + j] * w[from + j];
  return z;
}

/** f(W, b) = Σ (log Σₖ e^zₖᵢ − z_yᵢ) + ½ Σ ‖wₖ‖², by its formula alone: the judge of what each side reached. */
function softmaxObjective(
  { X, y }: Problem,
  coef: readonly ArrayLike<number>[],
  intercept: ArrayLike<number>,
): number {
  const { data, rows, cols } = X;
  const w = Float64Array.from(coef.flatMap((row) => Array.from(row)));
  const z = new Float64Array(coef.length);
  let sum = 0;
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < z.length; k++) z[k] = intercept[k] + score(data, i * cols, w, k * cols, cols);
    const most = Math.max(...z);
    sum += most - z[y[i]] + Math.log(z.reduce((total, value) => total + Math.exp(value - most), 0));
  }
  return sum + 0.5 * w.reduce((squares, value) => squares + value * value, 0);
}
