import { InputError } from "../errors.ts";
import { describe } from "../options.ts";
import { type ClassWeight, classTotals, classWeights } from "./class-weight.ts";
import type { Label } from "./label.ts";
import type { ClassCodes } from "./target.ts";

/**
 * What the rows of each class weigh, on top of their sample weights.
 *
 * @throws {@link InputError} unless each class has some weight
 */
export function weightOfClasses(
  classCodes: ClassCodes,
  sampleWeight: Float64Array | undefined,
  classWeight: ClassWeight | undefined,
): Float64Array {
  const { classes } = classCodes;
  if (sampleWeight) checkTotals(classes, classTotals(classCodes.codes, classes.length, sampleWeight));
  const weights = classWeights("options.classWeight", classWeight, classCodes, sampleWeight);
  checkWeights(classes, weights);
  return weights;
}

/** Refuses a class without sample weight. */
export function checkTotals(classes: readonly Label[], totals: Float64Array): void {
  totals.forEach((total, k) => {
    if (total > 0) return;
    const found = `all weights of class ${describe(classes[k])} are 0`;
    throw new InputError("options.sampleWeight", `${found}; expected some above 0 in each class`);
  });
}

/** Refuses a class whose rows weigh nothing. */
export function checkWeights(classes: readonly Label[], weights: Float64Array): void {
  weights.forEach((weight, k) => {
    if (weight > 0) return;
    throw new InputError("options.classWeight", `0 for class ${describe(classes[k])}; expected each above 0`);
  });
}

/**
 * The weight of each row: its sample weight times its class's.
 *
 * @throws {@link InputError} unless each class has some weight
 */
export function rowWeights(
  classCodes: ClassCodes,
  sampleWeight: Float64Array | undefined,
  classWeight: ClassWeight | undefined,
): Float64Array {
  const weights = weightOfClasses(classCodes, sampleWeight, classWeight);
  const { codes } = classCodes;
  const all = new Float64Array(codes.length); // filled in a loop, as `from` takes 20 times as long
  for (let i = 0; i < all.length; i++) all[i] = weights[codes[i]] * (sampleWeight?.[i] ?? 1);
  return all;
}
