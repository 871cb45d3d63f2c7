import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyDelta, deltaOf } from "../../src/numerics/byte-delta.ts";
import { decodeBytes, encodeBytes } from "../../src/numerics/byte-text.ts";

const bytes = fc.uint8Array({ maxLength: 600 });

describe("bytes as text", () => {
  test("come back", () => {
    fc.assert(
      fc.property(bytes, (given) => {
        expect(decodeBytes(encodeBytes(given))).toEqual(given);
      }),
    );
  });

  test("come back where all values are there", () => {
    const all = Uint8Array.from({ length: 1024 }, (_, i) => (i * 7) % 256);
    expect(decodeBytes(encodeBytes(all))).toEqual(all);
  });

  test("are printable, and nothing that strings, templates or HTML escape", () => {
    const allowed = /^[ !#%&(-;=-[\]^_a-~]*$/;
    fc.assert(
      fc.property(bytes, (given) => {
        expect(encodeBytes(given).text).toMatch(allowed);
      }),
    );
  });
});

describe("bytes as a difference", () => {
  test("come back, whatever both are", () => {
    fc.assert(
      fc.property(bytes, bytes, fc.nat(600), (base, given, cut) => {
        const mixed = Uint8Array.from([...base.subarray(cut), ...given, ...base]);
        expect(applyDelta(base, deltaOf(base, mixed))).toEqual(mixed);
      }),
    );
  });

  test("are short where little differs", () => {
    const base = Uint8Array.from({ length: 5000 }, (_, i) => (i * i) % 251);
    expect(deltaOf(base, base.with(2500, 0)).length).toBeLessThan(40);
  });
});
