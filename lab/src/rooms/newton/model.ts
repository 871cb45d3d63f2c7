import type { Values } from "../../params/schema.ts";
import { type CostResult, costs } from "./cost-model.ts";
import { computeLine, type LineResult } from "./line-model.ts";
import { computePlane, type PlaneResult } from "./plane-model.ts";
import type { schema } from "./schema.ts";

export type Result = LineResult | PlaneResult | CostResult;

export function compute(values: Values<typeof schema>): Result {
  const { view, fn, x0, problem, start, damping, variables, rows, memory } = values;
  switch (view) {
    case "line":
      return computeLine(fn, x0, damping);
    case "plane":
      return computePlane(problem, start, damping);
    case "cost":
      return { view, at: costs(variables, rows, memory) };
  }
}
