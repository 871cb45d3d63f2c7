import type { Arena } from "./arena.ts";
import type { Kernels } from "./kernels.ts";
import {
  ARGUMENT_WORDS,
  CALLS,
  HEAD,
  MOST_ARGUMENTS,
  MOST_STRIPS,
  PROGRAM_WORDS,
  ROWS,
  STEP_ROWS,
  STRIP_ROWS,
  STRIPS,
} from "./worker.ts";

/** The names of the exports that can be called. */
export type KernelName = {
  [Name in keyof Kernels]: Kernels[Name] extends (...args: never[]) => unknown ? Name : never;
}[keyof Kernels];

/** A number that depends on where in the rows a kernel is called, and by which lane: a sum of multiples. */
export interface Varying {
  readonly base?: number;
  /** For each row of the step. */
  readonly perCount?: number;
  /** For each row before the step. */
  readonly perRow?: number;
  /** For each strip before the step's. */
  readonly perStrip?: number;
  /** For each lane before the one at work: what a kernel writes on the way must be the lane's own. */
  readonly perLane?: number;
}

/** An argument that `Program.set` gives a value to, by its name. */
export interface Named {
  readonly name: string;
}

export type Argument = number | Varying | Named;

/** How many rows the step has. */
export const COUNT: Varying = { perCount: 1 };

export interface Call {
  readonly kernel: KernelName;
  readonly args: readonly Argument[];
  /** Whether what the kernel answers is added to the strip's result. */
  readonly sums?: boolean;
}

/**
 * How rows are divided: strips, which threads take in any order, each strip by one thread, and steps of a strip,
 * which come one after the other. It must depend on the data's shape only: then so do all sums, whoever computes them.
 */
export interface Division {
  readonly rows: number;
  readonly stripRows: number;
  readonly stepRows: number;
}

/** Strips of whole steps, as many as `most` at most. */
export function divide(rows: number, stepRows: number, most: number = MOST_STRIPS): Division {
  const steps = Math.ceil(rows / stepRows);
  return {
    rows,
    stepRows,
    stripRows: stepRows * Math.max(1, Math.ceil(steps / Math.min(most, MOST_STRIPS))),
  };
}

/** How many strips a division has. */
export function stripCount({ rows, stripRows }: Division): number {
  return Math.ceil(rows / stripRows);
}

/** Calls of kernels for each step of rows that lie in one arena, in a form that any thread can run. */
export class Program {
  readonly arena: Arena;
  readonly division: Division;
  /** What it costs, in multiplications. */
  readonly cost: number;
  readonly words: Float64Array;
  /** What the kernels answered in each strip, added up. */
  readonly results: Float64Array;
  readonly #named = new Map<string, number[]>();

  constructor(arena: Arena, division: Division, cost: number, calls: readonly Call[]) {
    this.arena = arena;
    this.division = division;
    this.cost = cost;
    const strips = stripCount(division);
    this.results = new Float64Array(strips);
    const words = new Float64Array(HEAD + calls.reduce((sum, { args }) => sum + wordsOf(args), 0));
    words[STRIPS] = strips;
    words[ROWS] = division.rows;
    words[STRIP_ROWS] = division.stripRows;
    words[STEP_ROWS] = division.stepRows;
    words[CALLS] = calls.length;
    let at = HEAD;
    for (const { kernel, args, sums } of calls) {
      if (args.length > MOST_ARGUMENTS) throw new Error(`${kernel} has too many arguments for a program`);
      words[at] = arena.kernelNumber(kernel);
      words[at + 1] = args.length;
      words[at + 2] = Number(sums ?? false);
      args.forEach((argument, k) => this.#write(words, at + CALL_WORDS + k * ARGUMENT_WORDS, argument));
      at += wordsOf(args);
    }
    if (words.length > PROGRAM_WORDS) throw new Error("too many calls for a program");
    this.words = words;
  }

  /** Gives a named argument its value. */
  set(name: string, value: number): void {
    for (const index of this.#named.get(name) ?? []) this.words[index] = value;
  }

  #write(words: Float64Array, at: number, argument: Argument): void {
    if (typeof argument === "number") words[at] = argument;
    else if ("name" in argument) {
      const indices = this.#named.get(argument.name);
      if (indices) indices.push(at);
      else this.#named.set(argument.name, [at]);
    } else {
      const { base = 0, perCount = 0, perRow = 0, perStrip = 0, perLane = 0 } = argument;
      words[at] = base;
      words[at + 1] = perCount;
      words[at + 2] = perRow;
      words[at + 3] = perStrip;
      words[at + 4] = perLane;
    }
  }
}

/** What a call has before its arguments: kernel, their number, whether answers are added up. */
const CALL_WORDS = 3;

/** How many words a call with these arguments takes. */
function wordsOf(args: readonly Argument[]): number {
  return CALL_WORDS + args.length * ARGUMENT_WORDS;
}
