import { options, type Schema } from "../../params/schema.ts";
import { type ProblemName, problems } from "../../problems/index.ts";
import { RULES, type RuleName } from "./rules.ts";

const grounds = Object.fromEntries(
  Object.entries(problems).map(([name, { label }]) => [name, label]),
) as Readonly<Record<ProblemName, string>>;

export const schema = {
  rule: { kind: "choice", label: "Rule", options: options<RuleName>(RULES), default: "adam" },
  ground: { kind: "choice", label: "Function", options: options(grounds), default: "quadratic" },
  rate: { kind: "number", label: "Learning rate η", min: 1e-4, max: 2, scale: "log", default: 0.04 },
  momentum: { kind: "number", label: "Momentum μ", min: 0, max: 0.99, step: 0.01, default: 0.9 },
  form: {
    kind: "choice",
    label: "Form",
    options: options({ lookahead: "Looks ahead", transformed: "Transformed" }),
    default: "lookahead",
  },
  beta1: { kind: "number", label: "β₁, of the mean gradient", min: 0, max: 0.99, step: 0.01, default: 0.9 },
  beta2: { kind: "number", label: "β₂, of the mean square", min: 0, max: 0.999, step: 0.001, default: 0.999 },
  correction: { kind: "switch", label: "Bias correction", default: true },
  decay: { kind: "number", label: "Decay ρ", min: 0, max: 0.999, step: 0.001, default: 0.9 },
  epsilon: { kind: "number", label: "ε", min: 1e-10, max: 1, scale: "log", default: 1e-7 },
  weightDecay: { kind: "number", label: "Weight decay λ", min: 0, max: 1, step: 0.01, default: 0.01 },
  increase: { kind: "number", label: "Growth η⁺", min: 1, max: 2, step: 0.05, default: 1.2 },
  decrease: { kind: "number", label: "Shrinkage η⁻", min: 0.05, max: 0.95, step: 0.05, default: 0.5 },
  steps: {
    kind: "number",
    label: "Most steps",
    min: 2,
    max: 500,
    whole: true,
    default: 100,
  },
  start: { kind: "numbers", label: "Start", default: [], length: { min: 0, max: 2 }, min: -10, max: 10 },
  at: { kind: "numbers", label: "Iterate", default: [0], min: 0, max: 499 },
} as const satisfies Schema;
