import { InputError } from "../errors.ts";

/** What to expect in place of names that other software has: scikit-learn, glmnet. */
export type ForeignNames = Readonly<Record<string, string>>;

export const LOGISTIC_FOREIGN: ForeignNames = {
  penalty: '"l1Ratio", from 0 for a ridge to 1 for the lasso; C: Infinity for no penalty',
  alpha: '"l1Ratio" where glmnet has alpha; "C", the inverse, for a strength',
  lambda: '"C", which is 1 / (λ Σ sᵢ) for a λ as of logisticPath',
  n_jobs: '"runtime", of createRuntime({ threads })',
  random_state: '"solver", a method with its seed',
  verbose: '"onIteration"',
  warm_start: '"initial" among the options of fit',
  sampleWeight: "it among the options of fit",
};

/** @throws {@link InputError} for the first option with such a name */
export function refuseForeign(options: unknown, foreign: ForeignNames): void {
  const name = Object.keys(options ?? {}).find((option) => Object.hasOwn(foreign, option));
  if (name === undefined) return;
  throw new InputError(`options.${name}`, `unknown option; expected ${foreign[name]}`);
}
