import { options, type Schema } from "../../params/schema.ts";
import { grounds } from "./grounds.ts";
import { METHODS, type MethodName } from "./methods.ts";
import type { GroundName } from "./grounds.ts";

const labels = <K extends string>(of: Readonly<Record<K, { readonly label: string }>>) =>
  options(
    Object.fromEntries(
      Object.entries(of).map(([name, item]) => [name, (item as { label: string }).label]),
    ) as Record<K, string>,
  );

export const schema = {
  ground: {
    kind: "choice",
    label: "Function",
    options: labels<GroundName>(grounds),
    default: "rosenbrock",
  },
  methods: {
    kind: "many",
    label: "Methods (one to eight)",
    options: labels<MethodName>(METHODS),
    default: ["gradient-descent", "line-search", "momentum", "nesterov", "adam", "newton", "lbfgs"],
    atLeast: 1,
    atMost: 8,
  },
  fair: {
    kind: "choice",
    label: "Step sizes",
    options: options({ equal: "One for all", best: "Each its best" }),
    default: "equal",
  },
  rate: { kind: "number", label: "Step size", min: 1e-5, max: 10, scale: "log", default: 0.001 },
  momentum: { kind: "number", label: "Momentum μ", min: 0, max: 0.99, step: 0.01, default: 0.9 },
  budget: {
    kind: "number",
    label: "Budget",
    unit: "gradients",
    min: 10,
    max: 500,
    whole: true,
    default: 200,
  },
  batches: { kind: "switch", label: "Mini-batches", default: true },
  batch: {
    kind: "number",
    label: "Batch size",
    unit: "rows",
    min: 1,
    max: 1050,
    scale: "log",
    whole: true,
    default: 32,
  },
  seed: { kind: "number", label: "Seed", min: 0, max: 99, whole: true, default: 1 },
  start: { kind: "numbers", label: "Start", default: [], length: { min: 0, max: 2 }, min: -10, max: 10 },
  probe: {
    kind: "numbers",
    label: "Gradient here",
    default: [],
    length: { min: 0, max: 2 },
    min: -10,
    max: 10,
  },
} as const satisfies Schema;
