import { houses } from "../../data/houses.ts";
import { Random } from "../../data/random.ts";
import type { Values } from "../../params/schema.ts";
import { drawCurve, drawOrder, type Rows } from "./draw.ts";
import type { schema } from "./schema.ts";

export interface Split {
  readonly train: Rows;
  readonly test: Rows;
}

/** Larger houses are left out: there are five, three of them sold in unusual ways, and their giver advises against them. */
const LARGEST = 4000;

/** Areas become numbers from about −1 to 1, so that their powers stay of one size. */
export const MIDDLE = 2100;
export const HALF = 1800;

/** New rows of the curve, by which fits are judged: always the same ones. */
export const NEW_ROWS = 500;
export const NEW_SEED = 1000;

/** Areas in square feet and prices in thousand dollars of the houses that take part. */
export function usualHouses(): { area: number[]; price: number[] } {
  const all = Array.from(houses.area, (area, i) => ({ area, price: (houses.price[i] ?? 0) / 1000 }));
  const usual = all.filter(({ area }) => area <= LARGEST);
  return { area: usual.map(({ area }) => area), price: usual.map(({ price }) => price) };
}

/** The training rows of a seed, and the new rows to judge by. */
export function split({ data, rows, noise }: Values<typeof schema>, seed: number): Split {
  const random = new Random(seed);
  if (data === "curve") {
    return {
      train: drawCurve(rows, noise, random),
      test: drawCurve(NEW_ROWS, noise, new Random(NEW_SEED)),
    };
  }
  const { area, price } = usualHouses();
  const order = drawOrder(area.length, rows, random);
  const take = (chosen: readonly number[]): Rows => ({
    x: chosen.map((i) => ((area[i] ?? 0) - MIDDLE) / HALF),
    y: chosen.map((i) => price[i] ?? 0),
  });
  return { train: take(order.slice(0, rows)), test: take(order.slice(rows)) };
}
