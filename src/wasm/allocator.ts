/** Every allocation starts on a cache line, so that no two threads ever write to one line. */
const ALIGNMENT = 64;

interface Extent {
  start: number;
  end: number;
}

/**
 * First fit by address over one growing range of addresses. Low addresses go out first: their pages were
 * most likely used before, and pages used before are several times faster than fresh ones.
 */
export class Allocator {
  /** In order of address, no two of them adjacent. */
  readonly #free: Extent[];
  readonly #sizes = new Map<number, number>();
  #end: number;
  #used = 0;

  constructor(start: number, end: number) {
    this.#free = [{ start: roundUp(start), end }];
    this.#end = end;
  }

  /** How many bytes are allocated now, alignment included. */
  get used(): number {
    return this.#used;
  }

  /** The address of `bytes` bytes, or undefined if no free extent is long enough. */
  allocate(bytes: number): number | undefined {
    const size = roundUp(Math.max(bytes, 1));
    const index = this.#free.findIndex(({ start, end }) => end - start >= size);
    const extent = this.#free[index];
    if (!extent) return undefined;
    const address = extent.start;
    extent.start += size;
    if (extent.start === extent.end) this.#free.splice(index, 1);
    this.#sizes.set(address, size);
    this.#used += size;
    return address;
  }

  /** Gives an allocation back. An address that is not allocated is a mistake of the caller's. */
  release(address: number): void {
    const size = this.#sizes.get(address);
    if (size === undefined) throw new Error(`nothing is allocated at address ${address}`);
    this.#sizes.delete(address);
    this.#used -= size;
    this.#insert({ start: address, end: address + size });
  }

  /** By how much the range must grow before `allocate(bytes)` can succeed. */
  shortfall(bytes: number): number {
    const last = this.#free.at(-1);
    const tail = last?.end === this.#end ? last.end - last.start : 0;
    return roundUp(Math.max(bytes, 1)) - tail;
  }

  /** The range ends at `end` from now on. */
  extend(end: number): void {
    const start = this.#end;
    this.#end = end;
    this.#insert({ start, end });
  }

  #insert(extent: Extent): void {
    const free = this.#free;
    const found = free.findIndex(({ start }) => start > extent.start);
    const index = found < 0 ? free.length : found;
    const before = free[index - 1];
    const after = free[index];
    const joinsBefore = before?.end === extent.start;
    const joinsAfter = after?.start === extent.end;
    if (joinsBefore && joinsAfter) {
      before.end = after.end;
      free.splice(index, 1);
    } else if (joinsBefore) before.end = extent.end;
    else if (joinsAfter) after.start = extent.start;
    else free.splice(index, 0, extent);
  }
}

function roundUp(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}
