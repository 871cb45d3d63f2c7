import { column } from "../../data/csv.ts";
import { heights } from "../../data/heights.ts";
import type { Values } from "../../params/schema.ts";
import type { schema } from "./schema.ts";

/** From where heights are measured in the models, in inches: near their mean, so that w and b hardly depend on each other. */
export const ORIGIN = 68;

/** Rows of people of the same height and class. */
export interface People {
  /** In inches. */
  readonly height: readonly number[];
  /** 1 for men, 0 for women. */
  readonly isMan: readonly number[];
  readonly count: readonly number[];
}

/** Of each class so many in the small sample: those in the middle of twelve equal parts, by height. */
const FEW = 12;

/** The data as they were gathered, by class and height. */
export function gathered(data: Values<typeof schema>["data"]): People {
  const all = column(heights, 0);
  const ofClass = (name: string) => all.filter((_, i) => heights.labels[i] === name).toSorted();
  const classes = [ofClass("Female"), ofClass("Male")];
  return tally(data === "all" ? classes : classes.map(middles));
}

/** The same with the people whom the reader adds. */
export function withAdded({ height, isMan, count }: People, values: Values<typeof schema>): People {
  if (values.count === 0) return { height, isMan, count };
  const [addedHeight = 0, addedClass = 0] = values.extra;
  return {
    height: [...height, addedHeight],
    isMan: [...isMan, addedClass >= 0.5 ? 1 : 0],
    count: [...count, values.count],
  };
}

export function size({ count }: People): number {
  return count.reduce((sum, n) => sum + n, 0);
}

function middles(sorted: Float64Array): Float64Array {
  return Float64Array.from(
    { length: FEW },
    (_, i) => sorted[Math.floor(((i + 0.5) * sorted.length) / FEW)] ?? 0,
  );
}

function tally(classes: readonly Float64Array[]): People {
  const rows = classes.flatMap((sorted, isMan) =>
    [...new Set(sorted)].map((height) => ({
      height,
      isMan,
      count: sorted.filter((other) => other === height).length,
    })),
  );
  return {
    height: rows.map(({ height }) => height),
    isMan: rows.map(({ isMan }) => isMan),
    count: rows.map(({ count }) => count),
  };
}
