import { InputError } from "../errors.ts";
import { describe } from "../options.ts";
import type { CsrMatrix } from "./csr.ts";
import { CsrBuilder } from "./csr-builder.ts";

/** Text in pieces, as a stream of a file or of an answer has it. */
export type TextStream = AsyncIterable<string | Uint8Array> | ReadableStream<string | Uint8Array>;

/** How text is read. */
export interface LibsvmFormat {
  /** The number of the first column. Default 1, as svmlight and LIBLINEAR have it. */
  indexBase?: 0 | 1;
  /** How many columns there are. Default: up to the last that has a value. */
  cols?: number;
}

/** What the text holds. */
export interface LibsvmRows {
  readonly csr: CsrMatrix;
  readonly labels: Float64Array;
}

/** Numbers of columns are u32. */
const MOST_COLUMNS = 2 ** 32 - 1;

const NUMBER = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i;

/**
 * Reads svmlight's and libsvm's text, a row a line: `label index:value index:value ... # comment`. Empty lines and
 * comments are passed over; `qid:` is refused, since rankings are another problem.
 */
class LibsvmReader {
  readonly #base: number;
  readonly #cols: number | undefined;
  readonly #matrix = new CsrBuilder();
  readonly #labels: number[] = [];
  readonly #decoder = new TextDecoder("utf-8");
  #rest = "";
  #line = 0;

  constructor({ indexBase = 1, cols }: LibsvmFormat) {
    if (indexBase !== 0 && indexBase !== 1)
      throw new InputError("options.indexBase", `${describe(indexBase)}; expected 0 or 1`);
    this.#base = indexBase;
    this.#cols = cols;
  }

  push(piece: unknown): void {
    const isText = typeof piece === "string";
    if (!isText && !(ArrayBuffer.isView(piece) && (piece as Uint8Array).BYTES_PER_ELEMENT === 1)) {
      throw new InputError("text", `${describe(piece)}; expected a string, a Uint8Array or a stream`);
    }
    const text = isText ? piece : this.#decoder.decode(piece as Uint8Array, { stream: true });
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) this.#read(line);
  }

  finish(): LibsvmRows {
    const rest = this.#rest + this.#decoder.decode();
    if (rest !== "") this.#read(rest);
    return { csr: this.#matrix.finish(this.#cols), labels: Float64Array.from(this.#labels) };
  }

  #read(line: string): void {
    this.#line += 1;
    const [content] = line.split("#", 1);
    const [label, ...features] = content.trim().split(/\s+/);
    if (label === "") return;
    this.#labels.push(this.#number(label, "a number for the label"));
    const most = Math.min(this.#cols || MOST_COLUMNS, MOST_COLUMNS);
    for (const feature of features) {
      const colon = feature.indexOf(":");
      const index = feature.slice(0, Math.max(0, colon));
      if (index === "qid") this.#refuse(feature, "no qid, which rankings have");
      if (!/^\d+$/.test(index)) this.#refuse(feature, "index:value");
      const column = Number(index) - this.#base;
      if (column < 0 || column >= most)
        this.#refuse(feature, `an index from ${this.#base} to ${most - 1 + this.#base}`);
      this.#matrix.add(column, this.#number(feature.slice(colon + 1), `a finite number at index ${index}`));
    }
    this.#matrix.endRow();
  }

  #number(text: string, expected: string): number {
    const value = NUMBER.test(text) ? Number(text) : Number.NaN;
    return Number.isFinite(value) ? value : this.#refuse(text, expected);
  }

  #refuse(found: string, expected: string): never {
    throw new InputError("text", `${describe(found)} in line ${this.#line}; expected ${expected}`);
  }
}

/** @throws {@link InputError} that names the first line that can't be read */
export function readLibsvm(text: string | Uint8Array, format: LibsvmFormat): LibsvmRows {
  const reader = new LibsvmReader(format);
  reader.push(text);
  return reader.finish();
}

/** As `readLibsvm`, piece by piece. */
export async function readLibsvmStream(stream: TextStream, format: LibsvmFormat): Promise<LibsvmRows> {
  const reader = new LibsvmReader(format);
  if (Symbol.asyncIterator in stream) {
    for await (const piece of stream) reader.push(piece);
    return reader.finish();
  }
  const source = (stream as ReadableStream<string | Uint8Array>).getReader(); // where streams aren't iterable yet
  try {
    for (;;) {
      const { done, value } = await source.read();
      if (done) return reader.finish();
      reader.push(value);
    }
  } finally {
    await source.cancel();
  }
}

export function isTextStream(value: unknown): value is TextStream {
  return (
    typeof value === "object" && value !== null && (Symbol.asyncIterator in value || "getReader" in value)
  );
}
