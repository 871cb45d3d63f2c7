import { InputError } from "../errors.ts";
import { describe } from "../options.ts";
import { checkSimd, compilesNothing, forbidden } from "./compile.ts";

/** Where a module can come from: an address to fetch, what `fetch` answers, a module, or its bytes. */
export type WasmSource = string | URL | Response | Promise<Response> | WebAssembly.Module | BufferSource;

const FORMS = "a URL, a Response, a WebAssembly.Module or its bytes";
const WANTED = "expected this package's baseline.wasm";

/** Refuses what is no source, before anything is waited for. */
export function checkSource(argument: string, source: unknown): void {
  if (typeof source === "string" || isUrl(source) || isPromise(source)) return;
  if (isResponse(source) || isModule(source) || isBytes(source)) return;
  throw new InputError(argument, `${describe(source)}; expected ${FORMS}`);
}

/**
 * The module of a source, compiled while it arrives where the server names the type application/wasm.
 *
 * @throws {InputError} for what can't be fetched, or doesn't compile
 * @throws {UnsupportedError} where the runtime lacks the instructions, or forbids compiling
 */
export async function moduleFrom(argument: string, source: WasmSource): Promise<WebAssembly.Module> {
  checkSimd();
  const found = await arrived(argument, source);
  if (isModule(found)) return found;
  if (isResponse(found)) return compileResponse(argument, found);
  if (isBytes(found)) return compileBytes(argument, "bytes", found);
  throw new InputError(argument, `a promise of ${describe(found)}; expected ${FORMS}`);
}

async function arrived(argument: string, source: WasmSource): Promise<unknown> {
  const isAddress = typeof source === "string" || isUrl(source);
  try {
    return await (isAddress ? fetch(source) : source);
  } catch (cause) {
    const what = isAddress ? `${source} can't be fetched` : "the promise was rejected";
    const remedy = String(source).startsWith("file:") ? ": pass the bytes of the file" : "";
    throw withCause(new InputError(argument, `${what} (${cause})${remedy}; ${WANTED}`), cause);
  }
}

async function compileResponse(argument: string, response: Response): Promise<WebAssembly.Module> {
  const from = response.url || "the Response";
  if (!response.ok) {
    const status = `${response.status} ${response.statusText}`.trim();
    throw new InputError(argument, `${from} has the HTTP status ${status}; ${WANTED}`);
  }
  const type = response.headers.get("content-type");
  // Nothing else may be streamed: with any other type, a parameter included, compileStreaming refuses.
  if (type === "application/wasm" && "compileStreaming" in WebAssembly) {
    return compiled(argument, from, () => WebAssembly.compileStreaming(response));
  }
  return compileBytes(argument, `${from} (${type ?? "no content type"})`, await response.arrayBuffer());
}

async function compileBytes(
  argument: string,
  from: string,
  source: BufferSource,
): Promise<WebAssembly.Module> {
  const bytes = viewOf(argument, from, source);
  const start = String.fromCharCode(...bytes.subarray(0, 4));
  if (start !== "\0asm") {
    throw new InputError(argument, `${from}: no WebAssembly, it starts with ${describe(start)}; ${WANTED}`);
  }
  return compiled(argument, from, () => WebAssembly.compile(bytes));
}

/** Of a DataView too, which not every engine compiles. */
function viewOf(argument: string, from: string, source: BufferSource): Uint8Array<ArrayBuffer> {
  try {
    if (!ArrayBuffer.isView(source)) return new Uint8Array(source);
    return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  } catch (cause) {
    throw withCause(new InputError(argument, `${from}: their buffer is detached; ${WANTED}`), cause);
  }
}

async function compiled(
  argument: string,
  from: string,
  compile: () => Promise<WebAssembly.Module>,
): Promise<WebAssembly.Module> {
  try {
    return await compile();
  } catch (cause) {
    if (compilesNothing()) throw forbidden("and pass that", cause);
    throw withCause(new InputError(argument, `${from}: doesn't compile (${cause}); ${WANTED}`), cause);
  }
}

function withCause(error: InputError, cause: unknown): InputError {
  error.cause = cause;
  return error;
}

function isUrl(value: unknown): value is URL {
  return isA(value, "URL");
}

function isResponse(value: unknown): value is Response {
  return isA(value, "Response");
}

function isModule(value: unknown): value is WebAssembly.Module {
  return isA(value, "WebAssembly.Module");
}

function isBytes(value: unknown): value is BufferSource {
  return ArrayBuffer.isView(value) || isA(value, "ArrayBuffer");
}

function isPromise(value: unknown): boolean {
  return typeof (value as PromiseLike<unknown> | null | undefined)?.then === "function";
}

/** By its name, for values may be of another realm than the package. */
function isA(value: unknown, name: string): boolean {
  return Object.prototype.toString.call(value) === `[object ${name}]`;
}
