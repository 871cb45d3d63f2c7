/**
 * The code blocks of README.md and docs/, as files under build/blocks/ that import this package's sources. The word after
 * the fence says the language; words after that say how a block is tested:
 *
 *   ```js             a module of its own: its types are checked, it runs, and what it logs is what its comments say
 *   ```js continues   goes on where the block before it on the page ended
 *   ```js no-run      types only: it needs a page, a bundler or another runtime, or a file that isn't there
 *
 * `console.log(...); // text` says what is logged. Blocks of HTML are read for their module scripts, as `js no-run`.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export interface Block {
  /** Where it is, for the name of a test. */
  readonly name: string;
  /** The file that holds it, what it continues included. */
  readonly file: string;
  readonly code: string;
  readonly runs: boolean;
}

export interface Page {
  readonly path: string;
  readonly text: string;
  readonly blocks: readonly Block[];
}

export const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = join(root, "build/blocks");

/** Where an import of the package leads to in this repository. */
export const SOURCES: Record<string, string> = {
  "logit-wasm": "src/index.ts",
  "logit-wasm/optimize": "src/optimize/index.ts",
  "logit-wasm/metrics": "src/metrics/index.ts",
  "logit-wasm/predict": "src/predict/index.ts",
};

const FENCE = /^```(\w+)(.*)\n([\s\S]*?)^```$/gm;
const MODULE_SCRIPT = /<script type="module">\n([\s\S]*?)<\/script>/g;
const WORDS = new Set(["continues", "no-run"]);

/** README.md and every page of docs/, with their blocks written to files. */
export function readPages(): Page[] {
  rmSync(folder, { recursive: true, force: true });
  const docs = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" });
  const paths = ["README.md", ...docs.filter((path) => path.endsWith(".md")).map((path) => `docs/${path}`)];
  return paths.toSorted().map(readPage);
}

function readPage(path: string): Page {
  const text = readFileSync(join(root, path), "utf8");
  const blocks: Block[] = [];
  for (const match of text.matchAll(FENCE)) {
    const line = text.slice(0, match.index).split("\n").length;
    for (const { language, words, code } of modulesOf(match)) {
      const unknown = words.find((word) => !WORDS.has(word));
      if (unknown !== undefined) throw new Error(`${path}:${line}: "${unknown}" says nothing about a block`);
      const before = words.includes("continues") ? (blocks.at(-1)?.code ?? "") : "";
      const name = `${path}:${line}`;
      const file = join(folder, `${name.replaceAll(/[/.:]/g, "-")}.${language}`);
      blocks.push({ name, file, code: before + code, runs: !words.includes("no-run") });
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `${withSources(before + code)}\nexport {};\n`);
    }
  }
  return { path, text, blocks };
}

interface Module {
  readonly language: string;
  readonly words: readonly string[];
  readonly code: string;
}

function modulesOf([, language, rest, code]: readonly string[]): Module[] {
  if (language === "html") {
    return [...code.matchAll(MODULE_SCRIPT)].map(([, script]) => ({
      language: "js",
      words: ["no-run"],
      code: script,
    }));
  }
  if (language !== "js" && language !== "ts") return [];
  return [{ language, words: rest.split(" ").filter(Boolean), code }];
}

function withSources(code: string): string {
  return code.replaceAll(/from "(logit-wasm[^"]*)"/g, (whole, name: string) =>
    name in SOURCES ? `from ${JSON.stringify(join(root, SOURCES[name]))}` : whole,
  );
}
