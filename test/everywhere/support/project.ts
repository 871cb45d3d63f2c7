import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { inject } from "vitest";
import { readTable } from "../../../examples/demo/csv.ts";

export const run = promisify(execFile);

/** A path in test/everywhere. */
export function here(name: string): string {
  return fileURLToPath(new URL(`../${name}`, import.meta.url));
}

/** A program that a package in test/everywhere brought. */
export function program(name: string): string {
  return here(`node_modules/.bin/${name}`);
}

/** The package as a project that installed it finds it. */
export interface PackageJSON {
  readonly version: string;
  readonly exports: Readonly<Record<string, Target>>;
}
type Target = string | { readonly [condition: string]: Target };

/** An empty folder outside the source tree with the packed package installed, and with `project/` copied into it. */
export interface Project {
  readonly folder: string;
  readonly package: PackageJSON;
}

export async function createProject(): Promise<Project> {
  const folder = realpathSync(mkdtempSync(join(dirname(inject("tarball")), "project-")));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  await run("npm", ["install", "--offline", "--no-audit", "--no-fund", inject("tarball")], { cwd: folder });
  cpSync(here("project"), folder, { recursive: true });
  const installed: PackageJSON = JSON.parse(
    readFileSync(join(folder, "node_modules/logit-wasm/package.json"), "utf8"),
  );
  writeFileSync(join(folder, "data.js"), breastCancer());
  if (!("./predict" in installed.exports)) {
    writeFileSync(join(folder, "predictions.js"), "export const predictions = async () => true;\n");
  }
  return { folder, package: installed };
}

function breastCancer(): string {
  const { rows, labels } = readTable(new URL("../../../examples/data/breast_cancer.csv", import.meta.url));
  const X = JSON.stringify(rows.map((row) => [...row]));
  return `export const X = ${X};\nexport const y = ${JSON.stringify(labels)};\n`;
}

/** The files behind the package's exports under the given conditions, by what one imports. */
export function entryPoints({ exports }: PackageJSON, conditions: readonly string[]): Record<string, string> {
  const resolve = (target: Target): string => {
    if (typeof target === "string") return target;
    const condition = Object.keys(target).find((name) => name === "default" || conditions.includes(name));
    if (condition === undefined) throw new Error(`no target for ${conditions.join(", ")}`);
    return resolve(target[condition] as Target);
  };
  const entries = Object.entries(exports).filter(([name]) => !/\*|json$/.test(name));
  return Object.fromEntries(
    entries.map(([name, target]) => [
      name.replace(".", "logit-wasm"),
      resolve(target).replace(".", "/node_modules/logit-wasm"),
    ]),
  );
}
