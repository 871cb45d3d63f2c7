import { UnsupportedError } from "../errors.ts";
import type { SimdBuild } from "./module.ts";

/** The smallest modules: an empty one, and one that uses an instruction of each proposal. */
const EMPTY = [0, 97, 115, 109, 1, 0, 0, 0];
const SIMD_PROBE = [...EMPTY, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 8, 1, 6, 0, 0, 253, 15, 26, 11];
const RELAXED_PROBE = [...EMPTY, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 9, 1, 7, 0, 0, 253, 128, 2, 26, 11];

/**
 * The module of a build, compiled from the bytes that the package carries.
 *
 * @throws {UnsupportedError} where the runtime lacks the instructions, or forbids compiling bytes
 */
export function compile(simd: SimdBuild, bytes: () => BufferSource): WebAssembly.Module {
  checkSimd();
  if (simd === "relaxed") checkRelaxed();
  try {
    return new WebAssembly.Module(bytes());
  } catch (cause) {
    throw forbidden("and call `await init({ wasm })` first", cause);
  }
}

/** @throws {UnsupportedError} where the runtime lacks the instructions of the baseline build */
export function checkSimd(): void {
  if (typeof WebAssembly === "undefined")
    throw new UnsupportedError("this JavaScript runtime has no WebAssembly");
  if (!WebAssembly.validate(new Uint8Array(SIMD_PROBE))) {
    throw new UnsupportedError("this JavaScript runtime has no WebAssembly SIMD, which the kernels need");
  }
}

function checkRelaxed(): void {
  if (WebAssembly.validate(new Uint8Array(RELAXED_PROBE))) return;
  throw new UnsupportedError(
    'this JavaScript runtime has no relaxed SIMD (Node has it from 21 on); use createRuntime({ simd: "baseline" })',
  );
}

/** Whether the runtime compiles nothing at all, as under a Content-Security-Policy: then a module is not to blame. */
export function compilesNothing(): boolean {
  try {
    return !new WebAssembly.Module(new Uint8Array(EMPTY));
  } catch {
    return true;
  }
}

/** @param remedy - what to do with a module that was imported */
export function forbidden(remedy: string, cause: unknown): UnsupportedError {
  return new UnsupportedError(
    "this JavaScript runtime forbids compiling WebAssembly: a page's Content-Security-Policy permits it with " +
      `script-src 'wasm-unsafe-eval'; elsewhere import the package's .wasm file as a module ${remedy}`,
    { cause },
  );
}
