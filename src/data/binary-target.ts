import { type ClassCodes, signed } from "./target.ts";
import { InputError } from "../errors.ts";
import { describe } from "../options.ts";
import { type ClassWeight, classTotals, classWeights } from "./class-weight.ts";

/**
 * Labels and weights as the kernels take them: tᵢ = sᵢ for the second class and −sᵢ for the first, with sᵢ
 * the sample weight times the class weight.
 *
 * @returns which nobody may change: without weights it is everybody's
 * @throws {@link InputError} unless there are exactly two classes, each with some weight
 */
export function binaryTarget(
  classCodes: ClassCodes,
  sampleWeight: Float64Array | undefined,
  classWeight: ClassWeight | undefined,
): Float64Array {
  const { classes, codes } = classCodes;
  checkTwo(classes);
  if (sampleWeight)
    classTotals(codes, 2, sampleWeight).forEach((total, k) => {
      if (total > 0) return;
      const found = `all weights of class ${describe(classes[k])} are 0`;
      throw new InputError("options.sampleWeight", `${found}; expected some above 0 in each class`);
    });
  const weights = classWeights("options.classWeight", classWeight, classCodes, sampleWeight);
  weights.forEach((weight, k) => {
    if (weight > 0) return;
    throw new InputError("options.classWeight", `0 for class ${describe(classes[k])}; expected each above 0`);
  });
  const [first, second] = weights;
  if (!sampleWeight && first === 1 && second === 1) return classCodes.signs;
  const target = signed(codes, -first, second);
  if (sampleWeight) for (let i = 0; i < target.length; i++) target[i] *= sampleWeight[i];
  return target;
}

function checkTwo(classes: ClassCodes["classes"]): void {
  if (classes.length === 2) return;
  const shown = classes.slice(0, 4).map(describe).join(", ") + (classes.length > 4 ? ", …" : "");
  if (classes.length === 1) throw new InputError("y", `one class only, ${shown}; expected two`);
  throw new InputError("y", `${classes.length} classes (${shown}); expected two`);
}
