import { Dataset } from "../data/dataset.ts";
import { checkOffset, type Offset, type OffsetInput, readOffset } from "../data/offset.ts";
import type { RealArray } from "../data/real-array.ts";
import type { RowsInput } from "../data/rows.ts";
import { InputError } from "../errors.ts";
import { checkOptions } from "../options.ts";

/** What predictions for many rows take. */
export interface ScoreOptions {
  /** What is added to the scores, as at fit: n numbers, or, of K > 2 classes, n × K. A Dataset may hold it already. */
  offset?: OffsetInput;
}

/** What predictions for one row take. */
export interface RowOptions {
  /** What is added to the score, as at fit: a number, or, of more than two classes, one for each. */
  offset?: number | RealArray;
}

/** The offset given for a fit, or else that of the data set. */
export function offsetOfFit(
  dataset: Dataset,
  given: OffsetInput | undefined,
  classes: number,
): Offset | undefined {
  if (given !== undefined && dataset.offset) throw twice();
  const offset = given === undefined ? dataset.offset : readOffset("options.offset", given, dataset.rows);
  if (offset) checkOffset("options.offset", offset, classes);
  return offset;
}

/**
 * The offset given for a prediction, or else that of the data set. A model that was fitted with an offset is of no use
 * without one, and one that was fitted without has no place for it.
 *
 * @param scores - one for each row, or for each row and class
 */
export function offsetOfPrediction(
  { offset: wanted, classes }: { readonly offset?: boolean; readonly classes: readonly unknown[] },
  X: RowsInput | Dataset,
  given: OffsetInput | undefined,
  scores: Float64Array,
): Offset | undefined {
  const known = X instanceof Dataset ? X.offset : undefined;
  if (given !== undefined && known) throw twice();
  checkPresence(wanted, given !== undefined || known !== undefined);
  if (!wanted) return undefined;
  const { length } = classes;
  const offset = known ?? readOffset("options.offset", given, scores.length / (length > 2 ? length : 1));
  checkOffset("options.offset", offset, length);
  return offset;
}

/** As `offsetOfPrediction`, of one row. */
export function offsetOfRow(
  { offset: wanted, classes }: { readonly offset?: boolean; readonly classes: readonly unknown[] },
  options: RowOptions,
): Offset | undefined {
  checkOptions("options", options, ["offset"]);
  const { offset: given } = options;
  checkPresence(wanted, given !== undefined);
  if (!wanted) return undefined;
  const { length } = classes;
  const count = length > 2 ? length : 1;
  const { values } = readOffset("options.offset", typeof given === "number" ? [given] : given, count);
  return { values, width: count };
}

/** Refuses a data set with an offset for what has none. */
export function refuseOffset(dataset: Dataset, what: string): void {
  if (dataset.offset) throw new InputError("X", `a Dataset with an offset; ${what} expects one without`);
}

function checkPresence(wanted: boolean | undefined, given: boolean): void {
  if (given === (wanted ?? false)) return;
  throw given
    ? new InputError(
        "options.offset",
        "one is given; expected none, as the model was fitted without an offset",
      )
    : new InputError("options.offset", "none; expected one, as the model was fitted with an offset");
}

function twice(): InputError {
  return new InputError("options.offset", "the Dataset has an offset already; expected it in one place only");
}
