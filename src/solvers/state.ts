import { InputError } from "../errors.ts";
import { decodeBase64, encodeBase64 } from "../numerics/base64.ts";
import { describe, isPlainObject } from "../options.ts";
import type { SymmetricMatrix } from "../wasm/matrix.ts";
import type { Vector } from "../wasm/vector.ts";
import type { Workspace } from "../wasm/workspace.ts";

/** A state as plain data: every number in base64, so that −0, NaN and every bit survive. */
export interface StateJSON {
  readonly size: number;
  readonly scalars: Readonly<Record<string, string>>;
  readonly vectors: Readonly<Record<string, string>>;
  /** The states of runs within the run, where there are any under way. */
  readonly parts?: Readonly<Record<string, StateJSON>>;
}

/** By how much F may still fall, relative to F, where the runs of estimators end: f64 has few digits more. */
export const LEAST_DECREASE = 1e-11;

/**
 * The memory of a run: every number that must outlive an iterate, by name. What a solver keeps elsewhere must be
 * made anew from it, so that a run from a restored state goes on bit for bit.
 */
export class State {
  readonly size: number;
  readonly scalars: Record<string, number> = {};
  /** By how much F may still fall in the end, relative to F: what methods that plan ahead plan for. */
  relativeDecrease: number = LEAST_DECREASE;
  /** What the gradient's largest number may be in the end, for the same. */
  tol = 0;
  readonly #workspace: Workspace;
  readonly #vectors = new Map<string, Vector>();
  readonly #matrices = new Map<string, SymmetricMatrix>();
  readonly #parts = new Map<string, State>();
  #saved: Pick<StateJSON, "vectors" | "parts">;

  /** @throws {@link InputError} if `saved` is not the state of a problem of this size */
  constructor(size: number, workspace: Workspace, saved?: StateJSON) {
    this.size = size;
    this.#workspace = workspace;
    if (saved) checkSaved(saved, size);
    this.#saved = saved ?? { vectors: {} };
    for (const [name, value] of Object.entries(saved?.scalars ?? {}))
      this.scalars[name] = decodeNumbers(value)[0];
  }

  /** The vector of that name: as saved, or zeros when it is first asked for. */
  vector(name: string, length: number = this.size): Vector {
    const known = this.#vectors.get(name);
    if (known) return known;
    const vector = this.#workspace.vector(length);
    if (Object.hasOwn(this.#saved.vectors, name)) {
      const values = decodeNumbers(this.#saved.vectors[name]);
      if (values.length !== length) {
        throw new InputError(
          "checkpoint",
          `${values.length} numbers in ${describe(name)}; expected ${length}`,
        );
      }
      vector.values.set(values);
    }
    this.#vectors.set(name, vector);
    return vector;
  }

  /** The size × size matrix of that name; zeros when it is first asked for. Matrices are not saved. */
  matrix(name: string): SymmetricMatrix {
    const matrix = this.#matrices.get(name) ?? this.#workspace.matrix(this.size);
    this.#matrices.set(name, matrix);
    return matrix;
  }

  /** The state of a run within this one, on as many variables: as saved, or empty when it is first asked for. */
  part(name: string): State {
    const { parts = {} } = this.#saved;
    const saved = Object.hasOwn(parts, name) ? parts[name] : undefined;
    const part = this.#parts.get(name) ?? new State(this.size, this.#workspace, saved);
    this.#parts.set(name, part);
    return part;
  }

  get isEmpty(): boolean {
    return Object.keys(this.scalars).length === 0;
  }

  /** Forgets everything: what is asked for is zeros again. */
  clear(): void {
    this.#saved = { vectors: {} };
    for (const name of Object.keys(this.scalars)) delete this.scalars[name];
    for (const { values } of [...this.#vectors.values(), ...this.#matrices.values()]) values.fill(0);
    for (const part of this.#parts.values()) part.clear();
  }

  toJSON(): StateJSON {
    return this.snapshot()();
  }

  /** Keeps the numbers as they are now; the function makes plain data of them when it is called. */
  snapshot(): () => StateJSON {
    const scalars = Object.entries(this.scalars);
    const vectors = [...this.#vectors].map(([name, { values }]) => [name, values.slice()] as const);
    const saved = this.#saved; // some of it may not have been asked for yet
    const others = Object.entries(saved.parts ?? {}).filter(([name]) => !this.#parts.has(name));
    const parts = [...this.#parts]
      .filter(([, part]) => !part.isEmpty)
      .map(([name, part]) => [name, part.snapshot()] as const);
    return () => ({
      size: this.size,
      scalars: Object.fromEntries(scalars.map(([name, value]) => [name, encode(Float64Array.of(value))])),
      vectors: {
        ...saved.vectors,
        ...Object.fromEntries(vectors.map(([name, values]) => [name, encode(values)])),
      },
      ...(others.length + parts.length > 0 && {
        parts: Object.fromEntries([...others, ...parts.map(([name, plain]) => [name, plain()] as const)]),
      }),
    });
  }
}

function checkSaved(saved: unknown, size: number): void {
  const isStateJSON =
    isPlainObject(saved) &&
    isPlainObject(saved.scalars) &&
    isPlainObject(saved.vectors) &&
    isPlainObject(saved.parts ?? {});
  if (!isStateJSON)
    throw new InputError("checkpoint", `${describe(saved)}; expected what an earlier run gave`);
  if (saved.size !== size) throw new InputError("checkpoint", `${saved.size} variables; expected ${size}`);
}

function encode(values: Float64Array): string {
  return encodeBase64(new Uint8Array(values.slice().buffer));
}

/** The numbers that base64 stands for. */
export function decodeNumbers(text: string): Float64Array {
  try {
    return new Float64Array(decodeBase64(text).buffer);
  } catch (cause) {
    const error = new InputError(
      "checkpoint",
      "a number that is not in base64; expected what an earlier run gave",
    );
    error.cause = cause;
    throw error;
  }
}
