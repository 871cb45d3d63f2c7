/** The page's charts, from runs that are measured already or short. */
import { adam, gradientDescent, miniBatch } from "../../src/optimize/index.ts";
import { type Measured, measure } from "./measure.ts";
import type { KnownLogistic } from "./problems.ts";

export interface Series {
  readonly label: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly style?: "guide" | "faint";
}

export interface Chart {
  readonly title: string;
  readonly note: string;
  readonly x: string;
  readonly y: string;
  /** Default: both axes are logarithmic. */
  readonly linearX?: boolean;
  readonly series: readonly Series[];
}

/** Below this a gap is rounding. */
const FLOOR = 1e-16;
const MOST_POINTS = 300;

/** Runs by name, as F − F* over what `axis` makes of each row. */
function gapsOver(
  runs: ReadonlyMap<string, Measured>,
  axis: (row: Measured["result"]["trace"][number]) => number,
): Series[] {
  return [...runs].map(([label, { gaps, result }]) => ({
    label,
    points: thinned(gaps.map((gap, n) => [axis(result.trace[n]), gap] as const)),
  }));
}

/** Points a logarithmic chart can show, about evenly spread on it. */
export function thinned(points: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  const shown = points.filter(([x, y]) => x > 0 && y > FLOOR && Number.isFinite(y));
  const step = Math.log(Math.max(2, shown.length)) / MOST_POINTS;
  let next = 0;
  return shown.filter((_, i) => {
    if (Math.log(i + 1) < next && i < shown.length - 1) return false;
    next = Math.log(i + 1) + step;
    return true;
  });
}

export function errorCharts(runs: ReadonlyMap<string, Measured>): Chart[] {
  const y = "F − F*";
  const note =
    "Logistic regression on the breast-cancer data, C = 1e-4, from 0. Where both axes are logarithmic a power of n, " +
    "SGD's, is straight; linear rates bend down, and Newton's falls off a cliff.";
  return [
    {
      title: "Error against iterations",
      note,
      x: "iterations",
      y,
      series: gapsOver(runs, (row) => row.iteration),
    },
    {
      title: "Error against passes over the data",
      note: "A pass is one gradient, Hessian or Hessian product over all rows; a Hessian costs more than the others.",
      x: "passes",
      y,
      series: gapsOver(runs, ({ evaluations: e }) => e.gradient + e.hessian + e.hessianProduct),
    },
    {
      title: "Error against seconds",
      note: "Of one run on this machine, its first iterations cold.",
      x: "seconds",
      y,
      series: gapsOver(runs, (row) => row.seconds),
    },
  ];
}

export function batchLossChart(problem: KnownLogistic, epochs = 30, window = 18): Chart {
  const method = miniBatch(adam({ learningRate: 0.02 }), { batchSize: 32, seed: 1, epochs });
  const { result } = measure(problem, method);
  const losses = result.trace.flatMap((row) => Array.from(row.batchLosses ?? []));
  let sum = 0;
  const means = losses.map((loss, i) => {
    sum += loss - (i >= window ? losses[i - window] : 0);
    return sum / Math.min(i + 1, window);
  });
  const over = (values: number[]) => values.map((value, i) => [i + 1, value] as const);
  return {
    title: "Loss over mini-batches",
    note: `Adam, batches of 32: each batch's loss, and the mean of the last ${window} (an epoch).`,
    x: "updates",
    y: "loss",
    linearX: true,
    series: [
      { label: "batch", points: over(losses), style: "faint" },
      { label: "running mean", points: over(means) },
      {
        label: "F*",
        points: [
          [1, problem.least],
          [losses.length, problem.least],
        ],
        style: "guide",
      },
    ],
  };
}

/** Multiples of 1/L, from far too small to divergent: on a curvature of L, |1 − tL| > 1 from 2/L on. */
export function stepSizeChart(problem: KnownLogistic): Chart {
  const series = [0.001, 0.01, 0.1, 1, 1.9, 2.5, 8, 20].map((multiple) => {
    const learningRate = multiple / problem.L;
    const { gaps, result } = measure(problem, gradientDescent({ learningRate }), { maxIter: 3000 });
    const points = thinned(gaps.map((gap, n) => [n, gap] as const));
    return { label: `${multiple} / L${result.status === "diverged" ? ", diverged" : ""}`, points };
  });
  const note =
    "Gradient descent at fixed steps, L the largest curvature at the optimum; it is larger at the start.";
  return { title: "Step sizes", note, x: "iterations", y: "F − F*", series };
}

export function batchSizeChart(problem: KnownLogistic): Chart {
  const rule = gradientDescent({ learningRate: 1 / problem.everywhere });
  const series = ([1, 8, 32, 128, "full"] as const).map((batchSize) => {
    const { gaps } = measure(problem, miniBatch(rule, { batchSize, epochs: 1000, seed: 1 }));
    return { label: String(batchSize), points: thinned(gaps.map((gap, n) => [n, gap] as const)) };
  });
  const note =
    "Gradient descent at one fixed step, 1 / L of F at the start. A pass of small batches makes many updates " +
    "and soon is at its noise floor; a full batch makes one, and has none.";
  return { title: "Batch sizes", note, x: "passes", y: "F − F*", series };
}

/** c xᵖ through the last point of a series. */
export function guide(label: string, points: Series["points"], power: number): Series {
  const [x0, y0] = points[points.length - 1];
  const line = [points[0][0], x0].map((x) => [x, y0 * (x / x0) ** power] as const);
  return { label, points: line, style: "guide" };
}
