import type { Shape } from "../data/dataset.ts";
import type { Target } from "../data/target.ts";
import { approximateCost } from "../solvers/sample-size.ts";
import { chooseSolver } from "./choose-solver.ts";
import { areConstrained } from "./coefficient-options.ts";
import type { ResolvedOptions } from "./logistic-options.ts";

/**
 * Whether a fit needs a copy of such rows in tiles, which is made while they are copied, before there is anything to ask.
 * Where this is wrong, the fit makes one itself, or leaves one unread.
 */
export function usesTiles(
  { rows, cols }: Shape,
  target: Target | undefined,
  options: ResolvedOptions,
): boolean {
  const { solver, fitIntercept } = options;
  if (target?.classCodes.classes.length !== 2 || areConstrained(options)) return false;
  const variables = cols + Number(fitIntercept);
  return (
    chooseSolver(solver, rows, variables, 1, approximateCost(rows * variables)).solver === "sampled-newton"
  );
}
