import { options, type Schema, type Values } from "../../params/schema.ts";
import { problems } from "../../problems/index.ts";

const start = (label: string, [a, b]: readonly [number, number]) =>
  ({ kind: "numbers", label: `Start: ${label}`, default: [a, b] }) as const;

export const schema = {
  problem: {
    kind: "choice",
    label: "Function",
    options: options({
      quadratic: problems.quadratic.label,
      valley: problems.valley.label,
      rosenbrock: problems.rosenbrock.label,
      beale: problems.beale.label,
      himmelblau: problems.himmelblau.label,
      saddle: problems.saddle.label,
      heights: "Logistic cost of heights",
    }),
    default: "quadratic",
  },
  condition: { kind: "number", label: "Condition number", min: 1, max: 100, scale: "log", default: 10 },
  method: {
    kind: "choice",
    label: "Search to look into",
    options: options({ backtracking: "Backtracking", exact: "Exact", lbfgs: "L-BFGS" }),
    default: "backtracking",
  },
  steps: { kind: "number", label: "Most steps", min: 1, max: 500, whole: true, default: 60 },
  alpha: {
    kind: "number",
    label: "α, how much of the promise must be kept",
    min: 0.01,
    max: 0.49,
    step: 0.01,
    default: 0.1,
  },
  beta: {
    kind: "number",
    label: "β, by which a length shrinks",
    min: 0.1,
    max: 0.95,
    step: 0.01,
    default: 0.5,
  },
  first: { kind: "number", label: "t₀, the first length", min: 0.001, max: 10, scale: "log", default: 1 },
  zoom: { kind: "switch", label: "Only the ray near the step taken", default: true },
  count: {
    kind: "choice",
    label: "Count",
    options: options({ steps: "Steps", evaluations: "Evaluations" }),
    default: "steps",
  },
  iterate: { kind: "number", label: "Iterate", min: 0, max: 499, whole: true, default: 0 },
  startQuadratic: start("bowl", [2.22, 2.04]),
  startValley: start("valley", problems.valley.start),
  startRosenbrock: start("Rosenbrock", problems.rosenbrock.start),
  startBeale: start("Beale", problems.beale.start),
  startHimmelblau: start("Himmelblau", problems.himmelblau.start),
  startSaddle: start("saddle", problems.saddle.start),
  startHeights: start("heights", [-2, -1.5]),
} as const satisfies Schema;

export type SearchValues = Values<typeof schema>;
export type MethodName = SearchValues["method"];
