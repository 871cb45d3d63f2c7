import { column, readTable, type Table } from "./csv.ts";
import { heights } from "./heights.ts";
import twoMeasures from "./tumours-two.csv?raw"; // two columns of `tumours`: all thirty would be a long wait for a page

/** Real rows for a logistic regression of two weights. */
export interface PlaneData {
  readonly rows: number[][];
  readonly labels: number[];
}

export type PlaneName = "heights" | "tumours";

const TABLES: Readonly<Record<PlaneName, { readonly table: Table; readonly one: string }>> = {
  heights: { table: heights, one: "Male" },
  tumours: { table: readTable(twoMeasures), one: "malignant" },
};

/** In the order of the file, or all rows of the first class before those of the second. */
export function planeData(name: PlaneName, isSorted = false): PlaneData {
  const { table, one } = TABLES[name];
  const columns = table.names.map((_, j) => column(table, j));
  const labels = table.labels.map((label) => (label === one ? 1 : 0));
  const order = labels.map((_, i) => i);
  if (isSorted) order.sort((i, j) => (labels[i] ?? 0) - (labels[j] ?? 0));
  return {
    rows: order.map((i) => columns.map((numbers) => numbers[i] ?? Number.NaN)),
    labels: order.map((i) => labels[i] ?? 0),
  };
}
