import { getHeapStatistics } from "node:v8";
import { Dataset, LogisticRegression } from "logit-wasm";
import { normals } from "../../test/support/random.ts";
import { syntheticProblem } from "../data.ts";
import { duration, printTable } from "../table.ts";
import { alternate, median, timed } from "../timing.ts";
import type { Verdict } from "../verdict.ts";
import { type DataSet, dataSet, kept } from "./data-sets.ts";
import type { Session } from "./session.ts";
import { prediction } from "./targets.ts";

/** predictProba of many rows and of one, beside predict_proba. */
export async function predictions(session: Session, verdict: Verdict): Promise<void> {
  const rows = [...(await manyRows(session, verdict)), await oneRow(session, verdict)];
  printTable("Predictions", ["", "scikit-learn", "ours", "ratio, or µs (target)"], rows);
}

/** The model that both sides predict with: fitted to other rows of as many columns. */
async function fitted(session: Session, data: DataSet): Promise<LogisticRegression<number>> {
  await session.peer.load(data);
  await session.peer.fit(data, { solver: "newton-cholesky", tol: 1e-6 });
  return new LogisticRegression<number>({ runtime: session.runtime }).fit(data.X, data.y);
}

async function manyRows(session: Session, verdict: Verdict): Promise<string[][]> {
  const { peer, runtime, seed } = session;
  const training = kept("20000x100", seed, () => syntheticProblem(20_000, 100, seed));
  const model = await fitted(session, training);
  const data = kept("1000000x100", seed, () => syntheticProblem(1_000_000, 100, seed));
  await peer.load(data);
  using dataset = Dataset.from(data.X, undefined, { runtime });
  const times = await alternate(
    {
      array: timed(() => model.predictProba(data.X)),
      theirs: () => peer.predictProba(data, training),
      dataset: timed(() => model.predictProba(dataset)),
    },
    session.rounds,
  );
  await peer.unload(data);
  await peer.unload(training);
  const row = (name: string, ms: number) => {
    const what = `predictProba, 1000000 × 100, ${name}`;
    const ratio = verdict.atLeast(what, times.theirs / ms, prediction.ratio);
    return [what, duration(times.theirs), duration(ms), ratio];
  };
  return [row("array", times.array), row("Dataset", times.dataset)];
}

async function oneRow(session: Session, verdict: Verdict): Promise<string[]> {
  const data = dataSet("breast-cancer", session.seed);
  const model = await fitted(session, data);
  const normal = normals(session.seed);
  const row = Float64Array.from({ length: data.X.cols }, normal);
  const calls = (count: number) => {
    let sum = 0; // so that no call can be left out
    for (let i = 0; i < count; i++) {
      row[0] = i & 7;
      sum += model.probability(row);
    }
    return sum;
  };
  // A collection in between makes a span negative: there are few, of spans as short as these.
  const spans: number[] = [];
  for (let round = 0; round < 50; round++) calls(20_000); // until the engine has done optimising
  for (let round = 0; round < 51; round++) {
    const before = getHeapStatistics().used_heap_size;
    calls(20_000);
    spans.push((getHeapStatistics().used_heap_size - before) / 20_000);
  }
  const garbage = median(spans);
  const times = await alternate(
    {
      ours: timed(() => calls(1000)),
      theirs: () => session.peer.predictProba(data, data, 1),
    },
    session.rounds,
  );
  await session.peer.unload(data);
  const what = "one row of 30";
  verdict.atMost(`${what}, bytes of garbage a call`, garbage, prediction.mostBytes);
  const ours = verdict.atMost(`${what}, µs`, times.ours, prediction.mostMicroseconds);
  return [what, duration(times.theirs), duration(times.ours / 1000), ours];
}
