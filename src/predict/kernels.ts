import { InputError } from "../errors.ts";
import { bytesOf } from "../numerics/hexadecimal.ts";
import type { scoreRows } from "../numerics/score-rows.ts";
import { describe } from "../options.ts";
import { predict } from "../wasm/bytes/predict.ts";
import { checkSimdOf, forbidden } from "../wasm/compile.ts";

/** What assembly/predict.ts exports. */
interface Kernels {
  readonly memory: WebAssembly.Memory;
  readonly heapBase: { readonly value: number };
  scoresF64(rows: number, cols: number, x: number, w: number, b: number, z: number): void;
}

/** What to do with a module that was imported. */
const REMEDY = "for accelerate(module)";

const PAGE_BYTES = 65536;

/** So many rows are copied into linear memory at a time. */
const CHUNK_ROWS = 64;

/** One for all models: a page may have few memories only. */
let started: Promise<typeof scoreRows> | undefined;

/**
 * A twin of `scoreRows` in WebAssembly, compiled at first use.
 *
 * @param module - build/predict.wasm, for runtimes that forbid compiling bytes
 * @throws {InputError} for another module
 * @throws {UnsupportedError} where the runtime lacks the instructions, or forbids compiling bytes
 */
export function scoreRowsByKernel(module?: WebAssembly.Module): Promise<typeof scoreRows> {
  started ??= start(module).catch((error: unknown) => {
    started = undefined; // another try may bring a module
    throw error;
  });
  return started;
}

async function start(module?: WebAssembly.Module): Promise<typeof scoreRows> {
  const bytes = bytesOf(predict);
  checkSimdOf(bytes);
  if (module !== undefined) checkModule(module);
  const { exports } = await instantiate(module ?? (await compile(bytes)));
  return scorerOf(exports as unknown as Kernels);
}

/** WebKit compiles all the same under a Content-Security-Policy that forbids it, and refuses here. */
async function instantiate(module: WebAssembly.Module): Promise<WebAssembly.Instance> {
  try {
    return await WebAssembly.instantiate(module, {});
  } catch (cause) {
    if (cause instanceof WebAssembly.CompileError) throw forbidden(REMEDY, cause);
    throw cause;
  }
}

function checkModule(module: unknown): asserts module is WebAssembly.Module {
  const isModule = Object.prototype.toString.call(module) === "[object WebAssembly.Module]";
  if (isModule) {
    const exported = WebAssembly.Module.exports(module as WebAssembly.Module);
    // No other module of the package exports its memory.
    if (exported.some(({ name }) => name === "memory")) return;
  }
  throw new InputError("module", `${describe(module)}; expected this package's predict.wasm`);
}

async function compile(bytes: Uint8Array<ArrayBuffer>): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(bytes);
  } catch (cause) {
    throw forbidden(REMEDY, cause);
  }
}

function scorerOf({ memory, heapBase, scoresF64 }: Kernels): typeof scoreRows {
  const base = (heapBase.value + 15) & ~15;

  /** Room for so many numbers. A view doesn't survive the memory's growth. */
  function room(numbers: number): Float64Array {
    const missing = base + numbers * 8 - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
    return new Float64Array(memory.buffer, base, numbers);
  }

  return (x, w, b, z) => {
    const cols = w.length;
    const rows = Math.min(CHUNK_ROWS, z.length);
    // The scores, the weights, the rows: all aligned to 16 bytes.
    const weights = CHUNK_ROWS;
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
