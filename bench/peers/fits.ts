import { Dataset, LogisticRegression } from "logit-wasm";
import { duration, printTable } from "../table.ts";
import { alternate, type Measurement, timed } from "../timing.ts";
import type { Verdict } from "../verdict.ts";
import { type DataSet, dataSet } from "./data-sets.ts";
import { objective } from "./objective.ts";
import { reference } from "./reference.ts";
import type { PeerSolver } from "./scikit-learn.ts";
import type { Session } from "./session.ts";
import { ACCURACY, type Target, targets } from "./targets.ts";

/** Whole fits to the same accuracy. */
export async function fits(session: Session, verdict: Verdict): Promise<void> {
  const rows: string[][] = [];
  for (const [name, target] of session.chosen(targets)) {
    console.error(`… ${name}`);
    rows.push(...(await rowsOf(session, verdict, dataSet(name, session.seed), target)));
  }
  const head = ["data", "who", "how", "time", "above the optimum", "ratio (target)"];
  if (rows.length > 0) printTable("Fits: time, relative suboptimality, theirs over ours", head, rows);
}

interface Line {
  readonly who: string;
  readonly how: string;
  readonly ms: number;
  readonly value: number;
  /** Beside the fastest of theirs. */
  readonly target?: number | undefined;
}

async function rowsOf(
  session: Session,
  verdict: Verdict,
  data: DataSet,
  target: Target,
): Promise<string[][]> {
  const { peer, runtime } = session;
  await peer.load(data);
  const { least: known, fastest } = await reference(session, data);
  using f64 = Dataset.from(data.X, data.y, { runtime });
  using f32 =
    target.fitInF32 === undefined ? undefined : Dataset.from(data.X, data.y, { dtype: "f32", runtime });
  const fit = async (...input: [Dataset] | [DataSet["X"], Float64Array]) =>
    input.length === 1
      ? new LogisticRegression({ runtime }).fit(input[0])
      : new LogisticRegression({ runtime }).fit(...input);

  const tasks: Record<string, Measurement> = {
    dataset: timed(() => fit(f64)),
    theirs: async () => (await peer.fit(data, fastest))!.ms,
    array: timed(() => fit(data.X, data.y)),
  };
  if (f32) tasks.f32 = timed(() => fit(f32));
  const times = await alternate(tasks, session.rounds);

  const reached = async (model: LogisticRegression) =>
    objective(data, { coef: model.coef[0], intercept: model.intercept[0] });
  const model = await fit(f64);
  const fitted = (await peer.fit(data, fastest))!;
  const ours = `${model.solver}, ${model.passes} passes`;
  const described = ({ solver, tol }: PeerSolver, steps: number) => `${solver}, tol ${tol}, ${steps} steps`;
  const lines: Line[] = [
    {
      who: "scikit-learn",
      how: described(fastest, fitted.steps),
      ms: times.theirs,
      value: objective(data, fitted),
    },
    { who: "ours, Dataset", how: ours, ms: times.dataset, value: await reached(model), target: target.fit },
    {
      who: "ours, array",
      how: ours,
      ms: times.array,
      value: await reached(await fit(data.X, data.y)),
      target: target.fitFromArray,
    },
  ];
  if (f32) {
    const single = await fit(f32);
    const inF32 = `${single.solver}, ${single.passes} passes`;
    const value = await reached(single);
    lines.push({ who: "ours, f32 Dataset", how: inF32, ms: times.f32, value, target: target.fitInF32 });
  }
  const least = Math.min(known, ...lines.map(({ value }) => value));
  const gap = (value: number) => (value - least) / least;

  const rows = lines.map(({ who, how, ms, value, target: wanted }) => {
    const what = `${data.name}, fit, ${who}`;
    const ratio = wanted === undefined ? "" : verdict.atLeast(what, times.theirs / ms, wanted);
    if (!(gap(value) <= ACCURACY)) verdict.atMost(`${what}, above the optimum`, gap(value), ACCURACY);
    return [data.name, who, how, duration(ms), gap(value).toExponential(1), ratio];
  });
  if (target.fitAgainstDefault !== undefined && !session.quick) {
    // It takes many times as long, so that one run is all it gets.
    const options = { solver: "lbfgs", tol: 1e-4 };
    const slow = (await peer.fit(data, options))!;
    const what = `${data.name}, fit against the default lbfgs`;
    const ratio = verdict.atLeast(what, slow.ms / times.dataset, target.fitAgainstDefault);
    const above = gap(objective(data, slow)).toExponential(1);
    rows.push([
      data.name,
      "scikit-learn's default",
      described(options, slow.steps),
      duration(slow.ms),
      above,
      ratio,
    ]);
  }
  await peer.unload(data);
  return rows;
}
