/** The peers' own places: a Python environment in build/peers/python, and node_modules in bench/peers/js. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { FOLDER } from "./data-sets.ts";

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

export const PYTHON: string = `${FOLDER}python/bin/python`;

/** Runs `install` unless `source` is what it was at the last time. */
function onceFor(source: string, stamp: string, install: () => void): void {
  const wanted = readFileSync(source, "utf8");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  install();
  writeFileSync(stamp, wanted);
}

export function installPeers(): void {
  mkdirSync(FOLDER, { recursive: true });
  const stdio = ["ignore", "ignore", "inherit"] as const;
  const requirements = here("requirements.txt");
  onceFor(requirements, `${FOLDER}python.stamp`, () => {
    console.log("installing scikit-learn in build/peers/python");
    execFileSync("python3", ["-m", "venv", "--clear", `${FOLDER}python`], { stdio: [...stdio] });
    execFileSync(PYTHON, ["-m", "pip", "install", "--quiet", "-r", requirements], { stdio: [...stdio] });
  });
  onceFor(here("js/package-lock.json"), `${FOLDER}js.stamp`, () => {
    console.log("installing ml-logistic-regression in bench/peers/js");
    execFileSync("npm", ["ci"], { cwd: here("js/"), stdio: [...stdio] });
  });
}
