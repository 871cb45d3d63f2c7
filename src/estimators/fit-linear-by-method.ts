import { InputError } from "../errors.ts";
import { createSquaredError } from "../objectives/squared-error.ts";
import { State } from "../solvers/state.ts";
import { Workspace } from "../wasm/workspace.ts";
import { type FittedLinear, type LinearFitData, linearWeights } from "./fit-linear.ts";
import type { LinearFitOptions, ResolvedLinearOptions } from "./linear-options.ts";
import { type Method, type MethodName, methodOf } from "./methods-by-name.ts";
import { runMethod } from "./run-method.ts";
import { inDeviations, standardiseResponse } from "./standardise-response.ts";

/**
 * ½ Σ sᵢ (xᵢ · w + b − yᵢ)² + ½ alpha ‖w‖² at its minimum, or as near as the status says, by an iterative method. It
 * works on y in deviations from its mean, so that neither `tol` nor a learning rate depends on the unit of y. The
 * clock of `maxSeconds` runs from `start`, in ms as of performance.now().
 */
export async function fitLinearByMethod(
  { storage, y, sampleWeight, featureNames }: LinearFitData,
  asked: MethodName | Method,
  options: ResolvedLinearOptions,
  { signal }: LinearFitOptions,
  start: number,
): Promise<FittedLinear> {
  const { alpha, fitIntercept, maxSeconds, ...rules } = options;
  const { weights, largest, penalty } = linearWeights(sampleWeight, y.length, alpha);
  const response = inDeviations(standardiseResponse(y, weights, fitIntercept), weights);
  const { unit } = response;
  const workspace = new Workspace(storage.runtime.arena);
  storage.hold();
  try {
    const { turns } = storage.runtime;
    const strength = { alpha: penalty, fitIntercept };
    const objective = await createSquaredError(storage, response.values, weights, workspace, strength, turns);
    const solver = await methodOf(asked, objective.size);
    const state = new State(objective.size, workspace);
    const x = state.vector("x");
    const lossPerValue = objective.total * largest * unit * unit;
    const { value, ...result } = await runMethod(solver, objective, state, {
      ...rules,
      maxIter: options.maxIter,
      maxSeconds: maxSeconds - (performance.now() - start) / 1000,
      signal,
      turns,
      lossPerValue,
    });
    const { coef: scaled, intercept: offset } = objective.coefficients(x);
    const coef = scaled.map((w) => w * unit);
    const intercept = fitIntercept ? response.center + offset * unit : 0;
    if (!coef.every(Number.isFinite) || !Number.isFinite(intercept)) {
      throw new InputError("y", "values too far from those of X; expected coefficients that f64 can hold");
    }

    // A column that can't matter has no θ.
    objective.start(new Float64Array(objective.cols).fill(1), 0, x);
    const varying = x.values.subarray(0, objective.cols).reduce((n, theta) => n + Number(theta !== 0), 0);
    const observed = weights.reduce((n, s) => n + Number(s > 0), 0);
    const freedom = observed - varying - Number(fitIntercept);
    const penalties = penalty * scaled.reduce((sum, w) => sum + w * w, 0);
    const squares = Math.max(0, 2 * value * objective.total - penalties);
    return {
      coef,
      intercept,
      featureNames,
      solver: solver.name,
      solverReason: typeof asked === "object" ? "given as a method" : "asked for by name",
      conditionEstimate: Number.NaN,
      rank: undefined,
      residualStandardError: freedom > 0 ? Math.sqrt((squares / freedom) * largest) * unit : Number.NaN,
      ...result,
      loss: value * lossPerValue,
      passes: objective.passes,
    };
  } finally {
    workspace.dispose();
    storage.release();
  }
}
