import { InputError } from "../errors.ts";
import { checkOptions } from "../options.ts";
import { checkOffset, type Offset, type OffsetInput, readOffset } from "./offset.ts";
import type { RealArray } from "./real-array.ts";

/** What predictions for many rows take. */
export interface ScoreOptions {
  /** What is added to the scores, as at fit: n numbers, or, of K > 2 classes, n × K. */
  offset?: OffsetInput;
}

/** What predictions for one row take. */
export interface RowOptions {
  /** What is added to the score, as at fit: a number, or, of more than two classes, one for each. */
  offset?: number | RealArray;
}

/** Whether a model's scores want an offset beside them, and how many each row has. */
export interface OffsetModel {
  readonly offset?: boolean;
  readonly classes: readonly unknown[];
}

/**
 * The offset of rows. A model that was fitted with an offset is of no use without one, and one that was fitted without has
 * no place for it.
 *
 * @param scores - one for each row, or for each row and class
 */
export function offsetOfRows(
  model: OffsetModel,
  given: OffsetInput | undefined,
  scores: Float64Array,
): Offset | undefined {
  checkPresence(model, given !== undefined);
  if (given === undefined) return undefined;
  const offset = readOffset("options.offset", given, scores.length / offsetWidth(model));
  checkOffset("options.offset", offset, model.classes.length);
  return offset;
}

/** As `offsetOfRows`, of one row. */
export function offsetOfRow(model: OffsetModel, options: RowOptions): Offset | undefined {
  checkOptions("options", options, ["offset"]);
  const { offset: given } = options;
  checkPresence(model, given !== undefined);
  if (given === undefined) return undefined;
  const width = offsetWidth(model);
  const { values } = readOffset("options.offset", typeof given === "number" ? [given] : given, width);
  return { values, width };
}

/** As `offsetOfRow`, of one row of a model of two classes; 0 where there is none. Nothing is allocated for that. */
export function offsetOfScore(model: OffsetModel, options: RowOptions | undefined): number {
  return options === undefined && !model.offset ? 0 : givenOffsetOfScore(model, options);
}

function givenOffsetOfScore(model: OffsetModel, options: RowOptions = {}): number {
  return offsetOfRow(model, options)?.values[0] ?? 0;
}

/** Refuses an offset that the model has no place for, and none where it needs one. */
export function checkPresence({ offset: wanted }: OffsetModel, given: boolean): void {
  if (given === (wanted ?? false)) return;
  throw given
    ? new InputError(
        "options.offset",
        "one is given; expected none, as the model was fitted without an offset",
      )
    : new InputError("options.offset", "none; expected one, as the model was fitted with an offset");
}

function offsetWidth({ classes: { length } }: OffsetModel): number {
  return length > 2 ? length : 1;
}
