import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Allocator } from "../../src/wasm/allocator.ts";

const START = 1000;
const FIRST = 1024;
const END = 2 ** 14;
const ALIGNMENT = 64;

const sizeOf = (bytes: number) => Math.max(1, Math.ceil(bytes / ALIGNMENT)) * ALIGNMENT;

/** The same by brute force: all that it knows is what is allocated. */
class Model {
  readonly sizes = new Map<number, number>();
  end = END;

  get used(): number {
    return [...this.sizes.values()].reduce((sum, size) => sum + size, 0);
  }

  /** Start and length of each gap, by address. */
  gaps(): [number, number][] {
    const gaps: [number, number][] = [];
    let from = FIRST;
    for (const [address, size] of [...this.sizes].toSorted(([a], [b]) => a - b)) {
      if (address > from) gaps.push([from, address - from]);
      from = address + size;
    }
    if (this.end > from) gaps.push([from, this.end - from]);
    return gaps;
  }

  /** Where the first fit is. */
  fit(bytes: number): number | undefined {
    return this.gaps().find(([, length]) => length >= sizeOf(bytes))?.[0];
  }
}

const step = fc.oneof(
  fc.record({ allocate: fc.integer({ min: 0, max: 5000 }) }),
  fc.record({ release: fc.nat() }),
  fc.record({ extend: fc.integer({ min: 1, max: 40 }) }),
);

describe("Allocator", () => {
  it("hands out the first gap that fits, whatever was allocated and released before", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const allocator = new Allocator(START, END);
        const model = new Model();
        for (const action of steps) {
          if ("allocate" in action) {
            const address = allocator.allocate(action.allocate);
            expect(address).toBe(model.fit(action.allocate));
            if (address !== undefined) model.sizes.set(address, sizeOf(action.allocate));
          } else if ("release" in action) {
            const addresses = [...model.sizes.keys()];
            if (addresses.length === 0) continue;
            const address = addresses[action.release % addresses.length];
            allocator.release(address);
            model.sizes.delete(address);
          } else {
            model.end += action.extend * ALIGNMENT;
            allocator.extend(model.end);
          }
          expect(allocator.used).toBe(model.used);
        }
        for (const address of model.sizes.keys()) allocator.release(address);
        expect(allocator.used).toBe(0);
        expect(allocator.allocate(model.end - FIRST)).toBe(FIRST);
        expect(allocator.allocate(1)).toBeUndefined();
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it("tells exactly by how much it must grow", () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 3000 }), { maxLength: 8 });
    fc.assert(
      fc.property(sizes, fc.array(fc.nat(), { maxLength: 4 }), (allocations, releases) => {
        const build = () => {
          const allocator = new Allocator(START, END);
          const addresses = allocations.flatMap((bytes) => allocator.allocate(bytes) ?? []);
          for (const index of releases) {
            const [address] = addresses.splice(index % Math.max(1, addresses.length), 1);
            if (address !== undefined) allocator.release(address);
          }
          return allocator;
        };
        const bytes = 2 * END;
        const end = END + build().shortfall(bytes);
        const [enough, short] = [build(), build()];
        enough.extend(end);
        short.extend(end - ALIGNMENT);
        expect(enough.allocate(bytes)).toBeDefined();
        expect(short.allocate(bytes)).toBeUndefined();
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  it("refuses to release what isn't allocated, and what was released already", () => {
    const allocator = new Allocator(START, END);
    const address = allocator.allocate(100) as number;
    expect(() => allocator.release(address + ALIGNMENT)).toThrow(/nothing is allocated at address 1088/);
    allocator.release(address);
    expect(() => allocator.release(address)).toThrow(/nothing is allocated at address 1024/);
    expect(allocator.used).toBe(0);
  });
});
