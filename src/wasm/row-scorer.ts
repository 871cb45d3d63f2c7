/**
 * Scores of rows that lie in a caller's own array, and probabilities from scores, by a small module with a memory of its
 * own. That memory is not shared: V8 copies into shared memory number by number, which takes longer than the scores.
 */
import { bytesOf } from "../numerics/hexadecimal.ts";
import { type RowFunctions, rowFunctions } from "../numerics/row-functions.ts";
import { predict } from "./bytes/predict.ts";

/** What assembly/predict.ts exports. */
export interface ScoreKernels {
  readonly memory: WebAssembly.Memory;
  readonly heapBase: { readonly value: number };
  /** As the kernel of this name in kernels.ts. */
  scoresF64(rows: number, cols: number, x: number, w: number, b: number, z: number): void;
  /** [σ(−zᵢ), σ(zᵢ)] of each; of an odd n, one more is read and written. */
  sigmoidPairs(n: number, z: number, out: number): void;
}

const PAGE_BYTES = 65536;

/**
 * So many numbers are copied into linear memory at a time, in whole groups of four rows: the second level cache has them
 * still then (1000000 × 100: 54 ms, by 8192 numbers 60, by 16384 70).
 */
const CHUNK = 49152;

/** Pairs that are made at a time, in the first level cache: an even number. */
const PAIRS = 1024;

export function scorerBytes(): Uint8Array<ArrayBuffer> {
  return bytesOf(predict);
}

/** In WebAssembly; in TypeScript where there is no SIMD, or compiling bytes is forbidden. */
export function bestRowFunctions(): RowFunctions {
  try {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(scorerBytes()));
    return rowFunctionsOf(exports as unknown as ScoreKernels);
  } catch {
    return rowFunctions;
  }
}

/** Of an instance of the module. */
export function rowFunctionsOf(kernels: ScoreKernels): RowFunctions {
  const { memory, heapBase } = kernels;
  const base = (heapBase.value + 15) & ~15;

  /** Room for so many numbers. A view doesn't survive the memory's growth. */
  function room(numbers: number): Float64Array {
    const missing = base + numbers * 8 - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
    return new Float64Array(memory.buffer, base, numbers);
  }

  return {
    scoreRows(x, w, b, z) {
      const cols = w.length;
      const rows = Math.min(Math.max(4, (CHUNK / cols) & ~3), z.length);
      // The scores, the weights, the rows: all aligned to 16 bytes.
      const weights = rows + (rows & 1);
      const values = weights + cols + (cols & 1);
      const space = room(values + rows * cols);
      space.set(w, weights);
      for (let from = 0; from < z.length; from += rows) {
        const part = z.subarray(from, from + rows);
        space.set(x.subarray(from * cols, (from + part.length) * cols), values);
        kernels.scoresF64(part.length, cols, base + values * 8, base + weights * 8, b, base);
        part.set(space.subarray(0, part.length));
      }
    },

    sigmoidPairs(z) {
      const pairs = new Float64Array(2 * z.length);
      const space = room(3 * PAIRS);
      for (let from = 0; from < z.length; from += PAIRS) {
        const part = z.subarray(from, from + PAIRS);
        space.set(part);
        kernels.sigmoidPairs(part.length, base, base + PAIRS * 8);
        pairs.set(space.subarray(PAIRS, PAIRS + 2 * part.length), 2 * from);
      }
      return pairs;
    },
  };
}
