import { forbidden } from "./compile.ts";
import type { Kernels } from "./kernels.ts";

/** The two builds of the kernels: the same sources, without and with fused multiply-add. */
export type SimdBuild = "baseline" | "relaxed";

/** The most pages of 64 KiB that a memory may have: what the modules' memory import declares, 4 GiB. */
export const MAX_PAGES = 65536;

/** A memory that the modules can be linked with. */
export function createMemory(initialPages: number): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: initialPages, maximum: MAX_PAGES, shared: true });
}

/**
 * The kernels of a module, at work on one linear memory.
 *
 * @throws {UnsupportedError} where a Content-Security-Policy forbids it: WebKit compiles all the same, and refuses here
 */
export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernels {
  try {
    return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Kernels;
  } catch (cause) {
    if (cause instanceof WebAssembly.CompileError)
      throw forbidden("and call `await init({ wasm })` first", cause);
    throw cause;
  }
}
