import { compareLabels, type Label } from "../data/label.ts";
import type { Target } from "../data/target.ts";
import { InputError } from "../errors.ts";
import { describe } from "../options.ts";
import { readLabels } from "./labels.ts";

/** `options.classes` in the order given, or else the classes that the labels hold, sorted. */
export function readClasses(given: unknown, ...labels: readonly Target[]): readonly Label[] {
  if (given === undefined) {
    return [...new Set(labels.flatMap(({ classCodes }) => classCodes.classes))].toSorted(compareLabels);
  }
  const classes = Array.from<Label>(readLabels("options.classes", given).values);
  const twice = classes.findIndex((label, k) => classes.indexOf(label) < k);
  if (twice >= 0) {
    throw new InputError(
      "options.classes",
      `${describe(classes[twice])} again at index ${twice}; expected each class once`,
    );
  }
  return classes;
}

/** Of each row, the index of its class. */
export function codesIn(classes: readonly Label[], argument: string, labels: Target): Int32Array {
  const { classes: found, codes } = labels.classCodes;
  const ranks = found.map((label) => classes.indexOf(label));
  const unknown = ranks.indexOf(-1);
  if (unknown >= 0) {
    const place = `${describe(found[unknown])} at index ${codes.indexOf(unknown)}`;
    throw new InputError(argument, `${place}; expected one of options.classes, ${list(classes)}`);
  }
  return codes.map((code) => ranks[code]);
}

/** The class to find: `options.positive`, or else the second of two. */
export function readPositive(given: unknown, classes: readonly Label[], instead = ""): Label {
  const argument = "options.positive";
  if (given === undefined) {
    if (classes.length === 2) return classes[1];
    const found =
      classes.length === 1 ? `the only class is ${list(classes)}` : `there are ${classes.length} classes`;
    throw new InputError(
      argument,
      `missing, and ${found}; expected the label of the positive class${classes.length > 2 ? instead : ""}`,
    );
  }
  // With a single class at hand, the positive one may be the other.
  const isKnown = classes.length === 1 ? isLike(classes[0], given) : classes.includes(given as Label);
  if (isKnown) return given as Label;
  const expected =
    classes.length === 1 ? `a ${typeof classes[0]} like ${list(classes)}` : `one of ${list(classes)}`;
  throw new InputError(argument, `${describe(given)}; expected ${expected}`);
}

/** Where no class is singled out. */
export function refusePositive(given: unknown, where: string): void {
  if (given === undefined) return;
  throw new InputError("options.positive", `${describe(given)} ${where}; expected none`);
}

function isLike(label: Label, given: unknown): boolean {
  return typeof given === typeof label && !Number.isNaN(given);
}

function list(classes: readonly Label[]): string {
  const shown = classes.slice(0, 10).map(describe).join(", ");
  return classes.length > 10 ? `${shown}, … (${classes.length})` : shown;
}
