import type { RowBlock } from "../data/storage.ts";
import { InputError } from "../errors.ts";
import { hypot } from "../numerics/hypot.ts";
import { nearestPowerOfTwo } from "../numerics/power-of-two.ts";
import { panelRows, type Pointer } from "../wasm/kernels.ts";
import { SymmetricMatrix } from "../wasm/matrix.ts";
import type { Vector } from "../wasm/vector.ts";
import type { Workspace } from "../wasm/workspace.ts";
import type { ColumnStatistics } from "../data/column-statistics.ts";
import { after, type Later } from "./objective.ts";
import { type Packing, packings, panelsBytes } from "./packings.ts";
import { accumulate, type RowSums, type SegmentSpace } from "./row-sums.ts";

/** A centre is the mean, rounded to so much of a deviation. */
const GRID = 1 / 8;

/**
 * Columns as least squares sees them: uⱼ = (xⱼ − cⱼ) tⱼ. With an intercept, cⱼ is near the mean, without one 0; tⱼ
 * is near 1 / hypot(deviation, √λ). Both are rounded to few bits, so that most subtractions and all multiplications
 * are exact, and an ill-conditioned problem loses no digits before it is solved; the intercept's column takes care
 * of the rest of the mean.
 */
export interface Standardisation {
  readonly fitIntercept: boolean;
  readonly center: Float64Array;
  /** 0 where a column can't matter: a constant one beside an intercept, or one of zeros. */
  readonly unit: Float64Array;
  /** How many ε, relative to its deviation, the values of each column may be off by: 1 if they are centred. */
  readonly noise: Float64Array;
}

/** @throws {@link InputError} for a column whose values are too large or too small */
export function standardise(
  { mean, sd, rms, constant }: ColumnStatistics,
  lambda: number,
  fitIntercept: boolean,
): Standardisation {
  const deviation = fitIntercept ? sd : rms;
  const unit = deviation.map((value, j) => {
    const matters = fitIntercept ? !constant[j] : value > 0;
    const exact = matters ? 1 / hypot(value, Math.sqrt(lambda)) : 0;
    if (Number.isFinite(exact) && Number.isFinite(value) && Number.isFinite(mean[j]))
      return powerOfTwo(exact);
    throw new InputError(
      "X",
      `column ${j} has deviation ${value}; expected values whose squares f64 can hold`,
    );
  });
  return {
    fitIntercept,
    center: mean.map((value, j) => (fitIntercept ? rounded(value, powerOfTwo(sd[j]) * GRID) : 0)),
    unit,
    noise: deviation.map((value, j) => (unit[j] === 0 ? 1 : Math.max(1, rms[j] / value))),
  };
}

function powerOfTwo(value: number): number {
  return value === 0 ? 0 : nearestPowerOfTwo(value);
}

function rounded(value: number, grid: number): number {
  const steps = Math.round(value / grid);
  return Number.isFinite(steps) ? steps * grid : value;
}

interface Buffers {
  readonly center: Vector;
  readonly unit: Vector;
  readonly panels: Pointer;
  readonly packed: Float64Array;
  readonly gram: SymmetricMatrix;
}

/** Consecutive rows, packed: value (i, j) is `values[((j >> 2) · stride + i) · 4 + (j & 3)]`. */
export interface PackedBlock {
  readonly values: Float64Array;
  readonly rows: number;
  readonly stride: number;
}

/** Least squares at some θ: Σ rᵢ² and Aᵀ r of the residuals r = y − A θ. */
export interface Residuals {
  readonly squares: number;
  readonly product: Float64Array;
}

/**
 * The rows of a least squares problem, A with y beside it, packed a few at a time: √sᵢ [uᵢ, 1, yᵢ], u as in
 * {@link Standardisation}. The target of `rows` holds the weights sᵢ.
 */
export class PackedRows {
  readonly #rows: RowSums;
  readonly #standardisation: Standardisation;
  readonly #y: Float64Array;
  readonly #buffers = new Map<SegmentSpace, Buffers>();

  /** @throws {@link MemoryError} if there isn't room for a matrix beside each segment of rows */
  constructor(rows: RowSums, standardisation: Standardisation, y: Float64Array, workspace: Workspace) {
    this.#rows = rows;
    this.#standardisation = standardisation;
    this.#y = y;
    for (const space of rows.spaces) this.#buffers.set(space, this.#createBuffers(space, workspace));
  }

  /** How many columns A has: those of the data and, with an intercept, one of ones. */
  get size(): number {
    return this.#rows.storage.cols + Number(this.#standardisation.fitIntercept);
  }

  /** The upper triangle of [A y]ᵀ [A y], row-major of size + 1 with the stride of a SymmetricMatrix. */
  gram(): Later<Float64Array> {
    const size = this.size + 1;
    const total = new Float64Array(SymmetricMatrix.bytes(size) / 8);
    for (const { gram } of this.#buffers.values()) gram.values.fill(0);
    const pass = this.#each(({ rows }, space, { panels, gram }) => {
      space.kernels.gram(rows, size, gram.stride, panels, gram.pointer);
    });
    return after(pass, () => {
      for (const { gram } of this.#buffers.values()) accumulate(gram.values, total);
      return total;
    });
  }

  /** Calls back with all rows, a block at a time. */
  each(job: (block: PackedBlock) => void): Later<void> {
    return this.#each(job);
  }

  residuals(theta: Float64Array): Later<Residuals> {
    const { size } = this;
    const padded = Math.ceil((size + 1) / 4) * 4;
    const coefficients = new Float64Array(padded); // of A and y together: r = −[A y] [θ, −1]
    coefficients.set(theta);
    coefficients[size] = -1;
    const product = new Float64Array(padded);
    let squares = 0;
    const pass = this.#each(({ values, rows, stride }) => {
      const r = new Float64Array(rows);
      for (let j = 0; j < padded; j += 4) {
        const [c0, c1, c2, c3] = coefficients.subarray(j, j + 4);
        for (let i = 0, k = j * stride; i < rows; i++, k += 4) {
          r[i] -= values[k] * c0 + values[k + 1] * c1 + (values[k + 2] * c2 + values[k + 3] * c3);
        }
      }
      for (let j = 0; j < padded; j += 4) {
        let [p0, p1, p2, p3] = product.subarray(j, j + 4);
        for (let i = 0, k = j * stride; i < rows; i++, k += 4) {
          p0 += values[k] * r[i];
          p1 += values[k + 1] * r[i];
          p2 += values[k + 2] * r[i];
          p3 += values[k + 3] * r[i];
        }
        product.set([p0, p1, p2, p3], j);
      }
      for (let i = 0; i < rows; i++) squares += r[i] * r[i];
    });
    return after(pass, () => ({ squares, product: product.subarray(0, size) }));
  }

  #each(job: (block: PackedBlock, space: SegmentSpace, buffers: Buffers) => void): Later<void> {
    return this.#rows.each((space, block) => {
      const buffers = this.#buffers.get(space) as Buffers;
      for (const packing of packings(block.rows)) {
        this.#pack(space, block, packing, buffers);
        const { rows } = packing;
        job({ values: buffers.packed, rows, stride: panelRows(rows) }, space, buffers);
      }
    });
  }

  #pack(space: SegmentSpace, block: RowBlock, { from, rows }: Packing, buffers: Buffers): void {
    const { cols, rowBytes } = this.#rows.storage;
    const { size } = this;
    const { center, unit, panels, packed } = buffers;
    const offset = block.offset + from;
    const weights = space.target.pointer + offset * 8;
    const x = block.x + from * rowBytes;
    space.rowKernels.pack(rows, cols, x, weights, center.pointer, unit.pointer, panels);
    if (this.#standardisation.fitIntercept) space.kernels.packIntercept(rows, cols, weights, panels);
    const last = (size >> 2) * panelRows(rows) * 4;
    if ((size & 3) === 0) packed.fill(0, last, last + rows * 4);
    for (let i = 0; i < rows; i++) {
      const weight = space.target.values[offset + i];
      packed[last + i * 4 + (size & 3)] = Math.sqrt(weight) * this.#y[space.segment.firstRow + offset + i];
    }
  }

  #createBuffers(space: SegmentSpace, workspace: Workspace): Buffers {
    const { arena } = space.segment;
    const { center, unit } = this.#standardisation;
    const size = this.size + 1;
    const bytes = panelsBytes(size);
    const panels = workspace.space(bytes, arena);
    const buffers = {
      center: workspace.vector(center.length, arena),
      unit: workspace.vector(unit.length, arena),
      panels,
      packed: arena.f64(panels, bytes / 8),
      gram: workspace.matrix(size, arena),
    };
    buffers.center.values.set(center);
    buffers.unit.values.set(unit);
    return buffers;
  }
}
