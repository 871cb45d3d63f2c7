import type { Sample } from "./sample.ts";

/** What of the plane is shown. */
export interface Window {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** Where points are clicked: it must not move under the pointer. */
const FIXED: Window = { x: [-4, 4], y: [-3, 3] };

/** All rows and a little ground around them. */
export function windowOf(sample: Sample | undefined, isFixed = false): Window {
  if (!sample || isFixed || sample.y.length === 0) return FIXED;
  const { X, cols, spread } = sample;
  const across = X.filter((_, k) => k % cols === 0);
  return { x: around(across), y: spread ? [-0.15, 1.15] : around(X.filter((_, k) => k % cols === 1)) };
}

function around(values: Float64Array): readonly [number, number] {
  const low = values.reduce((a, b) => Math.min(a, b));
  const high = values.reduce((a, b) => Math.max(a, b));
  const margin = 0.06 * (high - low || Math.abs(high) || 1);
  return [low - margin, high + margin];
}
