// The first fit in a fresh process, as a program that uses the package would make it.
import { readFileSync } from "node:fs";
import { LogisticRegression } from "../../../dist/index.js";

const [x, y] = process.argv
  .slice(2)
  .map((path) => new Float64Array(new Uint8Array(readFileSync(path)).buffer));
const rows = y.length;
await new LogisticRegression().fit({ data: x, rows, cols: x.length / rows }, y);
