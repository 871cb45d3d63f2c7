import { type Checkpoint, minimize, type MinimizeResult, readCheckpoint } from "logit-wasm/optimize";
import type { Grid } from "../../charts/contours.tsx";
import { principalAxes, type Symmetric } from "../../charts/quadric.ts";
import type { Values } from "../../params/schema.ts";
import type { PlaneFunction } from "../../problems/index.ts";
import { openPlane } from "../../problems/open-plane.ts";
import { fullStep } from "../../problems/full-step.ts";
import { gridOfPlane } from "../../problems/plane-grid.ts";
import { type PlaneName, planes, startWithin } from "../../problems/planes.ts";
import { estimateAt } from "./estimate.ts";
import { methodOf, MOST_STEPS, TOLERANCE } from "./methods.ts";
import { latestPair } from "./pairs.ts";
import type { schema } from "./schema.ts";

export type Point = readonly [number, number];

/** A step and the change of the gradient along it. */
export interface Pair {
  readonly from: Point;
  readonly to: Point;
  readonly s: Point;
  readonly y: Point;
  /** sᵀy */
  readonly sy: number;
  /** sᵀy / sᵀs: the mean curvature along the step. */
  readonly curvature: number;
  /** Whether the method took it in when it was new. */
  readonly isKept: boolean;
}

export interface Iterate {
  readonly x: Point;
  readonly value: number;
  readonly gradient: Point;
  /** −H g, where the next search goes along. */
  readonly direction: Point;
  /** −(∇²F)⁻¹ g, Newton's own step; none where the Hessian has no inverse. */
  readonly newtonStep: Point | undefined;
  /** B = H⁻¹, what the method takes the Hessian for. */
  readonly estimate: Symmetric;
  readonly hessian: Symmetric;
  readonly leastCurvature: number;
  /** The numbers of the steps whose pairs are in memory, the oldest first. */
  readonly stored: readonly number[];
  /** ‖B − ∇²F‖ / ‖∇²F‖, in Frobenius's norm. */
  readonly distance: number;
  /** ‖(B − ∇²F) p‖ / ‖B p‖ along the next direction p: with 0, Newton's own step. */
  readonly along: number;
}

export interface Result {
  readonly problem: PlaneName;
  readonly grid: Grid;
  readonly iterates: readonly Iterate[];
  readonly pairs: readonly Pair[];
  readonly status: MinimizeResult["status"];
  readonly value: number;
  readonly evaluations: number;
}

export function compute(values: Values<typeof schema>): Result {
  const { problem, start } = values;
  const plane = planes[problem];
  const { objective, dispose } = openPlane(problem);
  try {
    const method = methodOf(values);
    const options = { tol: TOLERANCE, recordPath: true };
    const iterates: Iterate[] = [];
    const pairs: Pair[] = [];
    let stored: number[] = [];
    let result = minimize(objective, startWithin(plane, start), method, { ...options, maxIter: 0 });
    for (;;) {
      iterates.push(iterateOf(objective, estimateAt(objective, method, result.checkpoint), result, stored));
      if (result.status !== "max-iterations" || result.iterations >= MOST_STEPS) break;
      const before: Checkpoint = result.checkpoint;
      result = minimize(objective, [], method, {
        ...options,
        maxIter: result.iterations + 1,
        checkpoint: before,
      });
      if (result.iterations === iterates.length - 1) break; // ended without a step
      const { s, y, isKept, count } = latestPair(before, result.checkpoint, values.method, values.memory);
      const sy = dot(s, y);
      const from = iterates.at(-1)?.x ?? [0, 0];
      const to = pointOf(result.x);
      pairs.push({ from, to, s, y, sy, curvature: sy / dot(s, s), isKept });
      const known = isKept ? stored.concat(pairs.length - 1) : stored;
      stored = known.slice(Math.max(0, known.length - count));
    }
    return {
      problem,
      grid: gridOfPlane(objective, plane),
      iterates,
      pairs,
      status: result.status,
      value: result.value,
      evaluations: result.evaluations.gradient,
    };
  } finally {
    dispose();
  }
}

function iterateOf(
  objective: PlaneFunction,
  [haa = 1, hab = 0, , hbb = 1]: readonly number[],
  { x, value, checkpoint }: MinimizeResult,
  stored: readonly number[],
): Iterate {
  const { vectors } = readCheckpoint(checkpoint);
  const gradient = pointOf(vectors["gradient"]);
  const into = new Float64Array(4);
  objective.hessian(x, into);
  const hessian: Symmetric = [into[0] ?? 0, into[1] ?? 0, into[3] ?? 0];
  const determinant = haa * hbb - hab * hab;
  const estimate: Symmetric = [hbb / determinant, (0 - hab) / determinant, haa / determinant];
  const direction = pointOf(vectors["direction"]);
  // B p = −g, so that (B − ∇²F) p = −g − ∇²F p.
  const [pa, pb] = direction;
  const missed: Point = [
    gradient[0] + hessian[0] * pa + hessian[1] * pb,
    gradient[1] + hessian[1] * pa + hessian[2] * pb,
  ];
  const difference: Symmetric = [
    estimate[0] - hessian[0],
    estimate[1] - hessian[1],
    estimate[2] - hessian[2],
  ];
  const at = pointOf(x);
  const full = fullStep(objective, at);
  return {
    x: at,
    value,
    gradient,
    direction,
    newtonStep: full && [full[0] - at[0], full[1] - at[1]],
    estimate,
    hessian,
    leastCurvature: principalAxes(hessian).least,
    stored,
    distance: frobenius(difference) / frobenius(hessian),
    along: Math.sqrt(dot(missed, missed) / dot(gradient, gradient)),
  };
}

function frobenius([a, b, c]: Symmetric): number {
  return Math.sqrt(a * a + 2 * b * b + c * c);
}

function dot(u: Point, v: Point): number {
  return u[0] * v[0] + u[1] * v[1];
}

function pointOf(x: ArrayLike<number> | undefined): Point {
  return [x?.[0] ?? Number.NaN, x?.[1] ?? Number.NaN];
}
