import { type Fit, heightAt } from "./fit.ts";
import { ORIGIN } from "./people.ts";
import { B, HEIGHTS, W } from "./schema.ts";

/**
 * σ(z), for drawing: engines may differ in its last bits, which no pixel shows. The numbers beside the pictures come of the
 * package.
 */
export function sigmoid(z: number): number {
  return 1 / (1 + Math.exp(-z));
}

export function lineAt({ w, b }: Fit, height: number): number {
  return w * (height - ORIGIN) + b;
}

/** z at a probability, for drawing. */
export function logit(p: number): number {
  return Math.log(p / (1 - p));
}

/** The score at which the handle of the slope sits on the curve. */
export const SLOPE_SCORE = 2;

/** Where the handles of the curve are: at p = ½ and farther up; where that is outside of the picture, at its edge. */
export function handlesOf(fit: Fit): { middle: number; slope: number } | undefined {
  const middle = heightAt(fit, 0);
  const slope = heightAt(fit, SLOPE_SCORE);
  if (middle === undefined || slope === undefined) return undefined;
  return { middle: inside(middle), slope: inside(slope) };
}

/** The curve as steep as before, with p = ½ at a height. */
export function withMiddle({ w }: Fit, middle: number): Fit {
  return { w, b: clamp(-w * (middle - ORIGIN), B) };
}

/** The curve with p = ½ where it was, that reaches the slope's handle at a height. */
export function withSlope(fit: Fit, height: number): Fit {
  const middle = heightAt(fit, 0) ?? ORIGIN;
  const away = Math.abs(height - middle) < 0.01 ? 0.01 : height - middle;
  return withMiddle({ ...fit, w: clamp(SLOPE_SCORE / away, W) }, middle);
}

function clamp(value: number, [low, high]: readonly [number, number]): number {
  return Number(Math.min(high, Math.max(low, value)).toPrecision(6));
}

function inside(height: number): number {
  return Math.min(HEIGHTS[1], Math.max(HEIGHTS[0], height));
}
