/**
 * Scores of rows that lie in a caller's own array, by a small module with a memory of its own. That memory is not shared:
 * V8 copies into shared memory number by number, which takes longer than the scores.
 */
import { bytesOf } from "../numerics/hexadecimal.ts";
import type { scoreRows } from "../numerics/score-rows.ts";
import { predict } from "./bytes/predict.ts";

/** What assembly/predict.ts exports. */
export interface ScoreKernels {
  readonly memory: WebAssembly.Memory;
  readonly heapBase: { readonly value: number };
  scoresF64(rows: number, cols: number, x: number, w: number, b: number, z: number): void;
}

const PAGE_BYTES = 65536;

/** So many numbers are copied into linear memory at a time, in whole groups of four rows: caches have them still then. */
const CHUNK = 8192;

export function scorerBytes(): Uint8Array<ArrayBuffer> {
  return bytesOf(predict);
}

/** A twin of `scoreRows` in WebAssembly; undefined where there is no SIMD, or compiling bytes is forbidden. */
export function compiledScorer(): typeof scoreRows | undefined {
  const bytes = scorerBytes();
  try {
    if (!WebAssembly.validate(bytes)) return undefined;
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
    return scorerOf(exports as unknown as ScoreKernels);
  } catch {
    return undefined;
  }
}

export function scorerOf({ memory, heapBase, scoresF64 }: ScoreKernels): typeof scoreRows {
  const base = (heapBase.value + 15) & ~15;

  /** Room for so many numbers. A view doesn't survive the memory's growth. */
  function room(numbers: number): Float64Array {
    const missing = base + numbers * 8 - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
    return new Float64Array(memory.buffer, base, numbers);
  }

  return (x, w, b, z) => {
    const cols = w.length;
    const rows = Math.min(Math.max(4, (CHUNK / cols) & ~3), z.length);
    // The scores, the weights, the rows: all aligned to 16 bytes.
    const weights = rows + (rows & 1);
    const values = weights + cols + (cols & 1);
    const space = room(values + rows * cols);
    space.set(w, weights);
    for (let from = 0; from < z.length; from += rows) {
      const count = Math.min(rows, z.length - from);
      space.set(x.subarray(from * cols, (from + count) * cols), values);
      scoresF64(count, cols, base + values * 8, base + weights * 8, b, base);
      z.set(space.subarray(0, count), from);
    }
  };
}
