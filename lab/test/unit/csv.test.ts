import { expect, test } from "vitest";
import { column, pick, readTable } from "../../src/data/csv.ts";

const table = readTable("a,b,class\n1,2,yes\n3,4,no\n");

test("a table has its numbers row by row, and its labels", () => {
  expect(table).toMatchObject({ names: ["a", "b"], rows: 2, cols: 2, labels: ["yes", "no"] });
  expect([...table.X]).toEqual([1, 2, 3, 4]);
});

test("columns are picked by name, in the order asked for", () => {
  const picked = pick(table, ["b", "a"]);
  expect([...picked.X]).toEqual([2, 1, 4, 3]);
  expect([...column(picked, 0)]).toEqual([2, 4]);
});
