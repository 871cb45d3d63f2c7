import { InputError } from "../errors.ts";
import { describe } from "../options.ts";
import { compareLabels, type Label } from "./label.ts";

/**
 * Labels of rows: an array of one type of label, or a typed array of numbers where those are labels. No conditional type
 * says so, as `Labels<string>` would not be `Labels` then.
 */
export type Labels<L extends Label = Label> = readonly L[] | (NumericArray & ArrayLike<L>);

export type NumericArray =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray;

/** Which class each row belongs to. Of two, one of the arrays does, until the other is asked for. */
export class ClassCodes {
  /** Sorted, each once. */
  readonly classes: readonly Label[];
  #codes: Int32Array | undefined;
  #signs: Int8Array | undefined;

  /** @param known - `codes`, or of two classes `signs` */
  constructor(classes: readonly Label[], known: Int32Array | Int8Array) {
    this.classes = classes;
    if (known instanceof Int8Array) this.#signs = known;
    else this.#codes = known;
  }

  /** Of each row, the index of its class: the same array for everybody. */
  get codes(): Int32Array {
    if (!this.#codes) {
      const signs = this.#signs!;
      const codes = new Int32Array(signs.length); // in a loop, as `from` takes 20 times as long
      for (let i = 0; i < codes.length; i++) codes[i] = (signs[i] + 1) >> 1;
      this.#codes = codes;
    }
    return this.#codes;
  }

  /** Of each row, 1 for the second class and −1 for the first, of two: the same array for everybody. */
  get signs(): Int8Array {
    this.#signs ??= signsOf(this.codes);
    return this.#signs;
  }
}

/** Bytes: a fit keeps them beside the numbers that it makes of them for the kernels. */
function signsOf(codes: Int32Array): Int8Array {
  const signs = new Int8Array(codes.length);
  for (let i = 0; i < signs.length; i++) signs[i] = 2 * codes[i] - 1;
  return signs;
}

/** `second` for rows of code 1, else `first`. Looked up, for a processor can't guess which class is next. */
export function signed(codes: Int32Array, first: number, second: number): Float64Array {
  const values = Float64Array.of(first, second);
  const target = new Float64Array(codes.length);
  for (let i = 0; i < target.length; i++) target[i] = values[codes[i]];
  return target;
}

/**
 * The target of a data set: a checked copy of what the caller gave. Of a typed array of two numbers, which class each row
 * belongs to is all that is kept.
 */
export class Target {
  #values: readonly Label[] | Float64Array | undefined;
  #classes: ClassCodes | undefined;

  /** @throws {@link InputError} for a wrong length, mixed types, holes, or numbers that aren't finite */
  constructor(argument: string, y: unknown, rows: number) {
    this.#classes = isNumeric(y) ? encodeTwo(y) : undefined;
    if (!this.#classes) this.#values = copyLabels(argument, y);
    const { length } = y as NumericArray;
    if (length !== rows) {
      throw new InputError(argument, `${length} labels; expected ${rows}, one for each row of X`);
    }
  }

  get values(): readonly Label[] | Float64Array {
    if (!this.#values) {
      const { classes, codes } = this.classCodes;
      this.#values = signed(codes, classes[0] as number, classes[1] as number);
    }
    return this.#values;
  }

  get classCodes(): ClassCodes {
    this.#classes ??= encode(this.values);
    return this.#classes;
  }
}

function isNumeric(y: unknown): y is NumericArray {
  return (
    ArrayBuffer.isView(y) && "length" in y && !(y instanceof BigInt64Array) && !(y instanceof BigUint64Array)
  );
}

function copyLabels(argument: string, y: unknown): readonly Label[] | Float64Array {
  if (isNumeric(y)) {
    const values = new Float64Array(y);
    checkNumbers(argument, values);
    return values;
  }
  if (!Array.isArray(y)) {
    throw new InputError(argument, `${describe(y)}; expected an array of labels or a typed array of numbers`);
  }
  checkLabels(argument, y);
  return y.slice() as Label[];
}

function checkNumbers(argument: string, values: Float64Array): void {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i]))
      throw new InputError(argument, `${values[i]} at index ${i}; expected a finite number`);
  }
}

/** @throws {@link InputError} for mixed types, holes, or numbers that aren't finite */
export function checkLabels(argument: string, values: ArrayLike<unknown>): void {
  const type = typeof values[0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (typeof value !== "number" && typeof value !== "string" && typeof value !== "boolean") {
      throw new InputError(
        argument,
        `${describe(value)} at index ${i}; expected a number, string or boolean`,
      );
    }
    if (typeof value !== type) {
      throw new InputError(
        argument,
        `${describe(value)} at index ${i}; expected a ${type} like ${describe(values[0])}`,
      );
    }
    if (typeof value === "number" && !Number.isFinite(value)) {
      throw new InputError(argument, `${value} at index ${i}; expected a finite number`);
    }
  }
}

function encode(values: readonly Label[] | Float64Array): ClassCodes {
  const found = codesInOrderFound(values);
  const classes = found.classes.toSorted(compareLabels);
  const ranks = new Map(classes.map((label, rank) => [label, rank]));
  const rankOf = found.classes.map((label) => ranks.get(label) as number);
  return new ClassCodes(
    classes,
    found.codes.map((code) => rankOf[code]),
  );
}

/**
 * Of numbers that are two different, finite ones; undefined if they aren't, as the first few mostly tell. It has no branches,
 * for a processor can't guess which of two labels is next: 2 ns a row, where {@link codesInOrderFound} takes 15.
 */
function encodeTwo(values: NumericArray): ClassCodes | undefined {
  const first = values[0];
  const next = values.find((value) => value !== first) as number;
  const low = Math.min(first, next) + 0; // −0 counts as 0; NaN where all are the same
  const high = Math.max(first, next) + 0;
  const isTwo = values.subarray(0, 64).every((value) => value === low || value === high);
  if (!isTwo || !Number.isFinite(high - low)) return undefined;
  const signs = new Int8Array(values.length);
  let found = 0;
  for (let i = 0; i < signs.length; i++) {
    const isHigh = Number(values[i] === high);
    signs[i] = 2 * isHigh - 1;
    found += isHigh + Number(values[i] === low);
  }
  return found === signs.length ? new ClassCodes([low, high], signs) : undefined;
}

function codesInOrderFound(values: readonly Label[] | Float64Array): { classes: Label[]; codes: Int32Array } {
  const known = new Map<Label, number>();
  const codes = new Int32Array(values.length);
  // A look at the last two labels spares most look-ups in the map: 2 ns a row against 20.
  let last: Label | undefined;
  let before: Label | undefined;
  let lastCode = 0;
  let beforeCode = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value !== last) {
      let code = beforeCode;
      if (value !== before) {
        code = known.get(value) ?? known.size;
        known.set(value, code);
      }
      before = last;
      beforeCode = lastCode;
      last = value;
      lastCode = code;
    }
    codes[i] = lastCode;
  }
  return { classes: [...known.keys()], codes }; // a Map keeps −0 as 0
}
