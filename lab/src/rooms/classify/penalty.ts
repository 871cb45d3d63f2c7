import type { Values } from "../../params/schema.ts";
import { schema } from "./schema.ts";

type Settings = Pick<Values<typeof schema>, "penalty" | "C" | "l1Ratio" | "solver">;

/**
 * The most steps of each fit of the curve of weights against C where the penalty has an L1 part: on columns that are nearly
 * alike proximal Newton may need hundreds.
 */
export const PATH_STEPS = 50;

/** Whether part of the penalty is L1, which has a corner at 0, so that weights become exactly 0. */
export function hasL1({ penalty, l1Ratio }: Pick<Settings, "penalty" | "l1Ratio">): boolean {
  return penalty && l1Ratio > 0;
}

/** What a fit is asked for: with L1 proximal methods alone can do it. */
export function fitOptions(settings: Settings) {
  const { penalty, C, l1Ratio, solver } = settings;
  if (!penalty) return { C: Infinity, solver } as const;
  if (!hasL1(settings)) return { C, solver } as const;
  return { C, l1Ratio, solver: suitsL1(solver) ? solver : "auto" } as const;
}

/** By solver, why it can't be chosen. */
export function unfitSolvers(
  settings: Pick<Settings, "penalty" | "l1Ratio">,
): Readonly<Record<string, string>> {
  if (!hasL1(settings)) return {};
  const reason =
    "With an L1 part proximal methods do the fit: the other solvers can’t do with its corner at 0.";
  const names = schema.solver.options.map(({ value }) => value).filter((name) => !suitsL1(name));
  return Object.fromEntries(names.map((name) => [name, reason]));
}

function suitsL1(solver: Settings["solver"]): boolean {
  return solver === "auto" || solver === "proximal-newton" || solver === "proximal-lbfgs";
}
