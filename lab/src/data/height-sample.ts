import { heights as all } from "./heights.ts";

const rows = Array.from({ length: all.rows }, (_, i) => i).filter((i) => i % 20 === 0);

/** Every twentieth person of `heights`: few enough to stand in copied code. */
export const heightSample = {
  heights: rows.map((i) => all.X[i] ?? Number.NaN),
  sexes: rows.map((i) => all.labels[i] ?? ""),
};
