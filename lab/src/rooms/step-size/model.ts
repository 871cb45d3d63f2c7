import { gradientDescent, minimize, type MinimizeResult } from "logit-wasm/optimize";
import type { Values } from "../../params/schema.ts";
import { quadratic } from "../../problems/quadratic.ts";
import type { schema } from "./schema.ts";

/** Largest and least curvature, and the fixed steps that follow from them. */
export interface Curvature {
  /** L: the largest eigenvalue of the Hessian. */
  readonly largest: number;
  /** μ: the least. */
  readonly least: number;
  /** 1 / L: safe. */
  readonly safe: number;
  /** 2 / L: from there on steps diverge. */
  readonly limit: number;
  /** 2 / (L + μ): the best fixed one. */
  readonly best: number;
}

export interface Run {
  readonly rate: number;
  readonly path: readonly (readonly [number, number])[];
  readonly values: readonly number[];
  readonly status: MinimizeResult["status"];
  readonly value: number;
}

export interface Result {
  readonly curvature: Curvature;
  /** That of the slider. */
  readonly run: Run;
  /** Far too small, safe, the best, and beyond the limit. */
  readonly four: readonly Run[];
}

export function compute({ rate, condition, steps, start }: Values<typeof schema>): Result {
  const objective = quadratic(condition);
  const curvature = curvatureOf(objective.hessian);
  const { safe, limit, best } = curvature;
  const from = (learningRate: number) => run(objective, start, learningRate, steps);
  return { curvature, run: from(rate), four: [safe / 20, safe, best, 1.02 * limit].map(from) };
}

function run(
  objective: ReturnType<typeof quadratic>,
  start: readonly number[],
  rate: number,
  steps: number,
): Run {
  const result = minimize(objective, start, gradientDescent({ learningRate: rate }), {
    maxIter: steps,
    tol: 1e-9,
    recordPath: true,
  });
  return {
    rate,
    path: result.trace.map(({ x }) => [x?.[0] ?? 0, x?.[1] ?? 0] as const),
    values: result.trace.map(({ value }) => value),
    status: result.status,
    value: result.value,
  };
}

/** The eigenvalues of a Hessian [a b; b c] are (a + c) / 2 ± √(((a − c) / 2)² + b²). */
export function curvatureOf(hessian: (x: Float64Array, into: Float64Array) => void): Curvature {
  const h = new Float64Array(4);
  hessian(new Float64Array(2), h);
  const [a = 0, b = 0, , c = 0] = h;
  const spread = Math.sqrt(((a - c) / 2) ** 2 + b * b);
  const [largest, least] = [(a + c) / 2 + spread, (a + c) / 2 - spread];
  return { largest, least, safe: 1 / largest, limit: 2 / largest, best: 2 / (largest + least) };
}
