import type { Constraint } from "../../src/optimize/index.ts";

/** A problem of Hock & Schittkowski (1981), Test Examples for Nonlinear Programming Codes, with the optimum as published. */
export interface Problem {
  readonly value: (x: Float64Array) => number;
  readonly gradient: (x: Float64Array) => number[];
  /** c(x) = 0, each with its gradient. */
  readonly equalities?: readonly Pair[];
  /** c(x) ≥ 0, as the book has them. */
  readonly inequalities?: readonly Pair[];
  readonly lower?: readonly number[];
  readonly upper?: readonly number[];
  readonly start: readonly number[];
  readonly optimum: number;
  /** Another local minimum, where a method that goes downhill from the start may end. */
  readonly local?: number;
}

type Pair = readonly [value: (x: Float64Array) => number, gradient: (x: Float64Array) => number[]];

/** c(x) = 0 as the package takes it. */
export function equality([value, gradient]: Pair): Constraint {
  return { value, gradient: (x, into) => into.set(gradient(x)) };
}

/** c(x) ≥ 0 as the package takes it: −c(x) ≤ 0. */
export function inequality([value, gradient]: Pair): Constraint {
  return { value: (x) => -value(x), gradient: (x, into) => into.set(gradient(x).map((g) => -g)) };
}

/** A problem's bounds as inequalities c(x) ≥ 0. */
export function boundsAsPairs({ lower = [], upper = [], start }: Problem): Pair[] {
  const unit = (j: number, sign: number) => start.map((_, k) => (k === j ? sign : 0));
  return start.flatMap((_, j) => [
    ...(Number.isFinite(lower[j] ?? Number.NaN)
      ? [[(x: Float64Array) => x[j] - lower[j], () => unit(j, 1)] as const]
      : []),
    ...(Number.isFinite(upper[j] ?? Number.NaN)
      ? [[(x: Float64Array) => upper[j] - x[j], () => unit(j, -1)] as const]
      : []),
  ]);
}

const none = Number.NEGATIVE_INFINITY;

const valley = {
  value: ([x, y]: Float64Array) => 100 * (y - x * x) ** 2 + (1 - x) ** 2,
  gradient: ([x, y]: Float64Array) => [-400 * x * (y - x * x) - 2 * (1 - x), 200 * (y - x * x)],
};
const corner = {
  value: ([x, y]: Float64Array) => (x - 2) ** 2 + (y - 1) ** 2,
  gradient: ([x, y]: Float64Array) => [2 * (x - 2), 2 * (y - 1)],
};

export const problems: Readonly<Record<string, Problem>> = {
  HS1: { ...valley, lower: [none, -1.5], start: [-2, 1], optimum: 0 },
  HS2: { ...valley, lower: [none, 1.5], start: [-2, 1], optimum: 0.0504261879, local: 4.941229318 },
  HS3: {
    value: ([x, y]) => y + 1e-5 * (y - x) ** 2,
    gradient: ([x, y]) => [-2e-5 * (y - x), 1 + 2e-5 * (y - x)],
    lower: [none, 0],
    start: [10, 1],
    optimum: 0,
  },
  HS4: {
    value: ([x, y]) => (x + 1) ** 3 / 3 + y,
    gradient: ([x]) => [(x + 1) ** 2, 1],
    lower: [1, 0],
    start: [1.125, 0.125],
    optimum: 8 / 3,
  },
  HS5: {
    value: ([x, y]) => Math.sin(x + y) + (x - y) ** 2 - 1.5 * x + 2.5 * y + 1,
    gradient: ([x, y]) => [Math.cos(x + y) + 2 * (x - y) - 1.5, Math.cos(x + y) - 2 * (x - y) + 2.5],
    lower: [-1.5, -3],
    upper: [4, 3],
    start: [0, 0],
    optimum: -Math.sqrt(3) / 2 - Math.PI / 3,
  },
  HS6: {
    value: ([x]) => (1 - x) ** 2,
    gradient: ([x]) => [-2 * (1 - x), 0],
    equalities: [[([x, y]) => 10 * (y - x * x), ([x]) => [-20 * x, 10]]],
    start: [-1.2, 1],
    optimum: 0,
  },
  HS7: {
    value: ([x, y]) => Math.log(1 + x * x) - y,
    gradient: ([x]) => [(2 * x) / (1 + x * x), -1],
    equalities: [[([x, y]) => (1 + x * x) ** 2 + y * y - 4, ([x, y]) => [4 * x * (1 + x * x), 2 * y]]],
    start: [2, 2],
    optimum: -Math.sqrt(3),
  },
  HS8: {
    value: () => -1,
    gradient: () => [0, 0],
    equalities: [
      [([x, y]) => x * x + y * y - 25, ([x, y]) => [2 * x, 2 * y]],
      [([x, y]) => x * y - 9, ([x, y]) => [y, x]],
    ],
    start: [2, 1],
    optimum: -1,
  },
  HS10: {
    value: ([x, y]) => x - y,
    gradient: () => [1, -1],
    inequalities: [
      [([x, y]) => -3 * x * x + 2 * x * y - y * y + 1, ([x, y]) => [-6 * x + 2 * y, 2 * x - 2 * y]],
    ],
    start: [-10, 10],
    optimum: -1,
  },
  HS11: {
    value: ([x, y]) => (x - 5) ** 2 + y * y - 25,
    gradient: ([x, y]) => [2 * (x - 5), 2 * y],
    inequalities: [[([x, y]) => -x * x + y, ([x]) => [-2 * x, 1]]],
    start: [4.9, 0.1],
    optimum: -8.498464223,
  },
  HS12: {
    value: ([x, y]) => 0.5 * x * x + y * y - x * y - 7 * x - 7 * y,
    gradient: ([x, y]) => [x - y - 7, 2 * y - x - 7],
    inequalities: [[([x, y]) => 25 - 4 * x * x - y * y, ([x, y]) => [-8 * x, -2 * y]]],
    start: [0, 0],
    optimum: -30,
  },
  HS14: {
    ...corner,
    equalities: [[([x, y]) => x - 2 * y + 1, () => [1, -2]]],
    inequalities: [[([x, y]) => -0.25 * x * x - y * y + 1, ([x, y]) => [-0.5 * x, -2 * y]]],
    start: [2, 2],
    optimum: 9 - 2.875 * Math.sqrt(7),
  },
  HS22: {
    ...corner,
    inequalities: [
      [([x, y]) => -x - y + 2, () => [-1, -1]],
      [([x, y]) => -x * x + y, ([x]) => [-2 * x, 1]],
    ],
    start: [2, 2],
    optimum: 1,
  },
  HS26: {
    value: ([x, y, z]) => (x - y) ** 2 + (y - z) ** 4,
    gradient: ([x, y, z]) => [2 * (x - y), -2 * (x - y) + 4 * (y - z) ** 3, -4 * (y - z) ** 3],
    equalities: [
      [([x, y, z]) => (1 + y * y) * x + z ** 4 - 3, ([x, y, z]) => [1 + y * y, 2 * x * y, 4 * z ** 3]],
    ],
    start: [-2.6, 2, 2],
    optimum: 0,
  },
  HS27: {
    value: ([x, y]) => 0.01 * (x - 1) ** 2 + (y - x * x) ** 2,
    gradient: ([x, y]) => [0.02 * (x - 1) - 4 * x * (y - x * x), 2 * (y - x * x), 0],
    equalities: [[([x, , z]) => x + z * z + 1, ([, , z]) => [1, 0, 2 * z]]],
    start: [2, 2, 2],
    optimum: 0.04,
  },
  HS28: {
    value: ([x, y, z]) => (x + y) ** 2 + (y + z) ** 2,
    gradient: ([x, y, z]) => [2 * (x + y), 2 * (x + y) + 2 * (y + z), 2 * (y + z)],
    equalities: [[([x, y, z]) => x + 2 * y + 3 * z - 1, () => [1, 2, 3]]],
    start: [-4, 1, 1],
    optimum: 0,
  },
  HS35: {
    value: ([x, y, z]) => 9 - 8 * x - 6 * y - 4 * z + 2 * x * x + 2 * y * y + z * z + 2 * x * y + 2 * x * z,
    gradient: ([x, y, z]) => [-8 + 4 * x + 2 * y + 2 * z, -6 + 4 * y + 2 * x, -4 + 2 * z + 2 * x],
    inequalities: [[([x, y, z]) => 3 - x - y - 2 * z, () => [-1, -1, -2]]],
    lower: [0, 0, 0],
    start: [0.5, 0.5, 0.5],
    optimum: 1 / 9,
  },
  HS43: {
    value: ([a, b, c, d]) => a * a + b * b + 2 * c * c + d * d - 5 * a - 5 * b - 21 * c + 7 * d,
    gradient: ([a, b, c, d]) => [2 * a - 5, 2 * b - 5, 4 * c - 21, 2 * d + 7],
    inequalities: [
      [
        ([a, b, c, d]) => 8 - a * a - b * b - c * c - d * d - a + b - c + d,
        ([a, b, c, d]) => [-2 * a - 1, -2 * b + 1, -2 * c - 1, -2 * d + 1],
      ],
      [
        ([a, b, c, d]) => 10 - a * a - 2 * b * b - c * c - 2 * d * d + a + d,
        ([a, b, c, d]) => [-2 * a + 1, -4 * b, -2 * c, -4 * d + 1],
      ],
      [
        ([a, b, c, d]) => 5 - 2 * a * a - b * b - c * c - 2 * a + b + d,
        ([a, b, c]) => [-4 * a - 2, -2 * b + 1, -2 * c, 1],
      ],
    ],
    start: [0, 0, 0, 0],
    optimum: -44,
  },
  HS48: {
    value: ([a, b, c, d, e]) => (a - 1) ** 2 + (b - c) ** 2 + (d - e) ** 2,
    gradient: ([a, b, c, d, e]) => [2 * (a - 1), 2 * (b - c), -2 * (b - c), 2 * (d - e), -2 * (d - e)],
    equalities: [
      [([a, b, c, d, e]) => a + b + c + d + e - 5, () => [1, 1, 1, 1, 1]],
      [([, , c, d, e]) => c - 2 * (d + e) + 3, () => [0, 0, 1, -2, -2]],
    ],
    start: [3, 5, -3, 2, -2],
    optimum: 0,
  },
  HS50: {
    value: ([a, b, c, d, e]) => (a - b) ** 2 + (b - c) ** 2 + (c - d) ** 4 + (d - e) ** 2,
    gradient: ([a, b, c, d, e]) => [
      2 * (a - b),
      -2 * (a - b) + 2 * (b - c),
      -2 * (b - c) + 4 * (c - d) ** 3,
      -4 * (c - d) ** 3 + 2 * (d - e),
      -2 * (d - e),
    ],
    equalities: [
      [([a, b, c]) => a + 2 * b + 3 * c - 6, () => [1, 2, 3, 0, 0]],
      [([, b, c, d]) => b + 2 * c + 3 * d - 6, () => [0, 1, 2, 3, 0]],
      [([, , c, d, e]) => c + 2 * d + 3 * e - 6, () => [0, 0, 1, 2, 3]],
    ],
    start: [35, -31, 11, 5, -5],
    optimum: 0,
  },
  HS71: {
    value: ([a, b, c, d]) => a * d * (a + b + c) + c,
    gradient: ([a, b, c, d]) => [d * (2 * a + b + c), a * d, a * d + 1, a * (a + b + c)],
    equalities: [
      [([a, b, c, d]) => a * a + b * b + c * c + d * d - 40, ([a, b, c, d]) => [2 * a, 2 * b, 2 * c, 2 * d]],
    ],
    inequalities: [
      [([a, b, c, d]) => a * b * c * d - 25, ([a, b, c, d]) => [b * c * d, a * c * d, a * b * d, a * b * c]],
    ],
    lower: [1, 1, 1, 1],
    upper: [5, 5, 5, 5],
    start: [1, 5, 5, 1],
    optimum: 17.0140173,
  },
};
