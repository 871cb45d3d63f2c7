/** One HTML file with everything in it: uPlot's script and style, the charts' numbers, and the tables. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Chart } from "./charts.ts";

export interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const require = createRequire(import.meta.url);
const read = (name: string) => readFileSync(require.resolve(name), "utf8");

export function page(charts: readonly Chart[], tables: readonly Table[], machine: string): string {
  // "<" could end the script's element
  const data = JSON.stringify(charts).replaceAll("<", "\\u003c");
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Rates, measured</title>
<style>${read("uplot/dist/uPlot.min.css")}</style>
<style>${readFileSync(new URL("page.css", import.meta.url), "utf8")}</style>
<h1>Rates, measured</h1>
<p>Written by <code>npm run rates</code> on ${escaped(machine)}.</p>
<main></main>
${tables.map(tableElement).join("\n")}
<script>${read("uplot/dist/uPlot.iife.min.js")}</script>
<script>const charts = ${data};</script>
<script>${readFileSync(new URL("page.js", import.meta.url), "utf8")}</script>
</html>
`;
}

function tableElement({ title, head, rows }: Table): string {
  const cells = (tag: string, texts: readonly string[]) =>
    `<tr>${texts.map((text) => `<${tag}>${escaped(text)}</${tag}>`).join("")}</tr>`;
  const body = rows.map((row) => cells("td", row)).join("\n");
  return `<section><h2>${escaped(title)}</h2><table>${cells("th", head)}\n${body}</table></section>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
