import { Dataset } from "../data/dataset.ts";
import type { RowsInput } from "../data/rows.ts";
import { scoreDataset } from "../data/score-dataset.ts";
import { checkColumns, type LinearModel, scoresOfRows } from "../data/score-rows.ts";
import { InputError } from "../errors.ts";
import { describe } from "../options.ts";
import type { Runtime } from "../wasm/runtime.ts";

/** zᵢ = xᵢ · w + b of every row, the same bits whatever form the rows have. */
export function scores(model: LinearModel, X: RowsInput | Dataset, runtime: () => Runtime): Float64Array {
  return X instanceof Dataset ? scoresOfDataset(model, X, runtime()) : scoresOfRows(model, X);
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
