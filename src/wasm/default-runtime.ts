import { InputError } from "../errors.ts";
import { checkOptions, describe } from "../options.ts";
import { baseline } from "./bytes/baseline.ts";
import { compile } from "./compile.ts";
import { Runtime } from "./runtime.ts";

export interface InitOptions {
  /** The baseline module or its bytes, for JavaScript runtimes that forbid compiling bytes at run time. */
  wasm: WebAssembly.Module | BufferSource;
}

/** The package's only module-level state: the runtime of everybody who names none. */
let current: Runtime | undefined;
/** Whether an `init` is on its way: of two at once the first is the one that counts, however long it takes. */
let isStarting = false;

/** The runtime that serves where none is given: made at first use, with the baseline build. */
export function defaultRuntime(): Runtime {
  current ??= new Runtime(compile("baseline", baseline), "baseline");
  return current;
}

/**
 * Makes the default runtime from a given module. Needed only where compiling bytes is forbidden, and then
 * before the first data set or fit.
 *
 * @throws {@link InputError} if the default runtime exists already, or `wasm` is not a module or bytes
 */
export async function init(options: InitOptions): Promise<void> {
  checkOptions("options", options, ["wasm"]);
  const { wasm } = options;
  const isModule = wasm instanceof WebAssembly.Module;
  if (!isModule && !(wasm instanceof ArrayBuffer) && !ArrayBuffer.isView(wasm)) {
    throw new InputError("options.wasm", `${describe(wasm)}; expected a WebAssembly.Module or its bytes`);
  }
  if (isStarting) throw tooLate();
  isStarting = true;
  try {
    const module = isModule ? wasm : await compileGiven(wasm);
    if (!WebAssembly.Module.exports(module).some(({ name }) => name === "lossGradientF64")) {
      throw new InputError("options.wasm", "another module; expected this package's baseline.wasm");
    }
    if (current) throw tooLate();
    current = new Runtime(module, "baseline");
  } finally {
    isStarting = false;
  }
}

function tooLate(): InputError {
  return new InputError("init", "the default runtime exists already; expected to come before its first use");
}

async function compileGiven(bytes: Parameters<typeof WebAssembly.compile>[0]): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(bytes);
  } catch (cause) {
    const error = new InputError(
      "options.wasm",
      `bytes that don't compile (${cause}); expected baseline.wasm's`,
    );
    error.cause = cause;
    throw error;
  }
}
