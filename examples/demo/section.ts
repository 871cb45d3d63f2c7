import { paint, WIDTH, wrap } from "./terminal.ts";

export const INDENT = "  ";
const KEY_WIDTH = 11;

/** How a section of the demo's output begins. */
export function heading(question: string): string[] {
  return ["", paint("bold", question), paint("dim", "─".repeat(WIDTH))];
}

/** A key and what is to be said of it, in as many lines as that takes. */
export function field(key: string, text: string): string[] {
  return wrap(text, WIDTH - INDENT.length - KEY_WIDTH).map((line, i) => keyed(i === 0 ? key : "", line));
}

/** A line of a section, with or without a key before it. */
export function keyed(key: string, line: string): string {
  return INDENT + paint("dim", key.padEnd(KEY_WIDTH)) + line;
}
