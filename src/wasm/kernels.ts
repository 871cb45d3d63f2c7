/**
 * The whole contract between WebAssembly and TypeScript: each export of `assembly/index.ts` with its
 * argument order (sizes, inputs, outputs). Vectors and matrices are f64, contiguous and row-major, unless
 * a name says otherwise. Outputs are overwritten, unless a line says that they are accumulated.
 *
 * Labels and sample weights travel as one vector, the *target* t: tᵢ = sᵢ for the second class, −sᵢ for the
 * first. With the margin mᵢ = sign(tᵢ) zᵢ
 *
 *   lossᵢ = |tᵢ| log(1 + e^−mᵢ)     residualᵢ = ∂lossᵢ/∂zᵢ = −tᵢ σ(−mᵢ)     curvatureᵢ = |tᵢ| σ(zᵢ) σ(−zᵢ)
 */
export interface Kernels {
  // vector.ts
  /** Σ xᵢ yᵢ */
  dot(n: number, x: Pointer, y: Pointer): number;
  /** y += α x */
  axpy(n: number, alpha: number, x: Pointer, y: Pointer): void;
  /** x *= α */
  scale(n: number, alpha: number, x: Pointer): void;
  /** outᵢ = xᵢ yᵢ; `out` may be `x` or `y`. */
  multiply(n: number, x: Pointer, y: Pointer, out: Pointer): void;
  /** √(Σ xᵢ²), without overflow or underflow on the way. */
  norm2(n: number, x: Pointer): number;
  /** max |xᵢ|; NaN if any is NaN, 0 if n = 0. */
  normMax(n: number, x: Pointer): number;

  // exp.ts
  /** outᵢ = exp(xᵢ) for any xᵢ; `out` may be `x`. */
  exp(n: number, x: Pointer, out: Pointer): void;

  // logistic.ts
  /** outᵢ = σ(zᵢ); `out` may be `z`. */
  sigmoid(n: number, z: Pointer, out: Pointer): void;
  /** Σ lossᵢ, and residualᵢ; `residual` may be `z`. */
  logisticLoss(n: number, z: Pointer, target: Pointer, residual: Pointer, scratch: Pointer): number;
  /** curvatureᵢ; `curvature` may be `z`. */
  logisticCurvature(n: number, z: Pointer, target: Pointer, curvature: Pointer): void;
  /** The loss along a ray, z + step · dz: out = [Σ lossᵢ, Σ residualᵢ dzᵢ]. */
  logisticRay(n: number, z: Pointer, dz: Pointer, step: number, target: Pointer, out: Pointer): void;

  // brier.ts: lossᵢ = |tᵢ| qᵢ², q = σ(−m)
  /** curvatureᵢ, which may be negative; `curvature` may be `z`. */
  brierCurvature(n: number, z: Pointer, target: Pointer, curvature: Pointer): void;
  /** The loss along a ray, as `logisticRay`. */
  brierRay(n: number, z: Pointer, dz: Pointer, step: number, target: Pointer, out: Pointer): void;

  // squared-error.ts: lossᵢ = ½ sᵢ (zᵢ − yᵢ)², sᵢ the weights
  /** The loss along a ray, as `logisticRay`. */
  squaredErrorRay(
    n: number,
    z: Pointer,
    dz: Pointer,
    step: number,
    weight: Pointer,
    y: Pointer,
    out: Pointer,
  ): void;

  // moments.ts, scores.ts, loss-gradient.ts, hessian-product.ts, pack.ts: one of each for either storage
  // of the rows x, rows × cols.
  /**
   * Of each column, over the rows with tᵢ ≠ 0, or, where the address of t is 0, over all, as if |t| were 1, with
   * u = (x − shift) · unit, unit > 0: out = [Σ |t| u, Σ |t| u², the bits of all u], each of length cols. The bits are those
   * that any u has: as a number ±0 where all u are.
   */
  columnMomentsF64: ColumnMoments;
  columnMomentsF32: ColumnMoments;
  /** zᵢ = xᵢ · w + b, in one order of additions for every build and storage, never fused (see scores.ts). */
  scoresF64: Scores;
  scoresF32: Scores;
  /**
   * Σ lossᵢ at zᵢ = xᵢ · w + b + offsetᵢ, and gradient = [Σ residualᵢ xᵢ, Σ residualᵢ], of length cols + 1; without
   * offsets where `offset` is 0. `scratch` is SCRATCH_BYTES of space.
   */
  lossGradientF64: LossGradient;
  lossGradientF32: LossGradient;
  /** As `lossGradient`, with the losses of brier.ts. */
  brierLossGradientF64: LossGradient;
  brierLossGradientF32: LossGradient;
  /** As `lossGradient`, with the losses of squared-error.ts. */
  squaredErrorGradientF64: SquaredErrorGradient;
  squaredErrorGradientF32: SquaredErrorGradient;
  /**
   * Tiles of 32 rows, column after column, of f32: (xᵢⱼ − centerⱼ) scaleⱼ; rows that the last tile lacks are zeros.
   */
  tileRowsF64: TileRows;
  tileRowsF32: TileRows;
  /**
   * As `lossGradient` without offsets, of rows in tiles, in single precision: w, which is f32, and b come in units of
   * log₂ e, `sums` is space for four f32 of each column.
   */
  lossGradientTiled: TiledLossGradient;
  /** Of the 32 rows of a tile: z = Σⱼ wⱼ x̃ⱼ + b, all in single precision. */
  scoreTile(cols: number, x: Pointer, w: Pointer, b: number, z: Pointer): void;
  /** gⱼ += Σ uᵢ x̃ᵢⱼ of a tile, in single precision: for each column four sums, each over every fourth row. */
  addTile(cols: number, x: Pointer, u: Pointer, g: Pointer): void;
  /** Each for `count` of the rows: those with the numbers at `indices`, which are u32. */
  lossGradientAtF64: LossGradientAt;
  lossGradientAtF32: LossGradientAt;
  brierLossGradientAtF64: LossGradientAt;
  brierLossGradientAtF32: LossGradientAt;
  squaredErrorGradientAtF64: SquaredErrorGradientAt;
  squaredErrorGradientAtF32: SquaredErrorGradientAt;
  /**
   * The product of the Hessian of Σ lossᵢ with [v, c]: with uᵢ = curvatureᵢ (xᵢ · v + c),
   * out = [Σ uᵢ xᵢ, Σ uᵢ], of length cols + 1. `scratch` is SCRATCH_BYTES of space.
   */
  hessianProductF64: HessianProduct;
  hessianProductF32: HessianProduct;
  /**
   * Rows made ready for `gram`: panels[⌊j/4⌋][i][j mod 4] = √curvatureᵢ (xᵢⱼ − centerⱼ) scaleⱼ, panels of
   * four columns, padded with zero columns up to a multiple of four, with room for `panelRows(rows)` rows.
   */
  packF64: Pack;
  packF32: Pack;
  /** Rows made ready for `gramSingle`: panels of eight columns of f32, otherwise the same. */
  packSingleF64: Pack;
  packSingleF32: Pack;
  /** Column `cols` of the panels is √curvatureᵢ, the intercept's; if it opens a new panel, the other columns are 0. */
  packIntercept: PackIntercept;
  packInterceptSingle: PackIntercept;

  // sparse-….ts: the same for rows that hold their non-zeros only. x is records of SPARSE_ROW_BYTES, three u32 each: where
  // the row's values lie, where the numbers of their columns lie, ascending, and how many there are.
  /** As `columnMoments`, and the weight of the rows that hold a value: the four numbers of a column beside each other. */
  columnMomentsSparseF64: ColumnMoments;
  columnMomentsSparseF32: ColumnMoments;
  scoresSparseF64: Scores;
  scoresSparseF32: Scores;
  lossGradientSparseF64: LossGradient;
  lossGradientSparseF32: LossGradient;
  /** As `lossGradientSparse`; `z` gets the rows' scores, offsets and all. */
  scoredSparseLossGradientF64: ScoredLossGradient;
  scoredSparseLossGradientF32: ScoredLossGradient;
  brierLossGradientSparseF64: LossGradient;
  brierLossGradientSparseF32: LossGradient;
  squaredErrorGradientSparseF64: SquaredErrorGradient;
  squaredErrorGradientSparseF32: SquaredErrorGradient;
  lossGradientAtSparseF64: LossGradientAt;
  lossGradientAtSparseF32: LossGradientAt;
  brierLossGradientAtSparseF64: LossGradientAt;
  brierLossGradientAtSparseF32: LossGradientAt;
  squaredErrorGradientAtSparseF64: SquaredErrorGradientAt;
  squaredErrorGradientAtSparseF32: SquaredErrorGradientAt;
  hessianProductSparseF64: HessianProduct;
  hessianProductSparseF32: HessianProduct;
  /** How many values each row has in columns whose entry of `numbers`, i32, isn't negative: u32 each. */
  countSparseColumns(rows: number, x: Pointer, numbers: Pointer, counts: Pointer): void;
  /** Those values without a gap, and their columns by `numbers`; there must be room for one entry more. */
  pickSparseColumns(
    rows: number,
    valueBytes: number,
    x: Pointer,
    numbers: Pointer,
    values: Pointer,
    columns: Pointer,
  ): void;
  packSparseF64: Pack;
  packSparseF32: Pack;
  /** h += Σ curvatureᵢ [xᵢ, 1] [xᵢ, 1]ᵀ on the upper triangle: as `hessian` with centres of 0 and scales of 1. */
  hessianSparseF64: HessianBlock;
  hessianSparseF32: HessianBlock;
  /** `hessianSparse` under another name: sums over non-zeros gain nothing by f32. */
  hessianSingleSparseF64: HessianBlock;
  hessianSingleSparseF32: HessianBlock;
  /**
   * A turn of each row in coordinate ascent on the dual (see assembly/sparse-dual.ts): moves `w`, the rows' misses and the
   * scores that these are for, and `state`, [b, moved, gained]; without offsets where `offset` is 0.
   */
  sparseDualSweepF64: DualSweep;
  sparseDualSweepF32: DualSweep;
  softmaxGradientSparseF64: SoftmaxGradient;
  softmaxGradientSparseF32: SoftmaxGradient;
  softmaxProductSparseF64: SoftmaxProduct;
  softmaxProductSparseF32: SoftmaxProduct;
  softmaxHessianSparseF64: SoftmaxHessian;
  softmaxHessianSparseF32: SoftmaxHessian;
  /** `softmaxHessianSparse` under another name. */
  softmaxHessianSingleSparseF64: SoftmaxHessian;
  softmaxHessianSingleSparseF32: SoftmaxHessian;

  // gram.ts
  /**
   * h += Pᵀ P on the upper triangle (whole 4 × 4 tiles on the diagonal), for panels of `rows` rows and `size`
   * columns; h is row-major with a row stride that is at least `size` rounded up to a multiple of four.
   */
  gram: Gram;

  // gram-single.ts
  /** As `gram`, for panels of f32, in whole tiles of 8 × 8; products and their sums over the rows are f32. */
  gramSingle: Gram;

  // hessian.ts
  /**
   * h += Σ curvatureᵢ x̃ᵢ x̃ᵢᵀ, x̃ᵢ = [(xᵢ − center) scale, 1], or without the 1 where size = cols, as `pack` and `gram` do
   * it, PACKED_ROWS at a time; `panels` is space for so many rows.
   */
  hessianF64: HessianBlock;
  hessianF32: HessianBlock;
  /** As `hessian`, as `packSingle` and `gramSingle` do it. */
  hessianSingleF64: HessianBlock;
  hessianSingleF32: HessianBlock;

  // softmax-gradient.ts, softmax-hessian.ts: K classes, of standardised rows x̃ᵢ = [(xᵢ − center) scale, 1], or without
  // the 1 where size = cols. yᵢ is the number of the row's class; probabilities pₖᵢ lie class by class, `pBytes` from one
  // to the next. Coefficients come in panels of four classes, w[⌊k/4⌋][j][k mod 4], padded with classes of zeros.
  /**
   * Σ lossᵢ = Σ sᵢ (log Σₖ e^zₖᵢ − z_yᵢ), zₖᵢ = x̃ᵢ · wₖ + offsetᵢₖ, rows × classes, or without offsets where `offset` is 0;
   * out += Σ sᵢ (pₖᵢ − [k = yᵢ]) x̃ᵢ, a row for each class, with as many rows and columns as the next multiples of four. `p` gets the probabilities, unless it is 0; `scratch` is
   * `softmaxScratch` of space.
   */
  softmaxGradientF64: SoftmaxGradient;
  softmaxGradientF32: SoftmaxGradient;
  /** out += the product of the Hessian of Σ lossᵢ with v, in the layout of `w`: Σ sᵢ pₖᵢ (vₖᵢ − Σₗ pₗᵢ vₗᵢ) x̃ᵢ, vₖᵢ = x̃ᵢ · vₖ. */
  softmaxProductF64: SoftmaxProduct;
  softmaxProductF32: SoftmaxProduct;
  /**
   * The same with products, exponentials and probabilities of f32, and nothing but 0 for `offset`. Probabilities lie in the
   * order in which a call goes through its rows: with q = ⌊rows / 4⌋ those of rows 0, q, 2q, 3q, then 1, q + 1, …, and
   * behind them those of the last rows, up to three.
   */
  softmaxGradientSingleF64: SoftmaxGradient;
  softmaxGradientSingleF32: SoftmaxGradient;
  softmaxProductSingleF64: SoftmaxProduct;
  softmaxProductSingleF32: SoftmaxProduct;
  /**
   * g += Σ sᵢ pₖᵢ pₗᵢ x̃ᵢ x̃ᵢᵀ as `gram` and `pack` do it, a matrix of size columns for each pair k < l, in the order
   * (0, 1), (0, 2), …; `panels` is `softmaxPanels` of space.
   */
  softmaxHessianF64: SoftmaxHessian;
  softmaxHessianF32: SoftmaxHessian;
  /** As `softmaxHessian`, as `gramSingle` and `packSingle` do it, without the rows where pₖᵢ pₗᵢ is below 1e-9. */
  softmaxHessianSingleF64: SoftmaxHessian;
  softmaxHessianSingleF32: SoftmaxHessian;

  // cholesky.ts
  /**
   * A = Uᵀ U in place, on the upper triangle of a row-major n × n matrix with the given row stride.
   * Answers −1, or the first index where A is not positive definite to working precision: a pivot that is
   * NaN or at most n ε times the diagonal entry it started from. Of U's rows it completes `from` to `to` − 1, those before
   * being complete; each is 0, n, or n less a multiple of 32.
   */
  cholesky(n: number, stride: number, from: number, to: number, a: Pointer): number;
  /** b ← A⁻¹ b, for u the factor that `cholesky` left. */
  choleskySolve(n: number, stride: number, u: Pointer, b: Pointer): void;

  // coordinate-descent.ts
  mirror(n: number, stride: number, h: Pointer): void;
  gatherSymmetric(
    count: number,
    stride: number,
    h: Pointer,
    indices: Pointer,
    outStride: number,
    out: Pointer,
  ): void;
  coordinateSweep(
    count: number,
    n: number,
    stride: number,
    indices: Pointer,
    h: Pointer,
    penalty: Pointer,
    lower: Pointer,
    upper: Pointer,
    z: Pointer,
    q: Pointer,
  ): number;
  /** `rows` is n × 2 pairs, `products` 2 pairs of space. */
  quasiNewtonSweep(
    n: number,
    pairs: number,
    sigma: number,
    rows: Pointer,
    diagonal: Pointer,
    gradient: Pointer,
    penalty: Pointer,
    lower: Pointer,
    upper: Pointer,
    x: Pointer,
    z: Pointer,
    products: Pointer,
  ): number;

  // sparse-coordinates.ts: columns are records of SPARSE_ROW_BYTES, values in f64
  /** The counts, u32, are accumulated. */
  countByColumn(rows: number, x: Pointer, counts: Pointer): void;
  transposeSparse(
    rows: number,
    valueBytes: number,
    x: Pointer,
    firstRow: number,
    unit: Pointer,
    cursors: Pointer,
    values: Pointer,
    numbers: Pointer,
  ): void;
  weighSparseColumns(
    count: number,
    lowest: number,
    indices: Pointer,
    columns: Pointer,
    ridge: Pointer,
    center: Pointer,
    h: Pointer,
    totals: Pointer,
    sums: Pointer,
    curvature: Pointer,
  ): void;
  /** `z`, `r` and `totals` are kept up to date. */
  sparseCoordinateSweep(
    count: number,
    indices: Pointer,
    columns: Pointer,
    ridge: Pointer,
    center: Pointer,
    sums: Pointer,
    curvature: Pointer,
    gradient: Pointer,
    penalty: Pointer,
    lower: Pointer,
    upper: Pointer,
    x: Pointer,
    z: Pointer,
    h: Pointer,
    r: Pointer,
    totals: Pointer,
  ): number;

  // two-loop.ts
  /**
   * direction = −H gradient, H the L-BFGS inverse Hessian with H₀ = γ I. Pairs lie in rings of `history`
   * rows of length n; `count` of them are in use, the latest at row `newest`. rhoᵢ = 1 / (sᵢ · yᵢ);
   * `alpha` is space for `history` numbers.
   */
  lbfgsDirection(
    n: number,
    history: number,
    count: number,
    newest: number,
    gamma: number,
    s: Pointer,
    y: Pointer,
    rho: Pointer,
    gradient: Pointer,
    alpha: Pointer,
    direction: Pointer,
  ): void;

  // update-rules.ts: each moves x, and what it remembers, in place; formulas are there.
  momentumUpdate(
    n: number,
    rate: number,
    momentum: number,
    gradient: Pointer,
    velocity: Pointer,
    x: Pointer,
  ): void;
  nesterovUpdate(
    n: number,
    rate: number,
    momentum: number,
    nextMomentum: number,
    gradient: Pointer,
    velocity: Pointer,
    x: Pointer,
  ): void;
  adagradUpdate(
    n: number,
    rate: number,
    epsilon: number,
    gradient: Pointer,
    cache: Pointer,
    x: Pointer,
  ): void;
  rmspropUpdate(
    n: number,
    rate: number,
    decay: number,
    epsilon: number,
    gradient: Pointer,
    cache: Pointer,
    x: Pointer,
  ): void;
  rpropUpdate(
    n: number,
    increase: number,
    decrease: number,
    least: number,
    most: number,
    gradient: Pointer,
    previous: Pointer,
    steps: Pointer,
    x: Pointer,
  ): void;
  adamUpdate(
    n: number,
    rate: number,
    shrinkage: number,
    beta1: number,
    beta2: number,
    rootScale: number,
    epsilon: number,
    gradient: Pointer,
    mean: Pointer,
    cache: Pointer,
    x: Pointer,
  ): void;

  // gather-columns.ts
  gatherColumnsF64: GatherColumns;
  gatherColumnsF32: GatherColumns;

  // gather.ts
  /** The `count` rows with the numbers at `indices`, u32, one behind the other. What it answers means nothing. */
  gatherRows(count: number, rowBytes: number, x: Pointer, indices: Pointer, out: Pointer): number;

  // finite.ts
  /** The index of the first value that is NaN or infinite, or −1. */
  firstNonFiniteF64(n: number, x: Pointer): number;
  firstNonFiniteF32(n: number, x: Pointer): number;

  /** The first byte after the module's constants. */
  readonly heapBase: { readonly value: number };
}

/** An address in linear memory, in bytes. */
export type Pointer = number;

/** How much space the kernels that ask for `scratch` use of it. */
export const SCRATCH_BYTES = 8192;

/** From a row that holds its non-zeros only to the next. */
export const SPARSE_ROW_BYTES = 12;

/** For how many rows a panel of `pack` has room: the next number that is 2 modulo 4 (see pack.ts). */
export function panelRows(rows: number): number {
  return ((rows + 1) & ~3) + 2;
}

/** The most rows that are packed at a time. */
export const PACKED_ROWS = 126;

/** The bytes of a row of a panel. */
export const PANEL_ROW_BYTES = 32;

/** The bytes of space that `softmaxHessian` uses: panels of 504 and of 126 rows, a panel, and what 504 rows weigh. */
export function softmaxPanels(size: number): number {
  return (Math.ceil(size / 4) * (panelRows(504) + panelRows(126)) + 126) * PANEL_ROW_BYTES + 504 * 8;
}

/** The next multiple of four. */
export function inFours(n: number): number {
  return (n + 3) & ~3;
}

/**
 * The bytes of scratch that `softmaxGradient` and `softmaxProduct` use: of 32 rows, the columns and the scores; of
 * non-zeros only, two numbers for each class in place of the columns. In single precision it is half of that, and behind it
 * are coefficients of f32.
 */
export function softmaxScratch(size: number, classes: number): number {
  return 256 * (inFours(size) + inFours(classes)) + 4 * inFours(classes) * Math.max(size, 4);
}

export type ColumnMoments = (
  rows: number,
  cols: number,
  x: Pointer,
  target: Pointer,
  shift: Pointer,
  unit: Pointer,
  out: Pointer,
) => void;
export type GatherColumns = (
  rows: number,
  cols: number,
  x: Pointer,
  count: number,
  indices: Pointer,
  out: Pointer,
) => void;
export type Scores = (rows: number, cols: number, x: Pointer, w: Pointer, b: number, z: Pointer) => void;
export type LossGradient = (
  rows: number,
  cols: number,
  x: Pointer,
  target: Pointer,
  offset: Pointer,
  w: Pointer,
  b: number,
  scratch: Pointer,
  gradient: Pointer,
) => number;
export type TileRows = (
  rows: number,
  cols: number,
  x: Pointer,
  center: Pointer,
  scale: Pointer,
  tiles: Pointer,
) => void;
export type TiledLossGradient = (
  rows: number,
  cols: number,
  tiles: Pointer,
  target: Pointer,
  w: Pointer,
  b: number,
  scratch: Pointer,
  sums: Pointer,
  gradient: Pointer,
) => number;
export type ScoredLossGradient = (...args: [...Parameters<LossGradient>, z: Pointer]) => number;
export type DualSweep = (
  rows: number,
  x: Pointer,
  target: Pointer,
  offset: Pointer,
  scale: number,
  ease: number,
  score: Pointer,
  miss: Pointer,
  w: Pointer,
  state: Pointer,
) => void;
export type SquaredErrorGradient = (
  rows: number,
  cols: number,
  x: Pointer,
  weight: Pointer,
  y: Pointer,
  w: Pointer,
  b: number,
  scratch: Pointer,
  gradient: Pointer,
) => number;
export type LossGradientAt = (
  count: number,
  cols: number,
  x: Pointer,
  indices: Pointer,
  target: Pointer,
  offset: Pointer,
  w: Pointer,
  b: number,
  scratch: Pointer,
  gradient: Pointer,
) => number;
export type SquaredErrorGradientAt = (
  count: number,
  cols: number,
  x: Pointer,
  indices: Pointer,
  weight: Pointer,
  y: Pointer,
  w: Pointer,
  b: number,
  scratch: Pointer,
  gradient: Pointer,
) => number;
export type HessianProduct = (
  rows: number,
  cols: number,
  x: Pointer,
  curvature: Pointer,
  v: Pointer,
  c: number,
  scratch: Pointer,
  out: Pointer,
) => void;
export type HessianBlock = (
  rows: number,
  cols: number,
  size: number,
  stride: number,
  x: Pointer,
  curvature: Pointer,
  center: Pointer,
  scale: Pointer,
  panels: Pointer,
  h: Pointer,
) => void;
export type PackIntercept = (rows: number, cols: number, curvature: Pointer, panels: Pointer) => void;
export type Gram = (rows: number, size: number, stride: number, panels: Pointer, h: Pointer) => void;
export type Pack = (
  rows: number,
  cols: number,
  x: Pointer,
  curvature: Pointer,
  center: Pointer,
  scale: Pointer,
  panels: Pointer,
) => void;
export type SoftmaxGradient = (
  rows: number,
  cols: number,
  size: number,
  classes: number,
  x: Pointer,
  weight: Pointer,
  y: Pointer,
  offset: Pointer,
  center: Pointer,
  scale: Pointer,
  w: Pointer,
  p: Pointer,
  pBytes: number,
  scratch: Pointer,
  out: Pointer,
) => number;
export type SoftmaxProduct = (
  rows: number,
  cols: number,
  size: number,
  classes: number,
  x: Pointer,
  weight: Pointer,
  center: Pointer,
  scale: Pointer,
  v: Pointer,
  p: Pointer,
  pBytes: number,
  scratch: Pointer,
  out: Pointer,
) => void;
export type SoftmaxHessian = (
  rows: number,
  cols: number,
  size: number,
  classes: number,
  stride: number,
  x: Pointer,
  weight: Pointer,
  p: Pointer,
  pBytes: number,
  center: Pointer,
  scale: Pointer,
  panels: Pointer,
  g: Pointer,
) => void;
