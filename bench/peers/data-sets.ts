/** The data sets of the targets. Each is made once for a seed and kept in files that all peers read. */
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  statSync,
  writeSync,
} from "node:fs";
import { fileURLToPath } from "node:url";
import { autoregressive, exampleProblem, type Problem, rescaled, syntheticProblem, tiled } from "../data.ts";

const recipes = {
  "200000x100": (seed) => syntheticProblem(200_000, 100, seed),
  "1000000x20": (seed) => syntheticProblem(1_000_000, 20, seed),
  "20000x1000": (seed) => syntheticProblem(20_000, 1000, seed),
  "2000000x7": (seed) => syntheticProblem(2_000_000, 7, seed),
  "2000x40": (seed) => syntheticProblem(2000, 40, seed),
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
  mkdirSync(`${FOLDER}data`, { recursive: true });
  const base = `${FOLDER}data/${name}-${seed}`;
  const files = { x: `${base}.x.f64`, y: `${base}.y.f64` };
  if (!existsSync(files.y)) {
    const { X, y } = make();
    write(files.x, X.data);
    write(files.y, y); // the last: where it exists, all is there
  }
  const data = read(files.x);
  const y = read(files.y);
  return { name, seed, files, X: { data, rows: y.length, cols: data.length / y.length }, y };
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
