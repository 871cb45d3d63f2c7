import { describe } from "vitest";
import { applyDelta } from "../../src/numerics/byte-delta.ts";
import { baseline } from "../../src/wasm/bytes/baseline.ts";
import { relaxed } from "../../src/wasm/bytes/relaxed.ts";
import type { Kernels, Pointer } from "../../src/wasm/kernels.ts";
import { decodeModule } from "../../src/wasm/module-text.ts";
import { createMemory, instantiate } from "../../src/wasm/module.ts";

/** The lengths at which every kernel on vectors is tested: empty, below, at and past each unrolling. */
export const lengths = [0, 1, 2, 3, 4, 5, 7, 8, 31, 64, 1000];

/** Values that are written right behind each array of a bench, to see that no kernel writes past its end. */
const GUARD = 8;
const GUARD_VALUE = 1.2345e67;

/** A memory with one build of the kernels at work on it, and room to put arrays for them. */
export class Bench {
  readonly memory = createMemory(64);
  readonly kernels: Kernels;
  #top: number;
  #guards: Pointer[] = [];

  constructor(module: WebAssembly.Module) {
    this.kernels = instantiate(module, this.memory);
    this.#top = this.kernels.heapBase.value;
  }

  /** Where a copy of the values lies now. Float32Array stays f32, all else is f64. */
  put(values: ArrayLike<number>): Pointer {
    const Storage = values instanceof Float32Array ? Float32Array : Float64Array;
    const pointer = this.space(values.length * Storage.BYTES_PER_ELEMENT);
    new Storage(this.memory.buffer, pointer, values.length).set(values);
    return pointer;
  }

  /** Space for an output, filled with NaN, so that what is not written shows. */
  space(bytes: number): Pointer {
    const pointer = Math.ceil(this.#top / 8) * 8;
    const guard = pointer + Math.ceil(bytes / 8) * 8;
    this.#top = guard + GUARD * 8;
    const pages = Math.ceil((this.#top - this.memory.buffer.byteLength) / 65536);
    if (pages > 0) this.memory.grow(pages);
    new Float64Array(this.memory.buffer, pointer, Math.ceil(bytes / 8)).fill(Number.NaN);
    new Float64Array(this.memory.buffer, guard, GUARD).fill(GUARD_VALUE);
    this.#guards.push(guard);
    return pointer;
  }

  /** Space for `length` numbers of f64. */
  vector(length: number): Pointer {
    return this.space(length * 8);
  }

  /** What lies at the pointer now. */
  get(pointer: Pointer, length: number): Float64Array {
    return new Float64Array(this.memory.buffer, pointer, length).slice();
  }

  /** Throws if a kernel wrote past an array; then forgets all arrays. */
  clear(): void {
    for (const guard of this.#guards) {
      const values = new Float64Array(this.memory.buffer, guard, GUARD);
      if (values.some((value) => value !== GUARD_VALUE))
        throw new Error("a kernel wrote past the end of an array");
    }
    this.#guards = [];
    this.#top = this.kernels.heapBase.value;
  }
}

/** The same tests on every build of the kernels. */
export function describeEachBuild(name: string, tests: (bench: Bench) => void): void {
  const bytes = decodeModule(baseline);
  for (const [build, module] of Object.entries({ baseline: bytes, relaxed: applyDelta(bytes, relaxed) })) {
    describe(`${name} (${build})`, () => tests(new Bench(new WebAssembly.Module(module))));
  }
}
