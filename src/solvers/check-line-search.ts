import { InputError } from "../errors.ts";
import { describe } from "../options.ts";
import { backtracking } from "./backtracking.ts";
import { strongWolfe } from "./strong-wolfe.ts";

/** @throws {@link InputError} for what is not a line search, such as the function that makes one */
export function checkLineSearch(
  argument: string,
  lineSearch: unknown,
  expected = "backtracking() or strongWolfe()",
): void {
  for (const [name, make] of Object.entries({ backtracking, strongWolfe })) {
    if (lineSearch !== make) continue;
    throw new InputError(argument, `${name} itself; expected what it answers, ${name}()`);
  }
  if (typeof lineSearch === "function") return;
  throw new InputError(argument, `${describe(lineSearch)}; expected ${expected}`);
}
