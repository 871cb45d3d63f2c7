import { InputError } from "./errors.ts";

/** Refuses what is not a plain bag of options and every option that isn't known, with the nearest known name. */
export function checkOptions(argument: string, options: unknown, known: readonly string[]): void {
  checkKeys(argument, options, known, "option");
}

/** Refuses what is not a plain object and every key that isn't known, with the nearest known one. */
export function checkKeys(argument: string, value: unknown, known: readonly string[], noun = "entry"): void {
  if (!isPlainObject(value)) {
    const wanted = noun === "option" ? "an object with options" : "a plain object";
    throw new InputError(argument, `${describe(value)}; expected ${wanted}`);
  }
  for (const name of Object.keys(value)) {
    if (known.includes(name)) continue;
    throw new InputError(`${argument}.${name}`, `unknown ${noun}; expected ${suggestion(name, known)}`);
  }
}

/** Whether a value is what braces make, in whatever realm: no array, Map, Date or instance of a class. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || (Object.getPrototypeOf(prototype) === null && !Array.isArray(prototype));
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

/** 0 or more; Infinity is in. */
export function notNegative(argument: string, value: unknown): void {
  if (typeof value !== "number" || !(value >= 0)) {
    throw new InputError(argument, `${describe(value)}; expected a number of at least 0`);
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

/** A callback's answer. One that comes later can't be waited for, and must not be overlooked. */
export function atOnce<T>(argument: string, answer: T): T {
  if (typeof (answer as PromiseLike<unknown> | null | undefined)?.then !== "function") return answer;
  throw new InputError(argument, 'it returned a promise; expected "stop" or anything else, at once');
}

/** A value as it is shown in a message. */
export function describe(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return "a function";
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value)) return `an array of ${value.length}`;
  const { constructor, [Symbol.toStringTag]: tag } = value as Partial<Record<symbol, string>>;
  const name = constructor?.name || tag || "Object"; // a generator has a tag only
  return name === "Object" ? "an object" : `${/^[AEIO]/.test(name) ? "an" : "a"} ${name}`;
}

/** The known name that is meant, where one is near enough, or else all of them. */
export function suggestion(name: string, known: readonly string[]): string {
  const distance = (option: string) => editDistance(name, option);
  const nearest = known.toSorted((a, b) => distance(a) - distance(b))[0];
  const few = Math.min(2, Math.floor(name.length / 2));
  if (nearest !== undefined && distance(nearest) <= few) return `"${nearest}"?`;
  return known.map((option) => `"${option}"`).join(", ");
}

/** Levenshtein's distance, letters' case ignored. */
function editDistance(one: string, other: string): number {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + Number(a[i - 1] !== b[j - 1]));
    }
    row = next;
  }
  return row[b.length];
}
