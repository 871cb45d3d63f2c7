import { backtracking, bfgs, lbfgs, strongWolfe } from "logit-wasm/optimize";
import type { Values } from "../../params/schema.ts";
import type { schema } from "./schema.ts";

type Settings = Pick<Values<typeof schema>, "method" | "memory" | "search" | "scaled">;

/** Runs end by themselves, or after so many steps. */
export const MOST_STEPS = 100;
export const TOLERANCE = 1e-10;

export function methodOf({ method, memory, search, scaled }: Settings): ReturnType<typeof lbfgs> {
  const lineSearch = search === "wolfe" ? strongWolfe() : backtracking();
  return method === "bfgs"
    ? bfgs({ lineSearch, initialScaling: scaled })
    : lbfgs({ history: memory, lineSearch, initialScaling: scaled });
}
