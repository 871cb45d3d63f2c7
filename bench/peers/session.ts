import type { Runtime } from "logit-wasm";
import type { AlternateOptions } from "../timing.ts";
import type { DataSetName } from "./data-sets.ts";
import type { ScikitLearn } from "./scikit-learn.ts";

/** What all parts of a run share. */
export interface Session {
  readonly seed: number;
  readonly threads: number;
  readonly quick: boolean;
  readonly runtime: Runtime;
  readonly peer: ScikitLearn;
  readonly rounds: AlternateOptions;
  /** Those of a table of targets that `--only` leaves. */
  chosen<T>(table: Partial<Record<DataSetName, T>>): [DataSetName, T][];
}
