import { MemoryError } from "./memory-error.ts";
import type { Arena } from "./arena.ts";
import type { Pointer } from "./kernels.ts";
import { SymmetricMatrix } from "./matrix.ts";
import { Vector } from "./vector.ts";

/**
 * Everything that one computation allocates, to be given back all at once: whoever makes the workspace
 * disposes of it, and nobody else has to. Allocations go to the arena of the workspace unless one is named.
 * All of its methods throw a {@link MemoryError} where there isn't room.
 */
export class Workspace {
  readonly arena: Arena;
  readonly #allocations: { arena: Arena; pointer: Pointer }[] = [];

  constructor(arena: Arena) {
    this.arena = arena;
  }

  /** Space of unknown content. */
  space(bytes: number, arena: Arena = this.arena): Pointer {
    const pointer = arena.allocate(bytes);
    this.#allocations.push({ arena, pointer });
    return pointer;
  }

  /** A vector of zeros. */
  vector(length: number, arena: Arena = this.arena): Vector {
    const vector = new Vector(arena, this.space(length * 8, arena), length);
    vector.values.fill(0);
    return vector;
  }

  /** A copy of the values. */
  copy(values: Float64Array | Int8Array, arena: Arena = this.arena): Vector {
    const vector = new Vector(arena, this.space(values.length * 8, arena), values.length);
    vector.values.set(values);
    return vector;
  }

  /** A symmetric matrix of zeros. */
  matrix(size: number, arena: Arena = this.arena): SymmetricMatrix {
    const matrix = new SymmetricMatrix(arena, this.space(SymmetricMatrix.bytes(size), arena), size);
    matrix.values.fill(0);
    return matrix;
  }

  dispose(): void {
    for (const { arena, pointer } of this.#allocations.splice(0)) arena.release(pointer);
  }
}

/** What `make` makes, or undefined where there isn't room for it. */
export function whereRoom<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof MemoryError) return undefined;
    throw error;
  }
}
