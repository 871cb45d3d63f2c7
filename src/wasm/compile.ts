import { UnsupportedError } from "../errors.ts";
import { decodeBase64 } from "../numerics/base64.ts";
import type { SimdBuild } from "./module.ts";

/** The smallest modules that use an instruction of each proposal. */
const SIMD_PROBE = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 8, 1, 6, 0, 0, 253, 15, 26, 11,
];
const RELAXED_PROBE = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 9, 1, 7, 0, 0, 253, 128, 2, 26, 11,
];

/**
 * The module of a build, compiled from the bytes that the package carries.
 *
 * @throws {UnsupportedError} where the runtime lacks the instructions, or forbids compiling bytes
 */
export function compile(simd: SimdBuild, base64: string): WebAssembly.Module {
  checkInstructions(simd);
  try {
    return new WebAssembly.Module(decodeBase64(base64));
  } catch (cause) {
    throw new UnsupportedError(
      "this JavaScript runtime forbids compiling WebAssembly from bytes; call `await init({ wasm })` first, " +
        "with a WebAssembly.Module that it imported or compiled itself (a page's Content-Security-Policy " +
        "permits compiling with 'wasm-unsafe-eval')",
      { cause },
    );
  }
}

function checkInstructions(simd: SimdBuild): void {
  if (typeof WebAssembly === "undefined")
    throw new UnsupportedError("this JavaScript runtime has no WebAssembly");
  if (!WebAssembly.validate(new Uint8Array(SIMD_PROBE))) {
    throw new UnsupportedError("this JavaScript runtime has no WebAssembly SIMD, which the kernels need");
  }
  if (simd === "relaxed" && !WebAssembly.validate(new Uint8Array(RELAXED_PROBE))) {
    throw new UnsupportedError(
      'this JavaScript runtime has no relaxed SIMD (Node has it from 21 on); use createRuntime({ simd: "baseline" })',
    );
  }
}
