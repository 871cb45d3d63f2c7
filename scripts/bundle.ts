/**
 * Puts the package's JavaScript together in `dist/`: one file for each entry point, and chunks of what they share. A
 * module a file, as the compiler would write them, takes 40 ms to load, a bundle 8.
 *
 * Edge runtimes forbid compiling bytes and compile the `.wasm` files that a program imports instead. Their build, in
 * `dist/edge/`, differs in where modules come from, and carries no bytes. It has those entry points that compile.
 */
import { fileURLToPath } from "node:url";
import { type OutputOptions, type Plugin, rolldown } from "rolldown";

const path = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url));

/** Has modules imported. Files of the edge build lie one folder deep, as `src/wasm/imported.ts` supposes. */
const imported: Plugin = {
  name: "imported-modules",
  resolveId(source) {
    if (source === "./carried.ts") return path("src/wasm/imported.ts");
    return source.endsWith(".wasm?module") ? { id: source, external: true } : undefined;
  },
};

/**
 * What the same entry points load at once is one chunk, but what any but the first two share is loaded by all: a file takes
 * longer to find and read than a few kB that an entry point doesn't need. Left to itself, the bundler also divides it by
 * what is loaded on demand, and 20 chunks, each compressed by itself, cost 4 kB of 60.
 */
function chunksOf(entries: string[], imports: ReadonlyMap<string, readonly string[]>) {
  const users = new Map<string, string>();
  entries.forEach((entry, k) => {
    for (const id of reached(entry, imports)) users.set(id, `${users.get(id) ?? ""}${k}`);
  });
  const all = [...entries.keys()].join("");
  for (const [id, those] of users) if (those.length > 1 && those !== "01") users.set(id, all);
  return [...new Set(users.values())].map((those) => ({
    name: `at-once-${those}`,
    // Takes along what its modules import: what most entry points use goes first.
    priority: those.length,
    test: (id: string) => users.get(id) === those,
  }));
}

async function write(input: Record<string, string>, output: OutputOptions, plugins: Plugin[]): Promise<void> {
  const imports = new Map<string, readonly string[]>();
  const graph: Plugin = {
    name: "graph",
    buildEnd() {
      for (const id of this.getModuleIds()) imports.set(id, this.getModuleInfo(id)?.importedIds ?? []);
    },
  };
  const options = { input, platform: "neutral", tsconfig: path("tsconfig.json") } as const;
  const bundle = await rolldown({ ...options, plugins: [...plugins, graph] });
  await bundle.generate(); // for the graph
  await bundle.write({
    ...output,
    format: "esm",
    comments: { jsdoc: false }, // declarations have them; to read past them took a tenth of the time to load
    codeSplitting: { groups: chunksOf(Object.values(input), imports) },
  });
  await bundle.close();
}

/** A module, those that it imports, and so on. */
function reached(entry: string, imports: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const ids = new Set([entry]);
  // A set goes on to what is added to it on the way.
  for (const id of ids) for (const next of imports.get(id) ?? []) ids.add(next);
  return ids;
}

const [index, optimize] = [path("src/index.ts"), path("src/optimize/index.ts")];
const main = {
  index,
  "optimize/index": optimize,
  "metrics/index": path("src/metrics/index.ts"),
  "predict/index": path("src/predict/index.ts"),
};
await write(main, { dir: path("dist"), chunkFileNames: "chunks/[name].js" }, []);
await write({ index, optimize }, { dir: path("dist/edge"), chunkFileNames: "[name].js" }, [imported]);
