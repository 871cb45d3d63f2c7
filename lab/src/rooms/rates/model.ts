import { type MinimizeResult, minimizeAsync } from "logit-wasm/optimize";
import { type Grid, gridOf } from "../../charts/contours.tsx";
import type { Values } from "../../params/schema.ts";
import type { Job } from "../../worker/protocol.ts";
import { methodsFor } from "./methods.ts";
import { type Known, type MethodName, problemOf, type Rows } from "./problem.ts";
import type { schema } from "./schema.ts";
import { type Speed, speedOf, stepsTo } from "./speed.ts";
import { type Theory, theoryOf } from "./theory.ts";
import { isStochastic } from "./stochastic.ts";
import { timed } from "./timed.ts";

export interface Result {
  readonly kappa: number;
  /** Largest and least curvature at the optimum, and the largest anywhere. */
  readonly L: number;
  readonly mu: number;
  readonly everywhere: number;
  /** f* */
  readonly least: number;
  /** Below it errors are rounding. */
  readonly floor: number;
  readonly runs: readonly Run[];
  /** The cost over two variables, where there are no more but an intercept. */
  readonly plane: Plane | undefined;
  readonly rows: Rows | undefined;
}

export interface Run {
  readonly method: MethodName;
  readonly iterations: number;
  readonly status: MinimizeResult["status"];
  /** f − f* of each iterate that is drawn, with where it is drawn. */
  readonly points: readonly { readonly n: number; readonly at: number; readonly gap: number }[];
  /** f − f* at the end. */
  readonly gap: number;
  /** How many iterations until only rounding is left. */
  readonly toFloor: number | undefined;
  /** How many iterations to a millionth of the first error. */
  readonly toMillionth: number | undefined;
  readonly speed: Speed;
  readonly theory: Theory;
  /** The first iterates in the plane. */
  readonly path: readonly (readonly [number, number])[];
}

export interface Plane {
  readonly grid: Grid;
  readonly optimum: readonly [number, number];
}

/** More iterates than a line has pixels needn't be drawn. */
const MOST_POINTS = 400;

/** An iteration is an epoch there: as many as are made in a moment. */
const MOST_EPOCHS = 300;

export async function compute(values: Values<typeof schema>, job: Job<Result>): Promise<Result> {
  using known = problemOf(values);
  const { kappa, L, steps, least, rows } = known;
  const first = known.objective.value(known.start) - least;
  const floor = known.rows ? 32 * Number.EPSILON * least : Math.max(1e-300, 1e-16 * first);
  const runs: Run[] = [];
  const shared = { kappa, L, mu: steps.mu, everywhere: steps.L, least, floor, rows, plane: planeOf(known) };
  for (const method of values.methods) {
    if (isStochastic(method) && !known.rows) continue; // it needs a sum
    runs.push(await run(known, method, values, floor, job.signal));
    job.show({ ...shared, runs });
  }
  return { ...shared, runs };
}

async function run(
  known: Known,
  method: MethodName,
  values: Values<typeof schema>,
  floor: number,
  signal: AbortSignal,
): Promise<Run> {
  const { objective, start, least } = known;
  const make = methodsFor(known.steps, values.seed)[method];
  const isPart = isStochastic(method);
  const maxIter = isPart ? Math.min(values.steps, MOST_EPOCHS) : values.steps;
  const once = () =>
    minimizeAsync(objective as never, start, make() as never, {
      tol: 0,
      maxIter,
      signal,
      recordPath: isPart || known.start.length <= 3,
    });
  const result = await once();
  // what a run of parts says of f is an estimate
  const gapAt = ({ x, value }: MinimizeResult["trace"][number]) =>
    (isPart && x ? objective.value(x) : value) - least;
  const gaps = result.trace.map(gapAt);
  const finite = gaps.findIndex((gap) => !Number.isFinite(gap));
  const errors = finite < 0 ? gaps : gaps.slice(0, finite);
  const { against } = values;
  const at =
    against === "milliseconds"
      ? await timed(once, result)
      : result.trace.map((row) => measureOf(row, against));
  return {
    method,
    iterations: result.iterations,
    status: result.status,
    points: thinned(downTo(errors, floor)).map((n) => ({ n, at: at[n] ?? 0, gap: errors[n] ?? 0 })),
    gap: errors.at(-1) ?? 0,
    toFloor: stepsTo(errors, floor),
    toMillionth: stepsTo(errors, 1e-6 * (errors[0] ?? 0)),
    speed: speedOf(errors, floor, isPart),
    theory: theoryOf(method, { ...known.steps, kappa: known.kappa, terms: known.terms }),
    path: result.trace.slice(0, 200).map(({ x }) => [x?.[0] ?? 0, x?.[1] ?? 0] as const),
  };
}

function measureOf(
  { iteration, evaluations }: MinimizeResult["trace"][number],
  against: "iterations" | "gradients" | "epochs",
): number {
  if (against === "iterations") return iteration;
  if (against === "gradients") return evaluations.gradient;
  return evaluations.gradient + evaluations.hessian + evaluations.hessianProduct;
}

/** Errors until the first that is rounding, which none after it tell more than. */
function downTo(errors: readonly number[], floor: number): readonly number[] {
  const end = errors.findIndex((error) => error <= floor);
  return end < 0 ? errors : errors.slice(0, end + 1);
}

/** Numbers of the iterates that are drawn: all of the first, and then fewer, the last among them. */
function thinned({ length }: readonly number[]): readonly number[] {
  const all = Array.from({ length }, (_, n) => n);
  const stride = Math.ceil(length / MOST_POINTS);
  return all.filter((n) => n < 100 || n % stride === 0 || n === length - 1);
}

/** The cost over the first two variables; an intercept stands at its best value. */
function planeOf({ objective, optimum, start }: Known): Plane | undefined {
  if (optimum.length > 3) return undefined;
  const [a = 0, b = 0, ...rest] = optimum;
  const reach = 1.3 * Math.max(...[0, 1].map((j) => Math.abs((start[j] ?? 0) - (optimum[j] ?? 0))), 0.1);
  const at = new Float64Array(optimum.length);
  at.set(rest, 2);
  const value = (x: number, y: number) => {
    at[0] = x;
    at[1] = y;
    return objective.value(at);
  };
  return {
    grid: gridOf(value, [a - reach, a + reach], [b - reach, b + reach], 60, 60),
    optimum: [a, b],
  };
}
