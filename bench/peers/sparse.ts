import { Dataset, LogisticRegression } from "logit-wasm";
import { DEFAULT_TOL } from "../../src/estimators/logistic-options.ts";
import { duration, printTable } from "../table.ts";
import { alternate, type Measurement, timed } from "../timing.ts";
import type { Verdict } from "../verdict.ts";
import { keptSparse, type SparseDataSet } from "./data-sets.ts";
import { loosest } from "./loosest.ts";
import { sparseObjective } from "./objective.ts";
import type { PeerSolver } from "./scikit-learn.ts";
import type { Session } from "./session.ts";
import { sparseTargets } from "./targets.ts";
import { textLikeProblem } from "./text-like.ts";

const ROWS = 20_000;
const COLS = 100_000;
const PER_ROW = 100;

interface Penalty {
  readonly C: number;
  readonly l1Ratio: 0 | 1;
}

const penalties: Record<string, Penalty> = {
  "ridge, C = 1": { C: 1, l1Ratio: 0 },
  "ridge, C = 30": { C: 30, l1Ratio: 0 },
  "lasso, C = 1": { C: 1, l1Ratio: 1 },
};

/** LIBLINEAR's methods, by the numbers its own command line has for them. */
const METHODS = {
  "-s 0, Newton's method": { l1Ratio: 0, dual: false },
  "-s 7, dual coordinates": { l1Ratio: 0, dual: true },
  "-s 6, coordinates": { l1Ratio: 1, dual: false },
};

/** From loose to tight: the first of each method's that comes near enough is its time. */
const TOLERANCES = [1, 0.3, 0.1, 0.03, 0.01, 3e-3, 1e-3, 1e-4, 1e-5];
const LIMIT_SECONDS = 60;

/**
 * Sparse rows beside LIBLINEAR, in the process of scikit-learn, which has its code and none of its files to read: its time
 * has the copy of the rows into LIBLINEAR's own form in it, as ours from arrays has the one into linear memory. Neither
 * side has an intercept: LIBLINEAR's is penalised, and the optimum another.
 */
export async function sparse(session: Session, verdict: Verdict): Promise<void> {
  const name = `text-like-${ROWS}x${COLS}`;
  const make = () => textLikeProblem(ROWS, COLS, PER_ROW, session.seed);
  const data = keptSparse(name, session.seed, COLS, make);
  await session.peer.loadSparse(data);
  const rows: string[][] = [];
  for (const [what, penalty] of Object.entries(penalties)) {
    console.error(`… ${name}, ${what}`);
    rows.push(...(await rowsOf(session, verdict, data, what, penalty)));
  }
  await session.peer.unload(data);
  const head = ["penalty", "who", "how", "time", "above the optimum", "ratio (target)"];
  printTable(`Sparse rows, ${name}: time, relative suboptimality, theirs over ours`, head, rows);
}

interface Found {
  readonly how: string;
  readonly options: PeerSolver;
  readonly coef: ArrayLike<number>;
}

async function rowsOf(
  { peer, runtime, rounds }: Session,
  verdict: Verdict,
  data: SparseDataSet,
  what: string,
  { C, l1Ratio }: Penalty,
): Promise<string[][]> {
  const { X, y } = data;
  using dataset = Dataset.from(X, y, { runtime });
  const ours = { C, l1Ratio, fitIntercept: false, runtime };
  const fit = (tol = DEFAULT_TOL) => new LogisticRegression({ ...ours, tol }).fit(dataset);
  const fitFromArrays = (tol: number) => new LogisticRegression({ ...ours, tol }).fit(X, y);
  const value = (coef: ArrayLike<number>) => sparseObjective(data, coef, C, l1Ratio);
  const model = await fit();
  const exact = await new LogisticRegression({ ...ours, tol: 1e-9, onWarning: () => {} }).fit(dataset);
  const least = value(exact.coef[0]);
  const gap = (coef: ArrayLike<number>) => (value(coef) - least) / least;

  const asNear = await loosest(fit, ({ coef }) => gap(coef[0]) <= sparseTargets.accuracy);
  const fromArrays = await fitFromArrays(asNear.tol);

  const near: Found[] = [];
  for (const [how, method] of Object.entries(METHODS)) {
    if (method.l1Ratio !== l1Ratio) continue;
    for (const tol of TOLERANCES) {
      const asked = { solver: "liblinear", tol, C, l1Ratio, dual: method.dual, fitIntercept: false };
      const found = await peer.fit(data, asked, LIMIT_SECONDS);
      if (!found) break;
      if (gap(found.coef) > sparseTargets.accuracy) continue;
      near.push({ how: `${how}, -e ${tol}`, options: asked, coef: found.coef });
      break;
    }
  }
  const tasks: Record<string, Measurement> = {
    dataset: timed(() => fit(asNear.tol)),
    arrays: timed(() => fitFromArrays(asNear.tol)),
    ours: timed(() => fit()),
  };
  for (const { how, options } of near) tasks[how] = async () => (await peer.fit(data, options))!.ms;
  const times = await alternate(tasks, rounds);
  const [best] = near.toSorted((a, b) => times[a.how] - times[b.how]);
  const theirs = times[best.how];

  const lineOf = (who: string, ms: number, { coef, solver, passes }: LogisticRegression, cell: string) => {
    const above = gap(coef[0]);
    verdict.atMost(`${what}, ${who}, above the optimum`, above, sparseTargets.accuracy);
    return [what, who, `${solver}, ${passes.toFixed(1)} passes`, duration(ms), above.toExponential(1), cell];
  };
  const judged = (who: string, ms: number) =>
    verdict.atLeast(`${what}, ${who}`, theirs / ms, sparseTargets.ratio);
  const { tol } = asNear;
  return [
    [what, "LIBLINEAR", best.how, duration(theirs), gap(best.coef).toExponential(1), ""],
    lineOf(`ours, tol ${tol}`, times.dataset, asNear.model, judged("Dataset", times.dataset)),
    lineOf(`from arrays, tol ${tol}`, times.arrays, fromArrays, judged("arrays", times.arrays)),
    lineOf("ours, as it is", times.ours, model, (theirs / times.ours).toPrecision(3)),
  ];
}
