import { describe } from "../options.ts";
import { InputError } from "../errors.ts";
import {
  type Method,
  METHOD_AS_VALUE,
  methodByName,
  type MethodName,
  methodNames,
} from "./methods-by-name.ts";

export interface SolverChoice {
  readonly solver: Method;
  readonly reason: string;
}

/** Steps that Newton's method takes on a typical problem. */
const NEWTON_STEPS = 8;

/**
 * Passes that L-BFGS makes: on data with rows enough, and more for each variable per row. Where rows are few, the
 * penalty alone holds most directions, and they differ widely in scale (3 × 500: 533 steps, Newton's method 18).
 */
const LBFGS_PASSES = 60;
const LBFGS_PASSES_PER_DENSITY = 2000;

/** What a multiplication of the Hessian's costs, in those of a pass, which waits for memory: measured, 0.3 to 0.4. */
const HESSIAN_DISCOUNT = 0.35;

/** So many multiplications are a matter of milliseconds: then Newton's sharper stop rule decides. */
const SMALL = 2e8;

/** The method given, of that name, or the one that should be through first, with the reason. */
export function chooseSolver(
  asked: "auto" | MethodName | Method,
  rows: number,
  variables: number,
): SolverChoice {
  if (typeof asked === "object") return { solver: asked, reason: "given as a method" };
  if (asked !== "auto") return { solver: methodByName(asked, variables), reason: "asked for by name" };
  const pass = 2 * rows * variables;
  const hessian = (HESSIAN_DISCOUNT * rows * variables ** 2) / 2 + variables ** 3 / 6;
  const newton = NEWTON_STEPS * (pass + hessian);
  if (newton <= SMALL) {
    return {
      solver: methodByName("newton-cholesky", variables),
      reason: `${variables} variables: ${NEWTON_STEPS} Hessians of ${rows} rows take only a moment`,
    };
  }
  const passes = LBFGS_PASSES + (LBFGS_PASSES_PER_DENSITY * variables) / rows;
  const ratio = (newton / (passes * pass)).toPrecision(2);
  const hessians = `Newton's ${NEWTON_STEPS} Hessians of ${rows} × ${variables}`;
  return {
    solver: methodByName(newton <= passes * pass ? "newton-cholesky" : "lbfgs", variables),
    reason: `${hessians} should cost ${ratio} times what the passes of L-BFGS do`,
  };
}

/** @throws {@link InputError} for what is neither a method nor the name of one */
export function checkSolver(argument: string, solver: unknown): void {
  if (solver === "auto" || methodNames.includes(solver as MethodName)) return;
  const { name, run } = (solver ?? {}) as Partial<Method>;
  if (typeof name === "string" && typeof run === "function") return;
  const known = ["auto", ...methodNames].map((method) => `"${method}"`).join(", ");
  throw new InputError(argument, `${describe(solver)}; expected ${known}, or ${METHOD_AS_VALUE}`);
}
