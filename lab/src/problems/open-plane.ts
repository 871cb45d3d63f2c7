import { heightLogistic } from "./height-logistic.ts";
import { type PlaneFunction, problems } from "./index.ts";
import type { PlaneName } from "./planes.ts";
import { trough } from "./trough.ts";

/** A function of two variables ready to be minimised; what it holds in WebAssembly memory goes back with `dispose`. */
export interface OpenPlane {
  readonly objective: PlaneFunction;
  dispose(): void;
}

export function openPlane(name: PlaneName): OpenPlane {
  if (name === "logistic") return heightLogistic();
  return { objective: name === "trough" ? trough : problems[name].objective, dispose() {} };
}
