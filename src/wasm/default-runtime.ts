import { InputError } from "../errors.ts";
import { checkOptions } from "../options.ts";
import { baselineModule, provideBaseline } from "./modules.ts";
import { Runtime } from "./runtime.ts";
import { checkSource, moduleFrom, type WasmSource } from "./wasm-source.ts";

export interface InitOptions {
  /**
   * The package's `baseline.wasm`: its URL, the Response to a request for it or a promise of that, which is compiled
   * while it arrives; an imported WebAssembly.Module; or its bytes.
   */
  wasm: WasmSource;
}

/** The custom section by which scripts/build-kernels.ts marks the relaxed build: it exports what the baseline build does. */
const RELAXED = "logit-wasm:relaxed";

/** The package's only module-level state beside compiled modules: the runtime of everybody who names none. */
let current: Runtime | undefined;
/** Whether an `init` is on its way: of two at once the first is the one that counts, however long it takes. */
let isStarting = false;

/** The runtime that serves where none is given: made at first use, with the baseline build. */
export function defaultRuntime(): Runtime {
  current ??= new Runtime(baselineModule(), "baseline");
  return current;
}

/** The default runtime, if it was made. */
export function startedRuntime(): Runtime | undefined {
  return current;
}

/**
 * Makes the default runtime from a given module, instead of from the bytes that the package carries. Needed only where
 * compiling bytes is forbidden and nothing else provides the module, and then before the first data set or fit.
 *
 * ```ts
 * await init({ wasm: new URL("./baseline.wasm", import.meta.url) });
 * ```
 *
 * An address is fetched, which Node does for `http:`, `https:` and `data:` only: give the bytes of a file there.
 *
 * @throws {@link InputError} if the default runtime exists already, or `wasm` can't be fetched or is something else
 * @throws {@link UnsupportedError} where the runtime lacks the instructions, or forbids compiling
 */
export async function init(options: InitOptions): Promise<void> {
  checkOptions("options", options, ["wasm"]);
  checkSource("options.wasm", options.wasm);
  if (isStarting || current) throw tooLate();
  isStarting = true;
  try {
    const module = await moduleFrom("options.wasm", options.wasm);
    checkBaseline(module);
    if (current) throw tooLate();
    provideBaseline(module);
    current = new Runtime(module, "baseline");
  } finally {
    isStarting = false;
  }
}

/** @throws {@link InputError} that says which module it is instead, where that is one of the package's */
function checkBaseline(module: WebAssembly.Module): void {
  const exported = new Set(WebAssembly.Module.exports(module).map(({ name }) => name));
  let found = "another module";
  if (exported.has("lossGradientF64")) {
    const isRelaxed = WebAssembly.Module.customSections(module, RELAXED).length > 0;
    if (!isRelaxed) return;
    found = 'this package\'s relaxed.wasm, which createRuntime({ simd: "relaxed" }) brings itself';
  } else if (exported.has("scoresF64")) found = "this package's predict.wasm";
  throw new InputError("options.wasm", `${found}; expected this package's baseline.wasm`);
}

function tooLate(): InputError {
  return new InputError("init", "the default runtime exists already; expected to come before its first use");
}
