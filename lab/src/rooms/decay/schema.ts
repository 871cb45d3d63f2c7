import { planeMaps } from "../../data/plane-maps.ts";
import { options, type Schema } from "../../params/schema.ts";

export const scheduleNames = {
  constant: "Constant",
  step: "Step",
  exponential: "Exponential",
  inverse: "1 / t",
  cosine: "Cosine",
  warmup: "Warm-up, then cosine",
  drawn: "Drawn by hand",
} as const;

export type ScheduleName = keyof typeof scheduleNames;

export const schema = {
  shown: {
    kind: "many",
    label: "Schedules",
    options: options(scheduleNames),
    default: ["constant", "step", "inverse", "cosine"],
    atLeast: 1,
  },
  rate: { kind: "number", label: "First rate", min: 0.01, max: 10, scale: "log", default: 1 },
  factor: { kind: "number", label: "Step: multiply by", min: 0.05, max: 0.95, step: 0.05, default: 0.5 },
  every: {
    kind: "number",
    label: "Step: every",
    unit: "epochs",
    min: 1,
    max: 20,
    whole: true,
    default: 4,
  },
  exponential: {
    kind: "number",
    label: "Exponential: k, per epoch",
    min: 0.01,
    max: 3,
    scale: "log",
    default: 0.2,
  },
  inverse: {
    kind: "number",
    label: "1 / t: k, per epoch",
    min: 0.01,
    max: 100,
    scale: "log",
    default: 1,
  },
  warmup: {
    kind: "number",
    label: "Warm-up",
    unit: "epochs",
    min: 1,
    max: 20,
    whole: true,
    default: 3,
  },
  knots: {
    kind: "numbers",
    label: "The schedule drawn by hand, as parts of the first rate",
    default: [1, 1, 0.9, 0.8, 0.6, 0.45, 0.32, 0.2, 0.12, 0.06, 0.03, 0],
    min: 0,
    max: 1.2,
  },
  measure: {
    kind: "choice",
    label: "Error",
    options: options({ distance: "Distance", excess: "Cost − least" }),
    default: "distance",
  },
  data: {
    kind: "choice",
    label: "Data",
    options: options({ heights: planeMaps.heights.label, tumours: planeMaps.tumours.label }),
    default: "heights",
  },
  batch: {
    kind: "number",
    label: "Batch size",
    unit: "rows",
    min: 4,
    max: 256,
    scale: "log",
    whole: true,
    default: 16,
  },
  epochs: { kind: "number", label: "Epochs", min: 2, max: 40, whole: true, default: 20 },
  seed: { kind: "number", label: "Seed", min: 0, max: 999, whole: true, default: 1 },
  seeds: { kind: "number", label: "Seeds for the last chart", min: 1, max: 20, whole: true, default: 8 },
  reading: { kind: "numbers", label: "Epoch that is read", default: [10], min: 0, max: 40 },
} as const satisfies Schema;
