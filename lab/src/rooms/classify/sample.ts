import { pick, type Table } from "../../data/csv.ts";
import { heights } from "../../data/heights.ts";
import { Random } from "../../data/random.ts";
import { spam } from "../../data/spam.ts";
import { circles, moons, type Points } from "../../data/toys.ts";
import { tumours } from "../../data/tumours.ts";
import type { Values } from "../../params/schema.ts";
import { ownTable } from "./own-table.ts";
import { readable } from "./readable.ts";
import type { schema } from "./schema.ts";

/** Rows to be told apart. */
export interface Sample {
  /** What the columns are. */
  readonly columns: readonly string[];
  /** What the classes are: those that have rows, two to four, or fewer of points that are clicked. */
  readonly classes: readonly string[];
  /** For each class the number of its look, so that a class keeps it while others come and go. */
  readonly kinds: readonly number[];
  /** Row by row. */
  readonly X: Float64Array;
  readonly cols: number;
  /** The number of each row's class. */
  readonly y: readonly number[];
  /** Where rows of one column are drawn in the direction that means nothing. */
  readonly spread?: Float64Array;
}

/** @throws {@link CsvError} for a CSV of the reader's own that can't be used */
export function sampleOf(values: Values<typeof schema>): Sample {
  switch (values.data) {
    case "clicked":
      return clicked(values.points);
    case "moons":
      return toy(moons(values.count, values.noise, values.seed));
    case "circles":
      return toy(circles(values.count, values.noise, values.seed));
    case "tumours":
      return sample(pick(tumours, [values.tumourX, values.tumourY]), ["benign", "malignant"]);
    case "spam":
      return sample(pick(spam, [values.spamX, values.spamY]), ["nonspam", "spam"]);
    case "heights": {
      const random = new Random(1);
      const spread = Float64Array.from({ length: heights.rows }, () => random.uniform());
      return { ...sample(heights, ["Female", "Male"]), spread };
    }
    case "own":
      return ownTable(values.own, values.ownColumns);
  }
}

/** Rows that a model of made-up data has never seen; undefined where data is real, and there are none. */
export function freshSample(values: Values<typeof schema>): Sample | undefined {
  const { data, noise, seed } = values;
  if (data !== "moons" && data !== "circles") return undefined;
  return sampleOf({ ...values, data, noise, count: 1000, seed: seed + 1000 });
}

/** What the classes of clicked points are called. */
const CLICKED = ["A", "B", "C", "D"];

function clicked(points: readonly number[]): Sample {
  const count = Math.floor(points.length / 3);
  const X = Float64Array.from({ length: 2 * count }, (_, k) => points[3 * (k >> 1) + (k % 2)] ?? 0);
  const kindOf = (i: number) => Math.min(3, Math.max(0, Math.round(points[3 * i + 2] ?? 0)));
  const all = Array.from({ length: count }, (_, i) => kindOf(i));
  const kinds = [0, 1, 2, 3].filter((kind) => all.includes(kind));
  return {
    columns: ["x", "y"],
    classes: kinds.map((kind) => CLICKED[kind] ?? ""),
    kinds,
    X,
    cols: 2,
    y: all.map((kind) => kinds.indexOf(kind)),
  };
}

function toy({ X, y }: Points): Sample {
  return { columns: ["x", "y"], classes: ["A", "B"], kinds: [0, 1], X, cols: 2, y };
}

function sample({ names, X, cols, labels }: Table, classes: readonly [string, string]): Sample {
  return {
    columns: names.map(readable),
    classes,
    kinds: [0, 1],
    X,
    cols,
    y: labels.map((label) => (label === classes[1] ? 1 : 0)),
  };
}
