/** What scripts/bundle.ts puts in place of `carried.ts` for edge runtimes, which compile the files that a program imports. */
import { UnsupportedError } from "../errors.ts";
import baseline from "../baseline.wasm?module";
import { checkSimd } from "./compile.ts";

export function carriedBaseline(): WebAssembly.Module {
  checkSimd();
  return baseline;
}

/** An import is there for everybody, so a second module would cost all programs the start of those few that ask for it. */
export function carriedRelaxed(): WebAssembly.Module {
  throw new UnsupportedError(
    'the package\'s build for edge runtimes has no relaxed SIMD; use createRuntime({ simd: "baseline" })',
  );
}
