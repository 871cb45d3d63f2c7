/**
 * A module of the page as a part of copied code: without its imports and exports. What the page runs is then, letter for
 * letter, what the reader gets.
 */
export function sourceOf(raw: string): string {
  return raw
    .replace(/^import[^;]*;\n/gm, "")
    .replace(/^export /gm, "")
    .trim();
}

/** An array of numbers as code, all digits kept. */
export function numbers(values: ArrayLike<number>): string {
  return `[${Array.from(values, String).join(", ")}]`;
}

/** The parts of copied code, with an empty line between them. */
export function program(...parts: readonly string[]): string {
  return `${parts.filter(Boolean).join("\n\n")}\n`;
}
