import { describe, expect, test } from "vitest";
import { readCells } from "../../src/rooms/classify/csv-cells.ts";
import { columnsOf, ownTable } from "../../src/rooms/classify/own-table.ts";

const good = "height,weight,kind\n1.5,20,cat\n2,30,dog\n2.5,25,dog\n";

describe("a reader's own CSV", () => {
  test("is read with its names, its numbers and its classes", () => {
    expect(ownTable(good, [])).toEqual({
      columns: ["height", "weight"],
      classes: ["cat", "dog"],
      kinds: [0, 1],
      X: Float64Array.of(1.5, 20, 2, 30, 2.5, 25),
      cols: 2,
      y: [0, 1, 1],
    });
  });

  test("may have up to four classes, in the order of their names", () => {
    const text = "a,b,c\n1,2,pig\n3,4,cat\n5,6,hen\n7,8,dog\n9,9,cat\n";
    expect(ownTable(text, [])).toMatchObject({
      classes: ["cat", "dog", "hen", "pig"],
      kinds: [0, 1, 2, 3],
      y: [3, 0, 2, 1, 0],
    });
  });

  test.each([
    ["semicolons", good.replaceAll(",", ";")],
    ["tabs", good.replaceAll(",", "\t")],
    ["Windows's line ends and empty lines", `${good.replaceAll("\n", "\r\n")}\r\n\r\n`],
    ["a mark of the byte order", `\uFEFF${good}`],
    ["empty lines before semicolons", `\n \n${good.replaceAll(",", ";")}`],
    ["space around cells", good.replaceAll(",", " , ")],
    ["quotes", good.replace("cat", '"cat"').replace("height", ' "height" ')],
  ])("may have %s", (_, text) => {
    expect(ownTable(text, [])).toEqual(ownTable(good, []));
  });

  test("may have no header, quotes with separators, quotes and line ends in them", () => {
    const text = '1,2,"a, ""b"""\n3,4,"two\nlines"\n5,6,"a, ""b"""';
    expect(readCells(text).header).toEqual(["column 1", "column 2", "column 3"]);
    expect(ownTable(text, []).classes).toEqual(['a, "b"', "two\nlines"]);
    expect(readCells(text).rows.map(({ line }) => line)).toEqual([1, 2, 4]);
  });

  test("has other columns where they are chosen, and text ones are passed over where not", () => {
    const text = "name,a,b,sick,c\nx,1,2,yes,3\ny,4,5,no,6\n";
    expect(columnsOf(readCells(text), [])).toEqual([1, 2, 4]);
    const chosen = ownTable(text, [4, 1, 3]);
    expect([...chosen.X]).toEqual([3, 1, 6, 4]);
    expect(chosen).toMatchObject({ columns: ["c", "a"], classes: ["no", "yes"], y: [1, 0] });
  });

  test.each([
    ["", "nothing in it"],
    ["a,b\n1,2\n", "Line 1 has 2 cells"],
    ["a,b,c\n1,2,x\n", "fewer than two rows"],
    ["a,b,c\n1,2,x\n3,y\n5,6,y\n", "Line 3 ends at column 2: it has 2 cells, and line 1 has 3."],
    ["a,b,c\n1,2,x\n3,4,y,z\n", "Line 3 ends at column 4: it has 4 cells, and line 1 has 3."],
    ["a,b,c\n1,2,x\n3,four,y\n", "Line 3, column 2 (b): “four” is not a number."],
    ["a,b,c\n1,2,x\n,4,y\n", "Line 3, column 1 (a): a number is missing."],
    ["a,b,c\n1,2,x\n3,1e999,y\n", "Line 3, column 2 (b): “1e999” is not a number."],
    ["a,b,c\n1,2,x\n3,4,\n", "Line 3, column 3 (c): the class is missing."],
    [
      "a,b,c\n1,2,x\n3,4,y\n\n5,6,z\n7,8,v\n9,9,w\n",
      "Line 7, column 3 (c): “w” is a fifth class, beside “x”, “y”, “z” and “v”; up to four",
    ],
    ["a,b,c\n1,2,x\n3,4,x\n", "Column 3 (c) says “x” in every line"],
    ['a,b,c\n1,2,"x\n3,4,y\n', "Line 2, column 3: a quote is opened and never closed."],
    ['a,b,c\n1,2,"x"y\n3,4,y\n', "Line 2, column 3: there is more after the closing quote."],
  ])("that is wrong is answered by line and column: %j", (text, message) => {
    expect(() => ownTable(text, [])).toThrow(message);
  });

  test("may not have more rows than can be drawn", () => {
    const text = `a,b,c\n${"1,2,x\n".repeat(20_000)}1,2,y\n`;
    expect(() => ownTable(text, [])).toThrow("line 20002 is one too many");
  });
});
