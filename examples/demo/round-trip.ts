import { readFileSync, statSync, writeFileSync } from "node:fs";
import { LogisticRegression } from "logit-wasm";

/** A model that was written to a file, loaded from it and compared with what was written. */
export interface RoundTrip {
  readonly path: string;
  readonly bytes: number;
  /** How many probabilities both models answered. */
  readonly compared: number;
  /** Whether all their bits are the same. */
  readonly identical: boolean;
}

export function roundTrip(
  model: LogisticRegression<string>,
  path: string,
  rows: readonly Float64Array[],
): RoundTrip {
  writeFileSync(path, JSON.stringify(model));
  const loaded = LogisticRegression.fromJSON<string>(JSON.parse(readFileSync(path, "utf8")));

  const before = model.predictProba(rows).data;
  const after = loaded.predictProba(rows).data;
  const identical = Buffer.from(before.buffer).equals(Buffer.from(after.buffer));
  return { path, bytes: statSync(path).size, compared: rows.length, identical };
}
