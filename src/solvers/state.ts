import { InputError } from "../errors.ts";
import { describe } from "../options.ts";
import type { SymmetricMatrix } from "../wasm/matrix.ts";
import type { Vector } from "../wasm/vector.ts";
import type { Workspace } from "../wasm/workspace.ts";

/** The numbers of a state, by name. */
export interface StateNumbers {
  readonly size: number;
  readonly scalars: Readonly<Record<string, number>>;
  readonly vectors: Readonly<Record<string, Float64Array>>;
  /** Those of runs within the run, where there are any under way. */
  readonly parts: Readonly<Record<string, StateNumbers>>;
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
  /** What this norm of the gradient may be in the end, for the same. */
  tol = 0;
  norm: (gradient: Vector) => number = (gradient) => gradient.normMax();
  readonly #workspace: Workspace;
  readonly #vectors = new Map<string, Vector>();
  readonly #matrices = new Map<string, SymmetricMatrix>();
  readonly #parts = new Map<string, State>();
  #saved: Pick<StateNumbers, "vectors" | "parts">;

  constructor(size: number, workspace: Workspace, saved?: StateNumbers) {
    this.size = size;
    this.#workspace = workspace;
    this.#saved = saved ?? { vectors: {}, parts: {} };
    Object.assign(this.scalars, saved?.scalars);
  }

  /** The vector of that name: as saved, or zeros when it is first asked for. */
  vector(name: string, length: number = this.size): Vector {
    const known = this.#vectors.get(name);
    if (known) return known;
    const vector = this.#workspace.vector(length);
    if (Object.hasOwn(this.#saved.vectors, name)) {
      const values = this.#saved.vectors[name];
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
    const { parts } = this.#saved;
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
    this.#saved = { vectors: {}, parts: {} };
    for (const name of Object.keys(this.scalars)) delete this.scalars[name];
    for (const { values } of [...this.#vectors.values(), ...this.#matrices.values()]) values.fill(0);
    for (const part of this.#parts.values()) part.clear();
  }

  /** A copy of the numbers as they are now. */
  snapshot(): StateNumbers {
    const own = [...this.#vectors].map(([name, { values }]) => [name, values.slice()] as const);
    const others = Object.entries(this.#saved.parts).filter(([name]) => !this.#parts.has(name));
    const parts = [...this.#parts]
      .filter(([, part]) => !part.isEmpty)
      .map(([name, part]) => [name, part.snapshot()] as const);
    return {
      size: this.size,
      scalars: { ...this.scalars },
      vectors: { ...this.#saved.vectors, ...Object.fromEntries(own) }, // some may not have been asked for yet
      parts: Object.fromEntries([...others, ...parts]),
    };
  }
}
