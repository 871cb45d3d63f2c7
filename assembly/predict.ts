// The kernels of predictions from a caller's arrays: a module of its own, with its own memory.

export { scoresF64 } from "./scores";
export { sigmoidPairs } from "./sigmoid";

/** The first byte after the constants. */
export const heapBase: usize = __heap_base;
