import type { Label } from "../data/label.ts";
import { Target } from "../data/target.ts";
import { InputError } from "../errors.ts";

/** The labels of at least one row, all of one type. */
export function readLabels(argument: string, labels: unknown): Target {
  const length = (labels as ArrayLike<Label> | null | undefined)?.length ?? 0;
  const target = new Target(argument, labels, length);
  if (length === 0) throw new InputError(argument, "no labels; expected at least one");
  return target;
}

/** True and predicted labels of the same rows, of the same type. */
export function readPair(yTrue: unknown, yPredicted: unknown): { truth: Target; predicted: Target } {
  const truth = readLabels("yTrue", yTrue);
  const predicted = readLabels("yPredicted", yPredicted);
  checkLength("yPredicted", predicted.values.length, truth);
  const expected = typeof truth.values[0];
  const found = typeof predicted.values[0];
  if (found !== expected) throw new InputError("yPredicted", `${found}s; expected ${expected}s, as in yTrue`);
  return { truth, predicted };
}

export function checkLength(argument: string, length: number, truth: Target): void {
  const rows = truth.values.length;
  if (length !== rows)
    throw new InputError(argument, `${length} values; expected ${rows}, as many as yTrue has`);
}
