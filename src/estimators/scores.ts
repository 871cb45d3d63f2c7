import { Dataset } from "../data/dataset.ts";
import type { RowsInput } from "../data/rows.ts";
import { scoreDataset } from "../data/score-dataset.ts";
import { checkColumns, type LinearModel, scoresOfRows } from "../data/score-rows.ts";
import { InputError, UnsupportedError } from "../errors.ts";
import { type RowFunctions, rowFunctions } from "../numerics/row-functions.ts";
import { describe } from "../options.ts";
import type { Runtime } from "../wasm/runtime.ts";

/** From so many values at a time on, a kernel is worth its call, and a program that it is compiled. */
const MANY_VALUES = 2 ** 16;

/** zᵢ = xᵢ · w + b of every row, the same bits whatever form the rows have. */
export function scores(model: LinearModel, X: RowsInput | Dataset, runtime: () => Runtime): Float64Array {
  if (X instanceof Dataset) return scoresOfDataset(model, X, runtime());
  let compiled: RowFunctions | undefined;
  return scoresOfRows(model, X, (x, w, b, z) => {
    const by = x.length < MANY_VALUES ? rowFunctions : (compiled ??= functionsOf(runtime));
    by.scoreRows(x, w, b, z);
  });
}

/** [σ(−z), σ(z)] of each score; by a kernel, if there is a runtime. */
export function probabilityPairs(z: Float64Array, runtime: Runtime | undefined): Float64Array {
  return ((z.length >= MANY_VALUES && runtime?.rowFunctions) || rowFunctions).sigmoidPairs(z);
}

/** Numbers of arrays need no WebAssembly: where there is none, it is done without. */
function functionsOf(runtime: () => Runtime): RowFunctions {
  try {
    return runtime().rowFunctions;
  } catch (error) {
    if (error instanceof UnsupportedError) return rowFunctions;
    throw error;
  }
}

/** Refuses a Dataset that lives in the memory of another runtime. */
export function checkRuntime(dataset: Dataset, runtime: Runtime): void {
  if (dataset.runtime === runtime) return;
  throw new InputError("X", "a Dataset of another runtime; expected one of the model's runtime");
}

function scoresOfDataset(
  { w, b, featureNames }: LinearModel,
  dataset: Dataset,
  runtime: Runtime,
): Float64Array {
  checkRuntime(dataset, runtime);
  checkColumns("X", dataset.cols, w.length);
  const odd = featureNames && dataset.featureNames?.findIndex((name, j) => name !== featureNames[j]);
  if (odd !== undefined && odd >= 0) {
    const found = `column ${odd} is ${describe(dataset.featureNames?.[odd])}`;
    throw new InputError("X", `${found}; expected ${describe(featureNames?.[odd])} as in fit`);
  }
  const result = scoreDataset(dataset, w, b);
  if (result.includes(Number.NaN)) throw overflow(result.findIndex(Number.isNaN));
  return result;
}

/** Values so large that their terms are infinite and cancel each other. */
function overflow(row: number): InputError {
  return new InputError(
    "X",
    `row ${row} has a score that is no number; expected values whose score f64 can hold`,
  );
}
