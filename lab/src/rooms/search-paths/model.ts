import { minimize, type MinimizeResult, newton } from "logit-wasm/optimize";
import { type Grid, gridOf } from "../../charts/contours.tsx";
import { heightsAlone } from "../../data/one-column.ts";
import { type PlaneFunction, problems } from "../../problems/index.ts";
import { logisticCost } from "../../problems/logistic-cost.ts";
import { quadratic } from "../../problems/quadratic.ts";
import type { Cache } from "../../worker/cache.ts";
import type { Job } from "../../worker/protocol.ts";
import { methodOf } from "./methods.ts";
import { type SceneName, scenes, startOf } from "./scenes.ts";
import type { MethodName, SearchValues } from "./schema.ts";
import { type Search, searchOf } from "./search.ts";
import { type Asked, recorded } from "./trials.ts";

/** A run of one method. */
export interface Run {
  readonly method: MethodName;
  readonly path: readonly (readonly [number, number])[];
  /** At each point of the path, less the least value. */
  readonly excess: readonly number[];
  /** Values and gradients that were asked for by then. */
  readonly evaluations: readonly number[];
  readonly valueCalls: number;
  readonly gradientCalls: number;
  readonly status: MinimizeResult["status"];
  readonly value: number;
}

/** A run with what the search of each iterate asked. */
export interface RecordedRun {
  readonly run: Run;
  readonly stepSizes: readonly number[];
  /** From each iterate, up to the next. */
  readonly asked: readonly (readonly Asked[])[];
}

export interface Ground {
  readonly scene: SceneName;
  /** Two grounds with the same key are the same. */
  readonly key: string;
  readonly grid: Grid;
  readonly minima: readonly (readonly [number, number])[];
  readonly least: number;
}

export interface Result {
  readonly ground: Ground;
  readonly runs: readonly Run[];
  /** The method whose search is looked into. */
  readonly method: MethodName;
  /** Its search from the iterate that was asked for, or the last one; none where the start is the end. */
  readonly search: Search | undefined;
}

const METHODS: readonly MethodName[] = ["backtracking", "exact", "lbfgs"];

export function compute(values: SearchValues, { cache }: Job<Result>): Result {
  const { objective, ground } = landscape(values, cache);
  const all = METHODS.map((method) => runOf(method, objective, ground.least, values));
  const chosen = all.find(({ run }) => run.method === values.method);
  return {
    ground,
    runs: all.map(({ run }) => run),
    method: values.method,
    search: chosen && searchOf(chosen, objective, values),
  };
}

function runOf(
  method: MethodName,
  objective: PlaneFunction,
  least: number,
  values: SearchValues,
): RecordedRun {
  const { asked, ...watched } = recorded(objective);
  /** How much had been asked at each iterate. */
  const marks: number[] = [];
  const result = minimize(watched, startOf(values), methodOf(method, values), {
    maxIter: values.steps,
    tol: 1e-6,
    recordPath: true,
    onIteration: () => void marks.push(asked.length),
  });
  const { trace, evaluations, status, value } = result;
  return {
    run: {
      method,
      path: trace.map(({ x }) => [x?.[0] ?? 0, x?.[1] ?? 0] as const),
      excess: trace.map((row) => row.value - least),
      evaluations: trace.map((row) => row.evaluations.value + row.evaluations.gradient),
      valueCalls: evaluations.value,
      gradientCalls: evaluations.gradient,
      status,
      value,
    },
    stepSizes: trace.map(({ stepSize }) => stepSize ?? 0),
    asked: marks.slice(1).map((mark, k) => asked.slice(marks[k], mark)),
  };
}

function landscape({ problem, condition }: SearchValues, cache: Cache) {
  if (problem !== "quadratic") return cache.of(problem, () => fixed(problem));
  const objective = quadratic(condition);
  return { objective, ground: groundOf(problem, `quadratic ${condition}`, objective, [[0, 0]]) };
}

function fixed(scene: Exclude<SceneName, "quadratic">) {
  if (scene !== "heights") {
    const { objective, minima } = problems[scene];
    return { objective, ground: groundOf(scene, scene, objective, minima) };
  }
  const { numbers, classes } = heightsAlone();
  const objective = logisticCost(numbers, classes, true);
  const { x } = minimize(objective, new Float64Array(2), newton(), { tol: 1e-12 });
  return { objective, ground: groundOf(scene, scene, objective, [[x[0] ?? 0, x[1] ?? 0]]) };
}

function groundOf(scene: SceneName, key: string, objective: PlaneFunction, minima: Ground["minima"]): Ground {
  const { x, y } = scenes[scene];
  const height = (a: number, b: number) => objective.value(Float64Array.of(a, b));
  // Thin valleys need more points than the round one of the heights, which costs a pass over the data for each.
  const points = scene === "heights" ? 64 : 120;
  const margin = 0.1 * (y[1] - y[0]);
  return {
    scene,
    key,
    grid: gridOf(height, x, [y[0] - margin, y[1] + margin], points, points),
    minima,
    least: Math.min(...minima.map(([a, b]) => height(a, b))),
  };
}
