import { InputError } from "./errors.ts";

/** Refuses what is not a plain bag of options and every option that isn't known, with the nearest known name. */
export function checkOptions(argument: string, options: unknown, known: readonly string[]): void {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw new InputError(argument, `${describe(options)}; expected an object with options`);
  }
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) {
      throw new InputError(`${argument}.${name}`, `unknown option; expected ${suggestion(name, known)}`);
    }
  }
}

export function oneOf(argument: string, value: unknown, known: readonly string[]): void {
  if (!known.includes(value as string)) {
    throw new InputError(
      argument,
      `${describe(value)}; expected ${known.map((name) => `"${name}"`).join(", ")}`,
    );
  }
}

export function boolean(argument: string, value: unknown): void {
  if (typeof value !== "boolean")
    throw new InputError(argument, `${describe(value)}; expected true or false`);
}

/** More than 0; Infinity is in. */
export function positive(argument: string, value: unknown): void {
  if (typeof value !== "number" || !(value > 0)) {
    throw new InputError(argument, `${describe(value)}; expected a number greater than 0`);
  }
}

export function wholeNumber(argument: string, value: unknown, least: number): void {
  if (!Number.isSafeInteger(value) || (value as number) < least) {
    throw new InputError(argument, `${describe(value)}; expected a whole number of at least ${least}`);
  }
}

export function optionalFunction(argument: string, value: unknown): void {
  if (value !== undefined && typeof value !== "function") {
    throw new InputError(argument, `${describe(value)}; expected a function`);
  }
}

/** A value as it is shown in a message. */
export function describe(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return "a function";
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value)) return `an array of ${value.length}`;
  const name = (Object.getPrototypeOf(value) as object | null)?.constructor?.name ?? "Object";
  return name === "Object" ? "an object" : `a ${name}`;
}

function suggestion(name: string, known: readonly string[]): string {
  const nearest = known.toSorted((a, b) => editDistance(name, a) - editDistance(name, b))[0];
  if (nearest !== undefined && editDistance(name, nearest) <= 2) return `"${nearest}"?`;
  return known.map((option) => `"${option}"`).join(", ");
}

/** Levenshtein's distance, letters' case ignored. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1]?.toLowerCase() === b[j - 1]?.toLowerCase();
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (same ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}
