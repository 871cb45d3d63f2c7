import type { RowTarget } from "../data/binary-target.ts";
import type { Offset } from "../data/offset.ts";
import { LogisticObjective } from "../objectives/logistic.ts";
import type { Vector } from "../wasm/vector.ts";
import { areConstrained } from "./coefficient-options.ts";
import type { FitData } from "./fit-logistic.ts";
import { type Fit, fitObjective } from "./fit-objective.ts";
import type { FitOptions, ResolvedOptions } from "./logistic-options.ts";
import { separationBound } from "./separation-bound.ts";

/** Two classes, of which the target tells (see `binaryTarget`). */
export async function fitTwoClasses(
  { storage, scale, rows, offset }: FitData,
  target: RowTarget,
  options: ResolvedOptions,
  { initial, signal }: FitOptions,
  start: number,
): Promise<Fit> {
  const { C, fitIntercept } = options;
  const constraints =
    scale || areConstrained(options)
      ? // A chunk of its own: few fits have more than a ridge.
        (await import("./constraints-for.ts")).constraintsFor(options, storage.cols, scale)
      : undefined;
  return fitObjective<LogisticObjective>(
    storage,
    options,
    { signal, start, rows, bound: () => separationBound(target, offset && ownMargins(target, offset)) },
    {
      create: (workspace, turns) =>
        LogisticObjective.create(
          storage,
          target,
          workspace,
          { C, fitIntercept, constraints, offset: offset?.values },
          turns,
        ),
      begin: (objective, x) => {
        if (initial) begin(objective, initial, x);
      },
      // A chunk of its own: fits with a penalty have nothing to prove.
      prove: async (...end) => (await import("./separation.ts")).provesSeparable(...end),
      proveByFree: async (...end) =>
        (await import("./separation.ts")).provesByFree(...end, options, {
          create: (columns, workspace, turns) =>
            LogisticObjective.create(
              columns,
              target,
              workspace,
              { C: Number.POSITIVE_INFINITY, fitIntercept },
              turns,
            ),
          start: begin,
        }),
      coefficients: (objective, x) => {
        const { coef, intercept } = objective.coefficients(x);
        constraints?.clip(coef);
        return { coef: [coef], intercept: Float64Array.of(intercept) };
      },
    },
  );
}

function begin(
  objective: LogisticObjective,
  { coef, intercept }: Pick<Fit, "coef" | "intercept">,
  x: Vector,
): void {
  objective.start(coef[0], intercept[0], x);
}

/** The margins that the offset alone gives: sign(tᵢ) oᵢ. */
function ownMargins(target: RowTarget, { values }: Offset): Float64Array {
  return values.map((value, i) => (target[i] > 0 ? value : -value));
}
