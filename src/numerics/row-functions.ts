import { sigmoidPairs } from "./exp.ts";
import { scoreRows } from "./score-rows.ts";

/** What predictions of many rows take time for; twins of it are the same to the bit. */
export interface RowFunctions {
  readonly scoreRows: typeof scoreRows;
  readonly sigmoidPairs: typeof sigmoidPairs;
}

/** In TypeScript. */
export const rowFunctions: RowFunctions = { scoreRows, sigmoidPairs };
