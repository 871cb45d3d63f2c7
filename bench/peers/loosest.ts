import type { LogisticRegression } from "logit-wasm";

/** Ours from loose to tight, as the peers' are. */
const TOLERANCES = [1e-2, 3e-3, 1e-3, 3e-4, 1e-4, 1e-5, 1e-6];

export interface Nearest {
  readonly tol: number;
  readonly model: LogisticRegression;
}

/**
 * The loosest of our tolerances whose fit comes as near to the optimum as is wanted: whoever is content with that, with our
 * software or another's, asks for no more.
 */
export async function loosest(
  fit: (tol: number) => Promise<LogisticRegression>,
  isNear: (model: LogisticRegression) => boolean,
): Promise<Nearest> {
  for (const tol of TOLERANCES) {
    const model = await fit(tol);
    if (isNear(model)) return { tol, model };
  }
  throw new Error(`no fit comes near enough to the optimum, even with tol ${TOLERANCES.at(-1)}`);
}
