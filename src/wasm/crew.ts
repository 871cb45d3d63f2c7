import { ThreadError } from "../errors.ts";
import { MemoryError } from "./memory-error.ts";
import type { Later } from "../later.ts";
import type { Arena } from "./arena.ts";
import { nextTask, type Turns } from "./event-loop-turns.ts";
import type { Pointer } from "./kernels.ts";
import type { Program } from "./program.ts";
import { type Thread, startThread } from "./threads.ts";
import { finalizer, type Weak, weakly } from "./weak.ts";
import {
  ACTIVE,
  CONTROL_WORDS,
  HELP,
  MAIL,
  type Mail,
  MEMORY,
  MOST_STRIPS,
  NEXT,
  OPEN,
  PROGRAM_WORDS,
  ROWS,
  SIGNAL,
  type Start,
  STEP_ROWS,
  STRIP_ROWS,
  STRIPS,
} from "./worker.ts";

/** How long the main thread waits for the last strips of others before it lets the event loop go on, in ms. */
const PATIENCE = 0.1;

/**
 * Where the others kept the calling thread waiting for more than this part of a program's time, their cores are busy
 * with something else: it does better alone, for so many programs, and each time it happens again for twice as many.
 */
const MOST_WAITING = 0.25;
const MOST_ALONE = 64;

/** What the threads share, in the first arena. */
interface Board {
  readonly control: Int32Array;
  readonly words: Float64Array;
  readonly results: Float64Array;
  readonly start: Omit<Start, "lane" | "memories" | "mail">;
}

/** Threads of crews that the garbage collector took: nobody else could end them. */
const abandoned = /* @__PURE__ */ finalizer<Thread[]>((threads) => {
  for (const thread of threads) void thread.terminate();
});

/**
 * The threads that run programs: the one that calls, and workers that come and help. Strips are taken by whoever is
 * free, so that a thread that is late or slow costs at most its last strip, and results depend on no thread.
 */
export class Crew {
  /** How many threads there are with the calling one, the most lanes of a program. */
  readonly lanes: number;
  /** From what cost on, in multiplications, a program is worth sharing. */
  readonly #leastCost: number;
  readonly #arena: Arena;
  readonly #module: WebAssembly.Module;
  readonly #threads: Thread[] = [];
  readonly #arenas: (Arena | undefined)[];
  #ready = 0;
  #board: Board | undefined;
  #busy = false;
  #ending: Promise<void> | undefined;
  /** How many programs the calling thread does alone before it lets the others help again, and how many it was. */
  #alone = 0;
  #aloneLast = 0;
  #failure: { readonly cause: unknown } | undefined;
  #unavailable: unknown;

  constructor(module: WebAssembly.Module, arena: Arena, lanes: number, leastCost: number) {
    this.#module = module;
    this.#arena = arena;
    this.#arenas = [arena];
    this.lanes = lanes;
    this.#leastCost = leastCost;
  }

  /** How many workers have started and are at hand. */
  get ready(): number {
    return this.#ready;
  }

  /** Whether a worker ended by itself: then there must be another crew for what comes next. */
  get failed(): boolean {
    return this.#failure !== undefined;
  }

  /** Why workers could not start, where they could not. */
  get unavailable(): unknown {
    return this.#unavailable;
  }

  /** How many strips workers have done since they started. */
  get help(): number {
    return this.#board ? Atomics.load(this.#board.control, HELP) : 0;
  }

  /**
   * Runs a program on all rows. Without `turns` it is done when this returns, by the calling thread alone.
   *
   * @throws {@link ThreadError} if a worker ended by itself: what the program wrote is of no use then
   */
  run(program: Program, turns: Turns | undefined): Later<void> {
    program.results.fill(0);
    if (this.#failure && turns) throw this.#error();
    const board = turns && this.#isWorthSharing(program) ? (this.#board ??= this.#start()) : undefined;
    if (board && turns) return this.#together(board, program, turns);
    let strip = 0;
    return goOn(program, program.words, program.results, () => strip++, turns);
  }

  #isWorthSharing({ cost }: Program): boolean {
    const isFree = !this.#busy && !this.#ending && !this.#unavailable;
    if (!isFree || this.lanes === 1 || cost < this.#leastCost) return false;
    if (this.#alone === 0) return true;
    this.#alone -= 1;
    return false;
  }

  /** Ends the workers, once the program is done that they work on; they start anew when there is work. */
  terminate(): Promise<void> {
    this.#ending ??= this.#end().finally(() => (this.#ending = undefined));
    return this.#ending;
  }

  async #end(): Promise<void> {
    while (this.#busy) await nextTask();
    abandoned.unregister(this);
    const board = this.#board;
    this.#board = undefined;
    this.#ready = 0;
    this.#unavailable = undefined;
    await Promise.all(this.#threads.splice(0).map((thread) => thread.terminate()));
    if (board) this.#arena.release(board.start.control); // nobody writes there any more
  }

  /** The arena's memory may go: nobody will ask for it again. */
  forget(arena: Arena): void {
    const index = this.#arenas.indexOf(arena);
    if (index <= 0) return;
    this.#arenas[index] = undefined;
    this.#post({ index, memory: undefined });
  }

  async #together({ control, words, results }: Board, program: Program, turns: Turns): Promise<void> {
    words.set(program.words);
    words[MEMORY] = this.#indexOf(program.arena);
    results.fill(0);
    this.#busy = true;
    const start = performance.now();
    let done = start;
    try {
      Atomics.store(control, NEXT, 0);
      Atomics.store(control, OPEN, 1);
      this.#signal(control);
      await goOn(program, words, results, () => Atomics.add(control, NEXT, 1), turns);
    } finally {
      Atomics.store(control, OPEN, 0);
      done = performance.now();
      await this.#others(control);
      this.#busy = false;
    }
    if (this.#failure) throw this.#error();
    this.#judge(performance.now() - done, performance.now() - start);
    program.results.set(results.subarray(0, program.results.length));
  }

  /** Whether it was worth it. Who asked for so many threads gets them in any case. */
  #judge(waiting: number, time: number): void {
    if (this.#leastCost === 0) return;
    const isTooLong = waiting > PATIENCE && waiting > MOST_WAITING * time;
    this.#aloneLast = isTooLong ? Math.min(MOST_ALONE, 2 * this.#aloneLast || 2) : 0;
    this.#alone = this.#aloneLast;
  }

  /** Until all workers have left the program. */
  #others(control: Int32Array): Later<void> {
    const start = performance.now();
    while (Atomics.load(control, ACTIVE) > 0) {
      if (performance.now() - start > PATIENCE) return this.#othersInTurns(control);
    }
  }

  async #othersInTurns(control: Int32Array): Promise<void> {
    while (Atomics.load(control, ACTIVE) > 0) {
      await nextTask(); // this, unlike a worker, keeps Node alive
      if (!this.#failure) continue;
      // One that died in the program never leaves it; nobody writes to memory once all have ended.
      await Promise.all(this.#threads.map((thread) => thread.terminate()));
      return;
    }
  }

  /** Undefined where there isn't even room for the board: one thread needs none. */
  #start(): Board | undefined {
    const bytes = CONTROL_WORDS * 4 + (PROGRAM_WORDS + MOST_STRIPS) * 8;
    let control: Pointer;
    try {
      control = this.#arena.allocate(bytes);
    } catch (error) {
      if (!(error instanceof MemoryError)) throw error;
      this.#unavailable = error;
      return undefined;
    }
    const program = control + CONTROL_WORDS * 4;
    const results = program + PROGRAM_WORDS * 8;
    const board: Board = {
      control: this.#arena.i32(control, CONTROL_WORDS),
      words: this.#arena.f64(program, PROGRAM_WORDS),
      results: this.#arena.f64(results, MOST_STRIPS),
      start: { module: this.#module, control, program, results },
    };
    board.control.fill(0);
    const self = weakly(this); // a thread must not keep its crew from the garbage collector
    for (let lane = 1; lane < this.lanes; lane++) this.#startThread(board, lane, self);
    abandoned.register(this, this.#threads, this);
    return board;
  }

  #startThread({ start }: Board, lane: number, self: Weak<Crew>): void {
    let isReady = false;
    const thread = startThread({
      ready() {
        isReady = true;
        const crew = self.deref();
        if (crew) crew.#ready += 1;
      },
      end(cause) {
        const crew = self.deref();
        if (crew) crew.#ended(thread, isReady, cause);
      },
    });
    this.#threads.push(thread);
    const memories = this.#arenas.map((arena) => arena?.memory);
    thread.post({ ...start, lane, mail: 0, memories } satisfies Start);
  }

  /** A thread that never started is one less; one that did may have died with half a strip. */
  #ended(thread: Thread, wasReady: boolean, cause: unknown): void {
    const index = this.#threads.indexOf(thread);
    if (index < 0) return; // it was told to
    this.#threads.splice(index, 1);
    if (wasReady) {
      this.#failure ??= { cause };
      void this.terminate();
    } else if (this.#threads.length === 0) {
      this.#unavailable ??= cause; // the calling thread does all
    }
  }

  #error(): ThreadError {
    return new ThreadError("a worker thread ended in the middle of a computation", {
      cause: this.#failure?.cause,
    });
  }

  /** By which number the workers know an arena; they are told of a new one. */
  #indexOf(arena: Arena): number {
    const known = this.#arenas.indexOf(arena);
    if (known >= 0) return known;
    const index = this.#arenas.push(arena) - 1;
    this.#post({ index, memory: arena.memory });
    return index;
  }

  #post(mail: Mail): void {
    if (!this.#board) return;
    const { control } = this.#board;
    for (const thread of this.#threads) thread.post(mail);
    Atomics.add(control, MAIL, 1);
    this.#signal(control);
  }

  #signal(control: Int32Array): void {
    Atomics.add(control, SIGNAL, 1);
    Atomics.notify(control, SIGNAL);
  }
}

/** Runs the strips that the calling thread claims, in lane 0. */
function goOn(
  program: Program,
  words: Float64Array,
  results: Float64Array,
  claim: () => number,
  turns: Turns | undefined,
  strip: number = claim(),
  row: number = strip * words[STRIP_ROWS],
): Later<void> {
  const { runStep } = program.arena;
  // Destructuring by numbers would make V8 (11 at least) optimise this anew for ever: it deoptimises at each such key.
  const { words: shape } = program;
  const strips = shape[STRIPS];
  const rows = shape[ROWS];
  const stripRows = shape[STRIP_ROWS];
  const stepRows = shape[STEP_ROWS];
  while (strip < strips) {
    const end = Math.min(rows, (strip + 1) * stripRows);
    while (row < end) {
      runStep(words, results, strip, row, Math.min(stepRows, end - row), 0);
      row += stepRows;
      if (!turns?.due) continue;
      const here = strip;
      const next = row;
      return turns.take().then(() => goOn(program, words, results, claim, turns, here, next));
    }
    strip = claim();
    row = strip * stripRows;
  }
}
