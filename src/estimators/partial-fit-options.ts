import type { Label } from "../data/label.ts";
import type { RealArray } from "../data/real-array.ts";
import { checkOptions } from "../options.ts";

export interface PartialFitOptions<L extends Label = Label> {
  /** All classes, in any order: needed at the first call, as its rows may hold some only. */
  classes?: readonly L[];
  /** Σ sᵢ of the whole stream, which scales the penalty: λ = 1 / (C · totalWeight). Needed at the first call, unless C is Infinity. */
  totalWeight?: number;
  /** One weight for each row of this call. Default: 1 each. */
  sampleWeight?: RealArray;
}

/** @throws {@link InputError} for an unknown option */
export function checkPartialOptions(options: PartialFitOptions): void {
  checkOptions("options", options, ["classes", "totalWeight", "sampleWeight"]);
}
