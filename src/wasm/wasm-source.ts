import { InputError } from "../errors.ts";
import { describe, isPlainObject } from "../options.ts";
import { checkSimd, compilesNothing, forbidden } from "./compile.ts";

/** Where a module can come from: an address to fetch, what `fetch` answers, a module, or its bytes. */
export type WasmSource =
  string | URL | Response | Promise<Response> | WebAssembly.Module | ArrayBuffer | ArrayBufferView;

/** `BufferSource`, which not every runtime's types have; memory that is shared compiles in some engines only. */
type Bytes = ArrayBuffer | ArrayBufferView;

const FORMS = "a URL, a Response or a promise of one, a WebAssembly.Module or its bytes";
const WANTED = "expected this package's baseline.wasm";

/** Of a file: fetching is for the web. */
const PASS_BYTES = ": pass the bytes of the file (in Node `await readFile(path)`)";

/** Refuses what is no source, before anything is waited for. */
export function checkSource(argument: string, source: unknown): void {
  if (typeof source === "string" ? source.trim() !== "" : isUrl(source) || isPromise(source)) return;
  if (isResponse(source) || isModule(source) || isBytes(source)) return;
  if (isPlainObject(source) && "default" in source) {
    throw new InputError(argument, `a module; expected its default export, ${FORMS}: wasm: module.default`);
  }
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
    const remedy = isAddress && isOfFile(String(source)) ? PASS_BYTES : "";
    throw withCause(new InputError(argument, `${what} (${cause})${remedy}; ${WANTED}`), cause);
  }
}

/** A path is an address only where there is a page to start from. */
function isOfFile(address: string): boolean {
  return (
    /^file:/i.test(address) || (typeof location === "undefined" && !/^(https?|data|blob):/i.test(address))
  );
}

async function compileResponse(argument: string, response: Response): Promise<WebAssembly.Module> {
  const from = response.url || "the Response";
  if (!response.ok) {
    const status = `${response.status} ${response.statusText}`.trim();
    throw new InputError(argument, `${from} has the HTTP status ${status}; ${WANTED}`);
  }
  if (response.bodyUsed || response.body?.locked) {
    throw new InputError(argument, `${from} has been read already; ${WANTED}, not read yet`);
  }
  const type = response.headers.get("content-type");
  // Nothing else may be streamed: with any other type, a parameter included, compileStreaming refuses.
  if (type === "application/wasm" && "compileStreaming" in WebAssembly) {
    return compiled(argument, from, () => WebAssembly.compileStreaming(response));
  }
  return compileBytes(
    argument,
    `${from} (${type ?? "no content type"})`,
    await bodyOf(argument, from, response),
  );
}

async function bodyOf(argument: string, from: string, response: Response): Promise<ArrayBuffer> {
  try {
    return await response.arrayBuffer();
  } catch (cause) {
    throw withCause(new InputError(argument, `${from} can't be read (${cause}); ${WANTED}`), cause);
  }
}

async function compileBytes(argument: string, from: string, source: Bytes): Promise<WebAssembly.Module> {
  const bytes = viewOf(argument, from, source);
  const start = String.fromCharCode(...bytes.subarray(0, 4));
  if (start !== "\0asm") {
    throw new InputError(argument, `${from}: no WebAssembly, it starts with ${describe(start)}; ${WANTED}`);
  }
  return compiled(argument, from, () => WebAssembly.compile(bytes));
}

/** Of a DataView too, which not every engine compiles. */
function viewOf(argument: string, from: string, source: Bytes): Uint8Array<ArrayBuffer> {
  try {
    if (!ArrayBuffer.isView(source)) return new Uint8Array(source);
    return new Uint8Array(source.buffer as ArrayBuffer, source.byteOffset, source.byteLength);
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

function isBytes(value: unknown): value is Bytes {
  return ArrayBuffer.isView(value) || isA(value, "ArrayBuffer");
}

function isPromise(value: unknown): boolean {
  return typeof (value as PromiseLike<unknown> | null | undefined)?.then === "function";
}

/** By its name, for values may be of another realm than the package. */
function isA(value: unknown, name: string): boolean {
  return Object.prototype.toString.call(value) === `[object ${name}]`;
}
