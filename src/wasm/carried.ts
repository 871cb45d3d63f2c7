/**
 * The builds' modules, from the bytes that the package carries in JavaScript. Where a runtime forbids compiling
 * bytes and imports `.wasm` files as modules instead, `imported.ts` stands in for this file.
 */
import { applyDelta } from "../numerics/byte-delta.ts";
import { baseline } from "./bytes/baseline.ts";
import { relaxed } from "./bytes/relaxed.ts";
import { compile } from "./compile.ts";
import { decodeModule } from "./module-text.ts";

export function carriedBaseline(): WebAssembly.Module {
  return compile("baseline", () => decodeModule(baseline));
}

export function carriedRelaxed(): WebAssembly.Module {
  return compile("relaxed", () => applyDelta(decodeModule(baseline), relaxed));
}
