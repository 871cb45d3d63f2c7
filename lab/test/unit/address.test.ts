import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readAddress, restOf, valuesOf, writeAddress } from "../../src/params/address.ts";
import { defaultsOf, options, type Schema, type Value } from "../../src/params/schema.ts";

const schema = {
  rate: { kind: "number", label: "Rate", min: 0, max: 10, default: 1 },
  steps: { kind: "number", label: "Steps", min: 1, max: 99, whole: true, default: 5 },
  problem: {
    kind: "choice",
    label: "Problem",
    options: options({ bowl: "Bowl", saddle: "Saddle" }),
    default: "bowl",
  },
  methods: {
    kind: "many",
    label: "Methods",
    options: options({ adam: "Adam", sgd: "SGD", newton: "Newton" }),
    default: ["adam"],
    atLeast: 1,
  },
  shuffled: { kind: "switch", label: "Shuffled", default: true },
  start: { kind: "numbers", label: "Start", default: [1, 2], min: -9, max: 9 },
  file: { kind: "private", label: "File", default: "" },
} as const satisfies Schema;

const values = fc.record({
  rate: fc.double({ min: 0, max: 10, noNaN: true }),
  steps: fc.integer({ min: 1, max: 99 }),
  problem: fc.constantFrom("bowl", "saddle"),
  methods: fc.subarray(["adam", "sgd", "newton"], { minLength: 1 }),
  shuffled: fc.boolean(),
  start: fc.tuple(...[0, 1].map(() => fc.double({ min: -9, max: 9, noNaN: true }))),
  file: fc.constant(""),
});

function read(address: string) {
  return valuesOf(schema, readAddress(address).query);
}

describe("an address", () => {
  test("gives back every value, bit for bit", () => {
    fc.assert(
      fc.property(values, (given) => {
        const address = writeAddress("room", schema, given as Record<string, Value>);
        expect(readAddress(address).room).toBe("room");
        expect(read(address)).toEqual({ values: given, problems: [] });
      }),
    );
  });

  test("holds only what differs from the defaults, the story, and where an animation was stopped", () => {
    expect(writeAddress("room", schema, defaultsOf(schema))).toBe("#/room");
    expect(
      writeAddress("room", schema, { ...defaultsOf(schema), rate: 0.5 }, { story: "tale", moment: 3.25 }),
    ).toBe("#/room?rate=0.5&moment=3.25&story=tale");
  });

  test("gives back the story and the moment, and no moment that is none", () => {
    const rest = (query: string) => restOf(readAddress(`#/room?${query}`).query);
    expect(rest("moment=3.25&story=tale")).toEqual({ story: "tale", moment: 3.25 });
    expect(rest("moment=soon")).toEqual({ story: undefined, moment: undefined });
    expect(rest("moment=-1").moment).toBeUndefined();
  });

  test("never holds what is private", () => {
    expect(writeAddress("room", schema, { ...defaultsOf(schema), file: "my,own,data" })).toBe("#/room");
  });

  test.each([
    ["rate=11", "“11” is no value of “Rate”"],
    ["rate=", "“” is no value of “Rate”"],
    ["rate=NaN", "“NaN” is no value of “Rate”"],
    ["steps=1.5", "“1.5” is no value of “Steps”"],
    ["problem=hill", "“hill” is no value of “Problem”"],
    ["methods=", "“” is no value of “Methods”"],
    ["methods=adam,ada", "“adam,ada” is no value of “Methods”"],
    ["shuffled=yes", "“yes” is no value of “Shuffled”"],
    ["start=1", "“1” is no value of “Start”"],
    ["start=1,x", "“1,x” is no value of “Start”"],
    ["start=1,99", "“1,99” is no value of “Start”"],
    ["file=abc", "“abc” is no value of “File”"],
    ["speed=3", "nothing here is called “speed”"],
    ["toString=3", "nothing here is called “toString”"],
    ["rate=%E0%A4%A", "“%E0%A4%A” is no value of “Rate”"],
  ])("with %s stands at the default, and says so", (query, problem) => {
    expect(read(`#/room?${query}`)).toEqual({ values: defaultsOf(schema), problems: [problem] });
  });
});
