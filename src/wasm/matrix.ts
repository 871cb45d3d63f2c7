import type { Arena } from "./arena.ts";
import type { Pointer } from "./kernels.ts";
import type { Vector } from "./vector.ts";

/** The order of the largest tiles that a Gram kernel fills; so many numbers are a cache line. */
const TILE = 8;

/**
 * A symmetric matrix of f64 in linear memory: row-major, of which only the upper triangle counts. Its rows, and their
 * number, are padded to the tiles of the Gram kernels, and rows lie an odd number of cache lines apart: where they
 * begin in few cache sets, as at a stride of 1024, Cholesky's factorisation takes twice as long.
 */
export class SymmetricMatrix {
  readonly arena: Arena;
  readonly pointer: Pointer;
  readonly size: number;
  readonly stride: number;
  readonly values: Float64Array;

  constructor(arena: Arena, pointer: Pointer, size: number) {
    this.arena = arena;
    this.pointer = pointer;
    this.size = size;
    this.stride = SymmetricMatrix.stride(size);
    this.values = arena.f64(pointer, SymmetricMatrix.bytes(size) / 8);
  }

  static stride(size: number): number {
    return (Math.ceil(size / TILE) | 1) * TILE;
  }

  static bytes(size: number): number {
    return Math.ceil(size / TILE) * TILE * SymmetricMatrix.stride(size) * 8;
  }

  copy(matrix: SymmetricMatrix): void {
    this.values.set(matrix.values);
  }

  /** this += matrix. The two may lie in different memories; where they don't, no engine has to optimise a loop first. */
  add({ arena, pointer, values }: SymmetricMatrix): void {
    if (arena === this.arena) arena.kernels.axpy(values.length, 1, pointer, this.pointer);
    else for (let i = 0; i < values.length; i++) this.values[i] += values[i];
  }

  /** this *= α */
  scale(alpha: number): void {
    this.arena.kernels.scale(this.values.length, alpha, this.pointer);
  }

  diagonal(index: number): number {
    return this.values[index * this.stride + index];
  }

  /** Adds to one entry of the diagonal. */
  addDiagonal(index: number, value: number): void {
    this.values[index * this.stride + index] += value;
  }

  /** Leaves the factor U of this = Uᵀ U. Answers −1, or the first index where this is not positive definite. */
  cholesky(): number {
    return this.arena.kernels.cholesky(this.size, this.stride, this.pointer);
  }

  /** b ← this⁻¹ b, after `cholesky`. */
  choleskySolve(b: Vector): void {
    this.arena.kernels.choleskySolve(this.size, this.stride, this.pointer, b.pointer);
  }
}
