import type { Kernels, Pointer } from "../wasm/kernels.ts";
import type { SegmentSpace } from "./row-sums.ts";

/**
 * The loss of one row as a function of its score, in kernels that work on many rows. They find the rows' targets at
 * `target`, and at `y`, where the loss has them, the values that scores are compared with.
 */
export interface RowLoss {
  /** The root of the second derivative that the units of columns reckon with, for a row of weight 1. */
  readonly rootCurvature: number;
  /** Whether no row's curvature is ever negative. */
  readonly convex: boolean;
  /** Answers Σ lossᵢ of rows at the scores xᵢ · w + b, with the w of the space; their derivative goes to its `partial`. */
  gradient(space: SegmentSpace, rows: number, x: Pointer, target: Pointer, y: Pointer, b: number): number;
  /** As `gradient`, of the rows with the numbers at `indices`; x, target and y are where the first of all rows is. */
  gradientAt(
    space: SegmentSpace,
    count: number,
    x: Pointer,
    indices: Pointer,
    target: Pointer,
    y: Pointer,
    b: number,
  ): number;
  /** out = [Σ lossᵢ, its slope] at the scores z + t dz. */
  ray(
    kernels: Kernels,
    rows: number,
    z: Pointer,
    dz: Pointer,
    t: number,
    target: Pointer,
    y: Pointer,
    out: Pointer,
  ): void;
  /** Answers where the rows' curvatures are: at `z`, in the place of the scores, or elsewhere. */
  curvature(kernels: Kernels, rows: number, z: Pointer, target: Pointer): Pointer;
}

/** sᵢ log(1 + e^−mᵢ), of targets ±sᵢ. */
export const logLoss: RowLoss = {
  rootCurvature: 0.5,
  convex: true,
  gradient({ rowKernels, w, scratch, partial }, rows, x, target, _, b) {
    return rowKernels.lossGradient(rows, w.length, x, target, w.pointer, b, scratch, partial.pointer);
  },
  gradientAt({ rowKernels, w, scratch, partial }, count, x, indices, target, _, b) {
    const { length, pointer } = w;
    return rowKernels.lossGradientAt(count, length, x, indices, target, pointer, b, scratch, partial.pointer);
  },
  ray(kernels, rows, z, dz, t, target, _, out) {
    kernels.logisticRay(rows, z, dz, t, target, out);
  },
  curvature(kernels, rows, z, target) {
    kernels.logisticCurvature(rows, z, target, z);
    return z;
  },
};

/** sᵢ σ(−mᵢ)², of targets ±sᵢ, in the units of the log loss: so θ means the same for both. */
export const brierLoss: RowLoss = {
  rootCurvature: logLoss.rootCurvature,
  convex: false,
  gradient({ rowKernels, w, scratch, partial }, rows, x, target, _, b) {
    return rowKernels.brierLossGradient(rows, w.length, x, target, w.pointer, b, scratch, partial.pointer);
  },
  gradientAt({ rowKernels, w, scratch, partial }, count, x, indices, target, _, b) {
    const { length, pointer } = w;
    return rowKernels.brierLossGradientAt(
      count,
      length,
      x,
      indices,
      target,
      pointer,
      b,
      scratch,
      partial.pointer,
    );
  },
  ray(kernels, rows, z, dz, t, target, _, out) {
    kernels.brierRay(rows, z, dz, t, target, out);
  },
  curvature(kernels, rows, z, target) {
    kernels.brierCurvature(rows, z, target, z);
    return z;
  },
};

/** ½ sᵢ (zᵢ − yᵢ)², of targets sᵢ. */
export const squaredError: RowLoss = {
  rootCurvature: 1,
  convex: true,
  gradient({ rowKernels, w, scratch, partial }, rows, x, target, y, b) {
    const { length, pointer } = w;
    return rowKernels.squaredErrorGradient(rows, length, x, target, y, pointer, b, scratch, partial.pointer);
  },
  gradientAt({ rowKernels, w, scratch, partial }, count, x, indices, target, y, b) {
    const { length, pointer } = w;
    const { squaredErrorGradientAt: kernel } = rowKernels;
    return kernel(count, length, x, indices, target, y, pointer, b, scratch, partial.pointer);
  },
  ray(kernels, rows, z, dz, t, target, y, out) {
    kernels.squaredErrorRay(rows, z, dz, t, target, y, out);
  },
  curvature(_kernels, _rows, _z, target) {
    return target;
  },
};
