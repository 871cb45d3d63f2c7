import type { Vector } from "../wasm/vector.ts";
import { after, type Ray, type Smooth } from "./objective.ts";

/** Room for a point and the gradient there. */
export interface RayRoom {
  readonly x: Vector;
  readonly gradient: Vector;
}

/** A ray each of whose points is an evaluation: a search that takes its first step, as most do, is done with that. */
export function evaluatedRay(
  objective: Pick<Smooth, "valueAndGradient">,
  x: Vector,
  p: Vector,
  { x: moved, gradient }: RayRoom,
): Ray {
  const at = (t: number) => {
    moved.copy(x);
    moved.add(t, p);
    return objective.valueAndGradient(moved, gradient);
  };
  return { value: at, slope: (t) => after(at(t), () => gradient.dot(p)) };
}
