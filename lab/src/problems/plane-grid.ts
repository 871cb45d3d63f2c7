import { type Grid, gridOf } from "../charts/contours.tsx";
import type { PlaneFunction } from "./index.ts";
import { type Plane, yShown } from "./planes.ts";

/** Heights for the contours of a plane, as far as a chart of any width may show. */
export function gridOfPlane(objective: PlaneFunction, plane: Plane): Grid {
  return gridOf((a, b) => objective.value(Float64Array.of(a, b)), plane.x, yShown(plane), 72, 80);
}
