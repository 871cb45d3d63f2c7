import { spamNames } from "../../data/spam-names.ts";
import { tumourNames } from "../../data/tumour-names.ts";
import { type Option, options, type Schema } from "../../params/schema.ts";
import { readable } from "./readable.ts";

/** A point is three numbers: x, y, and its class, 0 to 3. */
export const MOST_POINTS = 200;

export const schema = {
  data: {
    kind: "choice",
    label: "Data",
    options: options({
      clicked: "Points that you click",
      moons: "Two moons",
      circles: "Two circles",
      tumours: "Tumours: benign or malignant",
      spam: "E-mails: spam or not",
      heights: "Heights: female or male",
      own: "A CSV file of yours",
    }),
    default: "clicked",
  },
  tool: {
    kind: "choice",
    label: "A click",
    options: options({ first: "+ A", second: "+ B", third: "+ C", fourth: "+ D", remove: "Removes" }),
    default: "first",
  },
  points: {
    kind: "numbers",
    label: "Points",
    // prettier-ignore
    default: [
      -3, 1.2, 0, -2.6, -0.6, 0, -2.2, 0.4, 0, -1.7, 1.9, 0, -1.5, -1.3, 0, -1, 0.6, 0, -0.6, -0.4, 0, 0.3, 1.4, 0, 1.1, -0.9, 0,
      -0.9, -1.8, 1, -0.2, 0.5, 1, 0.6, -1.5, 1, 0.9, 0.4, 1, 1.4, 1.7, 1, 1.9, -0.3, 1, 2.2, 0.9, 1, 2.8, -1.2, 1, 3.1, 0.3, 1,
    ],
    length: { min: 0, max: 3 * MOST_POINTS },
    min: -10,
    max: 10,
  },
  tumourX: feature("Across", tumourNames, "mean_texture"),
  tumourY: feature("Up", tumourNames, "worst_radius"),
  spamX: feature("Across", spamNames, "charExclamation"),
  spamY: feature("Up", spamNames, "hp"),
  own: { kind: "private", label: "Your CSV", default: "" },
  ownColumns: {
    kind: "numbers",
    label: "Columns of your CSV: across, up, class",
    default: [-1, -1, -1],
    min: -1,
    max: 999,
  },
  count: { kind: "number", label: "Points", min: 10, max: 400, whole: true, default: 120 },
  noise: { kind: "number", label: "Noise", min: 0, max: 0.6, step: 0.02, default: 0.16 },
  seed: { kind: "number", label: "Seed", min: 1, max: 99, whole: true, default: 1 },
  degree: { kind: "number", label: "Degree of the polynomial", min: 1, max: 7, whole: true, default: 1 },
  penalty: { kind: "switch", label: "Penalty on large weights", default: true },
  C: { kind: "number", label: "C", min: 1e-4, max: 1e6, scale: "log", default: 1 },
  l1Ratio: {
    kind: "number",
    label: "L1 ratio: 0 ridge, 1 lasso",
    min: 0,
    max: 1,
    step: 0.05,
    default: 0,
  },
  solver: {
    kind: "choice",
    label: "Solver",
    options: options({
      auto: "The package’s choice",
      newton: "Newton",
      "newton-cholesky": "Newton by Cholesky factors",
      "proximal-newton": "Proximal Newton",
      "proximal-lbfgs": "Proximal L-BFGS",
      "newton-cg": "Newton-CG",
      "dual-newton-cg": "Newton-CG from the dual",
      "sampled-newton": "Newton on samples",
      bfgs: "BFGS",
      lbfgs: "L-BFGS",
      "gradient-descent": "Gradient descent",
      momentum: "Momentum",
      nesterov: "Nesterov",
      adagrad: "AdaGrad",
      rmsprop: "RMSProp",
      rprop: "Rprop",
      adam: "Adam",
      adamw: "AdamW",
      saga: "SAGA",
    }),
    default: "auto",
  },
  maxIter: {
    kind: "number",
    label: "Most steps",
    min: 1,
    max: 5000,
    scale: "log",
    whole: true,
    default: 1000,
  },
  weights: {
    kind: "choice",
    label: "Class weights",
    options: options({ equal: "Equal", balanced: "Balanced", own: "By hand" }),
    default: "equal",
  },
  ratio: {
    kind: "number",
    label: "A row of the second class counts as",
    unit: "of any other",
    min: 0.01,
    max: 100,
    scale: "log",
    default: 1,
  },
  threshold: { kind: "number", label: "Threshold", min: 0, max: 1, step: 0.01, default: 0.5 },
} as const satisfies Schema;

function feature<const T extends string>(label: string, names: readonly T[], chosen: NoInfer<T>) {
  const all: readonly Option<T>[] = names.map((name) => ({ value: name, label: readable(name) }));
  return { kind: "choice", label, options: all, default: chosen } as const;
}

/** The class that a click of each tool adds a point of. */
export const TOOL_CLASSES = { first: 0, second: 1, third: 2, fourth: 3 } as const;
