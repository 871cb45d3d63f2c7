import { options, type Schema, type Values } from "../../params/schema.ts";

export const schema = {
  cost: {
    kind: "choice",
    label: "Cost",
    options: options({ bowl: "Bowl", heights: "Heights", tumours: "Tumours" }),
    default: "bowl",
  },
  columns: {
    kind: "choice",
    label: "Column",
    options: options({ standardised: "Standardised", raw: "As measured" }),
    default: "standardised",
  },
  condition: { kind: "number", label: "Condition number", min: 1, max: 200, scale: "log", default: 30 },
  rate: { kind: "number", label: "Step size", min: 1e-5, max: 100, scale: "log", default: 0.02 },
  steps: { kind: "number", label: "Steps", min: 1, max: 300, whole: true, default: 60 },
  start: { kind: "numbers", label: "Start in the bowl", default: [-3, 1.5] },
  startHeights: { kind: "numbers", label: "Start for heights", default: [-2, -1.5] },
  startHeightsRaw: { kind: "numbers", label: "Start for heights as measured", default: [0, 0] },
  startTumours: { kind: "numbers", label: "Start for tumours", default: [-2, 2] },
  startTumoursRaw: { kind: "numbers", label: "Start for tumours as measured", default: [0, 0] },
} as const satisfies Schema;

export type StepSizeValues = Values<typeof schema>;
