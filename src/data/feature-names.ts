import { InputError } from "../errors.ts";
import { describe } from "../options.ts";

/** A checked copy of names, one for each column, each once. */
export function readFeatureNames(argument: string, names: unknown, cols: number): readonly string[] {
  if (!Array.isArray(names))
    throw new InputError(argument, `${describe(names)}; expected an array of strings`);
  if (names.length !== cols) {
    throw new InputError(argument, `${names.length} names; expected ${cols}, one for each column of X`);
  }
  const copy = Array.from(names, (name: unknown, j) => {
    if (typeof name !== "string")
      throw new InputError(argument, `${describe(name)} at index ${j}; expected a string`);
    return name;
  });
  const seen = new Set<string>();
  const twice = copy.find((name) => seen.size === seen.add(name).size);
  if (twice !== undefined) throw new InputError(argument, `"${twice}" stands twice; expected each name once`);
  return Object.freeze(copy);
}
