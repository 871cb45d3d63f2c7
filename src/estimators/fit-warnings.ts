import type { FitEnd, FitWarning } from "./fit-report.ts";

/** The warnings that a fit's end gives reason for. */
export function warningsOf(
  { status, solver, maxIter, gradientNorm, trace }: FitEnd,
  tol: number,
): FitWarning[] {
  const warnings: FitWarning[] = [];
  const last = trace[trace.length - 1];
  const singular = trace.filter(({ ridge }) => ridge > 0);
  if (status === "separable") warnings.push({ code: "separable", message: SEPARABLE });
  else if (singular.length > 0) {
    const { iteration, ridge } = singular[0];
    const message =
      `the Hessian was singular at ${singular.length} of ${trace.length} iterates (first at iterate ${iteration}); ` +
      `a ridge (${ridge.toExponential(1)} at first) was added to it there. Columns that repeat or add up to one ` +
      "another leave coefficients undetermined: drop some, or set a finite C";
    warnings.push({ code: "singular-hessian", message });
  }
  const reached = `the gradient norm is ${gradientNorm.toExponential(2)}, tol is ${tol}`;
  const hint = {
    "max-iterations": `not converged after maxIter = ${maxIter} iterations: ${reached}; raise maxIter, or use solver "${(solver && OTHER[solver]) ?? "newton-cholesky"}"`,
    "max-seconds": `not converged within maxSeconds, after ${last.iteration} iterations: ${reached}; raise maxSeconds`,
    "line-search-failed": `not converged: no step along the search direction lowers the loss, after ${last.iteration} iterations: ${reached}; look for columns with extreme values`,
    "not-finite":
      "not converged: the loss or its gradient is too large for f64; look for extreme values in X, or a learning rate too high",
    diverged: "not converged: the loss grew without bound; lower the learning rate, or use a line search",
    "gradient-mismatch": `not converged: rounding hides the descent that the gradient promises, after ${last.iteration} iterations: ${reached}; look for columns with extreme values`,
    singular: 'not converged: the Hessian is singular; use solver "newton-cholesky"',
  }[status as string];
  // Epochs that were asked for and made are no failure.
  if (status === "max-iterations" && maxIter === undefined) return warnings;
  if (hint) warnings.push({ code: "not-converged", message: hint });
  return warnings;
}

/** What may get there where a method doesn't, and can do with the same penalties and bounds. */
const OTHER: Readonly<Record<string, string>> = {
  "newton-cholesky": "lbfgs",
  "proximal-newton": "proximal-lbfgs",
  "proximal-lbfgs": "proximal-newton",
};

const SEPARABLE =
  "the classes can be separated by a hyperplane, so that without a penalty the loss has no minimum and coefficients " +
  "grow without bound; the fit was ended at finite ones, of which only the signs and ratios mean anything. " +
  "Set a finite C, or drop the columns that separate";
