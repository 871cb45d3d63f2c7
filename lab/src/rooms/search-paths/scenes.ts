import { problems } from "../../problems/index.ts";
import type { SearchValues } from "./schema.ts";

/** What is searched, and the window to look through. */
export interface Scene {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  /** The parameter that holds where runs start. */
  readonly start: Extract<keyof SearchValues, `start${string}`>;
}

export type SceneName = SearchValues["problem"];

/** Height over width of the map. */
export const ASPECT = 0.8;

export const scenes: Readonly<Record<SceneName, Scene>> = {
  quadratic: { ...windowOf("quadratic"), start: "startQuadratic" },
  valley: { ...windowOf("valley"), start: "startValley" },
  rosenbrock: { ...windowOf("rosenbrock"), start: "startRosenbrock" },
  beale: { ...windowOf("beale"), start: "startBeale" },
  himmelblau: { ...windowOf("himmelblau"), start: "startHimmelblau" },
  saddle: { ...windowOf("saddle"), start: "startSaddle" },
  heights: { x: [-4, 6], y: [-3, 5], start: "startHeights" },
};

/** A unit is as long on either axis, so that right angles look right: as high as the shape of the map makes it. */
function windowOf(name: keyof typeof problems): Pick<Scene, "x" | "y"> {
  const { x, y } = problems[name];
  const half = (ASPECT * (x[1] - x[0])) / 2;
  const middle = (y[0] + y[1]) / 2;
  return { x, y: [middle - half, middle + half] };
}

export function startOf(values: SearchValues): readonly number[] {
  return values[scenes[values.problem].start];
}
