import { options, type Schema } from "../../params/schema.ts";

export const MOST_DEGREES = 15;

export const schema = {
  data: {
    kind: "choice",
    label: "Data",
    options: options({ curve: "A noisy curve", houses: "Real houses" }),
    default: "curve",
  },
  rows: { kind: "number", label: "Training rows", min: 5, max: 500, scale: "log", whole: true, default: 20 },
  noise: { kind: "number", label: "Noise", min: 0, max: 1, step: 0.05, default: 0.3 },
  seed: { kind: "number", label: "Seed: which rows", min: 1, max: 100, whole: true, default: 1 },
  degree: { kind: "number", label: "Degree", min: 1, max: MOST_DEGREES, whole: true, default: 5 },
  ridge: { kind: "switch", label: "Penalty on large coefficients", default: false },
  alpha: { kind: "number", label: "Its strength α", min: 1e-6, max: 100, scale: "log", default: 0.01 },
  others: { kind: "number", label: "Fits of other training rows", min: 0, max: 30, whole: true, default: 0 },
} as const satisfies Schema;
