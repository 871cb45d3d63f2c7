import { type Problem, type ProblemName, problems } from "./index.ts";

/** What can be minimised on contours where Hessians are at stake. */
export type PlaneName = ProblemName | "logistic" | "trough";

/** The window on a function of two variables, without the function: what the page needs, which computes in a worker. */
export interface Plane extends Omit<Problem, "objective"> {
  readonly axes: readonly [string, string];
}

const AXES = ["a", "b"] as const;

export const planes: Readonly<Record<PlaneName, Plane>> = {
  ...(Object.fromEntries(
    Object.entries(problems).map(([name, { label, minima, x, y, start }]) => [
      name,
      { label, minima, x, y, start, axes: AXES },
    ]),
  ) as unknown as Record<ProblemName, Plane>),
  logistic: {
    label: "Logistic cost of 53 heights",
    minima: [],
    x: [-6, 6],
    y: [-4, 6],
    start: [3, -2],
    axes: ["weight of the height", "intercept"],
  },
  trough: {
    label: "Trough with a level floor",
    minima: [],
    x: [-4, 4],
    y: [-3, 3],
    start: [-2, 1.5],
    axes: AXES,
  },
};

/** The height over width of a chart that shows the window with the same scale on both axes, as nearly as can be. */
export function planeAspect({ x, y }: Plane): number {
  return 0.11 + (0.84 * (y[1] - y[0])) / (x[1] - x[0]);
}

/** What may be seen of the second variable where a chart is higher than the window asks for. */
export function yShown({ x, y }: Plane): readonly [number, number] {
  const middle = (y[0] + y[1]) / 2;
  const half = Math.max(0.6 * (y[1] - y[0]), 0.3 * (x[1] - x[0]));
  return [middle - half, middle + half];
}

/** A start that was set in another window is moved to the edge of this one. */
export function startWithin({ x, y }: Plane, [a = 0, b = 0]: readonly number[]): readonly [number, number] {
  const clamp = (value: number, [low, high]: readonly [number, number]) =>
    Math.min(high, Math.max(low, value));
  return [clamp(a, x), clamp(b, y)];
}
