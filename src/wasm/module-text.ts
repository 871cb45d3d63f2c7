/**
 * A module from text of printable ASCII, which compresses a sixth better than the module itself. That is done by another,
 * small one: a program's first fit waits for it, and no engine has optimised any JavaScript by then.
 */
import { allBytes, byteCodes } from "../numerics/byte-codes.ts";
import { bytesOf } from "../numerics/hexadecimal.ts";
import { unpack } from "./bytes/unpack.ts";

/** As scripts/module-text.ts writes it. */
export interface ModuleText {
  /** How many bytes the module has. */
  readonly size: number;
  /** The bytes that instructions have most often, the most frequent first, in hexadecimal digits. */
  readonly frequent: string;
  /** Instructions, locals, numbers and constants. */
  readonly parts: readonly string[];
}

/** What assembly/unpack.ts exports. */
interface Unpacker {
  readonly memory: WebAssembly.Memory;
  unpack(start: number, size: number): void;
}

/** Where it finds what: the addresses of parts first, what their characters stand for, and the parts. */
const INSTRUCTION_BYTES = 0x400;
const OTHER_BYTES = 0x800;
const PARTS = 0x1000;

export function decodeModule({ size, frequent, parts }: ModuleText): Uint8Array<ArrayBuffer> {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytesOf(unpack)));
  const { memory, unpack: write } = exports as unknown as Unpacker;
  const bytes = new Uint8Array(memory.buffer as ArrayBuffer);
  const codes = byteCodes();
  allBytes(bytesOf(frequent)).forEach((byte, k) => (bytes[INSTRUCTION_BYTES + codes[k]] = byte));
  allBytes([]).forEach((byte, k) => (bytes[OTHER_BYTES + codes[k]] = byte));
  const addresses = new Uint32Array(memory.buffer, 0, parts.length);
  let end = PARTS;
  parts.forEach((part, k) => {
    addresses[k] = end;
    end += new TextEncoder().encodeInto(part, bytes.subarray(end)).written;
  });
  write(end, size);
  return bytes.slice(end, end + size);
}
