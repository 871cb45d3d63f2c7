import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";

/** House prices: examples/data/ames.csv, the last column y. */
export function house(): { X: number[][]; y: number[] } {
  const file = new URL("../../examples/data/ames.csv", import.meta.url);
  const [, ...lines] = parse(readFileSync(file, "utf8")) as string[][];
  const numberOf = (cell: string) => (cell === "Y" ? 1 : cell === "N" ? 0 : Number(cell));
  return {
    X: lines.map((line) => line.slice(0, -1).map(numberOf)),
    y: lines.map((line) => Number(line[line.length - 1])),
  };
}
