import { InputError } from "../errors.ts";

/** Refuses what can be gone through only once, where it is given for what makes it. */
export function refuseIterator(X: unknown): void {
  if (typeof X !== "object" || X === null || !("next" in X || Symbol.asyncIterator in X)) return;
  const found = "an iterator, which can be gone through only once";
  throw new InputError("X", `${found}; expected a function that makes a new one for each pass`);
}
