import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fraction, fromFraction } from "../../src/controls/slider-scale.ts";
import type { NumberParam } from "../../src/params/schema.ts";

const scales: Readonly<Record<string, NumberParam>> = {
  linear: { kind: "number", label: "", min: -3, max: 5, default: 0 },
  "by steps": { kind: "number", label: "", min: 0, max: 1, step: 0.05, default: 0 },
  whole: { kind: "number", label: "", min: 1, max: 300, whole: true, default: 1 },
  logarithmic: { kind: "number", label: "", min: 1e-4, max: 10, scale: "log", default: 1 },
  "logarithmic and whole": {
    kind: "number",
    label: "",
    min: 1,
    max: 4096,
    scale: "log",
    whole: true,
    default: 1,
  },
};

describe.each(Object.entries(scales))("a slider that is %s", (_, param) => {
  test("has the ends at its ends", () => {
    expect([fromFraction(param, 0), fromFraction(param, 1)]).toEqual([param.min, param.max]);
    expect([fraction(param, param.min), fraction(param, param.max)]).toEqual([0, 1]);
  });

  test("grows with its place, inside the ends, and finds its values again", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999 }), (place) => {
        const [value, next] = [fromFraction(param, place / 1000), fromFraction(param, (place + 1) / 1000)];
        expect(value).toBeGreaterThanOrEqual(param.min);
        expect(next).toBeGreaterThanOrEqual(value);
        expect(next).toBeLessThanOrEqual(param.max);
        expect(fromFraction(param, fraction(param, value))).toBe(value);
      }),
    );
  });
});
