import { MemoryError } from "./memory-error.ts";
import { Allocator } from "./allocator.ts";
import type { Kernels, Pointer } from "./kernels.ts";
import { createMemory, instantiate, MAX_PAGES } from "./module.ts";
import { createRunStep, type Kernel, type RunStep } from "./worker.ts";

const PAGE_BYTES = 65536;

/** The most bytes that one linear memory can have. */
export const MAX_MEMORY_BYTES: number = MAX_PAGES * PAGE_BYTES;

/** What a runtime allows its memories together. */
export interface Budget {
  readonly reserved: number;
  readonly limit: number;
  /** How many bytes more may be reserved; memories that are not in use make way for as many as are wanted. */
  room(wanted: number): number;
}

/**
 * One linear memory with the kernels at work on it and an allocator over it. The memory is shared, so
 * views stay valid when it grows.
 */
export class Arena {
  readonly kernels: Kernels;
  readonly runStep: RunStep;
  readonly #exports: readonly string[];
  readonly #memory: WebAssembly.Memory;
  readonly #allocator: Allocator;
  readonly #budget: Budget;

  constructor(module: WebAssembly.Module, initialBytes: number, budget: Budget) {
    const pages = Math.ceil(initialBytes / PAGE_BYTES);
    if (pages * PAGE_BYTES > budget.room(pages * PAGE_BYTES)) throw memoryError(initialBytes, budget);
    try {
      this.#memory = createMemory(pages);
    } catch (cause) {
      throw memoryError(initialBytes, budget, cause);
    }
    this.kernels = instantiate(module, this.#memory);
    this.#exports = Object.keys(this.kernels);
    this.runStep = createRunStep(Object.values(this.kernels) as Kernel[]);
    this.#allocator = new Allocator(this.kernels.heapBase.value, this.reserved);
    this.#budget = budget;
  }

  get memory(): WebAssembly.Memory {
    return this.#memory;
  }

  /** By which number programs call a kernel. */
  kernelNumber(name: keyof Kernels): number {
    return this.#exports.indexOf(name);
  }

  /** How many bytes are allocated. */
  get used(): number {
    return this.#allocator.used;
  }

  /** How many bytes the memory has. */
  get reserved(): number {
    return this.#memory.buffer.byteLength;
  }

  /** @throws {MemoryError} if there is no room and the memory can't grow; nothing has changed then. */
  allocate(bytes: number): Pointer {
    const pointer = this.#allocator.allocate(bytes);
    if (pointer !== undefined) return pointer;
    this.#grow(bytes);
    return this.#allocator.allocate(bytes) as Pointer;
  }

  release(pointer: Pointer): void {
    this.#allocator.release(pointer);
  }

  f64(pointer: Pointer, length: number): Float64Array {
    return new Float64Array(this.#memory.buffer, pointer, length);
  }

  f32(pointer: Pointer, length: number): Float32Array {
    return new Float32Array(this.#memory.buffer, pointer, length);
  }

  i32(pointer: Pointer, length: number): Int32Array {
    return new Int32Array(this.#memory.buffer, pointer, length);
  }

  u32(pointer: Pointer, length: number): Uint32Array {
    return new Uint32Array(this.#memory.buffer, pointer, length);
  }

  /** Doubles the memory, or grows it by what is needed where it can't be doubled. */
  #grow(bytes: number): void {
    const needed = Math.ceil(this.#allocator.shortfall(bytes) / PAGE_BYTES);
    const room = Math.min(MAX_MEMORY_BYTES - this.reserved, this.#budget.room(needed * PAGE_BYTES));
    const doubled = Math.min(this.reserved / PAGE_BYTES, Math.floor(room / PAGE_BYTES));
    if (needed * PAGE_BYTES > room) throw memoryError(bytes, this.#budget);
    try {
      this.#memory.grow(Math.max(needed, doubled));
    } catch {
      try {
        this.#memory.grow(needed);
      } catch (cause) {
        // A RangeError in V8, the bare string "out of memory" in Firefox.
        throw memoryError(bytes, this.#budget, cause);
      }
    }
    this.#allocator.extend(this.reserved);
  }
}

function memoryError(bytes: number, { reserved, limit }: Budget, cause?: unknown): MemoryError {
  const error = new MemoryError(bytes, reserved, limit);
  if (cause !== undefined) error.cause = cause;
  return error;
}
