import type { RowStorage } from "../data/storage.ts";
import { InputError } from "../errors.ts";
import { log } from "../numerics/log.ts";
import { QRFactor } from "../numerics/qr.ts";
import { square } from "../numerics/square.ts";
import { conditionEstimate } from "../numerics/triangle.ts";
import { statisticsOf, sumOfMagnitudes } from "../objectives/column-statistics.ts";
import { PackedRows, type Standardisation, standardise } from "../objectives/packed-rows.ts";
import { RowSums } from "../objectives/row-sums.ts";
import { SymmetricMatrix } from "../wasm/matrix.ts";
import { Workspace } from "../wasm/workspace.ts";
import type { FitProgress } from "./fit-report.ts";
import type {
  LinearSolverName,
  LinearStatus,
  LinearWarning,
  ResolvedLinearOptions,
} from "./linear-options.ts";
import { standardiseResponse } from "./standardise-response.ts";

/**
 * From this condition estimate on, QR takes over. The normal equations lose κ² ε, 2e-8 here, and a correction by
 * the residuals loses that much of what was lost: nothing worth mentioning.
 */
const QR_FROM = 1e4;

/** Beyond these estimates fewer than about 6 digits are certain: κ ε of QR; κ² ε, squared, of normal equations. */
const UNCERTAIN = { qr: 1e10, cholesky: 2e6 };

/** What a fit found: plain data. */
export interface FittedLinear {
  readonly coef: Float64Array;
  readonly intercept: number;
  readonly featureNames: readonly string[] | undefined;
  /** The name of the closed form or of the method. */
  readonly solver: string | undefined;
  readonly solverReason: string;
  readonly conditionEstimate: number;
  readonly rank: number | undefined;
  readonly residualStandardError: number;
  readonly status: LinearStatus;
  readonly nIter: number;
  /** The limit of the steps; undefined where there is none, or the method's own was lower. */
  readonly maxIter: number | undefined;
  readonly loss: number;
  readonly gradientNorm: number;
  readonly passes: number;
  readonly trace: readonly FitProgress[];
}

/** Rows with all that a fit must know of them. */
export interface LinearFitData {
  readonly storage: RowStorage;
  readonly y: Float64Array;
  readonly sampleWeight: Float64Array | undefined;
  readonly featureNames: readonly string[] | undefined;
}

/** The least squares problem in the coordinates of a {@link Standardisation}. */
interface Problem {
  readonly packed: PackedRows;
  readonly standardisation: Standardisation;
  /** The ridge on each entry of θ; 0 for the intercept, which is the last. */
  readonly ridge: Float64Array;
}

interface Solution {
  readonly theta: Float64Array;
  readonly solver: LinearSolverName;
  readonly reason: string;
  readonly condition: number;
  /** Without the intercept. */
  readonly rank: number;
}

/** Weights of at most 1, equal ones exactly 1, and the penalty beside them. */
export function linearWeights(
  sampleWeight: Float64Array | undefined,
  rows: number,
  alpha: number,
): { weights: Float64Array; largest: number; penalty: number } {
  const largest = sampleWeight ? sampleWeight.reduce((most, s) => Math.max(most, s), 0) : 1;
  const weights = sampleWeight ? sampleWeight.map((s) => s / largest) : new Float64Array(rows).fill(1);
  const penalty = alpha / largest;
  if (!Number.isFinite(penalty)) {
    throw new InputError(
      "options.alpha",
      `${alpha} over weights of at most ${largest}; expected what f64 can hold`,
    );
  }
  return { weights, largest, penalty };
}

/** ½ Σ sᵢ (xᵢ · w + b − yᵢ)² + ½ alpha ‖w‖² at its minimum, in closed form. */
export async function fitLinear(
  { storage, y, sampleWeight, featureNames }: LinearFitData,
  solver: "auto" | LinearSolverName,
  { alpha, fitIntercept }: Pick<ResolvedLinearOptions, "alpha" | "fitIntercept">,
): Promise<FittedLinear & { varying: number }> {
  const { weights, largest, penalty } = linearWeights(sampleWeight, y.length, alpha);
  const response = standardiseResponse(y, weights, fitIntercept);
  const workspace = new Workspace(storage.runtime.arena);
  storage.hold();
  try {
    const rows = new RowSums(storage, weights, workspace, storage.runtime.turns);
    const statistics = await statisticsOf(rows, { common: sampleWeight ? undefined : 1 }, workspace);
    const standardisation = standardise(statistics, penalty / sumOfMagnitudes(weights), fitIntercept);
    const { unit, center } = standardisation;
    const packed = new PackedRows(rows, standardisation, response.values, workspace);
    const ridge = new Float64Array(packed.size);
    unit.forEach((t, j) => (ridge[j] = t * t * penalty));
    const solution = await solve({ packed, standardisation, ridge }, solver, workspace);
    const { theta } = solution;
    const { squares } = await packed.residuals(theta);

    const coef = unit.map((t, j) => t * theta[j] * response.unit);
    const offset = fitIntercept ? response.center + theta[unit.length] * response.unit : 0;
    const intercept = offset - sumOfProducts(center, coef);
    if (!coef.every(Number.isFinite) || !Number.isFinite(intercept)) {
      throw new InputError("y", "values too far from those of X; expected coefficients that f64 can hold");
    }
    const observed = weights.reduce((count, s) => count + Number(s > 0), 0);
    const freedom = observed - solution.rank - Number(fitIntercept);
    return {
      coef,
      intercept,
      featureNames,
      solver: solution.solver,
      solverReason: solution.reason,
      conditionEstimate: solution.condition,
      rank: solution.rank,
      varying: unit.reduce((count, t) => count + Number(t !== 0), 0),
      residualStandardError:
        freedom > 0 ? Math.sqrt((squares / freedom) * largest) * response.unit : Number.NaN,
      status: "converged",
      nIter: 0,
      maxIter: undefined,
      loss: (squares * largest * square(response.unit) + alpha * sumOfProducts(coef, coef)) / 2,
      gradientNorm: Number.NaN,
      passes: rows.passes,
      trace: [],
    };
  } finally {
    workspace.dispose();
    storage.release();
  }
}

/** The warnings that a fit gives reason for. */
export function warningsOfLinear({
  solver,
  conditionEstimate: condition,
  rank,
  varying,
}: FittedLinear & { varying: number }): LinearWarning[] {
  if (rank !== undefined && rank < varying) {
    const message =
      `of ${varying} columns only ${rank} are independent of one another, so that many coefficients fit equally ` +
      "well; these are the smallest of them (least ‖w‖). Drop columns, or set alpha above 0";
    return [{ code: "singular", message }];
  }
  if (!(condition >= UNCERTAIN[solver as LinearSolverName])) return [];
  const digits = Math.max(0, Math.floor(-log(condition * Number.EPSILON) * Math.LOG10E));
  const remedy =
    solver === "cholesky"
      ? 'use solver "qr"'
      : `values of X are known to 16 digits, which settle about ${digits} of the coefficients'; center or rescale powers, drop columns, or set alpha above 0`;
  const message = `the columns are nearly dependent (condition number about ${condition.toExponential(1)}): ${remedy}`;
  return [{ code: "ill-conditioned", message }];
}

async function solve(
  problem: Problem,
  name: "auto" | LinearSolverName,
  workspace: Workspace,
): Promise<Solution> {
  if (name === "qr") return await byQR(problem, "asked for by name");
  const { solution, condition } = await byCholesky(problem, name, workspace);
  if (solution) return solution;
  const reason = Number.isFinite(condition)
    ? `condition estimate ${condition.toExponential(1)}: QR from ${QR_FROM.toExponential(0)} on`
    : "the normal equations are singular to working precision";
  return await byQR(problem, reason);
}

/** Nothing where the normal equations are singular, or too ill-conditioned for "auto". */
async function byCholesky(
  { packed, standardisation, ridge }: Problem,
  name: "auto" | "cholesky",
  workspace: Workspace,
): Promise<{ solution?: Solution; condition: number }> {
  const { size } = packed;
  const { unit } = standardisation;
  const gram = await packed.gram();
  const matrix = workspace.matrix(size);
  const b = workspace.vector(size);
  const stride = SymmetricMatrix.stride(size + 1);
  for (let i = 0; i < size; i++) {
    const row = gram.subarray(i * stride, i * stride + size);
    matrix.values.set(row, i * matrix.stride);
    matrix.addDiagonal(i, unit[i] === 0 ? 1 : ridge[i]);
    b.values[i] = gram[i * stride + size];
  }
  if (matrix.cholesky() >= 0) return { condition: Number.POSITIVE_INFINITY };
  const condition = conditionEstimate(matrix);
  if (name === "auto" && condition >= QR_FROM) return { condition };

  matrix.choleskySolve(b);
  const theta = b.values.slice();
  const { product } = await packed.residuals(theta);
  b.values.set(product.map((value, j) => value - ridge[j] * theta[j]));
  matrix.choleskySolve(b);
  const corrected = theta.map((value, j) => value + b.values[j]);
  const reason = `condition estimate ${condition.toExponential(1)}: normal equations do below ${QR_FROM.toExponential(0)}`;
  return {
    condition,
    solution: {
      theta: corrected,
      solver: "cholesky",
      reason: name === "auto" ? reason : "asked for by name",
      condition,
      rank: unit.reduce((count, t) => count + Number(t !== 0), 0),
    },
  };
}

async function byQR({ packed, standardisation, ridge }: Problem, reason: string): Promise<Solution> {
  const { fitIntercept, unit, noise } = standardisation;
  const cols = unit.length;
  // The intercept first: it depends on no other column, and the penalty doesn't know it.
  const order = [...unit.keys()].filter((j) => unit[j] !== 0);
  if (fitIntercept) order.unshift(cols);
  const fixed = fitIntercept ? 1 : 0;
  const factor = new QRFactor(order.length);
  const columns = [...order, packed.size];
  await packed.each(({ values, rows, stride }) => {
    const block = new Float64Array(columns.length * rows);
    columns.forEach((j, k) => {
      let from = (j >> 2) * stride * 4 + (j & 3);
      for (let i = 0; i < rows; i++, from += 4) block[k * rows + i] = values[from];
    });
    factor.absorb(block, rows);
  });
  if (ridge.some((value) => value > 0)) absorbRidge(factor, order, ridge);
  const units = Float64Array.from(order, (j) => (j === cols ? 1 : unit[j]));
  const noises = Float64Array.from(order, (j) => (j === cols ? 1 : noise[j]));
  const { theta: found, rank } = factor.solve(fixed, units, noises);
  const theta = new Float64Array(packed.size);
  order.forEach((j, k) => (theta[j] = found[k]));
  const condition = rank < order.length ? Number.POSITIVE_INFINITY : factor.condition;
  return { theta, solver: "qr", reason, condition, rank: rank - fixed };
}

/** The penalty as further rows: √ridgeⱼ θⱼ = 0. */
function absorbRidge(factor: QRFactor, order: readonly number[], ridge: Float64Array): void {
  const rows = order.length;
  const block = new Float64Array((rows + 1) * rows);
  order.forEach((j, k) => (block[k * rows + k] = Math.sqrt(ridge[j])));
  factor.absorb(block, rows);
}

/** Σ xⱼ yⱼ, with the rounding of its additions made good (Neumaier 1974). */
function sumOfProducts(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  let lost = 0;
  for (let j = 0; j < x.length; j++) {
    const product = x[j] * y[j];
    const next = sum + product;
    lost += Math.abs(sum) >= Math.abs(product) ? sum - next + product : product - next + sum;
    sum = next;
  }
  return sum + lost;
}
