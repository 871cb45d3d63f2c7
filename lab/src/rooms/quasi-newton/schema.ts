import { options, type Schema } from "../../params/schema.ts";
import { planes } from "../../problems/planes.ts";

export const schema = {
  problem: {
    kind: "choice",
    label: "Function",
    options: options({
      rosenbrock: planes.rosenbrock.label,
      logistic: planes.logistic.label,
      quadratic: planes.quadratic.label,
      valley: planes.valley.label,
      himmelblau: planes.himmelblau.label,
      beale: planes.beale.label,
      saddle: planes.saddle.label,
    }),
    default: "rosenbrock",
  },
  start: { kind: "numbers", label: "Start", default: [-1.2, 1], min: -10, max: 10 },
  method: {
    kind: "choice",
    label: "Method",
    options: options({ lbfgs: "L-BFGS", bfgs: "BFGS" }),
    default: "lbfgs",
  },
  memory: { kind: "number", label: "Memory", unit: "pairs", min: 1, max: 10, whole: true, default: 3 },
  search: {
    kind: "choice",
    label: "Line search",
    options: options({ wolfe: "Wolfe", backtracking: "Backtracking" }),
    default: "wolfe",
  },
  scaled: { kind: "switch", label: "Scale the first guess, γ I", default: true },
  step: { kind: "number", label: "Iterate", min: 0, max: 100, whole: true, default: 10 },
} as const satisfies Schema;
