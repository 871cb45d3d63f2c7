/** The data sets of the targets. Each is made once for a seed and kept in files that all peers read. */
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { fileURLToPath } from "node:url";
import { autoregressive, exampleProblem, type Problem, rescaled, syntheticProblem, tiled } from "../data.ts";
import type { SparseProblem } from "./text-like.ts";

const recipes = {
  "200000x100": (seed) => syntheticProblem(200_000, 100, seed),
  "1000000x20": (seed) => syntheticProblem(1_000_000, 20, seed),
  "20000x1000": (seed) => syntheticProblem(20_000, 1000, seed),
  "2000000x7": (seed) => syntheticProblem(2_000_000, 7, seed),
  "2000x40": (seed) => syntheticProblem(2000, 40, seed),
  "10000x100": (seed) => syntheticProblem(10_000, 100, seed),
  "600x200": (seed) => syntheticProblem(600, 200, seed),
  "200000x100-scaled": (seed) => rescaled(syntheticProblem(200_000, 100, seed), 1, 100),
  "spambase-200000": () => tiled(exampleProblem("spambase"), 200_000),
  "ar-200000x50": (seed) => syntheticProblem(200_000, 50, seed, autoregressive(0.95)),
  "breast-cancer": () => exampleProblem("breast_cancer"),
  "150x4": (seed) => syntheticProblem(150, 4, seed),
  "50x3": (seed) => syntheticProblem(50, 3, seed),
} satisfies Record<string, (seed: number) => Problem>;

export type DataSetName = keyof typeof recipes;

/** A problem that is in files as well, as raw f64 numbers. */
export interface DataSet extends Problem {
  readonly name: string;
  readonly seed: number;
  readonly files: { readonly x: string; readonly y: string };
}

export const FOLDER: string = fileURLToPath(new URL("../../build/peers/", import.meta.url));

export function dataSet(name: DataSetName, seed: number): DataSet {
  return kept(name, seed, () => recipes[name](seed));
}

/** From its files, where they exist. */
export function kept(name: string, seed: number, make: () => Problem): DataSet {
  const { files, numbers } = keptNumbers(name, seed, () => {
    const { X, y } = make();
    return { x: X.data, y };
  });
  const { x: data, y } = numbers;
  return { name, seed, files, X: { data, rows: y.length, cols: data.length / y.length }, y };
}

/** Sparse rows that are in files as well; the numbers of columns and the like are f64, too. */
export interface SparseDataSet extends SparseProblem {
  readonly name: string;
  readonly files: {
    readonly values: string;
    readonly indices: string;
    readonly indptr: string;
    readonly y: string;
  };
}

/** As `kept`, of sparse rows. */
export function keptSparse(
  name: string,
  seed: number,
  cols: number,
  make: () => SparseProblem,
): SparseDataSet {
  const { files, numbers } = keptNumbers(name, seed, () => {
    const { X, y } = make();
    const [values, indices, indptr] = [X.values, X.indices, X.indptr].map((list) => Float64Array.from(list));
    return { values, indices, indptr, y };
  });
  const { values, y } = numbers;
  const [indices, indptr] = [numbers.indices, numbers.indptr].map((list) => Int32Array.from(list));
  return { name, files, X: { values, indices, indptr, rows: y.length, cols }, y };
}

/** Lists of numbers in files of their own: from there, where they exist. */
function keptNumbers<List extends string>(
  name: string,
  seed: number,
  make: () => Record<List | "y", Float64Array>,
): { files: Record<List | "y", string>; numbers: Record<List | "y", Float64Array> } {
  mkdirSync(`${FOLDER}data`, { recursive: true });
  const base = `${FOLDER}data/${name}-${seed}`;
  const fileOf = (list: string) => `${base}.${list}.f64`;
  const index = `${base}.lists.json`;
  if (!existsSync(index)) {
    const made = make();
    const lists = Object.keys(made) as (List | "y")[];
    for (const list of lists) write(fileOf(list), made[list]);
    writeFileSync(index, JSON.stringify(lists)); // the last: where it exists, all is there
  }
  const lists = JSON.parse(readFileSync(index, "utf8")) as (List | "y")[];
  const each = <T>(of: (list: string) => T) =>
    Object.fromEntries(lists.map((list) => [list, of(list)])) as Record<List | "y", T>;
  return { files: each(fileOf), numbers: each((list) => read(fileOf(list))) };
}

const CHUNK = 2 ** 24;

function write(path: string, numbers: Float64Array): void {
  const file = openSync(`${path}.part`, "w");
  for (let at = 0; at < numbers.length; at += CHUNK) writeSync(file, numbers.subarray(at, at + CHUNK));
  closeSync(file);
  renameSync(`${path}.part`, path);
}

/** The f64 numbers of a file. */
export function read(path: string): Float64Array {
  const numbers = new Float64Array(statSync(path).size / 8);
  const file = openSync(path, "r");
  for (let at = 0; at < numbers.length; at += CHUNK) readSync(file, numbers.subarray(at, at + CHUNK));
  closeSync(file);
  return numbers;
}
