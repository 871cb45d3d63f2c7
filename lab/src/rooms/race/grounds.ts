import { type ProblemName, problems } from "../../problems/index.ts";
import { maps, type MapWindow } from "../../problems/maps.ts";

/** What there is to race over: functions of two variables, and two costs of real data. */
export type GroundName = ProblemName | "logistic" | "squared";

/** A ground as it is seen. */
export interface Ground extends MapWindow {
  readonly label: string;
  readonly start: readonly [number, number];
  /** Where the gradient is asked for at first. */
  readonly probe: readonly [number, number];
  readonly axes: readonly [string, string];
}

const AB = ["a", "b"] as const;
/** Of a cost of heights. */
const COST = { x: [-4.5, 5.5], middle: -0.5, probe: [3, 1], axes: ["weight w", "intercept b"] } as const;

export const grounds: Readonly<Record<GroundName, Ground>> = {
  quadratic: { ...problems.quadratic, ...maps.quadratic, probe: [2, -1.5], axes: AB },
  valley: { ...problems.valley, ...maps.valley, probe: [4, 2], axes: AB },
  rosenbrock: { ...problems.rosenbrock, ...maps.rosenbrock, probe: [1.2, -0.1], axes: AB },
  beale: { ...problems.beale, ...maps.beale, probe: [3, -1.2], axes: AB },
  himmelblau: { ...problems.himmelblau, ...maps.himmelblau, probe: [-2, -1], axes: AB },
  saddle: { ...problems.saddle, ...maps.saddle, probe: [1.2, 1.2], axes: AB },
  logistic: { ...COST, label: "Logistic cost of heights", start: [-1.5, 1.5] },
  squared: { ...COST, label: "Squared error of a sigmoid", start: [-1, 1.5] },
};

export function isOfData(name: GroundName): name is "logistic" | "squared" {
  return name === "logistic" || name === "squared";
}
