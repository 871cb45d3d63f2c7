import { normals, seeded } from "./random.ts";

/** Normal rows in columns of different units, whose labels, 0 to K − 1, follow them faintly. */
export function manyClasses(rows: number, cols: number, classes: number, seed = 1) {
  const normal = normals(seed);
  const uniform = seeded(seed + 1);
  const centers = Array.from({ length: classes }, () => Array.from({ length: cols }, normal));
  const y = Array.from({ length: rows }, (_, i) => (i < classes ? i : Math.floor(uniform() * classes)));
  const X = y.map((label) =>
    Array.from({ length: cols }, (_, j) => 10 ** ((j % 3) - 1) * (0.7 * centers[label]![j]! + normal() + 2)),
  );
  return { X, y };
}
