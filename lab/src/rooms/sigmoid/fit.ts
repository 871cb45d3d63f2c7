import { ORIGIN } from "./people.ts";

/** A line w x + b, or a sigmoid of it; x is the height above the origin. */
export interface Fit {
  readonly w: number;
  readonly b: number;
}

/** The height at which w x + b has a value; undefined where it has none, or everywhere the same. */
export function heightAt({ w, b }: Fit, value: number): number | undefined {
  const height = ORIGIN + (value - b) / w;
  return Number.isFinite(height) ? height : undefined;
}
