import type { Status } from "../solvers/watch.ts";

/**
 * Why a fit ended. `"converged"` and `"precision-limit"` (no further decrease is representable in f64, or none to be
 * had by a Hessian that is singular in f64) are successes; `"separable"`: a hyperplane separates the classes, so that without a penalty there is no optimum;
 * `"streaming"`: partialFit goes on;
 * `"imported"`: the model was never fitted here.
 */
export type FitStatus = Status | "separable" | "streaming" | "imported";

/** One iterate of a fit, as in `model.trace`. */
export interface FitProgress {
  /** 0 at the start. */
  readonly iteration: number;
  /**
   * The objective f. Newton's method on samples may tell it on the way as it is in single precision: off by 1e-10 to 3e-9
   * of it on most data, by 3e-6 where columns that differ by 2e-4 of themselves cancel each other. The model's own is exact.
   */
  readonly loss: number;
  /** The norm that is compared with `tol`; NaN where the method doesn't know it. */
  readonly gradientNorm: number;
  /** The step that led here; 0 at the start. */
  readonly stepSize: number;
  /** What had to be added to a singular Hessian's diagonal on the way, in solver coordinates; 0 if nothing. */
  readonly ridge: number;
  /** How many times all rows were gone through so far; a mini-batch counts as its part of them. */
  readonly passes: number;
  /** Since the start of the run. */
  readonly seconds: number;
}

/** Something about a fit that its caller should know. */
export interface FitWarning {
  readonly code: "not-converged" | "separable" | "singular-hessian";
  /** What happened and what to do about it. */
  readonly message: string;
}

/** What of a fit its warnings depend on. */
export interface FitEnd {
  readonly status: FitStatus;
  readonly solver: string | undefined;
  readonly maxIter: number | undefined;
  readonly gradientNorm: number;
  readonly trace: readonly FitProgress[];
}

/** Tells what a fit's end gives reason to warn of. The messages are loaded where there is reason. */
export async function warnOf(
  end: FitEnd,
  { tol, onWarning }: { readonly tol: number; readonly onWarning: (warning: FitWarning) => void },
): Promise<void> {
  const isPlain = end.status === "converged" || end.status === "precision-limit";
  if (isPlain && end.trace.every(({ ridge }) => ridge === 0)) return;
  const { warningsOf } = await import("./fit-warnings.ts");
  for (const warning of warningsOf(end, tol)) onWarning(warning);
}
