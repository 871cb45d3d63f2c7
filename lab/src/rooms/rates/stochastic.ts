import type { MethodName } from "./problem.ts";

/** Whether a method sees a part of the data at a time. */
export function isStochastic(method: MethodName): boolean {
  return method === "saga" || method === "sgd";
}
