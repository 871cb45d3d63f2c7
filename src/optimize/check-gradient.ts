import { InputError } from "../errors.ts";
import { probe } from "../numerics/probe.ts";
import { isPromise } from "../objectives/objective.ts";
import {
  blank,
  numberOf,
  type UserCurved,
  type UserDense,
  type UserObjective,
  written,
} from "../objectives/user-objective.ts";
import { checkOptions, describe, positive } from "../options.ts";
import { centralDifference } from "./numeric-gradient.ts";

export interface CheckGradientOptions {
  /** The most that an entry and its difference quotient may disagree, relative to the larger or to 1. Default 1e-5. */
  tolerance?: number;
}

/** One entry as the objective tells it, and by central differences. */
export interface EntryCheck {
  /** Of the gradient and of a product: the entry. Of a Hessian: row × n + column. */
  readonly index: number;
  readonly analytic: number;
  readonly numeric: number;
  /** |analytic − numeric|, beyond what rounding explains, relative to the larger or to 1. */
  readonly error: number;
}

/** How well a derivative agrees with difference quotients. */
export interface DerivativeCheck {
  readonly ok: boolean;
  readonly maxError: number;
  readonly worst: EntryCheck;
  /** The entries that disagree by more than the tolerance. */
  readonly errors: readonly EntryCheck[];
}

export interface CheckGradientResult extends DerivativeCheck {
  /** The objective's Hessian against differences of its gradient, if it has one. `ok` is about all three. */
  readonly hessian?: DerivativeCheck;
  /** Its Hessian's product with one vector that is no axis, likewise. */
  readonly hessianProduct?: DerivativeCheck;
}

/**
 * Compares an objective's derivatives at x with central differences, and tells where they disagree:
 *
 * ```ts
 * const { ok, worst } = checkGradient({ value, gradient }, [0.3, -1.2]);
 * if (!ok) console.log(worst); // { index, analytic, numeric, error }
 * ```
 *
 * Choose a point without special values: mistakes hide where x is 0 or 1.
 *
 * Functions must answer at once: for an objective of {@link minimizeAsync}, check a synchronous version of them.
 *
 * @throws {@link InputError} for arguments and answers that can't be used
 */
export function checkGradient(
  objective: UserObjective & Partial<UserDense> & Partial<UserCurved>,
  x: ArrayLike<number>,
  options: CheckGradientOptions = {},
): CheckGradientResult {
  checkOptions("options", options, ["tolerance"]);
  const { tolerance = 1e-5 } = options;
  positive("options.tolerance", tolerance);
  checkObjective(objective);
  const at = readPoint(x);
  const n = at.length;
  const gradientAt = (point: Float64Array) =>
    filled("gradient", n, (into) => objective.gradient(point.slice(), into));
  const value = (point: Float64Array) =>
    numberOf("objective.value", atOnce("value", objective.value(point.slice())));

  const gradient = compare(
    gradientAt(at),
    at.map((_, j) => j),
    (j) => centralDifference(value, at, j),
    tolerance,
  );
  const { hessian, hessianProduct } = objective;
  /** Entry i of ∇F along v: at + t v for the one number t. */
  const along = (v: Float64Array, i: number) =>
    centralDifference(([t]) => gradientAt(at.map((start, j) => start + t * v[j]))[i], new Float64Array(1), 0);

  const checks: { hessian?: DerivativeCheck; hessianProduct?: DerivativeCheck } = {};
  if (hessian) {
    const entries = filled("hessian", n * n, (into) => hessian.call(objective, at.slice(), into));
    const axis = (j: number) => Float64Array.from(at, (_, k) => (j === k ? Math.max(1, Math.abs(at[j])) : 0));
    checks.hessian = compare(
      entries,
      entries.map((_, index) => index),
      (index) => {
        const v = axis(index % n);
        const { slope, doubt } = along(v, Math.floor(index / n));
        return { slope: slope / v[index % n], doubt: doubt / v[index % n] };
      },
      tolerance,
    );
  }
  if (hessianProduct) {
    const v = probe(n);
    const entries = filled("hessianProduct", n, (into) =>
      hessianProduct.call(objective, at.slice(), v.slice(), into),
    );
    checks.hessianProduct = compare(
      entries,
      at.map((_, j) => j),
      (i) => along(v, i),
      tolerance,
    );
  }
  const ok = [gradient, ...Object.values(checks)].every((check) => check.ok);
  return { ...gradient, ok, ...checks };
}

function compare(
  analytic: Float64Array,
  indices: Float64Array,
  numeric: (index: number) => { slope: number; doubt: number },
  tolerance: number,
): DerivativeCheck {
  const entries = Array.from(indices, (index): EntryCheck => {
    const { slope, doubt } = numeric(index);
    const difference = Math.max(0, Math.abs(analytic[index] - slope) - doubt);
    const error = difference / Math.max(1, Math.abs(analytic[index]), Math.abs(slope));
    return {
      index,
      analytic: analytic[index],
      numeric: slope,
      error: Number.isNaN(error) ? Number.POSITIVE_INFINITY : error,
    };
  });
  const worst = entries.reduce((most, entry) => (entry.error > most.error ? entry : most));
  const errors = entries.filter(({ error }) => error > tolerance);
  return { ok: errors.length === 0, maxError: worst.error, worst, errors };
}

function checkObjective(objective: unknown): void {
  if (typeof objective !== "object" || objective === null) {
    throw new InputError("objective", `${describe(objective)}; expected { value, gradient }`);
  }
  for (const key of ["value", "gradient"]) {
    const given = (objective as Record<string, unknown>)[key];
    if (typeof given === "function") continue;
    throw new InputError(`objective.${key}`, `${describe(given)}; expected a function`);
  }
}

function readPoint(x: ArrayLike<number>): Float64Array {
  const isList = Array.isArray(x) || ArrayBuffer.isView(x);
  if (!isList || x.length === 0) {
    throw new InputError("x", `${describe(x)}; expected an array of at least one number`);
  }
  const odd = Array.from(x).findIndex((value) => !Number.isFinite(value));
  if (odd >= 0) throw new InputError("x", `${describe(x[odd])} at index ${odd}; expected a finite number`);
  return Float64Array.from(x);
}

/** An answer that is none yet can't be compared. */
function atOnce<T>(key: string, answer: T): T {
  if (!isPromise<unknown>(answer)) return answer;
  const problem =
    "it answered a promise; checkGradient expects answers at once: give it a synchronous version";
  throw new InputError(`objective.${key}`, problem);
}

function filled(key: string, length: number, fill: (into: Float64Array) => unknown): Float64Array {
  const into = blank(new Float64Array(length));
  return written(`objective.${key}`, atOnce(key, fill(into)), into);
}
