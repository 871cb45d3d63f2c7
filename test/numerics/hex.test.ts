import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeHex } from "../../src/numerics/hex.ts";

test("hexadecimal digits become the bytes they were made of", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(decodeHex(Buffer.from(bytes).toString("hex"))).toEqual(bytes);
    }),
  );
});
