import type { Label } from "./label.ts";
import type { ClassCodes } from "./target.ts";
import { InputError } from "../errors.ts";
import { describe, isPlainObject } from "../options.ts";

/** `"balanced"`, or a weight for each label; labels that aren't named weigh 1. */
export type ClassWeight<L extends Label = Label> =
  "balanced" | ReadonlyMap<L, number> | Readonly<Record<string, number>>;

/** A checked copy of a class weight; labels are looked at once they are known. */
export function copyClassWeight(argument: string, value: unknown): ClassWeight {
  if (value === "balanced") return value;
  if (!isMap(value) && !isPlainObject(value)) {
    throw new InputError(
      argument,
      `${describe(value)}; expected "balanced", a Map or an object of label -> weight`,
    );
  }
  const entries = entriesOf(value as Exclude<ClassWeight, "balanced">);
  for (const [label, weight] of entries) {
    if (typeof weight !== "number" || !(weight >= 0 && weight < Number.POSITIVE_INFINITY)) {
      const found = `${describe(weight)} for label ${describe(label)}`;
      throw new InputError(argument, `${found}; expected a finite number of at least 0`);
    }
  }
  return isMap(value) ? new Map(entries) : Object.fromEntries(entries);
}

/**
 * One weight for each class. Balanced ones give each class the same total: Σ s / (K Σ_class s), with the
 * sample weights s (King & Zeng 2001, as scikit-learn has it).
 */
export function classWeights(
  argument: string,
  value: ClassWeight | undefined,
  classCodes: ClassCodes,
  sampleWeight: Float64Array | undefined,
): Float64Array {
  const { classes } = classCodes;
  const totals = () => classTotals(classCodes.codes, classes.length, sampleWeight);
  return weightsByTotals(argument, value, classes, totals);
}

/** As `classWeights`, from the sums of the sample weights in each class. */
export function weightsByTotals(
  argument: string,
  value: ClassWeight | undefined,
  classes: readonly Label[],
  totalsOf: () => Float64Array,
): Float64Array {
  if (value === undefined) return new Float64Array(classes.length).fill(1);
  if (value === "balanced") {
    const totals = totalsOf();
    const all = totals.reduce((sum, total) => sum + total, 0);
    return totals.map((total) => all / (classes.length * total));
  }
  const weights = new Float64Array(classes.length).fill(1);
  for (const [label, weight] of entriesOf(value)) {
    // The keys of an object are strings, whatever the labels are.
    const isNamed = (known: Label) => (isMap(value) ? known === label : String(known) === label);
    const index = classes.findIndex(isNamed);
    if (index < 0) {
      const known = classes.map(describe).join(", ");
      throw new InputError(argument, `label ${describe(label)} is not in y; expected one of ${known}`);
    }
    weights[index] = weight;
  }
  return weights;
}

/** The sum of the sample weights in each class. */
export function classTotals(
  codes: Int32Array,
  count: number,
  sampleWeight: Float64Array | undefined,
): Float64Array {
  const totals = new Float64Array(count);
  for (let i = 0; i < codes.length; i++) totals[codes[i]] += sampleWeight ? sampleWeight[i] : 1;
  return totals;
}

/** Each label that is named, and its weight. */
export function entriesOf(value: Exclude<ClassWeight, "balanced">): [Label, number][] {
  return isMap(value) ? [...value.entries()] : Object.entries(value);
}

function isMap(value: unknown): value is ReadonlyMap<Label, number> {
  return Object.prototype.toString.call(value) === "[object Map]";
}
