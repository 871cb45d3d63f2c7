import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";

/** A case of test/reference/optima.json: a data set, an objective and its minimum, computed elsewhere. */
export interface ReferenceCase {
  readonly name: string;
  readonly data: "breast_cancer" | "spambase" | "heights";
  readonly standardised: boolean;
  readonly C: number;
  readonly fitIntercept: boolean;
  readonly weighted: boolean;
  readonly objective: number;
  readonly coef: readonly number[];
  readonly intercept: number;
}

export interface ReferenceData {
  readonly X: number[][];
  readonly y: string[];
  readonly names: string[];
}

const file = new URL("../reference/optima.json", import.meta.url);

export const referenceCases: readonly ReferenceCase[] = JSON.parse(readFileSync(file, "utf8")).cases.map(
  (entry: ReferenceCase) => ({ ...entry, C: Number(entry.C) }),
);

const loaded = new Map<string, ReferenceData>();

/** Rows and labels of examples/data, the last column being the label. */
export function loadData(name: ReferenceCase["data"]): ReferenceData {
  const known = loaded.get(name) ?? readData(name);
  loaded.set(name, known);
  return known;
}

function readData(name: string): ReferenceData {
  const text = readFileSync(new URL(`../../examples/data/${name}.csv`, import.meta.url), "utf8");
  const [header, ...lines] = parse(text) as string[][];
  return {
    X: lines.map((line) => line.slice(0, -1).map(Number)),
    y: lines.map((line) => line[line.length - 1]),
    names: header.slice(0, -1),
  };
}

/** The rows of a case, standardised by mean and population standard deviation where it says so. */
export function rowsOf({ data, standardised }: ReferenceCase): ReferenceData {
  const raw = loadData(data);
  return standardised ? { ...raw, X: standardise(raw.X) } : raw;
}

/** The weights that test/reference/generate.py used. */
export function weightsOf({ weighted }: ReferenceCase, rows: number): number[] | undefined {
  return weighted ? Array.from({ length: rows }, (_, i) => 0.5 + ((i * 7919) % 101) / 101) : undefined;
}

/** Weighted standard deviation of each column: the scale in which errors of its coefficient count. */
export function deviations(X: readonly number[][], weights: readonly number[] | undefined): number[] {
  const s = weights ?? X.map(() => 1);
  const total = s.reduce((sum, value) => sum + value, 0);
  return X[0].map((_, j) => {
    const mean = X.reduce((sum, row, i) => sum + s[i] * row[j], 0) / total;
    return Math.sqrt(X.reduce((sum, row, i) => sum + s[i] * (row[j] - mean) ** 2, 0) / total);
  });
}

function standardise(X: readonly number[][]): number[][] {
  const sd = deviations(X, undefined);
  const mean = X[0].map((_, j) => X.reduce((sum, row) => sum + row[j], 0) / X.length);
  return X.map((row) => row.map((value, j) => (value - mean[j]) / sd[j]));
}
