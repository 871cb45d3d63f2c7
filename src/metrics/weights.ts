import { readSampleWeight } from "../data/sample-weight.ts";
import type { Target } from "../data/target.ts";
import { checkLength } from "./labels.ts";

/** The weights of the rows of yTrue, 1 each if none are given. */
export function readWeights(given: unknown, truth: Target): Float64Array {
  const rows = truth.values.length;
  if (given === undefined) return new Float64Array(rows).fill(1);
  const length = (given as ArrayLike<number> | null)?.length;
  if (typeof length === "number") checkLength("options.sampleWeight", length, truth);
  return readSampleWeight("options.sampleWeight", given, rows);
}

/** Σ sᵢ f(i) / Σ sᵢ */
export function weightedMean(weights: Float64Array, f: (row: number) => number): number {
  let sum = 0;
  let total = 0;
  weights.forEach((weight, i) => {
    sum += weight * f(i);
    total += weight;
  });
  return sum / total;
}
