import katex from "katex";
import type { Plugin } from "vite";

/** tex`...` in TypeScript, without anything inserted. */
const FORMULA = /\btex`([^`]*)`/g;

/**
 * Sets formulas while the page is built, so that no reader waits for KaTeX: tex`\eta` becomes the string of its HTML.
 * `\slot{name}` leaves a place for a number that the page fills in.
 *
 * A strict Content-Security-Policy lets no HTML carry styles of its own; `Formula` makes them of `data-style`.
 */
export function formulas(): Plugin {
  return {
    name: "formulas",
    enforce: "pre",
    transform(code, id) {
      if (!/\.tsx?$/.test(id) || !code.includes("tex`")) return null;
      return code.replace(FORMULA, (_, source: string) => JSON.stringify(typeset(source)));
    },
  };
}

function typeset(source: string): string {
  const html = katex.renderToString(source, {
    output: "htmlAndMathml",
    throwOnError: true,
    strict: false,
    trust: ({ command }) => command === "\\htmlData",
    macros: { "\\slot": "\\htmlData{slot=#1}{\\text{#1}}" },
  });
  return html.replaceAll(" style=", " data-style=");
}

/** Leaves KaTeX's fonts in one format, the one that every browser with WebAssembly SIMD reads. */
export function oneFontFormat(): Plugin {
  return {
    name: "one-font-format",
    enforce: "pre",
    transform(code, id) {
      if (!id.endsWith("katex.min.css")) return null;
      return code.replace(/,url\([^)]*\.(?:woff|ttf)\) format\("[^"]*"\)/g, "");
    },
  };
}
