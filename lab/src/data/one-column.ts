import { heights } from "./heights.ts";
import { tumours } from "./tumours.ts";
import { column, type Table } from "./csv.ts";

/** One measure of things of two classes: what logistic regression with two parameters takes. */
export interface OneColumn {
  readonly numbers: readonly number[];
  /** 1 for the class whose probability is modelled, 0 for the other. */
  readonly classes: readonly number[];
}

/** Heights in inches; 1 is male. */
export function heightsAlone(): OneColumn {
  return oneColumn(heights, "height", "Male");
}

/** Mean radius of the nuclei of a tumour's cells; 1 is malignant. */
export function radiiAlone(): OneColumn {
  return oneColumn(tumours, "mean_radius", "malignant");
}

function oneColumn(table: Table, name: string, positive: string): OneColumn {
  return {
    numbers: [...column(table, table.names.indexOf(name))],
    classes: table.labels.map((label) => (label === positive ? 1 : 0)),
  };
}
