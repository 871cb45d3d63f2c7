import { problems } from "../../problems/index.ts";
import { type GroundName, isOfData } from "./grounds.ts";
import type { GradientMap, Result } from "./model.ts";

export type GradientAt = (a: number, b: number) => readonly [number, number];

/** The gradient where the pointer is: of a formula by the formula, of a cost of data between the points of a grid. */
export function gradientAt(name: GroundName, { map }: Pick<Result, "map">): GradientAt {
  if (map) return (a, b) => [between(map, map.da, a, b), between(map, map.db, a, b)];
  if (isOfData(name)) return () => [0, 0]; // the map of these data is still to come
  const { objective } = problems[name];
  const into = new Float64Array(2);
  return (a, b) => {
    objective.gradient(Float64Array.of(a, b), into);
    return [into[0] ?? 0, into[1] ?? 0];
  };
}

/** Bilinear. */
function between({ cols, rows, x, y }: GradientMap, of: Float64Array, a: number, b: number): number {
  const s = ((a - x[0]) / (x[1] - x[0])) * (cols - 1);
  const t = ((b - y[0]) / (y[1] - y[0])) * (rows - 1);
  const i = Math.min(cols - 2, Math.max(0, Math.floor(s)));
  const j = Math.min(rows - 2, Math.max(0, Math.floor(t)));
  const at = (k: number, l: number) => of[k + cols * l] ?? 0;
  const [p, q] = [s - i, t - j];
  return (
    (1 - q) * ((1 - p) * at(i, j) + p * at(i + 1, j)) + q * ((1 - p) * at(i, j + 1) + p * at(i + 1, j + 1))
  );
}
