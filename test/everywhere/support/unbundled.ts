import { readdirSync, readFileSync, writeFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { entryPoints, type Project } from "./project.ts";

const CONDITIONS = ["browser", "import"];

/** Pages of plain modules, which find the package by an import map. */
export function withImportMap({ folder, package: installed }: Project): string {
  const imports = entryPoints(installed, CONDITIONS);
  const map = `<script type="importmap">${JSON.stringify({ imports })}</script>\n`;
  mkdirSync(join(folder, "mapped"));
  for (const name of ["page.html", "loading.html"]) {
    const page = readFileSync(join(folder, name), "utf8");
    writeFileSync(
      join(folder, "mapped", name),
      page.replace("<script", `${map}<script`).replace("./", "../"),
    );
  }
  return "mapped";
}

/** Plain modules that name the package's files: import maps don't hold in workers. */
export function withPaths({ folder, package: installed }: Project): string {
  const entries = entryPoints(installed, CONDITIONS);
  mkdirSync(join(folder, "paths"));
  for (const name of readdirSync(folder).filter((file) => /\.(js|html)$/.test(file))) {
    const source = readFileSync(join(folder, name), "utf8");
    const resolved = source.replaceAll(/"(logit-wasm[^"]*)"/g, (quoted, entry) =>
      entry in entries ? `"${entries[entry]}"` : quoted,
    );
    writeFileSync(join(folder, "paths", name), resolved);
  }
  return "paths";
}
