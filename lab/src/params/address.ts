import { plain } from "./format.ts";
import { defaultsOf, isSame, type Param, type Schema, type Value, type Values } from "./schema.ts";

/** What an address asks for: the room, and its parameters as text. */
export interface Address {
  readonly room: string;
  readonly query: ReadonlyMap<string, string>;
}

/** What an address tells beside a room's parameters. */
export interface Rest {
  /** The guided story. */
  readonly story?: string | undefined;
  /** Where the reader has stopped the animation. */
  readonly moment?: number | undefined;
}

/** Reads "#/room?name=value&name=value". */
export function readAddress(hash: string): Address {
  const [path = "", search = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  return { room: decode(path), query: new Map(search.split("&").filter(Boolean).map(readPair)) };
}

/** Only what differs from the defaults is written, and nothing private. Numbers are as many digits as give the same number again. */
export function writeAddress(
  room: string,
  schema: Schema,
  values: Readonly<Record<string, Value>>,
  { story, moment }: Rest = {},
): string {
  const pairs = Object.entries(schema)
    .filter(([name, param]) => param.kind !== "private" && !isSame(values[name] as Value, param.default))
    .map(([name]) => `${name}=${encode(values[name] as Value)}`);
  if (moment !== undefined) pairs.push(`moment=${plain(moment)}`);
  if (story !== undefined) pairs.push(`story=${encodeURIComponent(story)}`);
  return `#/${room}${pairs.length > 0 ? `?${pairs.join("&")}` : ""}`;
}

/** The values of an address, the default in place of each that can't be used; `problems` says which and why. */
export function valuesOf<S extends Schema>(
  schema: S,
  query: Address["query"],
): { values: Values<S>; problems: readonly string[] } {
  const values: Record<string, Value> = { ...(defaultsOf(schema) as Record<string, Value>) };
  const problems: string[] = [];
  for (const [name, text] of query) {
    if (name === "story" || name === "moment") continue;
    const param = Object.hasOwn(schema, name) ? schema[name] : undefined;
    if (!param) {
      problems.push(`nothing here is called “${name}”`);
      continue;
    }
    const value = parse(param, text);
    if (value === undefined) problems.push(`“${text}” is no value of “${param.label}”`);
    else values[name] = value;
  }
  return { values: values as Values<S>, problems };
}

/** The rest of an address; a moment that is none is left out. */
export function restOf(query: Address["query"]): Rest {
  const moment = query.get("moment");
  return {
    story: query.get("story"),
    moment: moment === undefined ? undefined : usableNumber(moment, 0, Number.MAX_SAFE_INTEGER, false),
  };
}

/** The value that a text stands for, or undefined if it stands for none that the parameter takes. */
export function parse(param: Param, text: string): Value | undefined {
  switch (param.kind) {
    case "number":
      return usableNumber(text, param.min, param.max, param.whole === true);
    case "choice":
      return param.options.some(({ value }) => value === text) ? text : undefined;
    case "many": {
      const chosen = text === "" ? [] : text.split(",");
      const known = param.options.map(({ value }) => value).filter((value) => chosen.includes(value));
      const { atLeast = 0, atMost = param.options.length } = param;
      return known.length === chosen.length && known.length >= atLeast && known.length <= atMost
        ? known
        : undefined;
    }
    case "switch":
      return text === "1" ? true : text === "0" ? false : undefined;
    case "private":
      return undefined;
    case "numbers": {
      const { min = -Number.MAX_VALUE, max = Number.MAX_VALUE, length } = param;
      const parts = text === "" ? [] : text.split(",");
      const numbers = parts.map((part) => usableNumber(part, min, max, false));
      const count = length ?? { min: param.default.length, max: param.default.length };
      const fits = numbers.length >= count.min && numbers.length <= count.max;
      return fits && numbers.every((number) => number !== undefined) ? (numbers as number[]) : undefined;
    }
  }
}

function usableNumber(text: string, min: number, max: number, whole: boolean): number | undefined {
  const number = text.trim() === "" ? Number.NaN : Number(text);
  return number >= min && number <= max && (!whole || Number.isInteger(number)) ? number : undefined;
}

function encode(value: Value): string {
  if (typeof value === "boolean") return value ? "1" : "0";
  if (typeof value === "number") return plain(value);
  if (typeof value === "string") return encodeURIComponent(value);
  return value.map((item) => (typeof item === "number" ? plain(item) : encodeURIComponent(item))).join(",");
}

function readPair(pair: string): [string, string] {
  const [name = "", value = ""] = pair.split("=", 2);
  return [decode(name), decode(value)];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
