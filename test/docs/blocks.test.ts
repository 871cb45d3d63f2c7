import { format } from "node:util";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import ts from "typescript";
import { describe, expect, test, vi } from "vitest";
import { type Block, readPages, root } from "./blocks.ts";
import { writeCommentBlocks } from "./comments.ts";

const pages = readPages();

describe("every block of code", () => {
  const files = pages.flatMap(({ blocks }) => blocks.map(({ file }) => file));

  test("has correct types", () => expect(problemsOf(files)).toEqual([]));

  test("in a comment has correct types", async () => {
    const written = await writeCommentBlocks();
    expect(written.length).toBeGreaterThan(20);
    expect(problemsOf(written, { noUnusedLocals: false })).toEqual([]);
  });
});

/** What TypeScript has to say about these files. */
function problemsOf(files: readonly string[], options: ts.CompilerOptions = {}): string[] {
  const program = ts.createProgram([...files, join(root, "test/docs/assets.d.ts")], {
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2023.d.ts", "lib.esnext.disposable.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    noUnusedLocals: true,
    allowJs: true,
    checkJs: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    types: ["node"],
    typeRoots: [join(root, "node_modules/@types")],
    noEmit: true,
    ...options,
  });
  return ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const { line } = file?.getLineAndCharacterOfPosition(start ?? 0) ?? { line: 0 };
    return `${file?.fileName}:${line + 1} ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
  });
}

describe.each(pages)("$path", ({ path, text, blocks }) => {
  for (const block of blocks.filter(({ runs }) => runs)) {
    test(`the block at ${block.name} logs what it says`, async () => {
      const logged = await run(block);
      expect(logged).toEqual(expected(block, logged));
    });
  }

  test("links to files and headings that exist", () => {
    const prose = text.replaceAll(/^```[\s\S]*?^```$/gm, "");
    const broken = [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, link]) => link)
      .filter((link) => !/^[a-z]+:/.test(link) && !leadsSomewhere(path, link));
    expect(broken).toEqual([]);
  });
});

async function run({ file }: Block): Promise<string[]> {
  const lines: string[] = [];
  const log = vi.spyOn(console, "log").mockImplementation((...values) => void lines.push(format(...values)));
  const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
  try {
    await import(/* @vite-ignore */ file);
  } finally {
    log.mockRestore();
    warn.mockRestore();
  }
  return lines;
}

/** What a block says it logs: a line without a comment says nothing about what it logs. */
function expected({ code }: Block, logged: readonly string[]): string[] {
  const comments = [...code.matchAll(/\bconsole\.log\(.*\);(?: \/\/ (.*))?$/gm)].map(([, said]) => said);
  return comments.map((said, k) => said ?? logged[k]);
}

function leadsSomewhere(from: string, link: string): boolean {
  const [path, anchor] = link.split("#");
  const target = path === "" ? join(root, from) : resolve(root, dirname(from), path);
  if (!existsSync(target)) return false;
  return anchor === undefined || headings(readFileSync(target, "utf8")).has(anchor);
}

/** The anchors that GitHub makes of a page's headings. */
function headings(text: string): Set<string> {
  const titles = text.matchAll(/^#+ (.*)$/gm);
  return new Set(
    Array.from(titles, ([, title]) =>
      title
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
        .replaceAll(" ", "-"),
    ),
  );
}
