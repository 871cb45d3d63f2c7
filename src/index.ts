export { DatasetBuilder, type DatasetBuilderOptions } from "./data/builder.ts";
export { Dataset, type DatasetOptions } from "./data/dataset.ts";
export type { Label } from "./data/label.ts";
export type { RealArray } from "./data/real-array.ts";
export type { Matrix, NamedColumns, RowsInput } from "./data/rows.ts";
export type { Dtype } from "./data/storage.ts";
export type { StorageOptions } from "./data/store.ts";
export type { Labels } from "./data/target.ts";
export { DisposedError, InputError, MemoryError, NotFittedError, UnsupportedError } from "./errors.ts";
export type { SolverName } from "./estimators/choose-solver.ts";
export type { ClassWeight } from "./estimators/class-weight.ts";
export type { FitProgress, FitStatus, FitWarning } from "./estimators/fit-report.ts";
export type {
  FitOptions,
  FittedCoefficients,
  LogisticRegressionOptions,
} from "./estimators/logistic-options.ts";
export { LogisticRegression, type PredictOptions } from "./estimators/logistic-regression.ts";
export type { LogisticModelJSON } from "./estimators/model-json.ts";
export { createRuntime, type RuntimeOptions } from "./wasm/create-runtime.ts";
export { defaultRuntime, init, type InitOptions } from "./wasm/default-runtime.ts";
export type { SimdBuild } from "./wasm/module.ts";
export type { MemoryUse, Runtime } from "./wasm/runtime.ts";
