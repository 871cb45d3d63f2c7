import { InputError } from "../errors.ts";
import { checkOptions, oneOf, positive } from "../options.ts";
import { baseline } from "./bytes/baseline.ts";
import { relaxed } from "./bytes/relaxed.ts";
import { compile } from "./compile.ts";
import type { SimdBuild } from "./module.ts";
import { INITIAL_BYTES, Runtime } from "./runtime.ts";

export interface RuntimeOptions {
  /**
   * Which build of the kernels runs. `"baseline"` gives the same bits on every machine and in every engine;
   * `"relaxed"` fuses multiplications with additions where the processor can, which is faster and rounds
   * differently from machine to machine. Default `"baseline"`.
   */
  simd?: SimdBuild;
  /** The most bytes of linear memory that the runtime may reserve in all. Default: what the machine gives. */
  maxMemory?: number;
}

/**
 * A runtime of one's own: another build of the kernels, or a limit on memory.
 *
 * @throws {@link InputError} for an unknown option or a value out of range
 * @throws {@link UnsupportedError} where the JavaScript runtime can't run the build or forbids compiling
 */
export function createRuntime(options: RuntimeOptions = {}): Runtime {
  checkOptions("options", options, ["simd", "maxMemory"]);
  const { simd = "baseline", maxMemory } = options;
  oneOf("options.simd", simd, ["baseline", "relaxed"]);
  if (maxMemory !== undefined) {
    positive("options.maxMemory", maxMemory);
    if (maxMemory < INITIAL_BYTES) {
      throw new InputError("options.maxMemory", `${maxMemory} bytes; expected at least ${INITIAL_BYTES}`);
    }
  }
  return new Runtime(compile(simd, simd === "baseline" ? baseline : relaxed), simd, maxMemory);
}
