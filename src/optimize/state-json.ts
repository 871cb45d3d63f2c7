import { InputError } from "../errors.ts";
import { decodeBase64, encodeBase64 } from "../numerics/base64.ts";
import { describe, isPlainObject } from "../options.ts";
import type { StateNumbers } from "../solvers/state.ts";

/** A state as plain data: every number in base64, so that −0, NaN and every bit survive. */
export interface StateJSON {
  readonly size: number;
  readonly scalars: Readonly<Record<string, string>>;
  readonly vectors: Readonly<Record<string, string>>;
  /** The states of runs within the run, where there are any under way. */
  readonly parts?: Readonly<Record<string, StateJSON>>;
}

export function writeState({ size, scalars, vectors, parts }: StateNumbers): StateJSON {
  return {
    size,
    scalars: map(scalars, (value) => encode(Float64Array.of(value))),
    vectors: map(vectors, encode),
    ...(Object.keys(parts).length > 0 && { parts: map(parts, writeState) }),
  };
}

/** @throws {@link InputError} for what `writeState` can't have written */
export function readState(saved: unknown): StateNumbers {
  if (!isPlainObject(saved)) throw wrong(saved);
  const { size, scalars, vectors, parts = {} } = saved;
  if (!isPlainObject(scalars) || !isPlainObject(vectors) || !isPlainObject(parts)) throw wrong(saved);
  const read = {
    size: size as number,
    scalars: map(scalars, decodeOne),
    vectors: map(vectors, decode),
    parts: map(parts, readState),
  };
  for (const part of Object.values(read.parts)) checkSize(part, read.size);
  return read;
}

/** @throws {@link InputError} if a state isn't that of a problem of so many variables */
export function checkSize(saved: StateNumbers, size: number): void {
  if (saved.size !== size) throw new InputError("checkpoint", `${saved.size} variables; expected ${size}`);
}

function wrong(saved: unknown): InputError {
  return new InputError("checkpoint", `${describe(saved)}; expected what an earlier run gave`);
}

function map<T, R>(record: Readonly<Record<string, T>>, change: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}

function encode(values: Float64Array): string {
  return encodeBase64(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

function decodeOne(text: unknown): number {
  const { length, 0: value } = decode(text);
  if (length !== 1) throw new InputError("checkpoint", `${length} numbers in one place; expected one`);
  return value;
}

function decode(text: unknown): Float64Array {
  try {
    return new Float64Array(decodeBase64(text as string).buffer);
  } catch (cause) {
    const problem = "a number that is not in base64; expected what an earlier run gave";
    const error = new InputError("checkpoint", problem);
    error.cause = cause;
    throw error;
  }
}
