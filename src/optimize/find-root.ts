import { InputError } from "../errors.ts";
import { checkOptions, describe, positive, wholeNumber } from "../options.ts";

export interface FindRootOptions {
  /** Found where |f(x)| is at most this. Default 1e-12. */
  tol?: number;
  /** The most steps. Default 100. */
  maxIter?: number;
}

/**
 * `"converged"`, |f(x)| ≤ tol, or a step no longer moves x; `"singular"`, the derivative vanishes where f doesn't;
 * `"not-finite"`, f or its derivative is NaN or infinite; `"diverged"`, x has left for infinity.
 */
export type RootStatus = "converged" | "max-iterations" | "not-finite" | "singular" | "diverged";

/** One iterate of a search for a root. */
export interface RootStep {
  /** 0 at the start. */
  readonly iteration: number;
  readonly x: number;
  /** f(x) */
  readonly value: number;
}

export interface RootResult {
  /** The last point at which f was finite. */
  readonly x: number;
  /** f(x) */
  readonly value: number;
  readonly iterations: number;
  readonly status: RootStatus;
  /** Every iterate, the start first. */
  readonly trace: readonly RootStep[];
}

/** An x so many times as far away as the start has left for infinity. */
const DIVERGENCE = 1e12;

/**
 * Newton's method for a zero of a function of one variable, x ← x − f(x) / f′(x):
 *
 * ```ts
 * findRoot((x) => x * x - 2, (x) => 2 * x, 1).x; // √2
 * ```
 *
 * Whole steps only: it converges quadratically from near a simple root, and may leave for elsewhere from afar. With f′
 * for f and f″ for its derivative it looks for the optima of f, which {@link newton} does as well.
 *
 * @throws {@link InputError} for arguments that can't be used
 */
export function findRoot(
  f: (x: number) => number,
  derivative: (x: number) => number,
  x0: number,
  options: FindRootOptions = {},
): RootResult {
  checkOptions("options", options, ["tol", "maxIter"]);
  const { tol = 1e-12, maxIter = 100 } = options;
  if (tol !== 0) positive("options.tol", tol);
  if (maxIter !== Number.POSITIVE_INFINITY) wholeNumber("options.maxIter", maxIter, 0);
  for (const [name, given] of Object.entries({ f, derivative })) {
    if (typeof given !== "function") throw new InputError(name, `${describe(given)}; expected a function`);
  }
  if (!Number.isFinite(x0)) throw new InputError("x0", `${describe(x0)}; expected a finite number`);

  const trace: RootStep[] = [{ iteration: 0, x: x0, value: answered("f", f(x0)) }];
  const end = (status: RootStatus): RootResult => {
    const { x, value } = trace.findLast((step) => Number.isFinite(step.value)) ?? trace[0];
    return { x, value, iterations: trace.length - 1, status, trace };
  };
  for (;;) {
    const { iteration, x, value } = trace[trace.length - 1];
    if (!Number.isFinite(value)) return end("not-finite");
    if (Math.abs(value) <= tol) return end("converged");
    if (Math.abs(x) > DIVERGENCE * Math.max(1, Math.abs(x0))) return end("diverged");
    if (iteration >= maxIter) return end("max-iterations");
    const slope = answered("derivative", derivative(x));
    if (slope === 0) return end("singular");
    if (!Number.isFinite(slope)) return end("not-finite");
    const next = x - value / slope;
    if (next === x) return end("converged"); // the last digit
    if (!Number.isFinite(next)) return end("diverged");
    trace.push({ iteration: iteration + 1, x: next, value: answered("f", f(next)) });
  }
}

function answered(argument: string, value: unknown): number {
  if (typeof value === "number") return value;
  throw new InputError(argument, `it answered ${describe(value)}; expected a number`);
}
