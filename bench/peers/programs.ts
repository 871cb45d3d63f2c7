/** Small programs of their own processes, in plain JavaScript on the built package, as users have it. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { DataSet } from "./data-sets.ts";

export type ProgramName = "empty" | "first-fit" | "large-fits" | "peak";

/** Runs one on a data set and answers what it printed. */
export function run(name: ProgramName, { files }: DataSet, ...more: string[]): string {
  const program = fileURLToPath(new URL(`programs/${name}.js`, import.meta.url));
  return execFileSync(process.execPath, [program, files.x, files.y, ...more], { encoding: "utf8" });
}

/** The time of a run from its start to its end, in ms. */
export function timeOf(name: ProgramName, data: DataSet): number {
  const start = performance.now();
  run(name, data);
  return performance.now() - start;
}
