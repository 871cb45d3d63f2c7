import { UnsupportedError } from "../errors.ts";
import type { SimdBuild } from "./module.ts";

/** The smallest module: an empty one. */
const EMPTY = [0, 97, 115, 109, 1, 0, 0, 0];

/** What makes it one with a function of such a body, which uses an instruction of a proposal. */
const SIMD = [1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 8, 1, 6, 0, 0, 253, 15, 26, 11];
const RELAXED = [1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 9, 1, 7, 0, 0, 253, 128, 2, 26, 11];

/**
 * The module of a build, compiled from the bytes that the package carries.
 *
 * @throws {UnsupportedError} where the runtime lacks the instructions, or forbids compiling bytes
 * @throws {RangeError} where it has no memory to unpack them in
 */
export function compile(simd: SimdBuild, bytes: () => BufferSource): WebAssembly.Module {
  checkSimd();
  if (simd === "relaxed") checkRelaxed();
  try {
    return new WebAssembly.Module(bytes());
  } catch (cause) {
    if (cause instanceof RangeError) throw cause; // no memory to unpack them in
    throw forbidden("and call `await init({ wasm })` first", cause);
  }
}

/** @throws {UnsupportedError} where the runtime lacks the instructions of the baseline build */
export function checkSimd(): void {
  checkSimdOf(Uint8Array.of(...EMPTY, ...SIMD));
}

/** As `checkSimd`, by a module that uses such instructions. */
export function checkSimdOf(module: BufferSource): void {
  const missing =
    typeof WebAssembly === "undefined" ? "" : WebAssembly.validate(module) ? undefined : " SIMD";
  if (missing !== undefined)
    throw new UnsupportedError(`this JavaScript runtime has no WebAssembly${missing}`);
}

function checkRelaxed(): void {
  if (WebAssembly.validate(Uint8Array.of(...EMPTY, ...RELAXED))) return;
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
    "this JavaScript runtime forbids compiling WebAssembly: Content-Security-Policy needs " +
      `script-src 'wasm-unsafe-eval'; elsewhere import the package's .wasm as a module ${remedy}`,
    { cause },
  );
}
