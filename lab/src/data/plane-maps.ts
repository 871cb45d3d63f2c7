import type { PlaneName } from "./plane.ts";

/** What a map of the cost of `planeData` shows. */
export interface PlaneMap {
  readonly label: string;
  readonly rows: number;
  /** What the two classes are: 0, then 1. */
  readonly classes: readonly [string, string];
  /** What the two weights are. */
  readonly weights: readonly [string, string];
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** Kept apart from the rows, which only the worker needs. */
export const planeMaps: Readonly<Record<PlaneName, PlaneMap>> = {
  heights: {
    label: "Heights: man or woman?",
    rows: 1050,
    classes: ["women", "men"],
    weights: ["weight of height", "intercept"],
    x: [-2.6, 3.4],
    y: [-1.8, 3.4],
  },
  tumours: {
    label: "Tumours: malignant?",
    rows: 569,
    classes: ["benign", "malignant"],
    weights: ["weight of radius", "weight of texture"],
    x: [-2.6, 5.4],
    y: [-3, 3.6],
  },
};
