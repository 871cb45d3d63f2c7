import { CHUNK_ROWS, type ChunkScorer, type LinearModel, scoreRows } from "../data/score-rows.ts";
import { InputError } from "../errors.ts";
import { decodeBase64 } from "../numerics/base64.ts";
import { describe } from "../options.ts";
import { predict } from "../wasm/bytes/predict.ts";
import { checkSimd, forbidden } from "../wasm/compile.ts";
import type { Batch } from "./batch.ts";

/** What assembly/predict.ts exports. */
interface Kernels {
  readonly memory: WebAssembly.Memory;
  readonly heapBase: { readonly value: number };
  scoresF64(rows: number, cols: number, x: number, w: number, b: number, z: number): void;
  sigmoid(n: number, z: number, out: number): void;
}

const PAGE_BYTES = 65536;

/** One for all models: a page may have few memories only. */
let started: Promise<Batch> | undefined;

/**
 * The kernels, compiled at first use.
 *
 * @param module - build/predict.wasm, for runtimes that forbid compiling bytes
 * @throws {InputError} for another module
 * @throws {UnsupportedError} where the runtime lacks the instructions, or forbids compiling bytes
 */
export function kernelBatch(module?: WebAssembly.Module): Promise<Batch> {
  started ??= start(module).catch((error: unknown) => {
    started = undefined; // another try may bring a module
    throw error;
  });
  return started;
}

async function start(module?: WebAssembly.Module): Promise<Batch> {
  checkSimd();
  if (module !== undefined) checkModule(module);
  const { exports } = await WebAssembly.instantiate(module ?? (await compile()), {});
  return batchOf(exports as unknown as Kernels);
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

async function compile(): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(decodeBase64(predict));
  } catch (cause) {
    throw forbidden("for accelerate(module)", cause);
  }
}

/** Views are made anew for each batch: they don't survive the memory's growth. */
function batchOf({ memory, heapBase, scoresF64, sigmoid }: Kernels): Batch {
  const base = (heapBase.value + 15) & ~15;
  const view = (pointer: number, length: number) => new Float64Array(memory.buffer, pointer, length);

  function reserve(numbers: number): void {
    const missing = base + numbers * 8 - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
  }

  function scorer({ w, b }: LinearModel): ChunkScorer {
    const cols = w.length;
    const weights = base + CHUNK_ROWS * 8;
    const x = weights + ((cols + 1) & ~1) * 8;
    reserve(CHUNK_ROWS * (cols + 1) + cols + 1);
    view(weights, cols).set(w);
    const z = view(base, CHUNK_ROWS);
    return {
      chunk: view(x, CHUNK_ROWS * cols),
      score(count) {
        scoresF64(count, cols, x, weights, b, base);
        return z;
      },
    };
  }

  return {
    scores: (model, X) => scoreRows(model, X, scorer),
    sigmoids(z) {
      reserve(z.length);
      view(base, z.length).set(z);
      sigmoid(z.length, base, base);
      return view(base, z.length).slice();
    },
  };
}
