import text from "../../../examples/data/ames.csv?raw";
import { column, pick, readTable } from "./csv.ts";

/** 2930 houses sold in Ames, Iowa. De Cock, Journal of Statistics Education 19 (2011), as in the R package modeldata, MIT. */
const table = readTable(text);

/** Living areas in square feet, and prices in dollars. */
export const houses = {
  area: column(pick(table, ["Gr_Liv_Area"]), 0),
  price: Float64Array.from(table.labels, Number),
};
