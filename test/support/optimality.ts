/** A penalised logistic regression of two classes, as its user states it. */
export interface PenalisedProblem {
  readonly X: readonly ArrayLike<number>[];
  /** Whether the label is that of the second class. */
  readonly isSecond: readonly boolean[];
  readonly C: number;
  readonly l1Ratio?: number;
  readonly penaltyFactor?: ArrayLike<number>;
  readonly lower?: ArrayLike<number>;
  readonly upper?: ArrayLike<number>;
  readonly weights?: ArrayLike<number>;
  readonly fitIntercept?: boolean;
}

/**
 * The largest violation of the Karush–Kuhn–Tucker conditions at coefficients, in solver coordinates: with F = f / (C S) and
 * tⱼ = (sdⱼ² / 4 + fⱼ (1 − r) / (C S))^(−½), that of tⱼ (∂F/∂wⱼ − x̄ⱼ ∂F/∂b) and of ∂F/∂b. In plain TypeScript, from the
 * definition.
 */
export function violation(problem: PenalisedProblem, coef: ArrayLike<number>, intercept: number): number {
  const { X, isSecond, C, l1Ratio = 0, fitIntercept = true } = problem;
  const cols = coef.length;
  const s = X.map((_, i) => problem.weights?.[i] ?? 1);
  const S = s.reduce((sum, weight) => sum + weight, 0);
  const lambda = C === Number.POSITIVE_INFINITY ? 0 : 1 / (C * S);

  const slope = new Float64Array(cols);
  let slopeOfIntercept = 0;
  X.forEach((row, i) => {
    let z = intercept;
    for (let j = 0; j < cols; j++) z += row[j] * coef[j];
    const residual = (s[i] * (1 / (1 + Math.exp(-z)) - Number(isSecond[i]))) / S;
    slopeOfIntercept += residual;
    for (let j = 0; j < cols; j++) slope[j] += residual * row[j];
  });

  let worst = fitIntercept ? Math.abs(slopeOfIntercept) : 0;
  for (let j = 0; j < cols; j++) {
    const mean = X.reduce((sum, row, i) => sum + s[i] * row[j], 0) / S;
    const center = fitIntercept ? mean : 0;
    const variance = X.reduce((sum, row, i) => sum + s[i] * (row[j] - center) ** 2, 0) / S;
    const factor = problem.penaltyFactor?.[j] ?? 1;
    const t = 1 / Math.sqrt(variance / 4 + (1 - l1Ratio) * lambda * factor);
    if (!Number.isFinite(t) || variance < 1e-24 * mean * mean) continue; // a constant column can't matter
    const g =
      slope[j] - center * slopeOfIntercept * Number(fitIntercept) + (1 - l1Ratio) * lambda * factor * coef[j];
    const corner = l1Ratio * lambda * factor;
    // What is left of the slope downwards and upwards: both at least 0 at the optimum, but for what a bound forbids.
    const up = g + (coef[j] >= 0 ? corner : -corner);
    const down = -g + (coef[j] <= 0 ? corner : -corner);
    if (!(coef[j] >= (problem.upper?.[j] ?? Number.POSITIVE_INFINITY))) worst = Math.max(worst, -t * up);
    if (!(coef[j] <= (problem.lower?.[j] ?? Number.NEGATIVE_INFINITY))) worst = Math.max(worst, -t * down);
  }
  return worst;
}
