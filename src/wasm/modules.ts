import { carriedBaseline, carriedRelaxed } from "./carried.ts";

/** Compiled at first use, once, however many runtimes there are. */
let baseline: WebAssembly.Module | undefined;
let relaxed: WebAssembly.Module | undefined;

/** @throws {UnsupportedError} where the runtime lacks the instructions, or forbids compiling bytes */
export function baselineModule(): WebAssembly.Module {
  baseline ??= carriedBaseline();
  return baseline;
}

/** @throws {UnsupportedError} */
export function relaxedModule(): WebAssembly.Module {
  relaxed ??= carriedRelaxed();
  return relaxed;
}

/** Has a module serve as the baseline build from here on. */
export function provideBaseline(module: WebAssembly.Module): void {
  baseline = module;
}
