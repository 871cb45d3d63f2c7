import { backtracking, gradientDescent, lbfgs, strongWolfe } from "logit-wasm/optimize";
import type { MethodName, SearchValues } from "./schema.ts";

/** Of a strong Wolfe search that leaves next to nothing of the slope: exact but for a billionth. */
export const EXACT = { sufficientDecrease: 1e-10, curvature: 1e-9, maxTrials: 60 } as const;

/** What share of the promised decrease a step must bring: α, and c₁ of the searches that follow Wolfe. */
export function shareOf(method: MethodName, { alpha }: SearchValues): number {
  return { backtracking: alpha, exact: EXACT.sufficientDecrease, lbfgs: 1e-4 }[method];
}

export function methodOf(name: MethodName, { alpha, beta, first }: SearchValues) {
  switch (name) {
    case "backtracking":
      return gradientDescent({ lineSearch: backtracking({ alpha, beta, initialStep: first }) });
    case "exact":
      return gradientDescent({ lineSearch: strongWolfe(EXACT) });
    case "lbfgs":
      return lbfgs();
  }
}
