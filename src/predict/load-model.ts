import type { Label } from "../data/label.ts";
import { checkParsed, readLinear, readLogistic } from "../data/model-entries.ts";
import { InputError } from "../errors.ts";
import { describe, isPlainObject } from "../options.ts";
import { LinearPredictor } from "./linear-predictor.ts";
import { LogisticPredictor } from "./logistic-predictor.ts";

/** What predictions need of `LogisticRegression`'s JSON; there may be more. */
export interface LogisticJSON<L extends Label = Label> {
  readonly version: number;
  readonly classes: readonly L[];
  readonly coef: readonly (readonly number[])[];
  readonly intercept: readonly number[];
}

/** What predictions need of `LinearRegression`'s JSON; there may be more. */
export interface LinearJSON {
  readonly version: number;
  readonly coef: readonly number[];
  readonly intercept: number;
}

/**
 * The model whose `toJSON` wrote this, for predictions: of a `LogisticRegression` where there are classes, else of a
 * `LinearRegression`. Entries that predictions don't need are not looked at. Where TypeScript knows nothing of the value,
 * as after `JSON.parse`, it takes it for a `LogisticRegression`'s.
 *
 * ```ts
 * const model = loadModel(JSON.parse(text));
 * model.probability([63, 1.2]);
 * ```
 *
 * @throws {@link InputError} that names the first entry that can't be used
 */
export function loadModel<L extends Label = Label>(json: LogisticJSON<L>): LogisticPredictor<L>;
export function loadModel(json: LinearJSON): LinearPredictor;
export function loadModel(json: unknown): LogisticPredictor;
export function loadModel(json: unknown): LogisticPredictor | LinearPredictor {
  checkParsed(json, "loadModel");
  if (!isPlainObject(json)) throw new InputError("model", `${describe(json)}; expected a plain object`);
  const isLogistic = "classes" in json || (Array.isArray(json.intercept) && isNested(json.coef));
  return isLogistic ? new LogisticPredictor(readLogistic(json)) : new LinearPredictor(readLinear(json));
}

/** As the coefficients of a `LogisticRegression` are: one whose classes are missing should hear that. */
function isNested(coef: unknown): boolean {
  return Array.isArray(coef) && Array.isArray(coef[0]);
}
