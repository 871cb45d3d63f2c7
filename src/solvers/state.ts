import type { SymmetricMatrix } from "../wasm/matrix.ts";
import type { Vector } from "../wasm/vector.ts";
import type { Workspace } from "../wasm/workspace.ts";

/** The memory of a run: every number that must outlive a step, by name. */
export class State {
  readonly size: number;
  readonly scalars: Record<string, number> = {};
  readonly #workspace: Workspace;
  readonly #vectors = new Map<string, Vector>();
  readonly #matrices = new Map<string, SymmetricMatrix>();

  constructor(size: number, workspace: Workspace) {
    this.size = size;
    this.#workspace = workspace;
  }

  /** The vector of that name; zeros when it is first asked for. */
  vector(name: string, length: number = this.size): Vector {
    const vector = this.#vectors.get(name) ?? this.#workspace.vector(length);
    this.#vectors.set(name, vector);
    return vector;
  }

  /** The size × size matrix of that name; zeros when it is first asked for. */
  matrix(name: string): SymmetricMatrix {
    const matrix = this.#matrices.get(name) ?? this.#workspace.matrix(this.size);
    this.#matrices.set(name, matrix);
    return matrix;
  }
}
