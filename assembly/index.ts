export { dot, axpy, scale, multiply, norm2, normMax } from "./vector";
export { exp } from "./exp";
export { sigmoid } from "./sigmoid";
export { logisticLoss, logisticCurvature, logisticRay } from "./logistic";
export { columnMomentsF64, columnMomentsF32 } from "./moments";
export { scoresF64, scoresF32 } from "./scores";
export { brierCurvature, brierRay } from "./brier";
export { squaredErrorRay } from "./squared-error";
export { lossGradientF64, lossGradientF32 } from "./loss-gradient";
export { brierLossGradientF64, brierLossGradientF32 } from "./loss-gradient";
export { squaredErrorGradientF64, squaredErrorGradientF32 } from "./loss-gradient";
export { lossGradientAtF64, lossGradientAtF32 } from "./loss-gradient";
export { brierLossGradientAtF64, brierLossGradientAtF32 } from "./loss-gradient";
export { squaredErrorGradientAtF64, squaredErrorGradientAtF32 } from "./loss-gradient";
export { tileRowsF64, tileRowsF32 } from "./row-tiles";
export { addTile, lossGradientTiled, scoreTile } from "./tiled-gradient";
export { hessianProductF64, hessianProductF32 } from "./hessian-product";
export { gatherColumnsF64, gatherColumnsF32 } from "./gather-columns";
export { softmaxGradientF64, softmaxGradientF32, softmaxProductF64, softmaxProductF32 } from "./softmax-gradient";
export { softmaxGradientSingleF64, softmaxGradientSingleF32 } from "./softmax-gradient-single";
export { softmaxProductSingleF64, softmaxProductSingleF32 } from "./softmax-gradient-single";
export { softmaxHessianF64, softmaxHessianF32 } from "./softmax-hessian";
export { softmaxHessianSingleF64, softmaxHessianSingleF32 } from "./softmax-hessian";
export { gatherRows } from "./gather";
export { scoresSparseF64, scoresSparseF32 } from "./sparse-scores";
export { columnMomentsSparseF64, columnMomentsSparseF32 } from "./sparse-moments";
export { lossGradientSparseF64, lossGradientSparseF32 } from "./sparse-gradient";
export { scoredSparseLossGradientF64, scoredSparseLossGradientF32 } from "./sparse-gradient";
export { brierLossGradientSparseF64, brierLossGradientSparseF32 } from "./sparse-gradient";
export { squaredErrorGradientSparseF64, squaredErrorGradientSparseF32 } from "./sparse-gradient";
export { lossGradientAtSparseF64, lossGradientAtSparseF32 } from "./sparse-gradient";
export { brierLossGradientAtSparseF64, brierLossGradientAtSparseF32 } from "./sparse-gradient";
export { squaredErrorGradientAtSparseF64, squaredErrorGradientAtSparseF32 } from "./sparse-gradient";
export { hessianProductSparseF64, hessianProductSparseF32 } from "./sparse-gradient";
export { hessianSparseF64, hessianSparseF32 } from "./sparse-hessian";
export {
  hessianSparseF64 as hessianSingleSparseF64,
  hessianSparseF32 as hessianSingleSparseF32,
} from "./sparse-hessian";
export { countSparseColumns, pickSparseColumns } from "./sparse-columns";
export { packSparseF64, packSparseF32 } from "./sparse-pack";
export { sparseDualSweepF64, sparseDualSweepF32 } from "./sparse-dual";
export { softmaxGradientSparseF64, softmaxGradientSparseF32 } from "./sparse-softmax";
export { softmaxProductSparseF64, softmaxProductSparseF32 } from "./sparse-softmax";
export { softmaxHessianSparseF64, softmaxHessianSparseF32 } from "./softmax-hessian";
export {
  softmaxHessianSparseF64 as softmaxHessianSingleSparseF64,
  softmaxHessianSparseF32 as softmaxHessianSingleSparseF32,
} from "./softmax-hessian";
export { firstNonFiniteF64, firstNonFiniteF32 } from "./finite";
export { packF64, packF32, packIntercept } from "./pack";
export { packSingleF64, packSingleF32, packInterceptSingle } from "./pack";
export { gram } from "./gram";
export { gramSingle } from "./gram-single";
export { hessianF64, hessianF32, hessianSingleF64, hessianSingleF32 } from "./hessian";
export { cholesky, choleskySolve } from "./cholesky";
export { mirror, gatherSymmetric, coordinateSweep, quasiNewtonSweep } from "./coordinate-descent";
export { countByColumn, transposeSparse, weighSparseColumns, sparseCoordinateSweep } from "./sparse-coordinates";
export { lbfgsDirection } from "./two-loop";
export { momentumUpdate, nesterovUpdate, adagradUpdate, rmspropUpdate, rpropUpdate, adamUpdate } from "./update-rules";
export const heapBase: usize = __heap_base;
