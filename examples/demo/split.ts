import type { Table } from "./csv.ts";

export interface SplitOptions {
  /** How much of each class is set aside, from 0 to 1. */
  readonly testShare: number;
  /** The same seed makes the same split, on any machine. */
  readonly seed: number;
}

/** The rows of a table that went to one side of a split. */
export interface Part extends Table {
  /** Where each row stands in the table it came from. */
  readonly origin: readonly number[];
}

/** Sets rows aside for testing: a random share of each class, so that both sides hold the classes alike. */
export function split(table: Table, { testShare, seed }: SplitOptions): { train: Part; test: Part } {
  const random = mulberry32(seed);
  const isTest = new Set(
    [...byLabel(table.labels).values()].flatMap((indices) =>
      shuffled(indices, random).slice(0, Math.round(testShare * indices.length)),
    ),
  );
  const part = (tested: boolean) => take(table, (i) => isTest.has(i) === tested);
  return { train: part(false), test: part(true) };
}

/** The numbers from 0 to `count` − 1, some of them set aside, at random, for testing. */
export function splitIndices(
  count: number,
  tested: number,
  seed: number,
): { train: number[]; test: number[] } {
  const indices = shuffled([...Array(count).keys()], mulberry32(seed));
  return { train: indices.slice(tested), test: indices.slice(0, tested) };
}

function take({ names, rows, labels }: Table, isWanted: (index: number) => boolean): Part {
  const origin = [...rows.keys()].filter(isWanted);
  return { names, rows: origin.map((i) => rows[i]), labels: origin.map((i) => labels[i]), origin };
}

function byLabel(labels: readonly string[]): Map<string, number[]> {
  const indices = new Map<string, number[]>();
  labels.forEach((label, i) => {
    const known = indices.get(label);
    if (known) known.push(i);
    else indices.set(label, [i]);
  });
  return indices;
}

/** Fisher and Yates's shuffle, of a copy. */
function shuffled(values: readonly number[], random: () => number): number[] {
  const result = [...values];
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [result[i], result[j]] = [result[j], result[i]];
  }
  return result;
}

/** Tommy Ettinger's generator of 32 bits: numbers in [0, 1). */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
