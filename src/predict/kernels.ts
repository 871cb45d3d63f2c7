import { InputError } from "../errors.ts";
import type { RowFunctions } from "../numerics/row-functions.ts";
import { describe } from "../options.ts";
import { checkSimdOf, forbidden } from "../wasm/compile.ts";
import { rowFunctionsOf, scorerBytes, type ScoreKernels } from "../wasm/row-scorer.ts";

/** What to do with a module that was imported. */
const REMEDY = "for accelerate(module)";

/** One for all models: a page may have few memories only. */
let started: Promise<RowFunctions> | undefined;

/**
 * Twins in WebAssembly of what predictions of many rows take time for, compiled at first use.
 *
 * @param module - build/predict.wasm, for runtimes that forbid compiling bytes
 * @throws {InputError} for another module
 * @throws {UnsupportedError} where the runtime lacks the instructions, or forbids compiling bytes
 */
export function compileRowFunctions(module?: WebAssembly.Module): Promise<RowFunctions> {
  started ??= start(module).catch((error: unknown) => {
    started = undefined; // another try may bring a module
    throw error;
  });
  return started;
}

async function start(module?: WebAssembly.Module): Promise<RowFunctions> {
  const bytes = scorerBytes();
  checkSimdOf(bytes);
  if (module !== undefined) checkModule(module);
  const { exports } = await instantiate(module ?? (await compile(bytes)));
  return rowFunctionsOf(exports as unknown as ScoreKernels);
}

/** WebKit compiles all the same under a Content-Security-Policy that forbids it, and refuses here. */
async function instantiate(module: WebAssembly.Module): Promise<WebAssembly.Instance> {
  try {
    return await WebAssembly.instantiate(module, {});
  } catch (cause) {
    if (cause instanceof WebAssembly.CompileError) throw forbidden(REMEDY, cause);
    throw cause;
  }
}

function checkModule(module: unknown): asserts module is WebAssembly.Module {
  const isModule = Object.prototype.toString.call(module) === "[object WebAssembly.Module]";
  if (isModule) {
    const exported = WebAssembly.Module.exports(module as WebAssembly.Module);
    // No other module of the package exports it, nor did this one always.
    if (exported.some(({ name }) => name === "sigmoidPairs")) return;
  }
  throw new InputError("module", `${describe(module)}; expected this package's predict.wasm`);
}

async function compile(bytes: Uint8Array<ArrayBuffer>): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(bytes);
  } catch (cause) {
    throw forbidden(REMEDY, cause);
  }
}
