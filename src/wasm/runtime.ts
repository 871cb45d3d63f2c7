import { MemoryError } from "./memory-error.ts";
import type { RowFunctions } from "../numerics/row-functions.ts";
import { Arena, MAX_MEMORY_BYTES } from "./arena.ts";
import { Crew } from "./crew.ts";
import { EventLoopTurns } from "./event-loop-turns.ts";
import type { Pointer } from "./kernels.ts";
import type { SimdBuild } from "./module.ts";
import { bestRowFunctions } from "./row-scorer.ts";
import { availableThreads, whyNoThreads } from "./threads.ts";
import { type Finalizer, finalizer, type Weak, weakly } from "./weak.ts";

/** What a memory starts with. */
export const INITIAL_BYTES: number = 2 ** 20;

/** Data from this size on gets a memory of its own while there are some: only a whole memory can be given back. */
const OWN_MEMORY_BYTES = 2 ** 28;

/** How many memories of their own large data can have: with the one that all share, four in all. */
const OWN_MEMORIES = 3;

const MAX_BYTES = MAX_MEMORY_BYTES * (1 + OWN_MEMORIES);

/** How much linear memory a runtime holds, in bytes. */
export interface MemoryUse {
  /** Allocated to data sets and running fits. */
  readonly used: number;
  /** Size of the memories together; WebAssembly memory never shrinks, what is let go is used again. */
  readonly reserved: number;
  /** The most that may be reserved. */
  readonly limit: number;
  /** Count of `WebAssembly.Memory` objects, at most 4. */
  readonly memories: number;
}

/** How many threads work through large data: a number, or as many as the machine has, for work that is worth it. */
export type ThreadCount = number | "auto";

/** What became of the threads that a runtime was to have. */
export interface ThreadUse {
  /** How many threads may work at once, the calling one included. */
  readonly count: number;
  /** How many workers have started and are ready: they start with the first work that is worth sharing. */
  readonly workers: number;
  /** Why there are no more. */
  readonly reason: string;
}

/** With "auto", passes of fewer multiplications (about a millisecond) are not worth sharing. */
const LEAST_COST = 3e6;

/** @internal Space in an arena. */
export interface Allocation {
  readonly arena: Arena;
  readonly pointer: Pointer;
}

/**
 * A build of the kernels with the linear memories it works on. Data sets and models that are to work
 * together share one.
 */
export class Runtime {
  readonly simd: SimdBuild;
  /** @internal The arena that everything but very large data shares. */
  readonly arena: Arena;
  /**
   * @internal The event loop's turns, which all fits take together: many short ones, awaited one after the other, must
   * make way for it as a long one does (and no worker starts without a turn).
   */
  readonly turns: EventLoopTurns = new EventLoopTurns();
  /** @internal Gives back what an owner held that was garbage-collected without being disposed of. */
  readonly leftovers: Finalizer<() => void> = finalizer((release) => release());
  readonly #module: WebAssembly.Module;
  readonly #limit: number;
  /** All arenas but those that the garbage collector took: it may take an own memory that is not in use. */
  #arenas: Weak<Arena>[] = [];
  /** The own memories in use. */
  readonly #busy = new Set<Arena>();
  #rowFunctions: RowFunctions | undefined;
  readonly #threads: ThreadCount;
  readonly #lanes: number;
  #crew: Crew | undefined;

  /** @internal Use `createRuntime`. */
  constructor(
    module: WebAssembly.Module,
    simd: SimdBuild,
    { threads = "auto", limit = MAX_BYTES }: { threads?: ThreadCount; limit?: number } = {},
  ) {
    this.#module = module;
    this.simd = simd;
    this.#limit = limit;
    this.#threads = threads;
    const wanted = threads === "auto" ? availableThreads() : threads;
    this.#lanes = wanted > 1 && whyNoThreads() === undefined ? wanted : 1;
    this.arena = this.#createArena();
  }

  /** How many threads there are, and why. */
  get threads(): ThreadUse {
    const missing = this.#crew?.unavailable;
    const asked = this.#threads === "auto" ? "as many as the machine has" : "as many as were asked for";
    const reason = whyNoThreads() ?? (missing === undefined ? asked : `workers can't start: ${missing}`);
    return { count: missing === undefined ? this.#lanes : 1, workers: this.#crew?.ready ?? 0, reason };
  }

  /**
   * Ends the worker threads, if there are any, which never changes what a fit comes to: one that is running goes on
   * without them. They start anew with the next work that is worth sharing.
   */
  async endThreads(): Promise<void> {
    await this.#crew?.terminate();
  }

  /** @internal The threads, for as long as one computation needs them. */
  get crew(): Crew {
    if (this.#crew?.failed) this.#crew = undefined; // it ends what is left of it by itself
    this.#crew ??= new Crew(this.#module, this.arena, this.#lanes, this.#threads === "auto" ? LEAST_COST : 0);
    return this.#crew;
  }

  /** @internal For many rows of a caller's array: in WebAssembly, where that may be compiled. */
  get rowFunctions(): RowFunctions {
    this.#rowFunctions ??= bestRowFunctions();
    return this.#rowFunctions;
  }

  get memory(): MemoryUse {
    const arenas = this.#alive();
    const total = (bytes: (arena: Arena) => number) => arenas.reduce((sum, arena) => sum + bytes(arena), 0);
    return {
      used: total((arena) => arena.used),
      reserved: total((arena) => arena.reserved),
      limit: this.#limit,
      memories: arenas.length,
    };
  }

  /**
   * @internal Space for data: very large data gets a memory of its own while there is one.
   * @throws {@link MemoryError}
   */
  allocate(bytes: number): Allocation {
    const own = bytes >= OWN_MEMORY_BYTES ? this.#allocateOwn(bytes) : undefined;
    return own ?? { arena: this.arena, pointer: this.arena.allocate(bytes) };
  }

  /** @internal */
  release({ arena, pointer }: Allocation): void {
    arena.release(pointer);
    if (this.#busy.delete(arena)) this.#crew?.forget(arena);
  }

  /** Undefined where no memory of its own is to be had: the shared one may have room. */
  #allocateOwn(bytes: number): Allocation | undefined {
    const own = this.#alive().filter((arena) => arena !== this.arena);
    const idle = own.filter((arena) => !this.#busy.has(arena)).toSorted((a, b) => b.reserved - a.reserved);
    if (idle.length === 0 && own.length >= OWN_MEMORIES) return undefined;
    let arena: Arena | undefined;
    try {
      arena = idle[0] ?? this.#createArena();
      this.#busy.add(arena); // before it grows, for which idle ones have to make room
      return { arena, pointer: arena.allocate(bytes) };
    } catch (error) {
      if (arena) this.#busy.delete(arena);
      if (error instanceof MemoryError) return undefined;
      throw error;
    }
  }

  /** What may be reserved yet. Own memories that are not in use are left to the garbage collector to make room. */
  #room(wanted: number): number {
    const left = () => this.#limit - this.memory.reserved;
    if (left() < wanted) {
      this.#arenas = this.#arenas.filter((ref) => {
        const arena = ref.deref();
        return arena === this.arena || (arena !== undefined && this.#busy.has(arena));
      });
    }
    return left();
  }

  #createArena(): Arena {
    const memory = () => this.memory;
    const arena = new Arena(this.#module, INITIAL_BYTES, {
      limit: this.#limit,
      get reserved() {
        return memory().reserved;
      },
      room: (wanted) => this.#room(wanted),
    });
    this.#arenas.push(weakly(arena));
    return arena;
  }

  #alive(): Arena[] {
    this.#arenas = this.#arenas.filter((arena) => arena.deref());
    return this.#arenas.map((arena) => arena.deref()).filter((arena) => arena !== undefined);
  }
}
