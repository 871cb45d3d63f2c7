/** The entries of a model's JSON that predictions need: what `fromJSON` and logit-wasm/predict read alike. */
import { InputError } from "../errors.ts";
import { boolean, describe, isPlainObject, oneOf } from "../options.ts";
import { readFeatureNames } from "./feature-names.ts";
import { compareLabels, type Label } from "./label.ts";
import type { ClassModel } from "./score-classes.ts";
import type { LinearModel } from "./score-rows.ts";
import { checkLabels } from "./target.ts";

type Entries = Record<string, unknown>;

/** How more than two classes are modelled: all at once by a softmax, or each against the rest. */
export type MultiClass = "multinomial" | "ovr";

export const MULTI_CLASS: readonly MultiClass[] = ["multinomial", "ovr"];

/** Refuses the text of a model, and what `import()` answers: both are taken for the model easily. */
export function checkParsed(model: unknown, reader: string): void {
  if (typeof model === "string")
    throw new InputError("model", `a string; expected the parsed object: ${reader}(JSON.parse(text))`);
  if (isPlainObject(model) && "default" in model && !("version" in model))
    throw new InputError("model", `a module; expected its default export: ${reader}(module.default)`);
}

/** What predictions need of a logistic model. */
export interface LogisticEntries extends ClassModel {
  readonly multiClass: MultiClass;
  /** Whether scores need an offset beside them. */
  readonly offset: boolean;
}

/** @throws {@link InputError} that names the first entry that can't be used */
export function readLogistic(model: Entries): LogisticEntries {
  checkVersion(model);
  const classes = readClasses(model.classes);
  const count = classes.length > 2 ? classes.length : 1;
  const coef = readList("model.coef", model.coef, count === 1 ? "one row" : `${count} rows`, count).map(
    (row, k) => readCoef(`model.coef[${k}]`, row),
  );
  const { length } = coef[0]!;
  coef.forEach((row, k) => {
    if (row.length === length) return;
    throw new InputError(`model.coef[${k}]`, `${row.length} numbers; expected ${length} as in row 0`);
  });
  const intercept = Float64Array.from(
    readList("model.intercept", model.intercept, `${count}`, count),
    (value, k) => readNumber(`model.intercept[${k}]`, value),
  );
  const { multiClass = "multinomial", offset = false } = model;
  oneOf("model.multiClass", multiClass, MULTI_CLASS);
  boolean("model.offset", offset);
  return {
    classes,
    coef,
    intercept,
    featureNames: readNames(model, length),
    multiClass: multiClass as MultiClass,
    offset: offset as boolean,
  };
}

function readList(argument: string, list: unknown, expected: string, length: number): unknown[] {
  if (Array.isArray(list) && list.length === length) return list;
  throw new InputError(argument, `${describe(list)}; expected an array of ${expected}`);
}

/** @throws {@link InputError} that names the first entry that can't be used */
export function readLinear(model: Entries): LinearModel {
  checkVersion(model);
  const w = readCoef("model.coef", model.coef);
  const b = readNumber("model.intercept", model.intercept);
  return { w, b, featureNames: readNames(model, w.length) };
}

function checkVersion({ version }: Entries): void {
  if (version !== 1) throw new InputError("model.version", `${describe(version)}; expected 1`);
}

function readClasses(classes: unknown): readonly Label[] {
  const argument = "model.classes";
  if (!Array.isArray(classes) || classes.length < 2) {
    throw new InputError(argument, `${describe(classes)}; expected an array of two labels or more`);
  }
  checkLabels(argument, classes);
  const labels = classes as Label[];
  labels.forEach((label, k) => {
    if (k === 0 || compareLabels(labels[k - 1]!, label) < 0) return;
    const found = `${describe(labels[k - 1])} before ${describe(label)}`;
    throw new InputError(argument, `${found}; expected different labels, in order`);
  });
  return Object.freeze([...labels]);
}

function readCoef(argument: string, coef: unknown): Float64Array {
  if (!Array.isArray(coef) || coef.length === 0) {
    throw new InputError(argument, `${describe(coef)}; expected numbers, one a column`);
  }
  return Float64Array.from(coef, (value: unknown, j) => readNumber(`${argument}[${j}]`, value));
}

function readNumber(argument: string, value: unknown): number {
  if (Number.isFinite(value)) return value as number;
  throw new InputError(argument, `${describe(value)}; expected a finite number`);
}

function readNames({ featureNames }: Entries, cols: number): readonly string[] | undefined {
  return featureNames === undefined ? undefined : readFeatureNames("model.featureNames", featureNames, cols);
}
