import { Dataset } from "../data/dataset.ts";
import { checkOffset, type Offset, type OffsetInput, readOffset } from "../data/offset.ts";
import { checkPresence, type OffsetModel, offsetOfRows } from "../data/prediction-offset.ts";
import type { RowsInput } from "../data/rows.ts";
import { InputError } from "../errors.ts";

/** The offset given for a fit, or else that of the data set. */
export function offsetOfFit(
  dataset: Dataset,
  given: OffsetInput | undefined,
  classes: number,
): Offset | undefined {
  if (given !== undefined && dataset.offset) throw offsetTwice();
  const offset = given === undefined ? dataset.offset : readOffset("options.offset", given, dataset.rows);
  if (offset) checkOffset("options.offset", offset, classes);
  return offset;
}

/** The offset given for a prediction, or else that of the data set (see `offsetOfRows`). */
export function offsetOfPrediction(
  model: OffsetModel,
  X: RowsInput | Dataset,
  given: OffsetInput | undefined,
  scores: Float64Array,
): Offset | undefined {
  const known = X instanceof Dataset ? X.offset : undefined;
  if (!known) return offsetOfRows(model, given, scores);
  if (given !== undefined) throw offsetTwice();
  checkPresence(model, true);
  checkOffset("options.offset", known, model.classes.length);
  return known;
}

/** Refuses a data set with an offset for what has none. */
export function refuseOffset(dataset: Dataset, what: string): void {
  if (dataset.offset) throw new InputError("X", `a Dataset with an offset; ${what} expects one without`);
}

/** Of an offset beside a data set that has one. */
export function offsetTwice(): InputError {
  return new InputError("options.offset", "the Dataset has an offset already; expected it in one place only");
}
