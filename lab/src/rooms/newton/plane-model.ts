import { minimize, type MinimizeResult, newton } from "logit-wasm/optimize";
import type { Grid } from "../../charts/contours.tsx";
import { principalAxes, type Symmetric } from "../../charts/quadric.ts";
import type { PlaneFunction } from "../../problems/index.ts";
import { fullStep } from "../../problems/full-step.ts";
import { gridOfPlane } from "../../problems/plane-grid.ts";
import { openPlane } from "../../problems/open-plane.ts";
import { type PlaneName, planes, startWithin } from "../../problems/planes.ts";
import { type Damping, methodOf, MOST_STEPS, TOLERANCE } from "./methods.ts";

export type Point = readonly [number, number];

export interface PlanePoint {
  readonly x: Point;
  readonly value: number;
  readonly gradientNorm: number;
  readonly hessian: Symmetric;
  readonly largest: number;
  readonly least: number;
  /** Where the local quadratic has no slope, x − H⁻¹ g; none where H has no inverse. */
  readonly full: Point | undefined;
  /** What was added to H's diagonal on the way to the next point. */
  readonly ridge: number;
  /** The part of the step that was taken to the next point; 0 at the last one. */
  readonly stepSize: number;
  readonly error: number;
}

export interface PlaneResult {
  readonly view: "plane";
  readonly problem: PlaneName;
  readonly grid: Grid;
  readonly points: readonly PlanePoint[];
  readonly status: MinimizeResult["status"];
  readonly value: number;
  /** Where errors are measured from. */
  readonly target: Point;
  readonly targetKind: "minimum" | "saddle" | "maximum" | "level floor";
}

export function computePlane(problem: PlaneName, start: readonly number[], damping: Damping): PlaneResult {
  const plane = planes[problem];
  const { objective, dispose } = openPlane(problem);
  try {
    const { trace, status, value } = minimize(objective, startWithin(plane, start), methodOf(damping), {
      tol: TOLERANCE,
      maxIter: MOST_STEPS,
      recordPath: true,
    });
    const rows = trace.filter((row) => Number.isFinite(row.value) && row.x?.every(Number.isFinite));
    const end = pointOf(rows.at(-1)?.x);
    const hasArrived = status === "converged" || status === "precision-limit";
    const target = hasArrived ? lastDigits(objective, end) : nearestMinimum(problem, objective, end);
    const points = rows.map((row, k): PlanePoint => {
      const x = pointOf(row.x);
      const hessian = hessianAt(objective, x);
      const { largest, least } = principalAxes(hessian);
      return {
        x,
        value: row.value,
        gradientNorm: row.gradientNorm,
        hessian,
        largest,
        least,
        full: fullStep(objective, x),
        ridge: rows[k + 1]?.ridge ?? 0,
        stepSize: rows[k + 1]?.stepSize ?? 0,
        error: distance(x, target),
      };
    });
    const grid = gridOfPlane(objective, plane);
    const targetKind = kindOf(hessianAt(objective, target));
    return { view: "plane", problem, grid, points, status, value, target, targetKind };
  } finally {
    dispose();
  }
}

/** The same stationary point as exactly as 64-bit numbers allow. */
function lastDigits(objective: PlaneFunction, end: Point): Point {
  const { x, status } = minimize(objective, end, newton({ lineSearch: false }), { tol: 0, maxIter: 5 });
  const exact = pointOf(x);
  return status !== "singular" && distance(exact, end) < 1e-3 ? exact : end;
}

function nearestMinimum(problem: PlaneName, objective: PlaneFunction, to: Point): Point {
  const { minima, start } = planes[problem];
  const [nearest] = minima.toSorted((a, b) => distance(a, to) - distance(b, to));
  return nearest ?? pointOf(minimize(objective, start, newton(), { tol: TOLERANCE }).x);
}

function kindOf(hessian: Symmetric): PlaneResult["targetKind"] {
  const { largest, least } = principalAxes(hessian);
  const isFlat = Math.abs(least) <= 1e-9 * Math.abs(largest);
  if (isFlat) return "level floor";
  return least > 0 ? "minimum" : largest > 0 ? "saddle" : "maximum";
}

function hessianAt(objective: PlaneFunction, x: Point): Symmetric {
  const into = new Float64Array(4);
  objective.hessian(Float64Array.from(x), into);
  const [a = 0, b = 0, , c = 0] = into;
  return [a, b, c];
}

function pointOf(x: ArrayLike<number> | undefined): Point {
  return [x?.[0] ?? Number.NaN, x?.[1] ?? Number.NaN];
}

function distance([a, b]: Point, [c, d]: Point): number {
  return Math.sqrt((a - c) * (a - c) + (b - d) * (b - d));
}
