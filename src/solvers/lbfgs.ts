import type { Smooth } from "../objectives/objective.ts";
import { boolean, checkOptions, wholeNumber } from "../options.ts";
import { checkLineSearch } from "./check-line-search.ts";
import type { LineSearch } from "./line-search.ts";
import { limitedMemoryBfgs } from "./limited-memory-bfgs.ts";
import type { Solver } from "./solver.ts";

export interface LbfgsOptions {
  /** How many curvature pairs are kept. Default 10. */
  history?: number;
  /** Default `strongWolfe()`. */
  lineSearch?: LineSearch;
  /** Whether the latest pair scales H₀ = I to γ I, γ = sᵀy / yᵀy. Default true. */
  initialScaling?: boolean;
}

/** Limited-memory BFGS: Nocedal & Wright (2006), algorithm 7.5. */
export function lbfgs(options: LbfgsOptions = {}): Solver<Smooth> {
  checkOptions("lbfgs", options, ["history", "lineSearch", "initialScaling"]);
  const { history, lineSearch, initialScaling } = options;
  if (history !== undefined) wholeNumber("lbfgs.history", history, 1);
  if (lineSearch !== undefined) checkLineSearch("lbfgs.lineSearch", lineSearch);
  if (initialScaling !== undefined) boolean("lbfgs.initialScaling", initialScaling);
  return limitedMemoryBfgs(options);
}
