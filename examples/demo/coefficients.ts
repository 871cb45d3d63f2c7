/** A column's coefficient, and what one standard deviation of the column does to the score. */
export interface Effect {
  readonly name: string;
  readonly coef: number;
  /** coef × sd: it has no unit, so that columns can be compared by it. */
  readonly perDeviation: number;
}

/** The columns whose coef × sd is largest in magnitude, the strongest first. */
export function strongest(
  names: readonly string[],
  coef: Float64Array,
  rows: readonly Float64Array[],
  count: number,
): Effect[] {
  return names
    .map((name, j) => ({ name, coef: coef[j], perDeviation: coef[j] * deviation(rows.map((row) => row[j])) }))
    .toSorted((a, b) => Math.abs(b.perDeviation) - Math.abs(a.perDeviation))
    .slice(0, count);
}

/** How far a column moves the score of one row from that of the average row: coef × (x − mean). */
export interface Push {
  readonly name: string;
  readonly amount: number;
}

/** The columns that push the score of a row furthest, the furthest first. */
export function pushes(
  names: readonly string[],
  coef: Float64Array,
  rows: readonly Float64Array[],
  row: Float64Array,
  count: number,
): Push[] {
  return names
    .map((name, j) => ({ name, amount: coef[j] * (row[j] - average(rows.map((other) => other[j]))) }))
    .toSorted((a, b) => Math.abs(b.amount) - Math.abs(a.amount))
    .slice(0, count);
}

/** The population standard deviation. */
export function deviation(values: readonly number[]): number {
  const mean = average(values);
  return Math.sqrt(average(values.map((value) => (value - mean) ** 2)));
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
