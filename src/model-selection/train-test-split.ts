import { type CsrMatrix, isCsr } from "../data/csr.ts";
import { Dataset } from "../data/dataset.ts";
import type { Label } from "../data/label.ts";
import type { RealArray } from "../data/real-array.ts";
import type { Matrix, NamedColumns, RowsInput } from "../data/rows.ts";
import { type Labels, type NumericArray, Target } from "../data/target.ts";
import { InputError } from "../errors.ts";
import { boolean, checkOptions, describe } from "../options.ts";
import { countRows, labelsFor, orderOf, randomOf, rowsOfClasses } from "./splitting.ts";

/** Options of {@link trainTestSplit}. */
export interface TrainTestSplitOptions {
  /** How many rows to test with, or, between 0 and 1, which part of them, rounded up. Default: what `trainSize` leaves, or 0.25. */
  testSize?: number;
  /** How many rows to train with, or which part of them, rounded down. Default: what `testSize` leaves. */
  trainSize?: number;
  /** Whether rows are drawn at random; else the first are to train with, those after them to test with. Default true. */
  shuffle?: boolean;
  /** Whether both sides hold the classes of y in the shares that they have in all rows; or the labels for which they do. Default false. */
  stratify?: boolean | Labels;
  /** The same seed makes the same split, on any machine: a whole number of at least 0. Default 0. */
  seed?: number;
}

/** One side of a split. */
export interface SplitPart<X, Y> {
  /** The rows in the form they were given in; of a Dataset a subset, which holds their labels and weights. */
  readonly X: X;
  readonly y: Y;
  /** Their numbers. */
  readonly rows: Uint32Array;
}

/** Both sides of a split. */
export interface TrainTestSplit<X, Y> {
  readonly train: SplitPart<X, Y>;
  readonly test: SplitPart<X, Y>;
}

/**
 * Sets rows aside for testing, at random.
 *
 * ```ts
 * const { train, test } = trainTestSplit(X, y, { testSize: 0.25, stratify: true, seed: 1 });
 * const model = await new LogisticRegression().fit(train.X, train.y);
 * model.score(test.X, test.y);
 * ```
 *
 * @param X - rows in any form that `Dataset.from` takes, or a Dataset, of which both sides are subsets that share its
 *   memory: dispose of them as well
 * @param y - their labels, where the Dataset doesn't hold them
 * @throws {@link InputError} for sizes that leave a side, or a class of one, without rows
 */
export function trainTestSplit<X extends RowsInput | Dataset, Y extends Labels | undefined = undefined>(
  X: X,
  y?: Y,
  options: TrainTestSplitOptions = {},
): TrainTestSplit<X, Y> {
  const { stratify, isShuffled, seed, testSize, trainSize } = resolve(options);
  const rows = countRows(X);
  const labels = y === undefined ? undefined : new Target("y", y, rows);
  const counts = countsOf(rows, testSize, trainSize);
  const { train, test } = stratify
    ? stratified(
        stratify === true ? labelsFor(X, y) : new Target("options.stratify", stratify, rows),
        counts,
        seed,
      )
    : cut(orderOf(rows, isShuffled ? randomOf(seed) : undefined), counts, isShuffled);
  const part = (picked: Uint32Array): SplitPart<X, Y> => ({
    X: pickRows(X, picked),
    y: (labels && pickLabels(y as Labels, picked)) as Y,
    rows: picked,
  });
  return { train: part(train), test: part(test) };
}

interface Counts {
  readonly train: number;
  readonly test: number;
}

interface Sides {
  readonly train: Uint32Array;
  readonly test: Uint32Array;
}

function resolve(options: TrainTestSplitOptions) {
  checkOptions("options", options, ["testSize", "trainSize", "shuffle", "stratify", "seed"]);
  const { testSize, trainSize, shuffle: isShuffled = true, stratify = false, seed } = options;
  boolean("options.shuffle", isShuffled);
  if (typeof stratify !== "boolean" && !Array.isArray(stratify) && !ArrayBuffer.isView(stratify)) {
    throw new InputError("options.stratify", `${describe(stratify)}; expected true, false or labels`);
  }
  if (seed !== undefined && !(Number.isSafeInteger(seed) && seed >= 0)) {
    throw new InputError("options.seed", `${describe(seed)}; expected a whole number of at least 0`);
  }
  if (!isShuffled && (stratify || seed !== undefined)) {
    const name = stratify ? "stratify" : "seed";
    throw new InputError(`options.${name}`, "given without shuffle; expected shuffle: true with it");
  }
  return { stratify, isShuffled, seed: seed ?? 0, testSize, trainSize };
}

function countsOf(rows: number, testSize: number | undefined, trainSize: number | undefined): Counts {
  const asked = testSize === undefined && trainSize === undefined ? 0.25 : testSize;
  const given = {
    test: asked === undefined ? undefined : sizeOf("options.testSize", asked, rows, Math.ceil),
    train: trainSize === undefined ? undefined : sizeOf("options.trainSize", trainSize, rows, Math.floor),
  };
  const { test = rows - (given.train ?? 0), train = rows - test } = given;
  if (test + train > rows) {
    const found = `${train} rows beside ${test} to test with`;
    throw new InputError("options.trainSize", `${found}; expected no more than ${rows} in all`);
  }
  if (test < 1 || train < 1) {
    const name = trainSize === undefined ? "options.testSize" : "options.trainSize";
    throw new InputError(
      name,
      `${train} rows to train with and ${test} to test with, of ${rows}; expected some of each`,
    );
  }
  return { train, test };
}

function sizeOf(argument: string, size: unknown, rows: number, round: (value: number) => number): number {
  if (typeof size === "number" && size > 0 && size < 1) return round(size * rows);
  if (Number.isSafeInteger(size) && (size as number) >= 1) return size as number;
  throw new InputError(
    argument,
    `${describe(size)}; expected a part between 0 and 1, or a number of rows from 1 on`,
  );
}

/** Drawn rows to test with come first, others last. */
function cut(order: Uint32Array, { train, test }: Counts, isShuffled: boolean): Sides {
  return isShuffled
    ? { test: order.slice(0, test), train: order.slice(test, test + train) }
    : { train: order.slice(0, train), test: order.slice(train, train + test) };
}

/** Each side gets its part of each class, by the largest remainders. */
function stratified({ classCodes }: Target, counts: Counts, seed: number): Sides {
  const { classes, codes } = classCodes;
  const ofClass = rowsOfClasses(codes, classes.length);
  for (const side of ["train", "test"] as const) {
    if (counts[side] >= classes.length) continue;
    const found = `${counts[side]} rows to ${side} with, of ${classes.length} classes`;
    throw new InputError(`options.${side}Size`, `${found}; expected at least one for each`);
  }
  const lone = ofClass.findIndex((rows) => rows.length < 2);
  if (lone >= 0) {
    const found = `1 row of class ${describe(classes[lone])}`;
    throw new InputError("options.stratify", `${found}; expected at least 2, one for each side`);
  }
  const sizes = ofClass.map((rows) => rows.length);
  const train = shares(sizes, counts.train);
  const test = shares(sizes.map((size, k) => size - train[k]), counts.test); // prettier-ignore
  const random = randomOf(seed);
  const sides = { train: [] as number[], test: [] as number[] };
  ofClass.forEach((rows, k) => {
    const order = orderOf(rows.length, random);
    const drawn = Array.from(order, (i) => rows[i]);
    sides.test.push(...drawn.slice(0, test[k]));
    sides.train.push(...drawn.slice(test[k], test[k] + train[k]));
  });
  // Without it the classes would follow one another.
  const mixed = (rows: readonly number[]) => Uint32Array.from(orderOf(rows.length, random), (i) => rows[i]);
  return { train: mixed(sides.train), test: mixed(sides.test) };
}

/** So many in all, in the shares of the sizes: rounded down, and one more where the most is lost, up to the size. */
function shares(sizes: readonly number[], count: number): number[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const exact = sizes.map((size) => (size * count) / total);
  const found = exact.map(Math.floor);
  const left = count - found.reduce((sum, share) => sum + share, 0);
  const order = [...sizes.keys()].toSorted((a, b) => exact[b] - found[b] - (exact[a] - found[a]));
  for (const k of order.slice(0, left)) found[k] += 1;
  return found;
}

function pickRows<X extends RowsInput | Dataset>(X: X, rows: Uint32Array): X;
function pickRows(X: RowsInput | Dataset, rows: Uint32Array): RowsInput | Dataset {
  if (X instanceof Dataset) return X.subset(rows);
  if (Array.isArray(X)) return Array.from(rows, (row) => (X as readonly RealArray[])[row]);
  if (isCsr(X)) return pickSparseRows(X, rows);
  if ("columns" in X) {
    const picked = Object.entries((X as NamedColumns).columns).map(([name, column]) => [
      name,
      pickLabels(column as Labels<number>, rows),
    ]);
    return { columns: Object.fromEntries(picked) };
  }
  const { data, cols } = X as Matrix<Float64Array | Float32Array>;
  const picked = data.slice(0, rows.length * cols);
  rows.forEach((row, i) => picked.set(data.subarray(row * cols, (row + 1) * cols), i * cols));
  return { data: picked, rows: rows.length, cols };
}

function pickSparseRows({ values, indices, indptr, cols }: CsrMatrix, rows: Uint32Array): CsrMatrix {
  const pointers = new Uint32Array(rows.length + 1);
  rows.forEach((row, i) => (pointers[i + 1] = pointers[i] + indptr[row + 1] - indptr[row]));
  const picked = {
    values: new Float64Array(pointers[rows.length]),
    indices: new Uint32Array(pointers[rows.length]),
  };
  rows.forEach((row, i) => {
    for (let k = indptr[row], to = pointers[i]; k < indptr[row + 1]; k++, to++) {
      picked.values[to] = values[k];
      picked.indices[to] = indices[k];
    }
  });
  return { ...picked, indptr: pointers, rows: rows.length, cols };
}

/** In an array of the same kind. */
function pickLabels(values: Labels, rows: Uint32Array): Labels {
  if (Array.isArray(values)) return Array.from(rows, (row) => (values as readonly Label[])[row]);
  const picked = (values as NumericArray).slice(0, rows.length);
  rows.forEach((row, i) => (picked[i] = (values as NumericArray)[row]));
  return picked;
}
