import type { Schema } from "../../params/schema.ts";

export const schema = {
  rate: {
    kind: "number",
    label: "Step size",
    min: 1e-4,
    max: 1,
    scale: "log",
    default: 0.02,
  },
  condition: { kind: "number", label: "Condition number", min: 1, max: 200, scale: "log", default: 30 },
  steps: { kind: "number", label: "Steps", min: 1, max: 300, whole: true, default: 60 },
  start: { kind: "numbers", label: "Start", default: [-3, 1.5], min: -10, max: 10 },
} as const satisfies Schema;
