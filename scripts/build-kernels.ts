/**
 * Compiles `assembly/` to `build/{baseline,relaxed,predict,unpack}.wasm` and writes the modules' bytes as text into
 * `src/wasm/bytes/`, so that the package carries them in JavaScript, and beside them what worker threads run.
 * Does nothing where all is up to date.
 */
import { appendFileSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";
import { minifySync } from "rolldown/utils";
import ts from "typescript";
import { deltaOf } from "../src/numerics/byte-delta.ts";
import { encodeModule } from "./module-text.ts";

/** The modules, each with the configuration that has it as a target. */
const BUILDS = {
  baseline: "asconfig.json",
  relaxed: "asconfig.json",
  predict: "asconfig.predict.json",
  unpack: "asconfig.unpack.json",
};

const root = new URL("../", import.meta.url);
const path = (name: string) => fileURLToPath(new URL(name, root));

/** When the youngest of what the kernels are made from last changed, in ms since the epoch. */
function sourcesChanged(): number {
  const sources = readdirSync(path("assembly")).map((name) => `assembly/${name}`);
  const inputs = [...sources, ...Object.values(BUILDS), "scripts/build-kernels.ts", "scripts/module-text.ts"];
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
  const functions = outputText.replaceAll(/^export (?:\{\};\n)?/gm, "");
  const start = "serve(globalThis.process?.getBuiltinModule?.('node:worker_threads')?.parentPort ?? self);";
  // In a block, what has no use outside gets short names; bundlers of applications don't look into strings.
  const { code, errors } = minifySync("worker.js", `{${functions}${start}}`);
  if (errors.length > 0) throw new Error(`the worker's script can't be minified: ${errors[0]?.message}`);
  const header = `// src/wasm/worker.ts as a script, written by scripts/build-kernels.ts`;
  writeFileSync(path(carrier), `${header}\nexport const worker: string =\n  ${JSON.stringify(code)};\n`);
}

export async function buildKernels(): Promise<void> {
  mkdirSync(path("build"), { recursive: true });
  mkdirSync(path("src/wasm/bytes"), { recursive: true });
  writeWorker();
  const changed = sourcesChanged();
  const carriers = Object.keys(BUILDS).map((build) => `src/wasm/bytes/${build}.ts`);
  if (carriers.every((carrier) => writtenAt(carrier) > changed)) return;
  for (const [build, config] of Object.entries(BUILDS)) await compile(build, config);
  appendFileSync(path("build/relaxed.wasm"), mark("logit-wasm:relaxed"));
  const [baseline, relaxed, predict, unpack] = Object.keys(BUILDS).map((build) =>
    readFileSync(path(`build/${build}.wasm`)),
  );
  writeCarrier("baseline", "as text", encodeModule(baseline));
  writeCarrier("relaxed", "as what differs from baseline.wasm", deltaOf(baseline, relaxed));
  writeCarrier("predict", "in hexadecimal digits", predict.toString("hex"));
  writeCarrier("unpack", "in hexadecimal digits", unpack.toString("hex"));
}

/**
 * The baseline module gzipped: 36.5 kB in base64, in which the same bytes are different text at other places and sixteen
 * numbers for each byte that a match can be away, 25.5 in hexadecimal digits, 17.6 with a character a byte, 14.4 so.
 */
function writeCarrier(build: string, how: string, content: unknown): void {
  writeFileSync(
    path(`src/wasm/bytes/${build}.ts`),
    `// build/${build}.wasm ${how}, written by scripts/build-kernels.ts\nexport const ${build} = ${JSON.stringify(content)} as const;\n`,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildKernels();
