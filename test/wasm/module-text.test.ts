import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeModule } from "../../scripts/module-text.ts";
import { bytesOf, digitsOf } from "../../src/numerics/hexadecimal.ts";
import { decodeModule } from "../../src/wasm/module-text.ts";

const HEADER = [0, 97, 115, 109, 1, 0, 0, 0];
const CUSTOM = 0;
const CODE = 10;
const END = 0x0b;

/** In seven bits a byte. */
function number(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...number(value >> 7)];
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...number(content.length), ...content];
}

function module(...bodies: readonly number[][]): Uint8Array {
  const functions = bodies.flatMap((body) => [...number(body.length), ...body]);
  return Uint8Array.from([...HEADER, ...section(CODE, [...number(bodies.length), ...functions])]);
}

const byte = fc.nat(255);
const bytes = (length: number) => fc.array(byte, { minLength: length, maxLength: length });
const starting = (...start: number[]) =>
  fc.tuple(fc.constantFrom(...start), fc.nat(2 ** 30)).map(([code, value]) => [code, ...number(value)]);
const address = fc.tuple(fc.nat(4), fc.nat(2 ** 30)).map(([align, offset]) => [align, ...number(offset)]);

/** Instructions of every kind that this package's modules have. */
const instruction = fc.oneof(
  fc.tuple(fc.constantFrom(0x20, 0x21, 0x22), fc.nat(127)),
  fc.tuple(fc.constantFrom(0x28, 0x2b, 0x36, 0x3e), address).map(([code, rest]) => [code, ...rest]),
  starting(0x10, 0x23, 0x24, 0x41, 0x42, 0x0c, 0x0d),
  bytes(4).map((constant) => [0x43, ...constant]),
  bytes(8).map((constant) => [0x44, ...constant]),
  bytes(16).map((constant) => [0xfd, 0x0c, ...constant]),
  fc.tuple(fc.constantFrom(0, 4, 11, 0x5c, 0x5d), address).map(([code, rest]) => [0xfd, code, ...rest]),
  fc
    .tuple(fc.constantFrom(0x54, 0x5b), address, byte)
    .map(([code, rest, lane]) => [0xfd, code, ...rest, lane]),
  fc.tuple(fc.constantFrom(0x15, 0x22), byte).map(([code, lane]) => [0xfd, code, lane]),
  fc.constantFrom(
    [0xfd, 0xf0, 0x01],
    [0xfd, 0x87, 0x02],
    [0x6a],
    [0xfc, 0x0a, 0, 0],
    [0xfc, 0x0b, 0],
    [0x05],
  ),
);
const block = fc
  .tuple(fc.constantFrom(0x02, 0x03, 0x04), fc.array(instruction, { maxLength: 4 }))
  .map(([code, inside]) => [code, 0x40, ...inside.flat(), END]);
const body = fc
  .array(fc.oneof(instruction, block), { maxLength: 60 })
  .map((all) => [1, 3, 0x7f, ...all.flat(), END]);

describe("a module as text", () => {
  test.each(["baseline", "relaxed", "predict", "unpack"])("comes back: %s", (build) => {
    const given = new Uint8Array(readFileSync(new URL(`../../build/${build}.wasm`, import.meta.url)));
    expect(Buffer.compare(decodeModule(encodeModule(given)), given)).toBe(0);
  });

  test("comes back, whatever is in its functions", () => {
    fc.assert(
      fc.property(fc.array(body, { maxLength: 4 }), (bodies) => {
        const given = module(...bodies);
        expect(decodeModule(encodeModule(given))).toEqual(given);
      }),
    );
  });

  test("comes back, whatever is in other sections", () => {
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 600 }), (content) => {
        const given = Uint8Array.from([...HEADER, ...section(CUSTOM, content)]);
        expect(decodeModule(encodeModule(given))).toEqual(given);
      }),
    );
  });

  test("is printable, and nothing that strings, templates or HTML escape", () => {
    fc.assert(
      fc.property(body, (given) => {
        for (const part of encodeModule(module(given)).parts) expect(part).toMatch(/^[ !#%&(-;=-[\]^_a-~]*$/);
      }),
    );
  });

  test("that is cut off is refused", () => {
    expect(() => encodeModule(module([0, 0x41]))).toThrow("in the middle of an instruction");
  });
});

test("hexadecimal digits are bytes, and back", () => {
  const all = Uint8Array.from({ length: 256 }, (_, i) => i);
  expect(bytesOf(digitsOf(all))).toEqual(all);
});
