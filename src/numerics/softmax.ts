import { exp, sigmoid } from "./exp.ts";

/** From rows of K scores to probabilities, in place: pₖ = e^(zₖ − m) / Σ e^(zₗ − m), m the largest score. */
export function softmaxRows(z: Float64Array, classes: number): void {
  for (let at = 0; at < z.length; at += classes) {
    let most = z[at]!;
    for (let k = at; k < at + classes; k++) most = Math.max(most, z[k]!);
    divideBySum(z, at, classes, (score) => exp(score - most));
  }
}

/** The same of scores of each class against the rest: pₖ = σ(zₖ) / Σ σ(zₗ). Where all σ are 0, σ(z) stands for e^z. */
export function sigmoidRows(z: Float64Array, classes: number): void {
  for (let at = 0; at < z.length; at += classes) {
    const row = z.subarray(at, at + classes);
    if (row.some((score) => sigmoid(score) > 0)) divideBySum(z, at, classes, sigmoid);
    else softmaxRows(row, classes);
  }
}

function divideBySum(z: Float64Array, at: number, classes: number, part: (score: number) => number): void {
  let sum = 0;
  for (let k = at; k < at + classes; k++) sum += z[k] = part(z[k]!);
  for (let k = at; k < at + classes; k++) z[k]! /= sum;
}

/** Of each row of K scores, the first of the largest. */
export function largestOfRows(z: Float64Array, classes: number): number[] {
  return Array.from({ length: z.length / classes }, (_, i) => {
    let best = 0;
    for (let k = 1; k < classes; k++) if (z[i * classes + k]! > z[i * classes + best]!) best = k;
    return best;
  });
}
