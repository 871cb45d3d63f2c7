import type { FittedLinear } from "./fit-linear.ts";
import type { LinearWarning } from "./linear-options.ts";

/** The warnings that a fit by an iterative method gives reason for. */
export function warningsOfMethod(
  { status, maxIter, trace, gradientNorm }: FittedLinear,
  { tol }: { tol: number },
): LinearWarning[] {
  const warnings: LinearWarning[] = [];
  const last = trace[trace.length - 1];
  const singular = trace.filter(({ ridge }) => ridge > 0);
  if (singular.length > 0) {
    const { iteration, ridge } = singular[0];
    const message =
      `the Hessian was singular at ${singular.length} of ${last.iteration} steps (first at step ${iteration}); ` +
      `a ridge (${ridge.toExponential(1)} at first) was added to it there. Columns that depend on one another leave ` +
      "coefficients undetermined: drop some, or set alpha above 0";
    warnings.push({ code: "singular", message });
  }
  const reached = `the gradient norm is ${gradientNorm.toExponential(2)}, tol is ${tol}`;
  const hint = {
    "max-iterations": `not converged after maxIter = ${maxIter} iterations: ${reached}; raise maxIter, or use solver "auto"`,
    "max-seconds": `not converged within maxSeconds, after ${last.iteration} iterations: ${reached}; raise maxSeconds`,
    "line-search-failed": `not converged: no step along the search direction lowers the loss, after ${last.iteration} iterations: ${reached}; use solver "auto"`,
    "not-finite":
      "not converged: the loss or its gradient is too large for f64; lower the learning rate, or look for extreme values in X",
    diverged: "not converged: the loss grew without bound; lower the learning rate, or use a line search",
    singular: 'not converged: the Hessian is singular; use solver "auto", or set alpha above 0',
    "gradient-mismatch": `not converged: rounding hides the descent that the gradient promises, after ${last.iteration} iterations: ${reached}; use solver "auto"`,
    infeasible: `not converged: the method's constraints are not satisfied, after ${last.iteration} iterations`,
  }[status as string];
  // Epochs that were asked for and made are no failure.
  if (status === "max-iterations" && maxIter === undefined) return warnings;
  if (hint) warnings.push({ code: "not-converged", message: hint });
  return warnings;
}
