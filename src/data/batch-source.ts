import { InputError } from "../errors.ts";
import type { Later } from "../later.ts";
import { checkKeys, describe } from "../options.ts";
import type { Label } from "./label.ts";
import { type Offset, type OffsetInput, readOffset } from "./offset.ts";
import type { RealArray } from "./real-array.ts";
import { anyRowSource } from "./csr-source.ts";
import type { RowsInput, RowSource } from "./rows.ts";
import { readWeights } from "./sample-weight.ts";
import { type Labels, Target } from "./target.ts";

/** Some of the rows of a source, with what lies beside them. */
export interface RowBatch<L extends Label = Label> {
  /** Rows in any form that `Dataset.from` takes, of as many columns in each batch; columns by name are put in the order of the first batch's. */
  readonly X: RowsInput;
  /** One label for each row. A batch need not have all classes. */
  readonly y: Labels<L>;
  /** One weight for each row: finite, not negative. Default: 1 each. */
  readonly sampleWeight?: RealArray;
  /** What is added to the score of each row, in all batches or in none: n numbers, or, of K > 2 classes, n × K. */
  readonly offset?: OffsetInput;
}

/** What one pass goes through. */
export type Batches<L extends Label = Label> = Iterable<RowBatch<L>> | AsyncIterable<RowBatch<L>>;

/**
 * Rows that come in batches, anew at each call: a generator function, for example. Each time they must be the same rows;
 * their order, and how they are divided into batches, may differ.
 */
export type BatchSource<L extends Label = Label> = () => Batches<L> | PromiseLike<Batches<L>>;

/** A source whose batches have labels of a type, from which TypeScript can tell that of a model's. */
export type SourceOf<Y> = () => BatchesOf<Y> | PromiseLike<BatchesOf<Y>>;

/** The batches of such a source. */
export type BatchesOf<Y> = Iterable<LabelledBatch<Y>> | AsyncIterable<LabelledBatch<Y>>;

/** A batch whose labels have a type. */
export interface LabelledBatch<Y> extends Omit<RowBatch, "y"> {
  readonly y: Y;
}

/** A batch that was checked, but for the values of its rows. */
export interface ReadBatch {
  /** What messages call it. */
  readonly name: string;
  readonly rows: RowSource;
  /** Of each row, the number of its class, in the order in which the classes were found. */
  readonly codes: Int32Array;
  readonly weight: Float64Array | undefined;
  readonly offset: Offset | undefined;
}

/** What one pass came to. */
interface Totals {
  rows: number;
  /** The rows of each class, and what they weigh, in the order in which the classes were found. */
  readonly counts: number[];
  readonly weights: number[];
}

/** Weights that add up to the same but for this part are the same, in another order. */
const ROUNDING = 1e-9;

/** Reads a source, any number of times. The first pass finds out what there is, later ones must have the same. */
export class BatchReader {
  readonly #source: BatchSource;
  readonly #codes = new Map<Label, number>();
  #first: Totals | undefined;
  /** What the first batch says of all. */
  #shape: { readonly cols: number; readonly rows: number; readonly hasOffset: boolean } | undefined;
  #names: readonly string[] | undefined;
  #passes = 0;

  constructor(source: BatchSource) {
    this.#source = source;
  }

  /** How many passes were begun. */
  get passes(): number {
    return this.#passes;
  }

  /** The names of the columns, where a batch had them. */
  get featureNames(): readonly string[] | undefined {
    return this.#names;
  }

  /** The labels in the order in which they were found, with how many rows each has, and what they weigh. */
  get classes(): { readonly labels: readonly Label[]; readonly weights: readonly number[] } {
    return { labels: [...this.#codes.keys()], weights: this.#first?.weights ?? [] };
  }

  /** How many rows the source has, and how many the first batch. */
  get rows(): { readonly all: number; readonly inBatch: number } {
    return { all: this.#first?.rows ?? 0, inBatch: this.#shape?.rows ?? 0 };
  }

  get cols(): number {
    return this.#shape?.cols ?? 0;
  }

  get hasOffset(): boolean {
    return this.#shape?.hasOffset ?? false;
  }

  /**
   * Goes through the source once, and has each batch used before the next is asked for.
   *
   * @returns false where `isOver` ended it before its end
   * @throws {@link InputError} for a batch that can't be used, and for rows that aren't those of the first pass; whatever
   *   the source throws
   */
  async pass(use: (batch: ReadBatch) => Later<void>, isOver: () => boolean): Promise<boolean> {
    this.#passes += 1;
    const totals: Totals = { rows: 0, counts: [], weights: [] };
    let index = 0;
    for await (const batch of await this.#open()) {
      if (isOver()) return false;
      const read = this.#read(batch, index);
      count(totals, read);
      await use(read);
      index += 1;
    }
    if (this.#first) this.#compare(this.#first, totals);
    else if (totals.rows === 0) throw new InputError("X", "no batches; expected at least one");
    this.#first ??= totals;
    return true;
  }

  async #open(): Promise<Batches> {
    const batches: unknown = await this.#source();
    if (typeof batches === "object" && batches !== null) {
      if (Symbol.asyncIterator in batches || Symbol.iterator in batches) return batches as Batches;
    }
    const found = `the function answered ${describe(batches)}`;
    throw new InputError("X", `${found}; expected batches { X, y } to go through, as of a generator`);
  }

  #read(batch: unknown, index: number): ReadBatch {
    const name = `batch ${index}`;
    checkKeys(name, batch, ["X", "y", "sampleWeight", "offset"]);
    const { X, y, sampleWeight, offset } = batch as Record<string, unknown>;
    const rows = sourceOfBatch(name, X, this.#names);
    this.#shape ??= { cols: rows.cols, rows: rows.rows, hasOffset: offset !== undefined };
    const { cols, hasOffset } = this.#shape;
    if (rows.cols !== cols) {
      throw new InputError(`X of ${name}`, `${rows.cols} columns; expected ${cols} as in batch 0`);
    }
    if ((offset !== undefined) !== hasOffset) {
      const [found, expected] = hasOffset ? ["none", "one"] : ["one", "none"];
      throw new InputError(`offset of ${name}`, `${found}; expected ${expected} as in batch 0`);
    }
    this.#names ??= rows.names && Object.freeze([...rows.names]);
    return {
      name,
      rows,
      codes: this.#encode(`y of ${name}`, new Target(`y of ${name}`, y, rows.rows).values),
      weight:
        sampleWeight === undefined
          ? undefined
          : readWeights(`sampleWeight of ${name}`, sampleWeight, rows.rows),
      offset: offset === undefined ? undefined : readOffset(`offset of ${name}`, offset, rows.rows),
    };
  }

  #encode(argument: string, labels: ArrayLike<Label>): Int32Array {
    const known = this.#codes;
    const codes = new Int32Array(labels.length);
    let last: Label | undefined; // which spares many a look-up
    let code = 0;
    for (let i = 0; i < labels.length; i++) {
      const label = labels[i];
      if (label !== last) code = known.get(label) ?? this.#addClass(argument, label, i);
      last = label;
      codes[i] = code;
    }
    return codes;
  }

  #addClass(argument: string, label: Label, index: number): number {
    const known = this.#codes;
    const found = `${describe(label)} at index ${index}`;
    if (this.#first) {
      throw new InputError(
        argument,
        `${found}, which the first pass didn't have; expected the same rows each time`,
      );
    }
    const [example] = known.keys();
    if (example !== undefined && typeof example !== typeof label) {
      throw new InputError(argument, `${found}; expected a ${typeof example} like ${describe(example)}`);
    }
    known.set(label, known.size);
    return known.size - 1;
  }

  #compare(first: Totals, now: Totals): void {
    const expected = "the same rows each time the function is called";
    const inPass = `pass ${this.#passes}`;
    if (now.rows !== first.rows) {
      const found = `${now.rows} rows in ${inPass}, ${first.rows} in the first`;
      throw new InputError("X", `${found}; expected ${expected}`);
    }
    const labels = [...this.#codes.keys()];
    first.counts.forEach((rows, k) => {
      const found = now.counts[k] ?? 0;
      if (found === rows) return;
      const problem = `${found} of class ${describe(labels[k])} in ${inPass}, ${rows} in the first`;
      throw new InputError("y", `${problem}; expected ${expected}`);
    });
    first.weights.forEach((weight, k) => {
      if (Math.abs(now.weights[k] - weight) <= ROUNDING * weight) return;
      const problem = `class ${describe(labels[k])} weighs ${now.weights[k]} in ${inPass}, ${weight} in the first`;
      throw new InputError("sampleWeight", `${problem}; expected ${expected}`);
    });
  }
}

/** As `anyRowSource`; messages say `X.indices of batch 0`. */
function sourceOfBatch(name: string, X: unknown, names: readonly string[] | undefined): RowSource {
  const source = inBatch(name, () => anyRowSource("X", X, names));
  return { ...source, copy: (...where) => inBatch(name, () => source.copy(...where)) };
}

function inBatch<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const { argument, message } = error;
    throw new InputError(`${argument} of ${name}`, message.slice(`${argument}: `.length));
  }
}

function count(totals: Totals, { codes, weight }: ReadBatch): void {
  const { counts, weights } = totals;
  totals.rows += codes.length;
  for (let i = 0; i < codes.length; i++) {
    const k = codes[i];
    while (counts.length <= k) {
      counts.push(0);
      weights.push(0);
    }
    counts[k] += 1;
    weights[k] += weight ? weight[i] : 1;
  }
}
