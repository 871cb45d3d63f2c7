// The kernel of logit-wasm/predict: a module of its own, with its own memory.

export { scoresF64 } from "./scores";

/** The first byte after the constants. */
export const heapBase: usize = __heap_base;
