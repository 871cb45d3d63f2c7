/**
 * Makes the compiler's declarations in `dist/` fit to be published: those that no entry point leads to, the internal
 * ones, are removed; those that name WebAssembly's types bring them, empty, for programs without lib.dom; and imports name `.js` files, as the compiler writes `.ts`, which TypeScript before 5.0 refuses.
 */
import { readdirSync, readFileSync, rmdirSync, unlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const dist = fileURLToPath(new URL("../dist/", import.meta.url));
const entries = ["index", "optimize/index", "metrics/index", "predict/index"];

/** A type of WebAssembly's, on a line that is no comment. */
const WEB_ASSEMBLY = /^(?! *\/?\*).*\bWebAssembly\.(Module|Memory)\b/m;

/** Merges with what a program's own types say of them. */
const EMPTY = "declare global { namespace WebAssembly { interface Module {} interface Memory {} } }";

// A set goes on to what is added to it on the way.
const reached = new Set(entries.map((entry) => join(dist, `${entry}.d.ts`)));
for (const file of reached) {
  const text = readFileSync(file, "utf8");
  for (const [, name] of text.matchAll(/"(\.[^"]*)\.ts"/g)) {
    reached.add(resolve(dirname(file), `${name}.d.ts`));
  }
  const named = text.replaceAll(/"(\.[^"]*)\.ts"/g, '"$1.js"');
  writeFileSync(file, WEB_ASSEMBLY.test(named) ? `${named}${EMPTY}\n` : named);
}

const files = readdirSync(dist, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name));
for (const file of files) if (!reached.has(file)) unlinkSync(file);
for (const folder of new Set(files.map(dirname).toSorted().toReversed())) {
  if (readdirSync(folder).length === 0) rmdirSync(folder);
}
