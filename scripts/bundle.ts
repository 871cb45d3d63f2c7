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

async function write(input: Record<string, string>, output: OutputOptions, plugins: Plugin[]): Promise<void> {
  const bundle = await rolldown({ input, plugins, platform: "neutral", tsconfig: path("tsconfig.json") });
  await bundle.write({ ...output, format: "esm" });
  await bundle.close();
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
