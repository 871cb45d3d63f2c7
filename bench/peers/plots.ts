/** `npm run bench:peers -- plots`: how fast each side comes near the optimum, and how time grows with the rows. */
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Dataset, LogisticRegression, type MethodName } from "logit-wasm";
import { syntheticProblem } from "../data.ts";
import { type Chart, guide, type Series } from "../rates/charts.ts";
import { svg } from "../svg.ts";
import { alternate, median, timed } from "../timing.ts";
import { type DataSet, dataSet, type DataSetName, kept } from "./data-sets.ts";
import { objective } from "./objective.ts";
import { reference } from "./reference.ts";
import type { Session } from "./session.ts";

/** A run of theirs that takes longer ends its curve. */
const LIMIT_SECONDS = 6;

/** Below this a gap is rounding. */
const FLOOR = 1e-15;

const DRAWN = {
  "200000x100": "200000 × 100, standard normal columns",
  "200000x100-scaled": "200000 × 100, columns from 1 to 100",
  "ar-200000x50": "200000 × 50, neighbouring columns correlate by 0.95",
  "spambase-200000": "Raw spambase, tiled to 200000 rows",
} satisfies Partial<Record<DataSetName, string>>;

const FOLDER = fileURLToPath(new URL("../../docs/peers/", import.meta.url));

export async function plots(session: Session): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  for (const [name, title] of session.chosen<string>(DRAWN)) {
    const data = dataSet(name, session.seed);
    await session.peer.load(data);
    write(`gap-${name}`, await gapChart(session, data, title));
    await session.peer.unload(data);
  }
  if (session.chosen({ "1000000x20": 0 }).length > 0) write("rows", await rowsChart(session));
}

function write(name: string, chart: Chart): void {
  const path = `${FOLDER}${name}.svg`;
  writeFileSync(path, svg(chart));
  console.log(path);
}

/** Ours from the trace of a fit, theirs from fits that may make more and more steps. */
async function gapChart(session: Session, data: DataSet, title: string): Promise<Chart> {
  const { least: known } = await reference(session, data);
  const ours = await ourRuns(session, data);
  const theirs = [];
  for (const solver of ["lbfgs", "newton-cholesky", "newton-cg"]) {
    theirs.push({ label: `scikit-learn, ${solver}`, points: await theirRun(session, data, solver) });
  }
  const least = Math.min(known, ...[...ours, ...theirs].flatMap(({ points }) => points.map(([, f]) => f)));
  const series = [...ours, ...theirs].map(({ label, points }) => ({
    label,
    points: points
      .map(([seconds, f]) => [seconds, Math.max(FLOOR, (f - least) / least)] as const)
      .filter(([, gap], i, all) => i === 0 || gap > FLOOR || all[i - 1][1] > FLOOR),
  }));
  const note = `Time to come near the optimum, ${session.threads} thread(s)`;
  return { title, note, x: "seconds", y: "above the optimum, relative", series };
}

/** f after so many seconds. */
interface Run {
  readonly label: string;
  readonly points: (readonly [seconds: number, f: number])[];
}

async function ourRuns({ runtime }: Session, data: DataSet): Promise<Run[]> {
  const runs: Run[] = [];
  using dataset = Dataset.from(data.X, data.y, { runtime });
  for (const solver of ["auto", "lbfgs", "newton-cholesky"] satisfies ("auto" | MethodName)[]) {
    const fits: { model: LogisticRegression; seconds: number }[] = [];
    for (let i = 0; i < 4; i++) {
      const start = performance.now();
      const model = await new LogisticRegression({ runtime, solver, onWarning: () => {} }).fit(dataset);
      fits.push({ model, seconds: (performance.now() - start) / 1000 });
    }
    // The first warms up; of the others that of the median time is drawn.
    const seconds = median(fits.slice(1).map((fit) => fit.seconds));
    const { model } = fits.find((fit) => fit.seconds === seconds)!;
    const { trace } = model;
    const before = seconds - trace.at(-1)!.seconds; // what comes before the first step
    const points = trace.slice(1).map((at) => [before + at.seconds, at.loss] as const);
    runs.push({ label: solver === "auto" ? `ours, auto (${model.solver})` : `ours, ${solver}`, points });
  }
  return runs;
}

async function theirRun({ peer }: Session, data: DataSet, solver: string): Promise<Run["points"]> {
  const points: (readonly [number, number])[] = [];
  let steps = -1;
  for (const maxIter of [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 30, 50, 100, 200, 400]) {
    const options = { solver, tol: 1e-12, maxIter };
    const fit = await peer.fit(data, options, LIMIT_SECONDS);
    if (!fit || fit.steps === steps) break;
    steps = fit.steps;
    const again = [await peer.fit(data, options), await peer.fit(data, options)].map((one) => one!.ms);
    points.push([median([fit.ms, ...again]) / 1000, objective(data, fit)]);
  }
  return points;
}

/** To 1e-9 of the optimum, by the default options and by whatever is fastest of scikit-learn's. */
async function rowsChart(session: Session): Promise<Chart> {
  const { peer, runtime, seed } = session;
  const ours: [number, number][] = [];
  const array: [number, number][] = [];
  const theirs: [number, number][] = [];
  for (const rows of [1000, 3000, 10_000, 30_000, 100_000, 300_000, 1_000_000]) {
    const data = kept(`${rows}x20`, seed, () => syntheticProblem(rows, 20, seed));
    await peer.load(data);
    const { fastest } = await reference(session, data);
    using dataset = Dataset.from(data.X, data.y, { runtime });
    const times = await alternate(
      {
        ours: timed(() => new LogisticRegression({ runtime }).fit(dataset)),
        theirs: async () => (await peer.fit(data, fastest))!.ms,
        array: timed(() => new LogisticRegression({ runtime }).fit(data.X, data.y)),
      },
      { ...session.rounds, seconds: 2 },
    );
    await peer.unload(data);
    ours.push([rows, times.ours / 1000]);
    array.push([rows, times.array / 1000]);
    theirs.push([rows, times.theirs / 1000]);
  }
  const series: Series[] = [
    { label: "ours, on a Dataset", points: ours },
    { label: "ours, from an array", points: array },
    { label: "scikit-learn's fastest", points: theirs },
    guide("∝ n", ours, 1),
  ];
  return {
    title: "Time against rows, 20 columns",
    note: `A fit to 1e-9 of the optimum, ${session.threads} thread(s)`,
    x: "rows",
    y: "seconds",
    series,
  };
}
