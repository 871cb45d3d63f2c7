/**
 * What a worker thread does, and the interpreter of programs that it shares with the main thread. Workers get this
 * file as text, written by scripts/build-kernels.ts, so that no bundler has to place a file for them: it must import
 * nothing.
 */

/** An exported function of the module. */
export type Kernel = (...args: number[]) => number | undefined;

/** Runs all calls of a program on `count` rows from `row` on, which belong to a strip, in the space of a lane. */
export type RunStep = (
  words: Float64Array,
  results: Float64Array,
  strip: number,
  row: number,
  count: number,
  lane: number,
) => void;

/**
 * Where the numbers that threads tell each other are, in words of 32 bits, each on a cache line of its own: SIGNAL
 * changes whenever there is something to look at, MAIL counts messages, OPEN is 1 while strips may be claimed, NEXT is
 * the next strip, ACTIVE counts the workers that look at a program, HELP the strips that workers have done.
 */
export const SIGNAL = 0;
export const MAIL = 16;
export const OPEN = 32;
export const NEXT = 48;
export const ACTIVE = 64;
export const HELP = 80;
export const CONTROL_WORDS = 96;

/** The head of a program, in words: the number of the memory it works on, and its shape. */
export const MEMORY = 0;
export const STRIPS = 1;
export const ROWS = 2;
export const STRIP_ROWS = 3;
export const STEP_ROWS = 4;
export const CALLS = 5;
/** Then, of each call: kernel, how many arguments, whether the kernel's answers are added up; and the arguments. */
export const HEAD = 6;
/** Of each argument: what it is for nothing, for each row of the step, the first row, the strip and the lane. */
export const ARGUMENT_WORDS = 5;

export const MOST_ARGUMENTS = 15;
export const PROGRAM_WORDS = 1024;
export const MOST_STRIPS = 64;

/** What a worker is told first. */
export interface Start {
  readonly module: WebAssembly.Module;
  readonly memories: readonly (WebAssembly.Memory | undefined)[];
  readonly lane: number;
  /** How many messages have been sent so far, to others. */
  readonly mail: number;
  /** Where control, program and results are in the first memory, in bytes. */
  readonly control: number;
  readonly program: number;
  readonly results: number;
}

/** What it may be told later: a memory, or that one isn't needed any more. */
export interface Mail {
  readonly index: number;
  readonly memory: WebAssembly.Memory | undefined;
}

/** Where a worker's messages come from and go to: a port of Node's, or the global scope of a browser's worker. */
interface Port {
  on?: (event: "message", listener: (data: Start | Mail) => void) => void;
  addEventListener?: (event: "message", listener: (event: { readonly data: Start | Mail }) => void) => void;
  postMessage(message: unknown): void;
}

/** The interpreter of programs for the kernels of one instance, in the order of the module's exports. */
export function createRunStep(kernels: readonly Kernel[]): RunStep {
  const a = new Float64Array(MOST_ARGUMENTS);
  return (words, results, strip, row, count, lane) => {
    let at = HEAD;
    for (let calls = words[CALLS]; calls > 0; calls--) {
      const kernel = kernels[words[at]];
      const length = words[at + 1];
      const sums = words[at + 2];
      at += 3;
      for (let i = 0; i < length; i++, at += ARGUMENT_WORDS) {
        a[i] =
          words[at] +
          words[at + 1] * count +
          words[at + 2] * row +
          words[at + 3] * strip +
          words[at + 4] * lane;
      }
      // What a kernel has no parameter for, it ignores; a call without an array costs a third.
      const answer = kernel(
        a[0],
        a[1],
        a[2],
        a[3],
        a[4],
        a[5],
        a[6],
        a[7],
        a[8],
        a[9],
        a[10],
        a[11],
        a[12],
        a[13],
        a[14],
      );
      if (sums) results[strip] += answer as number;
    }
  };
}

/** How long a worker looks out for the next program before it sleeps, in ms: waking it takes 50 µs. */
const ALERTNESS = 0.2;

/** The life of a worker. It takes part in each program that it notices in time. */
export function serve(port: Port): void {
  let received = 0;
  let noticed: (() => void) | undefined;
  let steps: (RunStep | undefined)[] = [];
  let module: WebAssembly.Module;

  const link = (memory: WebAssembly.Memory | undefined) =>
    memory &&
    createRunStep(Object.values(new WebAssembly.Instance(module, { env: { memory } }).exports) as Kernel[]);

  const receive = (data: Start | Mail) => {
    if ("module" in data) {
      module = data.module;
      steps = data.memories.map(link);
      received = data.mail;
      port.postMessage("ready");
      // It blocks this thread's event loop, but while it waits for mail. An error must not end in a promise, of which
      // browsers tell nobody.
      work(data).catch((error) =>
        setTimeout(() => {
          throw error;
        }),
      );
      return;
    }
    steps[data.index] = link(data.memory);
    received += 1;
    noticed?.();
  };
  if (port.on) port.on("message", receive);
  else port.addEventListener?.("message", ({ data }) => receive(data));

  async function work({ memories, lane, control: at, program, results: sums }: Start): Promise<never> {
    const { buffer } = memories[0] as WebAssembly.Memory;
    const control = new Int32Array(buffer, at, CONTROL_WORDS);
    const words = new Float64Array(buffer, program, PROGRAM_WORDS);
    const results = new Float64Array(buffer, sums, MOST_STRIPS);
    let signal = 0;
    for (;;) {
      signal = nextSignal(control, signal);
      while (received < Atomics.load(control, MAIL)) {
        await new Promise<void>((resolve) => (noticed = resolve)); // messages come in turns of the event loop only
      }
      Atomics.add(control, ACTIVE, 1);
      // In this order: mail that a program needs was sent before it was opened. It is fetched first, then there is
      // another look.
      const isOpen = Atomics.load(control, OPEN) === 1;
      if (isOpen && received === Atomics.load(control, MAIL)) takePart(control, words, results, lane);
      Atomics.sub(control, ACTIVE, 1);
    }
  }

  function takePart(control: Int32Array, words: Float64Array, results: Float64Array, lane: number): void {
    const step = steps[words[MEMORY]] as RunStep;
    const strips = words[STRIPS];
    const rows = words[ROWS];
    const stripRows = words[STRIP_ROWS];
    const stepRows = words[STEP_ROWS];
    for (let strip = Atomics.add(control, NEXT, 1); strip < strips; strip = Atomics.add(control, NEXT, 1)) {
      const end = Math.min(rows, (strip + 1) * stripRows);
      for (let row = strip * stripRows; row < end; row += stepRows) {
        step(words, results, strip, row, Math.min(stepRows, end - row), lane);
      }
      Atomics.add(control, HELP, 1);
    }
  }
}

/** Waits for a signal other than the last. */
function nextSignal(control: Int32Array, last: number): number {
  const start = performance.now();
  for (;;) {
    const signal = Atomics.load(control, SIGNAL);
    if (signal !== last) return signal;
    if (performance.now() - start > ALERTNESS) Atomics.wait(control, SIGNAL, last);
  }
}
