import type { PlaneFunction } from "../../../problems/index.ts";
import { cubic } from "./cubic.ts";
import { hyperbola } from "./hyperbola.ts";
import { quartic } from "./quartic.ts";
import { wells } from "./wells.ts";

export type LineName = "cubic" | "hyperbola" | "wells" | "quartic";

/** A function of one variable, as an objective, with the window to look through. */
export interface LineProblem {
  readonly objective: PlaneFunction;
  readonly label: string;
  readonly formula: string;
  readonly derivative: string;
  /** Where f′ is 0, and what is there. */
  readonly stationary: readonly { readonly x: number; readonly kind: "minimum" | "maximum" }[];
  /** Heights that the pictures of f and of f′ show. */
  readonly values: readonly [number, number];
  readonly slopes: readonly [number, number];
  /** Starts worth a visit. */
  readonly marks: readonly { readonly label: string; readonly value: number }[];
}

/** Both pictures show x from −4 to 4. */
export const WINDOW = [-4, 4] as const;

/** A curve over the window. */
export function sampled(f: (x: number) => number): readonly (readonly [number, number])[] {
  const [low, high] = WINDOW;
  return Array.from({ length: 201 }, (_, i) => low + ((high - low) * i) / 200).map((x) => [x, f(x)] as const);
}

export const lineProblems: Readonly<Record<LineName, LineProblem>> = {
  cubic: {
    objective: cubic,
    label: "x³/3 − 2x",
    formula: "f(x) = x³/3 − 2x",
    derivative: "f′(x) = x² − 2",
    stationary: [
      { x: Math.SQRT2, kind: "minimum" },
      { x: -Math.SQRT2, kind: "maximum" },
    ],
    values: [-8, 10],
    slopes: [-4, 14],
    marks: [
      { label: "start", value: 3 },
      { label: "no curvature", value: 0 },
      { label: "past the top", value: -1 },
    ],
  },
  hyperbola: {
    objective: hyperbola,
    label: "√(1 + x²)",
    formula: "f(x) = √(1 + x²)",
    derivative: "f′(x) = x / √(1 + x²)",
    stationary: [{ x: 0, kind: "minimum" }],
    values: [0, 5],
    slopes: [-1.6, 1.6],
    marks: [
      { label: "inside", value: 0.9 },
      { label: "edge", value: 1 },
      { label: "outside", value: 1.5 },
    ],
  },
  wells: {
    objective: wells,
    label: "x⁴/4 − 3x²/2",
    formula: "f(x) = x⁴/4 − 3x²/2",
    derivative: "f′(x) = x³ − 3x",
    stationary: [
      { x: Math.sqrt(3), kind: "minimum" },
      { x: -Math.sqrt(3), kind: "minimum" },
      { x: 0, kind: "maximum" },
    ],
    values: [-4, 8],
    slopes: [-8, 12],
    marks: [
      { label: "in a well", value: 2.5 },
      { label: "no curvature", value: 1 },
      { label: "on the hill", value: 0.3 },
    ],
  },
  quartic: {
    objective: quartic,
    label: "x⁴/4",
    formula: "f(x) = x⁴/4",
    derivative: "f′(x) = x³",
    stationary: [{ x: 0, kind: "minimum" }],
    values: [-2, 12],
    slopes: [-12, 12],
    marks: [{ label: "start", value: 2 }],
  },
};
