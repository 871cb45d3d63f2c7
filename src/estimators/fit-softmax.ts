import type { ClassWeight } from "../data/class-weight.ts";
import { rowWeights } from "../data/class-target.ts";
import type { Offset } from "../data/offset.ts";
import type { Later } from "../later.ts";
import type { LogisticOptions } from "../objectives/logistic.ts";
import { type ClassTarget, SoftmaxObjective } from "../objectives/softmax.ts";
import type { EventLoopTurns } from "../wasm/event-loop-turns.ts";
import type { Vector } from "../wasm/vector.ts";
import type { Workspace } from "../wasm/workspace.ts";
import { constraintsFor } from "./constraints-for.ts";
import type { FitData } from "./fit-logistic.ts";
import { type Fit, fitObjective } from "./fit-objective.ts";
import type { FitOptions, ResolvedOptions } from "./logistic-options.ts";
import { separationBound } from "./separation-bound.ts";

/** More than two classes, all at once. */
export function fitSoftmax(
  data: FitData,
  options: ResolvedOptions,
  { initial, signal }: FitOptions,
  start: number,
): Promise<Fit> {
  const { storage, scale, rows, classCodes, offset } = data;
  const { C, fitIntercept } = options;
  const constraints = constraintsFor(options, storage.cols, scale);
  const target = classTarget(data, options.classWeight);
  return fitObjective<SoftmaxObjective>(
    storage,
    options,
    {
      signal,
      start,
      rows,
      bound: () => separationBound(target.weight, offset && ownMargins(classCodes.codes, offset)),
    },
    {
      create: (workspace, turns) =>
        SoftmaxObjective.create(storage, target, workspace, { C, fitIntercept, constraints }, turns),
      begin: (objective, x) => {
        if (initial) begin(objective, initial, x);
      },
      async prove(status, objective, x, workspace, limits) {
        const { grownMargin, provesSeparable } = await import("./separation.ts");
        const own = { ...limits, leastMargin: grownMargin(options.tol) };
        return provesSeparable(status, objective, x, workspace, own);
      },
      proveByFree: async (...end) =>
        (await import("./separation.ts")).provesByFree(...end, options, {
          create: (columns, workspace, turns) => {
            const free = { C: Number.POSITIVE_INFINITY, fitIntercept };
            return SoftmaxObjective.create(columns, { ...target, offset: undefined }, workspace, free, turns);
          },
          start: begin,
        }),
      coefficients: (objective, x) => {
        const found = objective.coefficients(x);
        for (const row of found.coef) constraints?.clip(row);
        return found;
      },
    },
  );
}

function begin(
  objective: SoftmaxObjective,
  { coef, intercept }: Pick<Fit, "coef" | "intercept">,
  x: Vector,
): void {
  objective.start(coef, intercept, x);
}

/** The softmax loss of the rows. */
export function createSoftmax(
  data: FitData,
  classWeight: ClassWeight | undefined,
  strength: Omit<LogisticOptions, "loss">,
  workspace: Workspace,
  turns: EventLoopTurns,
): Later<SoftmaxObjective> {
  return SoftmaxObjective.create(data.storage, classTarget(data, classWeight), workspace, strength, turns);
}

function classTarget(
  { classCodes, sampleWeight, offset }: FitData,
  classWeight: ClassWeight | undefined,
): ClassTarget {
  return {
    classes: classCodes.classes.length,
    codes: new Float64Array(classCodes.codes),
    weight: rowWeights(classCodes, sampleWeight, classWeight),
    offset: offset?.values,
  };
}

/** How far the offset alone puts each row's class before the best of the others. */
function ownMargins(codes: Int32Array, { values, width }: Offset): Float64Array {
  return Float64Array.from(codes, (own, i) => {
    let most = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < width; k++) if (k !== own) most = Math.max(most, values[i * width + k]);
    return values[i * width + own] - most;
  });
}
