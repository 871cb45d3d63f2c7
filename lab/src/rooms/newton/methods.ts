import { backtracking, newton, strongWolfe } from "logit-wasm/optimize";
import type { Values } from "../../params/schema.ts";
import type { schema } from "./schema.ts";

export type Damping = Values<typeof schema>["damping"];

/** Runs end by themselves, or after so many steps. */
export const MOST_STEPS = 60;
export const TOLERANCE = 1e-12;

export function methodOf(damping: Damping): ReturnType<typeof newton> {
  switch (damping) {
    case "off":
      return newton({ lineSearch: false });
    case "backtracking":
      return newton({ lineSearch: backtracking() });
    case "wolfe":
      return newton({ lineSearch: strongWolfe() });
  }
}
