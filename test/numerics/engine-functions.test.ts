/** Functions whose last bits an engine may choose aren't called in src/: fits must have the same bits everywhere. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { expect, it } from "vitest";

const src = fileURLToPath(new URL("../../src", import.meta.url));

/** What the language defines to the last bit. */
const EXACT = new Set(
  "abs ceil clz32 floor fround imul max min round sign sqrt trunc E LN10 LN2 LOG10E LOG2E PI SQRT1_2 SQRT2".split(
    " ",
  ),
);

/** A power of two with a literal exponent is a literal itself. */
function isLiteral(node: ts.Expression): boolean {
  if (ts.isPrefixUnaryExpression(node)) return isLiteral(node.operand);
  return ts.isNumericLiteral(node);
}

function isInexact(node: ts.Node): boolean {
  if (ts.isBinaryExpression(node)) {
    const { operatorToken, left, right } = node;
    if (operatorToken.kind === ts.SyntaxKind.AsteriskAsteriskEqualsToken) return true;
    const isPower = operatorToken.kind === ts.SyntaxKind.AsteriskAsteriskToken;
    return isPower && !(left.getText() === "2" && isLiteral(right));
  }
  if (!ts.isIdentifier(node) || node.text !== "Math") return false;
  const { parent } = node;
  return !(
    ts.isPropertyAccessExpression(parent) &&
    parent.expression === node &&
    EXACT.has(parent.name.text)
  );
}

function inexact(path: string, text: string): string[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (isInexact(node)) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${path}:${line + 1} ${text.split("\n")[line].trim()}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

it("src/ calls none of them", () => {
  const paths = readdirSync(src, { recursive: true, encoding: "utf8" });
  const sources = paths.filter((path) => path.endsWith(".ts") && !path.startsWith(join("wasm", "bytes")));
  expect(sources.flatMap((path) => inexact(`src/${path}`, readFileSync(join(src, path), "utf8")))).toEqual(
    [],
  );
});

it.each([
  "Math.log(2)",
  "x ** 2",
  "10 ** -5",
  "x **= 2",
  "Math['exp'](1)",
  "const { cos } = Math",
  "[1].map(Math.tanh)",
])("%s would be found", (code) => {
  expect(inexact("a.ts", code)).toEqual([`a.ts:1 ${code}`]);
});

it.each(["Math.sqrt(x)", "2 ** -60", "Math.PI", "// Math.log"])("%s may stay", (code) => {
  expect(inexact("a.ts", code)).toEqual([]);
});
