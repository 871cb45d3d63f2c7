/**
 * Compiles `assembly/` to `build/{baseline,relaxed,predict}.wasm` and writes each module's bytes as base64 into
 * `src/wasm/bytes/`, so that the package carries them in JavaScript, and beside them what worker threads run, as text.
 * Does nothing where all is up to date.
 */
import { appendFileSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";
import ts from "typescript";

/** The modules, each with the configuration that has it as a target. */
const BUILDS = {
  baseline: "asconfig.json",
  relaxed: "asconfig.json",
  predict: "asconfig.predict.json",
};

const root = new URL("../", import.meta.url);
const path = (name: string) => fileURLToPath(new URL(name, root));

/** When the youngest of what the kernels are made from last changed, in ms since the epoch. */
function sourcesChanged(): number {
  const sources = readdirSync(path("assembly")).map((name) => `assembly/${name}`);
  const inputs = [...sources, ...Object.values(BUILDS), "scripts/build-kernels.ts"];
  return Math.max(...inputs.map((name) => statSync(path(name)).mtimeMs));
}

function writtenAt(name: string): number {
  return statSync(path(name), { throwIfNoEntry: false })?.mtimeMs ?? Number.NEGATIVE_INFINITY;
}

async function compile(build: string, config: string): Promise<void> {
  const { error, stderr } = await asc.main(["--config", config, "--target", build, "--baseDir", path("")]);
  if (error) throw new Error(`asc could not compile the ${build} build\n${stderr.toString()}`);
  if (stderr.toString()) console.warn(stderr.toString());
}

/** An empty custom section, by whose name `init` tells the relaxed build from the baseline's, which exports the same. */
function mark(section: string): Uint8Array {
  const name = new TextEncoder().encode(section);
  return Uint8Array.of(0, name.length + 1, name.length, ...name);
}

/** The script that worker threads run: src/wasm/worker.ts without types, which imports nothing, and its start. */
function writeWorker(): void {
  const source = "src/wasm/worker.ts";
  const carrier = "src/wasm/bytes/worker.ts";
  const changed = Math.max(writtenAt(source), writtenAt("scripts/build-kernels.ts"));
  if (writtenAt(carrier) > changed) return;
  const { outputText } = ts.transpileModule(readFileSync(path(source), "utf8"), {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, removeComments: true },
  });
  const script = outputText.replaceAll(/^export (?:\{\};\n)?/gm, "").replaceAll(/^ +/gm, "");
  const start = "serve(globalThis.process?.getBuiltinModule?.('node:worker_threads')?.parentPort ?? self);";
  const header = `// src/wasm/worker.ts as a script, written by scripts/build-kernels.ts`;
  writeFileSync(
    path(carrier),
    `${header}\nexport const worker: string =\n  ${JSON.stringify(script + start)};\n`,
  );
}

export async function buildKernels(): Promise<void> {
  mkdirSync(path("build"), { recursive: true });
  mkdirSync(path("src/wasm/bytes"), { recursive: true });
  writeWorker();
  const changed = sourcesChanged();
  for (const [build, config] of Object.entries(BUILDS)) {
    const carrier = `src/wasm/bytes/${build}.ts`;
    if (writtenAt(carrier) > changed) continue;
    await compile(build, config);
    if (build === "relaxed") appendFileSync(path("build/relaxed.wasm"), mark("logit-wasm:relaxed"));
    const base64 = readFileSync(path(`build/${build}.wasm`)).toString("base64");
    const header = `// build/${build}.wasm in base64, written by scripts/build-kernels.ts`;
    writeFileSync(path(carrier), `${header}\nexport const ${build}: string =\n  "${base64}";\n`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildKernels();
