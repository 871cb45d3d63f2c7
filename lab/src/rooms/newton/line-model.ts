import { findRoot, minimize, type MinimizeResult } from "logit-wasm/optimize";
import { type LineName, lineProblems } from "./functions/index.ts";
import { type Damping, methodOf, MOST_STEPS, TOLERANCE } from "./methods.ts";

export interface LinePoint {
  readonly x: number;
  readonly value: number;
  readonly slope: number;
  readonly curvature: number;
  /** Where the tangent of f′ is 0; none where it is level, or where f′ is 0 already. */
  readonly crossing: number | undefined;
  /** What was added to the curvature on the way to the next point. */
  readonly ridge: number;
  /** The part of the step that was taken to the next point. */
  readonly stepSize: number;
  /** To the point that `LineResult.target` is. */
  readonly error: number;
}

export interface LineResult {
  readonly view: "line";
  readonly fn: LineName;
  readonly points: readonly LinePoint[];
  readonly status: MinimizeResult["status"];
  readonly value: number;
  /** Where f′ is 0, near the end of the run, or else near its start. */
  readonly target: { readonly x: number; readonly kind: "minimum" | "maximum" };
}

export function computeLine(fn: LineName, x0: number, damping: Damping): LineResult {
  const { objective, stationary } = lineProblems[fn];
  const into = new Float64Array(1);
  const slopeAt = (x: number): number => {
    objective.gradient(Float64Array.of(x), into);
    return into[0] as number;
  };
  const curvatureAt = (x: number): number => {
    objective.hessian(Float64Array.of(x), into);
    return into[0] as number;
  };

  const result = minimize(objective, [x0], methodOf(damping), {
    tol: TOLERANCE,
    maxIter: MOST_STEPS,
    recordPath: true,
  });
  const rows = result.trace.filter(({ x, value }) => Number.isFinite(value) && Number.isFinite(x?.[0]));
  const end = rows.at(-1)?.x?.[0] ?? x0;
  const arrived = result.status === "converged" || result.status === "precision-limit";
  const distance = (x: number) => (place: { x: number }) => Math.abs(place.x - x);
  const [target] = stationary
    .filter(({ kind }) => arrived || kind === "minimum")
    .toSorted((a, b) => distance(arrived ? end : x0)(a) - distance(arrived ? end : x0)(b));
  if (!target) throw new Error(`${fn} has no minimum`);

  const points = rows.map((row, k) => {
    const x = row.x?.[0] ?? Number.NaN;
    const next = rows[k + 1];
    return {
      x,
      value: row.value,
      slope: slopeAt(x),
      curvature: curvatureAt(x),
      // One step of Newton's method for a zero of f′.
      crossing: findRoot(slopeAt, curvatureAt, x, { maxIter: 1, tol: 0 }).trace[1]?.x,
      ridge: next?.ridge ?? 0,
      stepSize: next?.stepSize ?? 0,
      error: Math.abs(x - target.x),
    };
  });
  return { view: "line", fn, points, status: result.status, value: result.value, target };
}
