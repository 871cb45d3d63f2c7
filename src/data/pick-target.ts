import { pickNumbers } from "./row-numbers.ts";
import { Target } from "./target.ts";

/** The labels of the rows with these numbers. */
export function pickTarget({ values }: Target, rows: Uint32Array): Target {
  const picked =
    values instanceof Float64Array ? pickNumbers(values, rows) : Array.from(rows, (row) => values[row]);
  return new Target("y", picked, rows.length);
}
