import { InputError } from "../errors.ts";
import { checkOptions, describe, oneOf, positive } from "../options.ts";
import type { SimdBuild } from "./module.ts";
import { baselineModule, relaxedModule } from "./modules.ts";
import { INITIAL_BYTES, Runtime, type ThreadCount } from "./runtime.ts";

export interface RuntimeOptions {
  /**
   * Which build of the kernels runs. `"baseline"` gives the same bits on every machine and in every engine;
   * `"relaxed"` fuses multiplications with additions where the processor can, which is faster and rounds
   * differently from machine to machine. Default `"baseline"`.
   */
  simd?: SimdBuild;
  /** The most bytes of linear memory that the runtime may reserve in all. Default: what the machine gives. */
  maxMemory?: number;
  /**
   * How many threads fits use at most, the calling one included. `"auto"`: as many as the machine has, and only
   * where the data is so large that it pays; a number: always so many. Every number of threads gives the same bits.
   * Where workers can't share memory (a page that isn't cross-origin isolated, an edge runtime) one thread
   * serves; `runtime.threads.reason` says why. Default `"auto"`.
   */
  threads?: ThreadCount;
}

/** More threads than any machine that this package was tried on could feed with data. */
const MOST_THREADS = 64;

/**
 * A runtime of one's own: another build of the kernels, a limit on memory, or a number of threads.
 *
 * @throws {@link InputError} for an unknown option or a value out of range
 * @throws {@link UnsupportedError} where the JavaScript runtime can't run the build or forbids compiling
 */
export function createRuntime(options: RuntimeOptions = {}): Runtime {
  checkOptions("options", options, ["simd", "maxMemory", "threads"]);
  const { simd = "baseline", maxMemory, threads = "auto" } = options;
  oneOf("options.simd", simd, ["baseline", "relaxed"]);
  if (maxMemory !== undefined) {
    positive("options.maxMemory", maxMemory);
    if (maxMemory < INITIAL_BYTES) {
      throw new InputError("options.maxMemory", `${maxMemory} bytes; expected at least ${INITIAL_BYTES}`);
    }
  }
  if (threads !== "auto" && !(Number.isInteger(threads) && threads >= 1 && threads <= MOST_THREADS)) {
    const expected = `expected "auto" or a whole number from 1 to ${MOST_THREADS}`;
    throw new InputError("options.threads", `${describe(threads)}; ${expected}`);
  }
  const module = simd === "baseline" ? baselineModule() : relaxedModule();
  return new Runtime(module, simd, { threads, ...(maxMemory !== undefined && { limit: maxMemory }) });
}
