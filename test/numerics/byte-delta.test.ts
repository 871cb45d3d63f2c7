import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyDelta, deltaOf } from "../../src/numerics/byte-delta.ts";

const bytes = fc.uint8Array({ maxLength: 600 });

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
