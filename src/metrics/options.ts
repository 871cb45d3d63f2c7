import type { Label } from "../data/label.ts";
import type { RealArray } from "../data/real-array.ts";

/** Options of every metric. */
export interface MetricOptions {
  /**
   * A weight for each row: finite, not negative, not all 0. A weight of 2 counts as the row twice.
   *
   * @defaultValue 1 for each row
   */
  readonly sampleWeight?: RealArray | undefined;
}

/** Options of metrics that order the classes. */
export interface ClassOptions extends MetricOptions {
  /**
   * All classes, each once, of the labels' type. Needed where the labels at hand don't hold them all. Rows
   * and columns follow the order given here.
   *
   * @defaultValue the classes found in the labels, sorted as `fit` sorts them
   */
  readonly classes?: readonly Label[] | undefined;
}

/** Options of metrics that single out one class. */
export interface PositiveOptions extends ClassOptions {
  /**
   * The positive class; all other classes are negative.
   *
   * @defaultValue the second of two classes; with more than two, or a single one, there is no default
   */
  readonly positive?: Label | undefined;
}

/**
 * How the numbers of several classes, each against the others, become one: `"macro"`, their mean; `"weighted"`, their mean
 * by the weight of the rows that are of the class; `"micro"`, that of all rows counted together.
 */
export type Average = "macro" | "weighted" | "micro";

/** Options of metrics of one class, or of the average over all. */
export interface AverageOptions extends PositiveOptions {
  /**
   * How the classes are averaged, in place of singling out the positive one. `"binary"` is no average.
   *
   * @defaultValue `"binary"`
   */
  readonly average?: "binary" | Average | undefined;
}

/** Options of the area under the curve of one class, or of the average over all. */
export interface AucOptions extends PositiveOptions {
  /**
   * How the areas of classes are averaged, where there is a column of scores for each.
   *
   * @defaultValue `"macro"`
   */
  readonly average?: "macro" | "weighted" | undefined;
}

/** Options of {@link topKAccuracy}. */
export interface TopKOptions extends ClassOptions {
  /**
   * Among how many classes the right one has to be.
   *
   * @defaultValue 2
   */
  readonly k?: number | undefined;
}

export const METRIC_OPTIONS: readonly string[] = ["sampleWeight"] satisfies (keyof MetricOptions)[];
export const CLASS_OPTIONS: readonly string[] = [...METRIC_OPTIONS, "classes" satisfies keyof ClassOptions];
export const POSITIVE_OPTIONS: readonly string[] = [
  ...CLASS_OPTIONS,
  "positive" satisfies keyof PositiveOptions,
];
export const AVERAGE_OPTIONS: readonly string[] = [
  ...POSITIVE_OPTIONS,
  "average" satisfies keyof AverageOptions & keyof AucOptions,
];
