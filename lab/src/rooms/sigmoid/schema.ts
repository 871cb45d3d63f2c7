import { options, type Schema } from "../../params/schema.ts";

/** What the slopes and intercepts of the pictures range over. */
export const W = [-1.5, 1.5] as const;
export const B = [-10, 10] as const;
/** The slope of the ground at which a descent ends. */
export const FLAT = 1e-4;

/** How many places the costs over (w, b) are asked at, along each. */
export const GRID = 49;

export const HEIGHTS = [48, 98] as const;

export const schema = {
  w: { kind: "number", label: "Slope w", min: W[0], max: W[1], step: 0.005, default: 0.15 },
  b: { kind: "number", label: "Intercept b", min: B[0], max: B[1], step: 0.02, default: 0 },
  threshold: {
    kind: "number",
    label: "Say “man” from p ≥",
    min: 0.01,
    max: 0.99,
    step: 0.01,
    default: 0.5,
  },
  data: {
    kind: "choice",
    label: "People",
    options: options({ all: "1,050 people", few: "24 of them" }),
    default: "all",
  },
  count: { kind: "number", label: "People added", min: 0, max: 200, whole: true, default: 0 },
  /** Height in inches and class of the people added. */
  extra: {
    kind: "numbers",
    label: "Height and class of the people added",
    default: [92, 1],
    min: 0,
    max: 120,
  },
  label: {
    kind: "choice",
    label: "The example",
    options: options({ one: "Man (1)", zero: "Woman (0)" }),
    default: "one",
  },
  score: { kind: "number", label: "Its score z", min: -8, max: 8, step: 0.1, default: -3 },
  axis: {
    kind: "choice",
    label: "Costs against",
    options: options({ z: "Score z", p: "Probability p" }),
    default: "z",
  },
  rate: { kind: "number", label: "Learning rate", min: 0.01, max: 10, scale: "log", default: 0.2 },
  steps: { kind: "number", label: "Steps", min: 1, max: 1000, whole: true, default: 400 },
  start: { kind: "numbers", label: "Start of the descents", default: [-0.5, -8], min: -10, max: 10 },
} as const satisfies Schema;
