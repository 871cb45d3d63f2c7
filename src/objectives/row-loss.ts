import type { BaseKernelName, SparseLayout } from "../data/storage.ts";
import type { KernelName } from "../wasm/program.ts";

/**
 * The loss of one row as a function of its score, in kernels that work on many rows. They find the rows' targets,
 * and, where the loss has them, the values that scores are compared with.
 */
export interface RowLoss {
  /** The root of the second derivative that the units of columns reckon with, for a row of weight 1. */
  readonly rootCurvature: number;
  /** Whether no row's curvature is ever negative. */
  readonly convex: boolean;
  /** Whether the kernels take values y behind the targets. */
  readonly hasValues: boolean;
  /** Σ lossᵢ of rows at the scores xᵢ · w + b, and its derivative. */
  readonly gradient: BaseKernelName;
  /** As `gradient`, of the rows with given numbers. */
  readonly gradientAt: BaseKernelName;
  /** As `gradient`, of rows that hold their non-zeros only, and the rows' scores; where there is such a kernel. */
  readonly scoredGradient?: { readonly [Layout in SparseLayout]: KernelName };
  /** As `gradient`, in single precision, of rows in tiles; where there is such a kernel. */
  readonly gradientTiled?: KernelName;
  /** [Σ lossᵢ, its slope] at the scores z + t dz. */
  readonly ray: KernelName;
  /** The rows' curvatures at given scores. Undefined: they are the targets, whatever the scores. */
  readonly curvature: KernelName | undefined;
}

/** sᵢ log(1 + e^−mᵢ), of targets ±sᵢ. */
export const logLoss: RowLoss = {
  rootCurvature: 0.5,
  convex: true,
  hasValues: false,
  gradient: "lossGradient",
  gradientAt: "lossGradientAt",
  scoredGradient: { SparseF64: "scoredSparseLossGradientF64", SparseF32: "scoredSparseLossGradientF32" },
  gradientTiled: "lossGradientTiled",
  ray: "logisticRay",
  curvature: "logisticCurvature",
};

/** sᵢ σ(−mᵢ)², of targets ±sᵢ, in the units of the log loss: so θ means the same for both. */
export const brierLoss: RowLoss = {
  rootCurvature: logLoss.rootCurvature,
  convex: false,
  hasValues: false,
  gradient: "brierLossGradient",
  gradientAt: "brierLossGradientAt",
  ray: "brierRay",
  curvature: "brierCurvature",
};

/** ½ sᵢ (zᵢ − yᵢ)², of targets sᵢ. */
export const squaredError: RowLoss = {
  rootCurvature: 1,
  convex: true,
  hasValues: true,
  gradient: "squaredErrorGradient",
  gradientAt: "squaredErrorGradientAt",
  ray: "squaredErrorRay",
  curvature: undefined,
};
