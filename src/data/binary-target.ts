import { type ClassCodes, signed } from "./target.ts";
import { InputError } from "../errors.ts";
import { describe } from "../options.ts";
import { weightOfClasses } from "./class-target.ts";
import type { ClassWeight } from "./class-weight.ts";

/** One number a row: its weight for the second class, minus that for the first. In bytes, where each weighs 1: ±1. */
export type RowTarget = Float64Array | Int8Array;

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
): RowTarget {
  checkTwo(classCodes.classes);
  const [first, second] = weightOfClasses(classCodes, sampleWeight, classWeight);
  if (!sampleWeight && first === 1 && second === 1) return classCodes.signs;
  const target = signed(classCodes.codes, -first, second);
  if (sampleWeight) for (let i = 0; i < target.length; i++) target[i] *= sampleWeight[i];
  return target;
}

/** Refuses other than two classes. */
export function checkTwo(classes: ClassCodes["classes"]): void {
  if (classes.length === 2) return;
  const shown = classes.slice(0, 4).map(describe).join(", ") + (classes.length > 4 ? ", …" : "");
  if (classes.length === 1) throw new InputError("y", `one class only, ${shown}; expected at least two`);
  throw new InputError("y", `${classes.length} classes (${shown}); expected two`);
}
