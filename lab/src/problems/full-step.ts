import { minimize, newton } from "logit-wasm/optimize";
import type { PlaneFunction } from "./index.ts";

/** Where one whole step of Newton's method leads, x − H⁻¹ g; nowhere where H has no inverse. */
export function fullStep(
  objective: PlaneFunction,
  from: readonly [number, number],
): readonly [number, number] | undefined {
  const { trace } = minimize(objective, from, newton({ lineSearch: false }), {
    tol: 0,
    maxIter: 1,
    recordPath: true,
  });
  const [a = Number.NaN, b = Number.NaN] = trace[1]?.x ?? [];
  return Number.isFinite(a + b) ? [a, b] : undefined;
}
