import text from "../../../examples/data/heights.csv?raw";
import { readTable } from "./csv.ts";

/** 1050 people: height in inches, and sex. Irizarry, R package dslabs, Artistic License 2.0. */
export const heights = readTable(text);
