import { sigmoidPairs } from "./exp.ts";
import { scoreRows } from "./score-rows.ts";

/** What predictions of many rows take time for; twins of it are the same to the bit. */
export interface RowFunctions {
  /** Of n rows of d numbers: n scores. */
  readonly scoreRows: typeof scoreRows;
  /** Of n scores: n × 2 probabilities, row-major. */
  readonly sigmoidPairs: typeof sigmoidPairs;
}

/** In TypeScript. */
export const rowFunctions: RowFunctions = { scoreRows, sigmoidPairs };
