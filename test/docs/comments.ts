/**
 * The code blocks of the comments in src/, as files under build/blocks/. They are shorter than those of pages: what they
 * name and don't declare is the package's, or of these surroundings.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import { root, SOURCES } from "./blocks.ts";

const SURROUNDINGS: Readonly<Record<string, string>> = {
  X: "number[][]",
  y: "number[]",
  x0: "Float64Array",
  text: "string",
  dataset: 'import("SRC/index.ts").Dataset',
  model: 'import("SRC/index.ts").LogisticRegression<number>',
  objective: 'ReturnType<typeof import("SRC/optimize/index.ts").squaredErrorObjective>',
  value: "(x: Float64Array) => number",
  gradient: "(x: Float64Array) => number[]",
  measure: "(row: Float64Array | Float32Array) => void",
  draw: "(x: Float64Array, value: number) => void",
};

const FENCE = /^ *\* ```(\w*)(.*)\n([\s\S]*?)^ *\* ```$/gm;

/** What each block is written to. Only `ts` without further words is known there. */
export async function writeCommentBlocks(): Promise<string[]> {
  const exported = await exportedNames();
  const paths = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" });
  const files: string[] = [];
  for (const path of paths.filter((name) => name.endsWith(".ts")).map((name) => `src/${name}`)) {
    const text = readFileSync(join(root, path), "utf8");
    for (const { 0: whole, 1: language, 2: words, 3: lines, index } of text.matchAll(FENCE)) {
      const name = `${path}:${text.slice(0, index).split("\n").length}`;
      if (language !== "ts" || words !== "") throw new Error(`${name}: ${whole.split("\n")[0]}`);
      const code = lines.replaceAll(/^ *\* ?/gm, "");
      const file = join(root, "build/blocks", `${name.replaceAll(/[/.:]/g, "-")}.ts`);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `${code}${preamble(code, exported)}export {};\n`);
      files.push(file);
    }
  }
  return files;
}

/** Where each name of the package is exported from; a name of two entry points from the first. */
async function exportedNames(): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const source of Object.values(SOURCES)) {
    const file = join(root, source);
    for (const name of Object.keys(await import(/* @vite-ignore */ file))) {
      if (!names.has(name)) names.set(name, file);
    }
  }
  return names;
}

/** Behind the block, so that its lines keep their numbers. */
function preamble(code: string, exported: ReadonlyMap<string, string>): string {
  const { used, declared } = namesIn(code);
  return [...used]
    .filter((name) => !declared.has(name))
    .map((name) => {
      if (exported.has(name)) return `import { ${name} } from ${JSON.stringify(exported.get(name))};\n`;
      if (!Object.hasOwn(SURROUNDINGS, name)) return "";
      return `declare const ${name}: ${SURROUNDINGS[name].replace("SRC", join(root, "src"))};\n`;
    })
    .join("");
}

function namesIn(code: string): { used: ReadonlySet<string>; declared: ReadonlySet<string> } {
  const used = new Set<string>();
  const declared = new Set<string>();
  const visit = (node: ts.Node): void => {
    const { parent } = node;
    if (ts.isIdentifier(node) && !(ts.isPropertyAccessExpression(parent) && parent.name === node)) {
      const isDeclared = "name" in parent && parent.name === node && !ts.isPropertyAssignment(parent);
      if (isDeclared && !ts.isShorthandPropertyAssignment(parent)) declared.add(node.text);
      else used.add(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("block.ts", code, ts.ScriptTarget.ES2022, true));
  return { used, declared };
}
