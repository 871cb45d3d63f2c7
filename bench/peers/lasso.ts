import { Dataset, LogisticRegression, logisticPath } from "logit-wasm";
import { DEFAULT_TOL } from "../../src/estimators/logistic-options.ts";
import { normals, seeded } from "../../test/support/random.ts";
import { exampleProblem, type Problem } from "../data.ts";
import { duration, printTable } from "../table.ts";
import { alternate, type Measurement, timed } from "../timing.ts";
import type { Verdict } from "../verdict.ts";
import { type DataSet, kept } from "./data-sets.ts";
import { fitGlmnet, hasGlmnet, pathOfGlmnet } from "./glmnet.ts";
import { loosest } from "./loosest.ts";
import { type Coefficients, objective } from "./objective.ts";
import type { PeerSolver } from "./scikit-learn.ts";
import type { Session } from "./session.ts";
import { lassoTargets } from "./targets.ts";

const recipes = {
  "lasso-100000x100": { C: 0.01, make: (seed: number) => sparseProblem(100_000, 100, seed) },
  "lasso-2000x20000": { C: 1, make: (seed: number) => sparseProblem(2000, 20_000, seed) },
};

/** From loose to tight: the first of each that comes near enough is its time. */
const SOLVERS = ["liblinear", "saga"];
const TOLERANCES = [1e-3, 1e-4, 1e-5, 1e-6];
const THRESHOLDS = [1e-7, 1e-9, 1e-11, 1e-13];

/** No fit that may be the fastest takes longer, or so many times as long as the fastest so far. */
const LIMIT_SECONDS = 60;
const SLOWER = 3;

/** The lasso of two classes to the same accuracy, and glmnet's default path. */
export async function lasso(session: Session, verdict: Verdict): Promise<void> {
  const glmnet = hasGlmnet();
  const rows: string[][] = [];
  for (const [name, { C, make }] of Object.entries(recipes)) {
    console.error(`… ${name}`);
    rows.push(
      ...(await rowsOf(session, verdict, {
        data: kept(name, session.seed, () => make(session.seed)),
        C,
        glmnet,
      })),
    );
  }
  rows.push(...(await rowsOfPath(session, verdict, glmnet)));
  const head = ["data", "who", "how", "time", "above the optimum", "ratio (target)"];
  printTable("Lasso: time, relative suboptimality, theirs over ours", head, rows);
}

async function rowsOf(
  { peer, runtime, rounds }: Session,
  verdict: Verdict,
  { data, C, glmnet }: { data: DataSet; C: number; glmnet: boolean },
): Promise<string[][]> {
  const { name } = data;
  await peer.load(data);
  using dataset = Dataset.from(data.X, data.y, { runtime });
  const fit = (tol = DEFAULT_TOL) => new LogisticRegression({ C, l1Ratio: 1, runtime, tol }).fit(dataset);
  const value = ({ coef, intercept }: Coefficients) =>
    C * objective(data, { coef, intercept }, Number.POSITIVE_INFINITY) +
    Array.from(coef).reduce((sum, w) => sum + Math.abs(w), 0);
  const model = await fit();
  const exact = await new LogisticRegression({ C, l1Ratio: 1, runtime, tol: 1e-9, onWarning: () => {} }).fit(
    dataset,
  );
  const least = value({ coef: exact.coef[0], intercept: exact.intercept[0] });
  const gap = (found: Coefficients) => (value(found) - least) / least;
  const gapOf = ({ coef, intercept }: LogisticRegression) => gap({ coef: coef[0], intercept: intercept[0] });
  const asNear = await loosest(fit, (one) => gapOf(one) <= lassoTargets.accuracy);

  const near: { solver: PeerSolver; gap: number; ms: number }[] = [];
  for (const solver of SOLVERS) {
    const most = Math.min(LIMIT_SECONDS * 1000, ...near.map(({ ms }) => SLOWER * ms));
    const maxIter = await stepsWithin(most, peer, data, { solver, C, l1Ratio: 1 });
    for (const tol of TOLERANCES) {
      const options = { solver, tol, C, l1Ratio: 1, maxIter };
      const found = await peer.fit(data, options);
      if (found && gap(found) <= lassoTargets.accuracy) {
        near.push({ solver: options, gap: gap(found), ms: found.ms });
        break;
      }
      if (!found || found.steps >= maxIter) break;
    }
  }
  const [best] = near.toSorted((a, b) => a.ms - b.ms);
  const thresh = glmnet
    ? THRESHOLDS.find((each) => gap(fitGlmnet(data, C, each)) <= lassoTargets.accuracy)
    : undefined;
  const tasks: Record<string, Measurement> = {
    asNear: timed(() => fit(asNear.tol)),
    ours: timed(() => fit()),
  };
  if (best) tasks.theirs = async () => (await peer.fit(data, best.solver))!.ms;
  if (thresh !== undefined) tasks.glmnet = () => fitGlmnet(data, C, thresh).ms;
  const times = await alternate(tasks, rounds);
  await peer.unload(data);

  const reached = gapOf(model);
  verdict.atMost(`${name}, above the optimum`, reached, lassoTargets.accuracy);
  const lineOf = (who: string, { solver, passes }: LogisticRegression, ms: number, above: number) => {
    return [
      name,
      `ours, ${who}`,
      `${solver}, ${passes.toFixed(1)} passes`,
      duration(ms),
      above.toExponential(1),
      "",
    ];
  };
  const lines = [
    lineOf("as it is", model, times.ours, reached),
    lineOf(`tol ${asNear.tol}`, asNear.model, times.asNear, gapOf(asNear.model)),
  ];
  if (best) {
    const ratio = verdict.atLeast(`${name}, scikit-learn`, times.theirs / times.asNear, lassoTargets.ratio);
    const { solver, tol } = best.solver;
    lines.push([
      name,
      "scikit-learn",
      `${solver}, tol ${tol}`,
      duration(times.theirs),
      best.gap.toExponential(1),
      ratio,
    ]);
  } else lines.push([name, "scikit-learn", `none within ${LIMIT_SECONDS} s`, "", "", ""]);
  if (thresh === undefined) {
    lines.push([name, "glmnet", glmnet ? "not near enough" : "skipped: no R with glmnet", "", "", ""]);
  } else {
    const ratio = verdict.atLeast(`${name}, glmnet`, times.glmnet / times.asNear, lassoTargets.ratioToGlmnet);
    lines.push([name, "glmnet", `thresh ${thresh}`, duration(times.glmnet), "", ratio]);
  }
  return lines;
}

/** As many steps as take about so many ms: neither solver can be interrupted, and a tolerance may take it hours. */
async function stepsWithin(
  ms: number,
  peer: Session["peer"],
  data: DataSet,
  options: Omit<PeerSolver, "tol">,
): Promise<number> {
  const timeOf = async (maxIter: number) => (await peer.fit(data, { ...options, tol: 1e-12, maxIter }))!.ms;
  const one = await timeOf(1);
  const perStep = Math.max(0.01, (await timeOf(4)) - one) / 3;
  return Math.max(1, Math.min(10_000, Math.floor((ms - one) / perStep)));
}

async function rowsOfPath(
  { seed, runtime, rounds }: Session,
  verdict: Verdict,
  glmnet: boolean,
): Promise<string[][]> {
  const data = kept("spambase", seed, () => exampleProblem("spambase"));
  using dataset = Dataset.from(data.X, data.y, { runtime });
  const path = () => logisticPath(dataset, undefined, { runtime, onWarning: () => {} });
  const { length } = await path();
  const tasks: Record<string, Measurement> = { ours: timed(path) };
  if (glmnet) tasks.theirs = () => pathOfGlmnet(data).ms;
  const times = await alternate(tasks, rounds);
  const lines = [["spambase, path", "ours, Dataset", `${length} fits`, duration(times.ours), "", ""]];
  if (!glmnet) return [...lines, ["spambase, path", "glmnet", "skipped: no R with glmnet", "", "", ""]];
  const ratio = verdict.atLeast("spambase, path", times.theirs / times.ours, lassoTargets.ratioToGlmnet);
  const { count } = pathOfGlmnet(data);
  return [...lines, ["spambase, path", "glmnet", `${count} fits`, duration(times.theirs), "", ratio]];
}

/** Standard normal columns, of which the first 20 have coefficients, w ~ N(0, 1). */
export function sparseProblem(rows: number, cols: number, seed: number): Problem {
  const normal = normals(seed);
  const uniform = seeded(seed + 1);
  const w = Float64Array.from({ length: 20 }, normal);
  const data = Float64Array.from({ length: rows * cols }, normal);
  const y = Float64Array.from({ length: rows }, (_, i) => {
    const z = w.reduce((sum, value, j) => sum + value * data[i * cols + j], 0);
    return uniform() < 1 / (1 + Math.exp(-z)) ? 1 : 0;
  });
  return { X: { data, rows, cols }, y };
}
