/** The entries of a model's JSON that predictions need: what `fromJSON` and logit-wasm/predict read alike. */
import { InputError } from "../errors.ts";
import { describe, isPlainObject } from "../options.ts";
import { readFeatureNames } from "./feature-names.ts";
import { compareLabels, type Label } from "./label.ts";
import type { LinearModel } from "./score-rows.ts";
import { checkLabels } from "./target.ts";

type Entries = Record<string, unknown>;

/** Refuses the text of a model, and what `import()` answers: both are taken for the model easily. */
export function checkParsed(model: unknown, reader: string): void {
  if (typeof model === "string")
    throw new InputError("model", `a string; expected the parsed object: ${reader}(JSON.parse(text))`);
  if (isPlainObject(model) && "default" in model && !("version" in model))
    throw new InputError("model", `a module; expected its default export: ${reader}(module.default)`);
}

/** @throws {@link InputError} that names the first entry that can't be used */
export function readLogistic(model: Entries): LinearModel & { readonly classes: readonly Label[] } {
  checkVersion(model);
  const classes = readClasses(model.classes);
  const rows = model.coef;
  if (!Array.isArray(rows) || rows.length !== 1) {
    throw new InputError("model.coef", `${describe(rows)}; expected an array of one row`);
  }
  const w = readCoef("model.coef[0]", rows[0]);
  const { intercept } = model;
  if (!Array.isArray(intercept) || intercept.length !== 1) {
    throw new InputError("model.intercept", `${describe(intercept)}; expected an array of 1`);
  }
  const b = readNumber("model.intercept[0]", intercept[0]);
  return { classes, w, b, featureNames: readNames(model, w.length) };
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
  if (!Array.isArray(classes) || classes.length !== 2) {
    throw new InputError(argument, `${describe(classes)}; expected an array of two labels`);
  }
  checkLabels(argument, classes);
  const [first, second] = classes as Label[];
  const order = compareLabels(first, second);
  if (order === 0) throw new InputError(argument, `${describe(first)} twice; expected two different labels`);
  if (order > 0) {
    throw new InputError(
      argument,
      `${describe(first)} before ${describe(second)}; expected two labels in order`,
    );
  }
  return Object.freeze([first, second]);
}

function readCoef(argument: string, coef: unknown): Float64Array {
  if (!Array.isArray(coef) || coef.length === 0) {
    throw new InputError(argument, `${describe(coef)}; expected an array of one number for each column`);
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
