/** Objectives whose optimum is known, with the curvatures that the theory asks for. */
import { Dataset } from "../../src/index.ts";
import {
  type DenseDatasetObjective,
  logisticObjective,
  minimize,
  newton,
  type UserDense,
  type UserFiniteSum,
} from "../../src/optimize/index.ts";
import { readTable } from "../../examples/demo/csv.ts";
import * as functions from "../../test/support/functions.ts";
import { ridge } from "../../test/support/finite-sums.ts";
import { eigenvalues } from "./eigenvalues.ts";

export interface Known<O extends { value(x: Float64Array): number } = { value(x: Float64Array): number }> {
  readonly objective: O;
  readonly start: Float64Array;
  readonly optimum: Float64Array;
  /** F* */
  readonly least: number;
  /** The largest and the least eigenvalue of the Hessian at the optimum. */
  readonly L: number;
  readonly mu: number;
}

/** With the derivatives in the form that `minimize` takes. */
function dense(f: functions.TestFunction): UserDense {
  return {
    value: (x) => f.value(x),
    gradient: (x, into) => into.set(f.gradient(x)),
    hessian: (x, into) => into.set(f.hessian(x).flat()),
  };
}

/** ½ Σ cⱼ (xⱼ − j)², cⱼ from 1 to κ in equal ratios. It starts where all of the terms are ½. */
export function scaledQuadratic(kappa: number, size = 10): Known<UserDense> {
  const curvatures = Array.from({ length: size }, (_, j) => kappa ** (j / (size - 1)));
  const objective = dense(functions.quadratic(curvatures));
  const optimum = Float64Array.from(curvatures, (_, j) => j);
  const start = optimum.map((x, j) => x + 1 / Math.sqrt(curvatures[j]));
  return { objective, start, optimum, least: 0, L: kappa, mu: 1 };
}

export function rosenbrock(): Known<UserDense> {
  const optimum = Float64Array.of(1, 1);
  const { L, mu } = extremes(functions.rosenbrock.hessian(optimum).flat(), 2);
  return {
    objective: dense(functions.rosenbrock),
    start: Float64Array.of(-1.2, 1),
    optimum,
    least: 0,
    L,
    mu,
  };
}

export interface KnownLogistic extends Known<DenseDatasetObjective> {
  /** The largest curvature anywhere: at 0, where all p (1 − p) are at their most, ¼. */
  readonly everywhere: number;
  /** The largest curvature of any one term: at 0 its gradient is ½ x̃ᵢ and its Hessian ¼ x̃ᵢ x̃ᵢᵀ, so ‖∇fᵢ(0)‖², and the penalty's. */
  readonly most: number;
}

/** Logistic regression on the breast-cancer data, from 0; the optimum by Newton's method. */
export function breastCancer(C: number): KnownLogistic {
  const { rows, labels } = readTable(new URL("../../examples/data/breast_cancer.csv", import.meta.url));
  const objective = logisticObjective(Dataset.from(rows, labels), { C });
  const start = new Float64Array(objective.size);
  const { x: optimum, value: least } = minimize(objective, start, newton(), { tol: 1e-13 });
  const { L, mu } = extremes(hessianAt(objective, optimum), start.length);
  const gradient = new Float64Array(objective.size);
  const most = Array.from({ length: rows.length }, (_, i) => {
    objective.gradient(start, gradient, Uint32Array.of(i));
    return gradient.reduce((sum, g) => sum + g * g, 0);
  }).reduce((a, b) => Math.max(a, b));
  const everywhere = extremes(hessianAt(objective, start), start.length).L;
  return { objective, start, optimum, least, L, mu, everywhere, most: most + everywhere };
}

/** The same function, begun a little off its optimum, where the Hessian there decides. */
export function nearby<O extends Known>(problem: O, offset: number): O {
  return { ...problem, start: problem.optimum.map((x, j) => x + offset * Math.cos(1 + j)) };
}

/** Ridge regression on normal rows: a finite sum with an optimum in closed form. */
export function ridgeSum(terms: number, size: number): Known<UserFiniteSum> & { most: number } {
  const objective = ridge(terms, size, { alpha: 0.1 });
  const start = new Float64Array(size);
  // F is quadratic: gradient differences are its Hessian; those of one term its L, which SAGA's theory asks for
  const hessianOf = (rows?: Uint32Array) => {
    const at0 = new Float64Array(size);
    objective.gradient(start, at0, rows);
    return Array.from({ length: size }, (_, j) => {
      const column = new Float64Array(size);
      objective.gradient(
        start.map((_x, k) => Number(k === j)),
        column,
        rows,
      );
      return Array.from(column, (g, k) => g - at0[k]);
    }).flat();
  };
  const most = Math.max(
    ...Array.from({ length: terms }, (_, i) => extremes(hessianOf(Uint32Array.of(i)), size).L),
  );
  const { x: optimum, value: least } = objective.minimum;
  return { objective, start, optimum, least, most, ...extremes(hessianOf(), size) };
}

function hessianAt(objective: DenseDatasetObjective, x: Float64Array): Float64Array {
  const into = new Float64Array(x.length ** 2);
  objective.hessian(x, into);
  return into;
}

function extremes(matrix: ArrayLike<number>, n: number): { L: number; mu: number } {
  const values = eigenvalues(matrix, n);
  return { L: Math.max(...values), mu: Math.min(...values) };
}
