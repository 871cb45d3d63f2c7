export type {
  Batches,
  BatchesOf,
  BatchSource,
  LabelledBatch,
  RowBatch,
  SourceOf,
} from "./data/batch-source.ts";
export { DatasetBuilder, type DatasetBuilderOptions } from "./data/builder.ts";
export type { CsrMatrix, IndexArray } from "./data/csr.ts";
export { Dataset, type DatasetOptions, type LibsvmOptions, type SparseRowsOptions } from "./data/dataset.ts";
export type { LibsvmFormat, TextStream } from "./data/libsvm.ts";
export type { Label } from "./data/label.ts";
export type { RowNumbers } from "./data/row-numbers.ts";
export type { RealArray } from "./data/real-array.ts";
export type { OffsetInput } from "./data/offset.ts";
export type { Matrix, NamedColumns, RowsInput } from "./data/rows.ts";
export type { Dtype } from "./data/storage.ts";
export type { StorageOptions } from "./data/store.ts";
export type { Labels } from "./data/target.ts";
export { DisposedError, InputError, NotFittedError, ThreadError, UnsupportedError } from "./errors.ts";
export { MemoryError } from "./wasm/memory-error.ts";
export type { Method, MethodName } from "./estimators/methods-by-name.ts";
export type { ClassWeight } from "./data/class-weight.ts";
export type { FitProgress, FitStatus, FitWarning } from "./estimators/fit-report.ts";
export type { LinearModelJSON } from "./estimators/linear-model-json.ts";
export type {
  LinearFitOptions,
  LinearRegressionOptions,
  LinearSolverName,
  LinearStatus,
  LinearWarning,
} from "./estimators/linear-options.ts";
export { LinearRegression } from "./estimators/linear-regression.ts";
export type {
  FitOptions,
  FittedCoefficients,
  LogisticRegressionOptions,
} from "./estimators/logistic-options.ts";
export type { PredictOptions } from "./data/predict-classes.ts";
export type { MultiClass } from "./data/model-entries.ts";
export { LogisticRegression } from "./estimators/logistic-regression.ts";
export { LogisticPath, logisticPath, type LogisticPathOptions } from "./estimators/logistic-path.ts";
export type { CoefficientOptions } from "./estimators/coefficient-options.ts";
export type { BoundsJSON, ClassWeightJSON, LogisticModelJSON, NumberJSON } from "./estimators/model-json.ts";
export type { RowOptions, ScoreOptions } from "./data/prediction-offset.ts";
export type { PartialFitOptions } from "./estimators/partial-fit-options.ts";
export {
  type CrossValidateOptions,
  type CrossValidation,
  crossValidate,
  type Estimator,
  type FoldProgress,
} from "./model-selection/cross-validate.ts";
export type {
  CVFitOptions,
  CVProgress,
  LogisticRegressionCVOptions,
  Selection,
} from "./model-selection/cv-options.ts";
export type { CheckedFold, Fold, Splitter } from "./model-selection/fold.ts";
export type { CrossValidationFolds } from "./model-selection/folds-of.ts";
export { GroupKFold } from "./model-selection/group-k-fold.ts";
export { KFold } from "./model-selection/k-fold.ts";
export { type FoldCoefficients, LogisticRegressionCV } from "./model-selection/logistic-regression-cv.ts";
export { RepeatedKFold } from "./model-selection/repeated-k-fold.ts";
export { RepeatedStratifiedKFold } from "./model-selection/repeated-stratified-k-fold.ts";
export type { ScoredModel, Scorer, Scoring, ScoringName } from "./model-selection/scoring.ts";
export type { KFoldOptions, RepeatedOptions } from "./model-selection/splitting.ts";
export { StratifiedKFold } from "./model-selection/stratified-k-fold.ts";
export {
  type SplitPart,
  type TrainTestSplit,
  trainTestSplit,
  type TrainTestSplitOptions,
} from "./model-selection/train-test-split.ts";
export { PolynomialFeatures, type PolynomialFeaturesOptions } from "./preprocessing/polynomial-features.ts";
export { StandardScaler, type StandardScalerOptions } from "./preprocessing/standard-scaler.ts";
export { createRuntime, type RuntimeOptions } from "./wasm/create-runtime.ts";
export { defaultRuntime, init, type InitOptions } from "./wasm/default-runtime.ts";
export type { WasmSource } from "./wasm/wasm-source.ts";
export type { SimdBuild } from "./wasm/module.ts";
export type { MemoryUse, Runtime, ThreadCount, ThreadUse } from "./wasm/runtime.ts";
