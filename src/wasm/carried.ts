/**
 * The builds' modules, from the bytes that the package carries in JavaScript. Where a runtime forbids compiling
 * bytes and imports `.wasm` files as modules instead, `imported.ts` stands in for this file.
 */
import { decodeHex } from "../numerics/hex.ts";
import { pieces } from "./bytes/kernels.ts";
import { compile } from "./compile.ts";

export function carriedBaseline(): WebAssembly.Module {
  return compile("baseline", () => decodeHex(pieces.map(([baseline]) => baseline).join("")));
}

export function carriedRelaxed(): WebAssembly.Module {
  return compile("relaxed", () => decodeHex(pieces.map(([, relaxed]) => relaxed).join("")));
}
