import type { ProblemName } from "./index.ts";

/** The part of the plane that a map shows. */
export interface MapWindow {
  readonly x: readonly [number, number];
  /** The middle of the vertical axis; its length is MAP_HEIGHT of that of x. */
  readonly middle: number;
}

/**
 * A map's height over its width: the `aspect` of an isotropic plot with a label below and room for numbers at the left, whose
 * frame has the same shape, as its margins do. All maps have it, so that directions look as they are.
 */
export const MAP_HEIGHT = 0.75;

export const maps: Readonly<Record<ProblemName, MapWindow>> = {
  quadratic: { x: [-4, 4], middle: 0 },
  valley: { x: [-8, 8], middle: 0 },
  rosenbrock: { x: [-2, 2], middle: 1 },
  beale: { x: [-1, 4.5], middle: 0 },
  himmelblau: { x: [-5.5, 5.5], middle: 0 },
  saddle: { x: [-2.6, 2.6], middle: 0 },
};

/** The vertical axis. */
export function yOf({ x, middle }: MapWindow): readonly [number, number] {
  const half = ((x[1] - x[0]) * MAP_HEIGHT) / 2;
  return [middle - half, middle + half];
}

/** A point of a map: the one that was set, brought inside where it was set on another map, or else the usual one. */
export function pointOn(
  map: MapWindow,
  set: readonly number[],
  usual: readonly [number, number],
): readonly [number, number] {
  const [a, b] = set;
  if (a === undefined || b === undefined) return usual;
  const [low, high] = yOf(map);
  return [Math.min(map.x[1], Math.max(map.x[0], a)), Math.min(high, Math.max(low, b))];
}
