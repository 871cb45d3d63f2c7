import { type Look, lookOf } from "../../charts/looks.ts";
import { schema } from "./schema.ts";
import type { MethodName } from "./problem.ts";

/** Nine methods, eight looks: L-BFGS has the colour of BFGS, whose kin it is, with a shape and dashes of its own. */
const ORDER: readonly MethodName[] = schema.methods.options
  .map(({ value }) => value)
  .filter((method) => method !== "lbfgs");

/** The look of a method, which it keeps whichever others are chosen. */
export function lookOfMethod(method: MethodName): Look {
  if (method === "lbfgs") return { ...lookOf(ORDER.indexOf("bfgs")), shape: "down", dash: "1 4" };
  return lookOf(ORDER.indexOf(method));
}
