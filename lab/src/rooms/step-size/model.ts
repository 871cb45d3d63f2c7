import { gradientDescent, minimize, type MinimizeResult, newton } from "logit-wasm/optimize";
import { type Grid, gridOf } from "../../charts/contours.tsx";
import { heightsAlone, radiiAlone } from "../../data/one-column.ts";
import { type Curvature, curvatureOf } from "../../problems/curvature.ts";
import type { PlaneFunction } from "../../problems/index.ts";
import { logisticCost } from "../../problems/logistic-cost.ts";
import { quadratic } from "../../problems/quadratic.ts";
import type { Job } from "../../worker/protocol.ts";
import { sceneName, type SceneName, scenes, startOf } from "./scenes.ts";
import type { StepSizeValues } from "./schema.ts";

/** A run with a fixed step. */
export interface Run {
  readonly rate: number;
  readonly path: readonly (readonly [number, number])[];
  /** The cost at each point of the path, less the least cost there is. */
  readonly excess: readonly number[];
  readonly status: MinimizeResult["status"];
  readonly value: number;
}

/** The cost as a landscape. */
export interface Ground {
  readonly scene: SceneName;
  /** Two grounds with the same key are the same. */
  readonly key: string;
  readonly grid: Grid;
  readonly minimum: readonly [number, number];
  /** The cost there. */
  readonly least: number;
  /** Near the minimum. */
  readonly curvature: Curvature;
  /** The largest curvature anywhere. */
  readonly highest: number;
}

export interface Result {
  readonly ground: Ground;
  /** With the step that was chosen. */
  readonly run: Run;
  /** Far too small, safe, the best, and beyond the limit. */
  readonly four: readonly Run[];
}

export function compute(values: StepSizeValues, { cache }: Job<Result>): Result {
  const { rate, condition, steps } = values;
  const name = sceneName(values);
  const { objective, ground } = name === "bowl" ? bowl(condition) : cache.of(name, () => logistic(name));
  const { safe, best, limit } = ground.curvature;
  const from = (learningRate: number) => run(objective, ground, startOf(values), learningRate, steps);
  return { ground, run: from(rate), four: [safe / 20, safe, best, 1.1 * limit].map(from) };
}

function run(
  objective: PlaneFunction,
  { least }: Ground,
  start: readonly number[],
  rate: number,
  steps: number,
): Run {
  const result = minimize(objective, start, gradientDescent({ learningRate: rate }), {
    maxIter: steps,
    tol: 1e-9,
    recordPath: true,
  });
  return {
    rate,
    path: result.trace.map(({ x }) => [x?.[0] ?? 0, x?.[1] ?? 0] as const),
    excess: result.trace.map(({ value }) => value - least),
    status: result.status,
    value: result.value,
  };
}

function bowl(condition: number) {
  const objective = quadratic(condition);
  return { objective, ground: groundOf("bowl", `bowl ${condition}`, objective, new Float64Array(2)) };
}

function logistic(name: Exclude<SceneName, "bowl">) {
  const { numbers, classes } = name.startsWith("heights") ? heightsAlone() : radiiAlone();
  const objective = logisticCost(numbers, classes, !name.endsWith("Raw"));
  const { x } = minimize(objective, new Float64Array(2), newton(), { tol: 1e-12 });
  return { objective, ground: groundOf(name, name, objective, x) };
}

function groundOf(scene: SceneName, key: string, objective: PlaneFunction, minimum: Float64Array): Ground {
  const curvatureAt = (x: Float64Array) => {
    const hessian = new Float64Array(4);
    objective.hessian(x, hessian);
    return curvatureOf(hessian);
  };
  // A thin valley needs more points than a round one.
  const points = scenes[scene].isIsotropic ? 72 : 96;
  const at = new Float64Array(2);
  const height = (a: number, b: number) => {
    at[0] = a;
    at[1] = b;
    return objective.value(at);
  };
  return {
    scene,
    key,
    grid: gridOf(height, scenes[scene].x, scenes[scene].y, points, points),
    minimum: [minimum[0] ?? 0, minimum[1] ?? 0],
    least: objective.value(minimum),
    curvature: curvatureAt(minimum),
    // σ′ ≤ 1 / 4, which all examples have where w and b are 0: no Hessian is larger than that one.
    highest: curvatureAt(new Float64Array(2)).largest,
  };
}
