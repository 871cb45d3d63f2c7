import type { Arena } from "./arena.ts";
import type { Pointer } from "./kernels.ts";

/** A vector of f64 in linear memory. Arithmetic happens in the kernels; `values` is a lasting view. */
export class Vector {
  readonly arena: Arena;
  readonly pointer: Pointer;
  readonly values: Float64Array;

  constructor(arena: Arena, pointer: Pointer, length: number) {
    this.arena = arena;
    this.pointer = pointer;
    this.values = arena.f64(pointer, length);
  }

  get length(): number {
    return this.values.length;
  }

  /** `length` entries from `start` on, in place. */
  part(start: number, length: number): Vector {
    return new Vector(this.arena, this.pointer + start * 8, length);
  }

  /** this · x */
  dot(x: Vector): number {
    return this.arena.kernels.dot(this.length, this.pointer, x.pointer);
  }

  /** this += α x */
  add(alpha: number, x: Vector): void {
    this.arena.kernels.axpy(this.length, alpha, x.pointer, this.pointer);
  }

  /** this *= α */
  scale(alpha: number): void {
    this.arena.kernels.scale(this.length, alpha, this.pointer);
  }

  /** thisᵢ = xᵢ yᵢ, over the length of this. */
  product(x: Vector, y: Vector): void {
    this.arena.kernels.multiply(this.length, x.pointer, y.pointer, this.pointer);
  }

  /** this = x */
  copy(x: Vector): void {
    this.values.set(x.values);
  }

  /** The Euclidean norm. */
  norm2(): number {
    return this.arena.kernels.norm2(this.length, this.pointer);
  }

  /** The largest absolute value. */
  normMax(): number {
    return this.arena.kernels.normMax(this.length, this.pointer);
  }
}
