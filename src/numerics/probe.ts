import { cosPi } from "./cos-pi.ts";

/**
 * cos(1 + j + turns π) for j = 0, 1, ...: a direction that is no axis, has no two entries alike and none that is 0; the
 * same in every runtime.
 */
export function probe(size: number, turns = 0): Float64Array {
  return Float64Array.from({ length: size }, (_, j) => {
    const u = ((1 + j) / Math.PI + turns) % 2;
    return cosPi(u > 1 ? 2 - u : u);
  });
}
