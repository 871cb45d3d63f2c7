/** Weighted statistics of each column, over the rows whose weight is not 0. */
export interface ColumnStatistics {
  readonly mean: Float64Array;
  /** Population standard deviation. */
  readonly sd: Float64Array;
  /** Root mean square: the deviation about zero. */
  readonly rms: Float64Array;
  /** 1 where all values of the column are the same, else 0. */
  readonly constant: Uint8Array;
}
