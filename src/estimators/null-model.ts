import { binaryTarget } from "../data/binary-target.ts";
import { LogisticObjective } from "../objectives/logistic.ts";
import type { Later } from "../later.ts";
import { State } from "../solvers/state.ts";
import type { Vector } from "../wasm/vector.ts";
import { Workspace } from "../wasm/workspace.ts";
import { type FitData, type FittedLogistic, fitLogistic } from "./fit-logistic.ts";
import type { ResolvedOptions } from "./logistic-options.ts";

/** What a path starts from. */
export interface NullModel {
  /** S */
  readonly weight: number;
  /** The columns' deviations; 1 for a constant one, whose coefficient stays 0. */
  readonly scale: Float64Array;
  /** Σ sᵢ ℓᵢ of the intercepts alone. */
  readonly loss: number;
  /** With the coefficients only that have no penalty, and the intercepts. */
  readonly fitted: FittedLogistic;
  /** Whether any column varies, or, without an intercept, isn't 0. */
  readonly hasColumns: boolean;
  /** The least λ that leaves the others 0, with this part of absolute values in the penalty: 0 where none would leave it. */
  lambdaMax(l1Ratio: number): number;
}

/** What is penalised stays exactly 0 at the greatest λ, whatever roundings say: so near the optimum, and by so much more. */
const TOLERANCE = 1e-12;
const MARGIN = 1e-10;

/** The model without the columns that are penalised, and how steep the loss is there. */
export async function nullModel(
  data: FitData,
  fit: ResolvedOptions,
  standardize: boolean,
): Promise<NullModel> {
  const { storage } = data;
  const { penaltyFactor } = fit;
  const factor = (j: number) => penaltyFactor?.[j] ?? 1;
  const only = (isFree: (j: number) => boolean) => {
    const [lower, upper] = [new Float64Array(storage.cols), new Float64Array(storage.cols)];
    for (let j = 0; j < storage.cols; j++) {
      if (isFree(j)) [lower[j], upper[j]] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    }
    const tol = Math.min(fit.tol, TOLERANCE);
    const bounded = { ...fit, tol, C: Number.POSITIVE_INFINITY, lower, upper };
    return fitLogistic(data, bounded, {}, performance.now());
  };
  const intercept = await only(() => false);
  const hasFree = penaltyFactor?.some((f: number) => f === 0) ?? false;
  const fitted = hasFree ? await only((j) => factor(j) === 0) : intercept;

  const workspace = new Workspace(storage.runtime.arena);
  try {
    const objective = await createLoss(data, fit, fitted, workspace);
    const state = new State(objective.size, workspace);
    const [theta, gradient] = [state.vector("x"), state.vector("gradient")];
    objective.start(theta);
    await objective.valueAndGradient(theta, gradient);
    const { units } = objective;
    const slopes = objective.slopes(gradient);
    // Without a penalty tⱼ is 2 / sdⱼ.
    const scale = units.map((t) => (t === 0 ? 1 : 2 / t));
    return {
      weight: objective.total,
      scale,
      loss: intercept.loss,
      fitted,
      hasColumns: units.some((t) => t > 0),
      lambdaMax(l1Ratio) {
        let most = 0;
        units.forEach((t, j) => {
          if (t === 0 || factor(j) === 0) return;
          const unit = (standardize ? scale[j] : 1) * factor(j) * l1Ratio;
          for (const row of slopes) {
            const slope = Math.abs(row[j]);
            if (slope > TOLERANCE) most = Math.max(most, slope / t / unit); // or else it is rounding
          }
        });
        return most * (1 + MARGIN);
      },
    };
  } finally {
    workspace.dispose();
  }
}

/** The loss, without a penalty. */
interface Loss {
  readonly size: number;
  readonly total: number;
  readonly units: Float64Array;
  /** Writes the θ of the model. */
  start(theta: Vector): void;
  valueAndGradient(theta: Vector, gradient: Vector): Later<number>;
  slopes(gradient: Vector): Float64Array[];
}

async function createLoss(
  data: FitData,
  { fitIntercept, classWeight }: ResolvedOptions,
  { coef, intercept }: FittedLogistic,
  workspace: Workspace,
): Promise<Loss> {
  const { storage, classCodes, sampleWeight, offset } = data;
  const { turns } = storage.runtime;
  const strength = { C: Number.POSITIVE_INFINITY, fitIntercept };
  if (classCodes.classes.length > 2) {
    const { createSoftmax } = await import("./fit-softmax.ts");
    const objective = await createSoftmax(data, classWeight, strength, workspace, turns);
    return withStart(objective, (theta) => objective.start(coef, intercept, theta));
  }
  const target = binaryTarget(classCodes, sampleWeight, classWeight);
  const ofTwo = { ...strength, offset: offset?.values };
  const objective = await LogisticObjective.create(storage, target, workspace, ofTwo, turns);
  return withStart(objective, (theta) => objective.start(coef[0], intercept[0], theta));
}

function withStart(objective: Omit<Loss, "start">, start: Loss["start"]): Loss {
  const { size, total, units } = objective;
  return {
    size,
    total,
    units,
    start,
    valueAndGradient: (theta, gradient) => objective.valueAndGradient(theta, gradient),
    slopes: (gradient) => objective.slopes(gradient),
  };
}
