/** Removes from `dist/` the declarations that no entry point leads to: what is internal has no business in the package. */
import { readdirSync, readFileSync, rmdirSync, unlinkSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const dist = fileURLToPath(new URL("../dist/", import.meta.url));
const entries = ["index", "optimize/index", "metrics/index", "predict/index"];
const reached = new Set<string>();

for (const entry of entries) reach(join(dist, `${entry}.d.ts`));
const names = readdirSync(dist, { recursive: true, encoding: "utf8" }).map((name) => join(dist, name));
for (const name of names) if (name.endsWith(".d.ts") && !reached.has(name)) unlinkSync(name);
for (const folder of new Set(names.map(dirname).toSorted().toReversed()))
  if (readdirSync(folder).length === 0) rmdirSync(folder);

function reach(file: string): void {
  if (reached.has(file)) return;
  reached.add(file);
  for (const [, name] of readFileSync(file, "utf8").matchAll(/(?:from |import\()"(\.[^"]*)\.(?:js|ts)"/g)) {
    reach(resolve(dirname(file), `${name}.d.ts`));
  }
}
