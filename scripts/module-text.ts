/**
 * The text of a module that src/wasm/module-text.ts reads. A module's bytes are alike where they say alike things, and
 * compress better with those beside them:
 *
 * - instructions, with all that is outside of functions,
 * - locals, each as how many others were used since it was: the same code on other locals is the same text then,
 * - other numbers,
 * - constants.
 *
 * How long functions are can be told from their ends. What this doesn't know how to divide doesn't come back the same:
 * whoever writes a text should see that it does.
 */
import { allBytes, byteCodes } from "../src/numerics/byte-codes.ts";
import { digitsOf } from "../src/numerics/hexadecimal.ts";
import type { ModuleText } from "../src/wasm/module-text.ts";

const INSTRUCTIONS = 0;
const LOCALS = 1;
const NUMBERS = 2;
const CONSTANTS = 3;

/** The number of the section that has the functions. */
const CODE = 10;

export function encodeModule(bytes: Uint8Array): ModuleText {
  const parts = new Division(bytes).parts;
  const counts = new Uint32Array(256);
  for (const byte of parts[INSTRUCTIONS]) counts[byte] += 1;
  const single = byteCodes().filter((code) => code < 128).length;
  const frequent = [...counts.keys()].toSorted((a, b) => counts[b] - counts[a] || a - b).slice(0, single);
  return {
    size: bytes.length,
    frequent: digitsOf(frequent),
    parts: parts.map((part, k) => textOf(part, allBytes(k === INSTRUCTIONS ? frequent : []))),
  };
}

/** @param order - all bytes in the order of their codes */
function textOf(part: readonly number[], order: readonly number[]): string {
  const characters: string[] = [];
  byteCodes().forEach((code, k) => {
    const escape = code < 128 ? "" : String.fromCharCode(124 + (code >> 7));
    characters[order[k]] = escape + String.fromCharCode(code & 127);
  });
  return part.map((byte) => characters[byte]).join("");
}

/** Goes through a module as assembly/unpack.ts does. */
class Division {
  readonly parts: readonly number[][] = [[], [], [], []];
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#take(INSTRUCTIONS, 8);
    while (this.#at < bytes.length) {
      const section = this.#byte(INSTRUCTIONS);
      const length = this.#number(INSTRUCTIONS);
      if (section !== CODE) this.#take(INSTRUCTIONS, length);
      else for (let functions = this.#number(INSTRUCTIONS); functions > 0; functions--) this.#function();
    }
  }

  #function(): void {
    while (this.#bytes[this.#at++] > 127); // the length
    for (let groups = this.#number(INSTRUCTIONS); groups > 0; groups--) {
      this.#number(INSTRUCTIONS);
      this.#byte(INSTRUCTIONS);
    }
    const recent = [...Array(256).keys()];
    let depth = 1;
    while (depth > 0) {
      const code = this.#byte(INSTRUCTIONS);
      if (code === 0xfd) this.#vectors();
      else if (code >= 0x20 && code <= 0x22) {
        const rank = recent.indexOf(this.#bytes[this.#at++]);
        this.parts[LOCALS].push(rank);
        recent.unshift(...recent.splice(rank, 1));
      } else if (code >= 0x28 && code <= 0x3e) this.#address();
      else if ([0x10, 0x23, 0x24, 0x41, 0x42].includes(code)) this.#number(NUMBERS);
      else if (code === 0x43) this.#take(CONSTANTS, 4);
      else if (code === 0x44) this.#take(CONSTANTS, 8);
      else if ([0x0c, 0x0d, 0xfc].includes(code)) this.#number(INSTRUCTIONS);
      else if (code >= 0x02 && code <= 0x04) {
        this.#byte(INSTRUCTIONS);
        depth += 1;
      } else if (code === 0x0b) depth -= 1;
    }
  }

  #vectors(): void {
    const code = this.#number(INSTRUCTIONS);
    if (code === 0x0c || code === 0x0d) this.#take(CONSTANTS, 16);
    else if (code <= 0x0b || (code >= 0x54 && code <= 0x5d)) {
      this.#address();
      if (code <= 0x5b && code >= 0x54) this.#byte(INSTRUCTIONS);
    } else if (code >= 0x15 && code <= 0x22) this.#byte(INSTRUCTIONS);
  }

  #address(): void {
    this.#byte(INSTRUCTIONS);
    this.#number(NUMBERS);
  }

  #take(part: number, count: number): void {
    for (let i = 0; i < count; i++) this.#byte(part);
  }

  #number(part: number): number {
    let value = 0;
    let byte = 128;
    for (let shift = 0; byte > 127; shift += 7) {
      byte = this.#byte(part);
      value |= (byte & 127) << shift;
    }
    return value;
  }

  #byte(part: number): number {
    const byte = this.#bytes[this.#at++];
    if (byte === undefined) throw new Error("the module ends in the middle of an instruction");
    this.parts[part].push(byte);
    return byte;
  }
}
