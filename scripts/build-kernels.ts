/**
 * Compiles `assembly/` to `build/{baseline,relaxed}.wasm` and writes each module's bytes as base64 into
 * `src/wasm/bytes/`, so that the package carries them in JavaScript. Does nothing where all is up to date.
 */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const root = new URL("../", import.meta.url);
const path = (name: string) => fileURLToPath(new URL(name, root));

/** When the youngest of what the kernels are made from last changed, in ms since the epoch. */
function sourcesChanged(): number {
  const sources = readdirSync(path("assembly")).map((name) => `assembly/${name}`);
  const inputs = [...sources, "asconfig.json", "scripts/build-kernels.ts"];
  return Math.max(...inputs.map((name) => statSync(path(name)).mtimeMs));
}

function writtenAt(name: string): number {
  return statSync(path(name), { throwIfNoEntry: false })?.mtimeMs ?? Number.NEGATIVE_INFINITY;
}

async function compile(build: string): Promise<void> {
  const { error, stderr } = await asc.main([
    "--config",
    "asconfig.json",
    "--target",
    build,
    "--baseDir",
    path(""),
  ]);
  if (error) throw new Error(`asc could not compile the ${build} build\n${stderr.toString()}`);
  if (stderr.toString()) console.warn(stderr.toString());
}

export async function buildKernels(): Promise<void> {
  mkdirSync(path("build"), { recursive: true });
  mkdirSync(path("src/wasm/bytes"), { recursive: true });
  const changed = sourcesChanged();
  for (const build of ["baseline", "relaxed"]) {
    const carrier = `src/wasm/bytes/${build}.ts`;
    if (writtenAt(carrier) > changed) continue;
    await compile(build);
    const base64 = readFileSync(path(`build/${build}.wasm`)).toString("base64");
    const header = `// build/${build}.wasm in base64, written by scripts/build-kernels.ts`;
    writeFileSync(path(carrier), `${header}\nexport const ${build} =\n  "${base64}";\n`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildKernels();
