import { options, type Schema } from "../../params/schema.ts";
import { planes } from "../../problems/planes.ts";

export const schema = {
  view: {
    kind: "choice",
    label: "Picture",
    options: options({ line: "1-D", plane: "2-D", cost: "Cost" }),
    default: "line",
  },
  fn: {
    kind: "choice",
    label: "Function",
    options: options({
      cubic: "x³/3 − 2x",
      hyperbola: "√(1 + x²)",
      wells: "x⁴/4 − 3x²/2, two wells",
      quartic: "x⁴/4, flat at its minimum",
    }),
    default: "cubic",
  },
  x0: { kind: "number", label: "Start x₀", min: -4, max: 4, step: 0.01, default: 3 },
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
      trough: planes.trough.label,
    }),
    default: "rosenbrock",
  },
  start: { kind: "numbers", label: "Start", default: [-1.2, 1], min: -10, max: 10 },
  damping: {
    kind: "choice",
    label: "Line search",
    options: options({ off: "Off", backtracking: "Backtracking", wolfe: "Wolfe" }),
    default: "off",
  },
  step: { kind: "number", label: "Iterate", min: 0, max: 60, whole: true, default: 0 },
  variables: {
    kind: "number",
    label: "Variables M",
    min: 2,
    max: 10000,
    scale: "log",
    whole: true,
    default: 100,
  },
  rows: { kind: "number", label: "Rows N", min: 10, max: 1e6, scale: "log", whole: true, default: 1000 },
  memory: { kind: "number", label: "Pairs of L-BFGS k", min: 1, max: 20, whole: true, default: 10 },
} as const satisfies Schema;
