/**
 * Predictions by models that were fitted elsewhere, and nothing else: a few kB that need no WebAssembly. `loadModel`
 * takes what `toJSON` wrote; what it answers predicts to the bit what the fitted model does.
 *
 * @module
 */

export { InputError, UnsupportedError } from "../errors.ts";
export type { LinearPredictor } from "./linear-predictor.ts";
export { type LinearJSON, loadModel, type LogisticJSON } from "./load-model.ts";
export type { LogisticPredictor, PredictOptions } from "./logistic-predictor.ts";
export type { OffsetInput } from "../data/offset.ts";
export type { RowOptions, ScoreOptions } from "../data/prediction-offset.ts";
export type { Label } from "../data/label.ts";
export type { RealArray } from "../data/real-array.ts";
export type { Matrix, NamedColumns, RowsInput } from "../data/rows.ts";
