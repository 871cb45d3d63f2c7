import { square } from "./square.ts";
import { conditionEstimate, solveTransposed, solveUpper } from "./triangle.ts";

/** Least squares from a {@link QRFactor}. */
export interface LeastSquares {
  readonly theta: Float64Array;
  /** How many columns are independent of one another, to working precision. */
  readonly rank: number;
}

/** A column counts as dependent where no more than so many units of its rounding, times `size`, are left of it. */
const NOISE = 8;

/**
 * The factor R of A = Q R, and Qᵀ y, for a matrix A whose rows come in blocks: each block is rotated into the
 * triangle by Householder's reflections (Golub & Van Loan 2013, Matrix computations, 5.2 and 6.5). Neither A nor Q
 * is ever kept.
 */
export class QRFactor {
  readonly size: number;
  /** Row-major, size × (size + 1): the last column is Qᵀ y. */
  readonly #r: Float64Array;

  constructor(size: number) {
    this.size = size;
    this.#r = new Float64Array(size * (size + 1));
  }

  /** Takes rows in. `block` holds size + 1 columns of `rows` numbers, that of y last, and is used up. */
  absorb(block: Float64Array, rows: number): void {
    const r = this.#r;
    const { size } = this;
    const stride = size + 1;
    for (let k = 0; k < size; k++) {
      const x = block.subarray(k * rows, (k + 1) * rows);
      let squares = 0;
      for (let i = 0; i < rows; i++) squares += x[i] * x[i];
      if (squares === 0) continue;
      const top = r[k * stride + k];
      const norm = Math.sqrt(top * top + squares);
      const diagonal = top > 0 ? -norm : norm;
      const head = top - diagonal;
      const factor = 2 / (head * head + squares);
      r[k * stride + k] = diagonal;
      for (let j = k + 1; j <= size; j++) {
        const start = j * rows;
        let sum = head * r[k * stride + j];
        for (let i = 0; i < rows; i++) sum += x[i] * block[start + i];
        sum *= factor;
        r[k * stride + j] -= sum * head;
        for (let i = 0; i < rows; i++) block[start + i] -= sum * x[i];
      }
    }
  }

  /** About the condition number of A. */
  get condition(): number {
    return conditionEstimate({ size: this.size, stride: this.size + 1, values: this.#r });
  }

  /**
   * The θ of least ‖A θ − y‖. Where columns depend on others, that of least ‖unit ∘ θ‖, not counting the first
   * `fixed` entries (0 or 1), whose columns depend on none.
   *
   * @param noise - of each column, how many ε, relative to its norm, its values may be off by
   */
  solve(fixed: 0 | 1, unit: Float64Array, noise: Float64Array): LeastSquares {
    const { a, order, rank } = this.#pivoted(fixed, noise);
    const { size } = this;
    const stride = size + 1;
    const y = Float64Array.from({ length: size }, (_, i) => a[i * stride + size]);
    const theta = new Float64Array(size);
    if (rank === size) {
      solveUpper({ size, stride, values: a }, y);
      order.forEach((column, k) => (theta[column] = y[k]));
      return { theta, rank };
    }
    // min ‖w‖ with B w = c, where w = unit ∘ θ and B are the rows below the fixed ones.
    const rows = rank - fixed;
    const width = size - fixed;
    const transposed = new QRTall(width, rows);
    for (let i = 0; i < rows; i++) {
      for (let j = i; j < width; j++) {
        transposed.columns[i][j] = a[(i + fixed) * stride + j + fixed] / unit[order[j + fixed]];
      }
    }
    const w = transposed.leastNorm(y.subarray(fixed, rank));
    for (let j = 0; j < width; j++) theta[order[j + fixed]] = w[j] / unit[order[j + fixed]];
    if (fixed === 1) {
      let sum = y[0];
      for (let j = 1; j < size; j++) sum -= a[j] * theta[order[j]];
      theta[0] = sum / a[0];
    }
    return { theta, rank };
  }

  /** R P = Q' R', columns with most left of them first, those with nothing but noise left last. */
  #pivoted(fixed: number, noise: Float64Array): { a: Float64Array; order: number[]; rank: number } {
    const { size } = this;
    const stride = size + 1;
    const a = this.#r.slice();
    for (let i = 0; i < size; i++) a.fill(0, i * stride, i * stride + i);
    const order = Array.from({ length: size }, (_, j) => j);
    const normOf = (column: number, from: number) => {
      let squares = 0;
      for (let i = from; i < size; i++) squares += square(a[i * stride + column]);
      return Math.sqrt(squares);
    };
    const floor = order.map((j) => NOISE * size * Number.EPSILON * noise[j] * normOf(j, 0));
    for (let k = 0; k < size; k++) {
      if (k >= fixed) {
        let best = k;
        let most = -1;
        for (let j = k; j < size; j++) {
          const left = normOf(j, k) / (floor[order[j]] || Number.MIN_VALUE);
          if (left > most) [best, most] = [j, left];
        }
        if (!(most > 1)) return { a, order, rank: k };
        [order[k], order[best]] = [order[best], order[k]];
        for (let i = 0; i < size; i++) {
          const at = i * stride;
          [a[at + k], a[at + best]] = [a[at + best], a[at + k]];
        }
      }
      reflect(a, stride, size, k);
    }
    return { a, order, rank: size };
  }
}

/** One of Householder's reflections: zeros below the diagonal of column k; the columns after it follow. */
function reflect(a: Float64Array, stride: number, rows: number, k: number): void {
  let squares = 0;
  for (let i = k + 1; i < rows; i++) squares += square(a[i * stride + k]);
  if (squares === 0) return;
  const top = a[k * stride + k];
  const norm = Math.sqrt(top * top + squares);
  const diagonal = top > 0 ? -norm : norm;
  const head = top - diagonal;
  const factor = 2 / (head * head + squares);
  for (let j = k + 1; j < stride; j++) {
    let sum = head * a[k * stride + j];
    for (let i = k + 1; i < rows; i++) sum += a[i * stride + k] * a[i * stride + j];
    sum *= factor;
    a[k * stride + j] -= sum * head;
    for (let i = k + 1; i < rows; i++) a[i * stride + j] -= sum * a[i * stride + k];
  }
  a[k * stride + k] = diagonal;
  for (let i = k + 1; i < rows; i++) a[i * stride + k] = 0;
}

/** A = Q R of a tall matrix, by its columns, to find the shortest w with Aᵀ w = c. */
class QRTall {
  readonly columns: readonly Float64Array[];
  readonly #rows: number;

  constructor(rows: number, cols: number) {
    this.#rows = rows;
    this.columns = Array.from({ length: cols }, () => new Float64Array(rows));
  }

  /** w = Q R⁻ᵀ c; the columns are used up. */
  leastNorm(c: Float64Array): Float64Array {
    const { columns } = this;
    const rows = this.#rows;
    const size = columns.length;
    const r = new Float64Array(size * size);
    const reflections = columns.map((x, k) => {
      let squares = 0;
      for (let i = k + 1; i < rows; i++) squares += square(x[i]);
      const norm = Math.sqrt(square(x[k]) + squares);
      const diagonal = x[k] > 0 ? -norm : norm;
      x[k] -= diagonal;
      const length = square(x[k]) + squares;
      const apply = (v: Float64Array) => {
        let sum = 0;
        for (let i = k; i < rows; i++) sum += x[i] * v[i];
        if (length > 0) sum *= 2 / length;
        for (let i = k; i < rows; i++) v[i] -= sum * x[i];
      };
      for (let j = k + 1; j < size; j++) {
        apply(columns[j]);
        r[k * size + j] = columns[j][k];
      }
      r[k * size + k] = diagonal;
      return apply;
    });
    const w = new Float64Array(rows);
    w.set(c);
    solveTransposed({ size, stride: size, values: r }, w);
    for (const apply of reflections.toReversed()) apply(w);
    return w;
  }
}
