import type { StepSizeValues } from "./schema.ts";

/** A cost with the window to look at it through. */
export interface Scene {
  readonly x: readonly [number, number];
  /** Where a unit is as long on either axis, as much of it is shown as the shape of the map allows. */
  readonly y: readonly [number, number];
  /** Names of the two variables. */
  readonly axes: readonly [string, string];
  /** Whether both variables are of one kind, so that a unit is as long on either axis. */
  readonly isIsotropic: boolean;
  /** The parameter that holds where runs start. */
  readonly start: "start" | "startHeights" | "startHeightsRaw" | "startTumours" | "startTumoursRaw";
}

export type SceneName = keyof typeof scenes;

const MODEL = ["w", "b"] as const;

export const scenes = {
  bowl: { x: [-4, 4], y: [-5.5, 5.5], axes: ["a", "b"], isIsotropic: true, start: "start" },
  heights: { x: [-4, 6], y: [-5.5, 7.5], axes: MODEL, isIsotropic: true, start: "startHeights" },
  heightsRaw: { x: [-0.3, 0.9], y: [-45, 10], axes: MODEL, isIsotropic: false, start: "startHeightsRaw" },
  tumours: { x: [-4, 9], y: [-9, 8], axes: MODEL, isIsotropic: true, start: "startTumours" },
  tumoursRaw: { x: [-1, 3], y: [-35, 10], axes: MODEL, isIsotropic: false, start: "startTumoursRaw" },
} as const satisfies Readonly<Record<string, Scene>>;

export function sceneName({ cost, columns }: Pick<StepSizeValues, "cost" | "columns">): SceneName {
  return cost === "bowl" || columns === "standardised" ? cost : `${cost}Raw`;
}

/** Where runs start. */
export function startOf(values: StepSizeValues): readonly number[] {
  return values[scenes[sceneName(values)].start];
}
