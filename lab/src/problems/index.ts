import { beale } from "./beale.ts";
import { himmelblau } from "./himmelblau.ts";
import { quadratic } from "./quadratic.ts";
import { rosenbrock } from "./rosenbrock.ts";
import { saddle } from "./saddle.ts";
import { valley } from "./valley.ts";

/** A function of two variables to look at, with the window to look through. */
export interface Problem {
  readonly label: string;
  readonly objective: PlaneFunction;
  readonly minima: readonly (readonly [number, number])[];
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  readonly start: readonly [number, number];
}

export interface PlaneFunction {
  value(x: Float64Array): number;
  gradient(x: Float64Array, into: Float64Array): void;
  hessian(x: Float64Array, into: Float64Array): void;
}

export type ProblemName = "quadratic" | "valley" | "rosenbrock" | "beale" | "himmelblau" | "saddle";

const SQRT2 = Math.SQRT2;

export const problems: Readonly<Record<ProblemName, Problem>> = {
  quadratic: {
    label: "Badly scaled bowl",
    objective: quadratic(30),
    minima: [[0, 0]],
    x: [-4, 4],
    y: [-3, 3],
    start: [-3, 1.5],
  },
  valley: {
    label: "Long valley",
    objective: valley,
    minima: [[0, 0]],
    x: [-8, 8],
    y: [-2, 2],
    start: [-7, 1.5],
  },
  rosenbrock: {
    label: "Rosenbrock’s banana",
    objective: rosenbrock,
    minima: [[1, 1]],
    x: [-2, 2],
    y: [-1, 3],
    start: [-1.2, 1],
  },
  beale: {
    label: "Beale’s function",
    objective: beale,
    minima: [[3, 0.5]],
    x: [-1, 4.5],
    y: [-2, 2],
    start: [1, 1.5],
  },
  himmelblau: {
    label: "Himmelblau’s four minima",
    objective: himmelblau,
    minima: [
      [3, 2],
      [-2.805118086952745, 3.131312518250573],
      [-3.779310253377747, -3.28318599128617],
      [3.584428340330492, -1.848126526964404],
    ],
    x: [-5.5, 5.5],
    y: [-5, 5],
    start: [0, -1],
  },
  saddle: {
    label: "Saddle",
    objective: saddle,
    minima: [
      [0, SQRT2],
      [0, -SQRT2],
    ],
    x: [-2, 2],
    y: [-2.2, 2.2],
    start: [-1.5, 0.01],
  },
};
