import { type Look, lookOf } from "../../charts/looks.ts";
import { schema, type MethodName } from "./schema.ts";

export const methods = schema.method.options.map(({ value }) => value);

export function nameOf(method: MethodName): string {
  return schema.method.options.find(({ value }) => value === method)?.label ?? method;
}

/** Each method looks the same in all pictures. */
export function lookOfMethod(method: MethodName): Look {
  return lookOf(methods.indexOf(method));
}

/** Of lengths that were tried and not taken. */
export const REJECTED: Look = { color: "var(--bad)", shape: "cross", dash: "" };
