/** How fast a run converges, from its iterates: what `npm run rates` prints and test/optimize/rates.test.ts asserts. */
import { minimize, type MinimizeOptions, type MinimizeResult } from "../../src/optimize/index.ts";
import type { Solver } from "../../src/solvers/solver.ts";
import type { Known } from "./problems.ts";

/** A run with its errors, measured after it so that they cost it no time. */
export interface Measured {
  readonly result: MinimizeResult;
  /** ‖xₙ − x*‖, the start's first. */
  readonly distances: readonly number[];
  /** F(xₙ) − F*, which rounding makes meaningless below about 1e-16 F*. */
  readonly gaps: readonly number[];
}

// oxlint-disable-next-line typescript/no-explicit-any -- which objectives a method takes is known where both are named
export type AnyMethod = Solver<any>;

export function measure(problem: Known, method: AnyMethod, options: MinimizeOptions = {}): Measured {
  const settings = { tol: 0, ...options, recordPath: true };
  const result = minimize(problem.objective as never, problem.start, method, settings);
  const path = result.trace.map((row) => row.x!).filter((x) => x.every(Number.isFinite));
  return {
    result,
    distances: path.map((x) => Math.hypot(...x.map((value, j) => value - problem.optimum[j]))),
    gaps: path.map((x) => problem.objective.value(x) - problem.least),
  };
}

/** eₙ₊₁ / eₙ */
export function ratios(errors: readonly number[]): number[] {
  return errors.slice(1).map((error, n) => error / errors[n]);
}

/** eₙ₊₁ / eₙ² where eₙ < `near` and eₙ₊₁ > `floor`, below which rounding decides. */
export function quadraticConstants(errors: readonly number[], near: number, floor: number): number[] {
  return errors
    .slice(1)
    .map((error, n) => [error, errors[n]])
    .filter(([next, error]) => error < near && next > floor)
    .map(([next, error]) => next / error ** 2);
}

/** The mean factor (e_last / e_first)^(1/steps) over the errors between `floor` and `ceiling`: the start's transient is left out. */
export function linearRate(errors: readonly number[], ceiling: number, floor: number): number {
  const first = errors.findIndex((error) => error < ceiling);
  const end = errors.findIndex((error, n) => n > first && error < floor);
  const last = end < 0 ? errors.length - 1 : end;
  if (first < 0) return Number.NaN;
  return (errors[last] / errors[first]) ** (1 / (last - first));
}

/** How many steps until the error stays at most ε; undefined where it never does. */
export function stepsTo(errors: readonly number[], epsilon: number): number | undefined {
  const above = errors.findLastIndex((error) => !(error <= epsilon));
  return above + 1 < errors.length ? above + 1 : undefined;
}

/** p of y ≈ c xᵖ, by least squares on the logarithms. */
export function exponent(x: readonly number[], y: readonly number[]): number {
  const u = x.map(Math.log);
  const v = y.map(Math.log);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mu, mv] = [mean(u), mean(v)];
  const covariance = u.reduce((sum, value, i) => sum + (value - mu) * (v[i] - mv), 0);
  return covariance / u.reduce((sum, value) => sum + (value - mu) ** 2, 0);
}

/** Entry by entry, over runs that differ in their seed. */
export function meanOf(runs: readonly (readonly number[])[]): number[] {
  return runs[0].map((_, i) => runs.reduce((sum, run) => sum + run[i], 0) / runs.length);
}

/** first, 2 first, 4 first, ... up to `last`: even spacing for a power law. */
export function doublings(first: number, last: number): number[] {
  return Array.from({ length: Math.floor(Math.log2(last / first)) + 1 }, (_, i) => first * 2 ** i);
}
