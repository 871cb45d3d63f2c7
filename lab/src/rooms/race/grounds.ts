import { type ProblemName, problems } from "../../problems/index.ts";

/** What there is to race over: functions of two variables, and two costs of real data. */
export type GroundName = ProblemName | "logistic" | "squared";

/** A ground as it is seen. All have the same shape, so that a steepest direction looks square to the contours. */
export interface Ground {
  readonly label: string;
  readonly x: readonly [number, number];
  /** The middle of the vertical axis; its length is HEIGHT of that of x. */
  readonly middle: number;
  readonly start: readonly [number, number];
  /** Where the gradient is asked for at first. */
  readonly probe: readonly [number, number];
  readonly axes: readonly [string, string];
}

/** A map's height over its width: that of the plot's frame too, whose margins are as 3 : 4. */
export const HEIGHT = 0.75;

const AB = ["a", "b"] as const;
const WB = ["weight w", "intercept b"] as const;
const { quadratic, valley, rosenbrock, beale, himmelblau, saddle } = problems;

export const grounds: Readonly<Record<GroundName, Ground>> = {
  quadratic: { ...quadratic, x: [-4, 4], middle: 0, probe: [2, -1.5], axes: AB },
  valley: { ...valley, x: [-8, 8], middle: 0, probe: [4, 2], axes: AB },
  rosenbrock: { ...rosenbrock, x: [-2, 2], middle: 1, probe: [1.2, -0.1], axes: AB },
  beale: { ...beale, x: [-1, 4.5], middle: 0, probe: [3, -1.2], axes: AB },
  himmelblau: { ...himmelblau, x: [-5.5, 5.5], middle: 0, probe: [-2, -1], axes: AB },
  saddle: { ...saddle, x: [-2.6, 2.6], middle: 0, probe: [1.2, 1.2], axes: AB },
  logistic: {
    label: "Logistic cost of heights",
    x: [-4.5, 5.5],
    middle: -0.5,
    start: [-1.5, 1.5],
    probe: [3, 1],
    axes: WB,
  },
  squared: {
    label: "Squared error of a sigmoid",
    x: [-4.5, 5.5],
    middle: -0.5,
    start: [-1, 1.5],
    probe: [3, 1],
    axes: WB,
  },
};

export function isOfData(name: GroundName): name is "logistic" | "squared" {
  return name === "logistic" || name === "squared";
}

/** The vertical axis. */
export function yOf({ x, middle }: Ground): readonly [number, number] {
  const half = ((x[1] - x[0]) * HEIGHT) / 2;
  return [middle - half, middle + half];
}

/** A point of the map: the one that was set, brought inside where it was set on another map, or else the usual one. */
export function pointOn(
  ground: Ground,
  set: readonly number[],
  usual: readonly [number, number],
): readonly [number, number] {
  const [a, b] = set;
  if (a === undefined || b === undefined) return usual;
  const [low, high] = yOf(ground);
  return [Math.min(ground.x[1], Math.max(ground.x[0], a)), Math.min(high, Math.max(low, b))];
}
