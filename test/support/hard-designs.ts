import { normals, seeded } from "./random.ts";

/** Rows and labels with what makes a sample of them mislead, or an optimum hard to reach. */
export interface HardDesign {
  readonly X: { readonly data: Float64Array; readonly rows: number; readonly cols: number };
  readonly y: Float64Array;
  readonly sampleWeight?: Float64Array;
}

/** By name: rows of each are drawn from the seed, labels from the logistic model with the given intercept. */
export const hardDesigns: Readonly<Record<string, (seed: number) => HardDesign>> = {
  "independent columns": (seed) => design(seed, { cols: 20, fill: (row, { normal }) => eachOf(row, normal) }),
  "AR(0.999) columns": (seed) =>
    design(seed, {
      cols: 20,
      fill(row, { normal }) {
        row[0] = normal();
        for (let j = 1; j < row.length; j++)
          row[j] = 0.999 * row[j - 1] + Math.sqrt(1 - 0.999 ** 2) * normal();
      },
    }),
  "near-duplicate columns": (seed) => nearDuplicates(seed, 1e-6),
  "nearer duplicates": (seed) => nearDuplicates(seed, 1e-8),
  "a class of 0.1 %": (seed) =>
    design(seed, { cols: 10, intercept: -8, fill: (row, { normal }) => eachOf(row, normal) }),
  "heavy tails": (seed) =>
    design(seed, {
      cols: 15,
      scale: 0.3,
      fill: (row, { normal, uniform }) => eachOf(row, () => normal() * uniform() ** -0.7),
    }),
  "one-hot columns": (seed) =>
    design(seed, {
      cols: 60,
      fill(row, { uniform }) {
        row.fill(0);
        row[Math.floor(60 * uniform() ** 4)] = 1; // some in a third of the rows, some in less than 1 of 200
      },
    }),
  "rare indicators": (seed) => {
    const given = rareIndicators(seed);
    // Both classes have each, so that there is an optimum without a penalty as well.
    for (let k = 0; k < 100; k++) given.y[100 * k + 37] = Number(k < 50);
    return given;
  },
  "rare indicators, some of one class only": rareIndicators,
  "weights over six orders of magnitude": (seed) => {
    const given = design(seed, { cols: 15, fill: (row, { normal }) => eachOf(row, normal) });
    const uniform = seeded(seed + 2);
    return { ...given, sampleWeight: Float64Array.from({ length: ROWS }, () => 10 ** (6 * uniform() - 3)) };
  },
  "sorted rows, half of them without weight": (seed) => {
    const given = design(seed, {
      cols: 8,
      fill: (row, { normal }, i) => eachOf(row, () => normal() + i / ROWS),
    });
    const sampleWeight = Float64Array.from({ length: ROWS }, (_, i) => (i % 2 === 0 ? 0 : 1));
    return { ...given, sampleWeight };
  },
  "columns from 1e-6 to 1e6": (seed) =>
    design(seed, {
      cols: 13,
      scale: 0,
      fill(row, { normal }) {
        for (let j = 0; j < row.length; j++) row[j] = (1 + normal()) * 10 ** (j - 6);
      },
    }),
};

const ROWS = 30_000;

interface Draw {
  readonly normal: () => number;
  readonly uniform: () => number;
}

interface Recipe {
  readonly cols: number;
  readonly intercept?: number;
  readonly scale?: number;
  readonly fill: (row: Float64Array, draw: Draw, i: number) => void;
}

function design(seed: number, { cols, intercept = -0.3, scale = 2, fill }: Recipe): HardDesign {
  const draw: Draw = { normal: normals(seed), uniform: seeded(seed + 1) };
  const w = Float64Array.from({ length: cols }, () => (scale * draw.normal()) / Math.sqrt(cols));
  const data = new Float64Array(ROWS * cols);
  const y = new Float64Array(ROWS);
  for (let i = 0; i < ROWS; i++) {
    const row = data.subarray(i * cols, (i + 1) * cols);
    fill(row, draw, i);
    const z = row.reduce((sum, x, j) => sum + x * w[j], intercept);
    y[i] = Number(draw.uniform() < 1 / (1 + Math.exp(-z)));
  }
  return { X: { data, rows: ROWS, cols }, y };
}

/** Fifty indicators of six rows each beside ten normal columns. */
function rareIndicators(seed: number): HardDesign {
  return design(seed, {
    cols: 60,
    fill(row, { normal }, i) {
      row.fill(0);
      if (i % 100 === 37) row[Math.floor(i / 100) % 50] = 1;
      for (let j = 50; j < row.length; j++) row[j] = normal();
    },
  });
}

/** Ten columns, and each once more but for so much noise. */
function nearDuplicates(seed: number, noise: number): HardDesign {
  return design(seed, {
    cols: 20,
    fill(row, { normal }) {
      for (let j = 0; j < 10; j++) row[j] = normal();
      for (let j = 0; j < 10; j++) row[10 + j] = row[j] + noise * normal();
    },
  });
}

function eachOf(row: Float64Array, draw: () => number): void {
  for (let j = 0; j < row.length; j++) row[j] = draw();
}
