import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { DataSet } from "./data-sets.ts";
import type { Coefficients } from "./objective.ts";

const PROGRAM = fileURLToPath(new URL("programs/glmnet.R", import.meta.url));

/** Whether there are R and its glmnet. */
export function hasGlmnet(): boolean {
  try {
    execFileSync("Rscript", ["-e", "library(glmnet)"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** A lasso at C, in a process of its own; the time is taken there. */
export function fitGlmnet(data: DataSet, C: number, thresh: number): Coefficients & { readonly ms: number } {
  const [ms, intercept, ...coef] = run("fit", data, 1 / (C * data.X.rows), thresh);
  return { ms, intercept, coef };
}

/** Its default path: the time, and how many λ it has. */
export function pathOfGlmnet(data: DataSet): { readonly ms: number; readonly count: number } {
  const [ms, count] = run("path", data);
  return { ms, count };
}

function run(task: string, { files, X }: DataSet, ...more: number[]): number[] {
  const args = [PROGRAM, task, files.x, files.y, X.rows, X.cols, ...more].map(String);
  const text = execFileSync("Rscript", args, { encoding: "utf8", maxBuffer: 2 ** 26 });
  return text.trim().split(/\s+/).map(Number);
}
