import { stripVTControlCharacters, styleText } from "node:util";

/** What fits on a line of any terminal. */
export const WIDTH = 80;

type Style = Parameters<typeof styleText>[0];

/** Coloured where standard output is a terminal that shows colours; NO_COLOR and FORCE_COLOR are honoured. */
export function paint(style: Style, text: string): string {
  return text && styleText(style, text, { stream: process.stdout });
}

/** Text in lines of at most `width` visible characters, broken between words. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const longer = `${lines[lines.length - 1]} ${word}`;
    if (lines.length > 0 && stripVTControlCharacters(longer).length <= width)
      lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** A bar that grows from an axis in the middle, to the left for negative parts: `part` is from -1 to 1. */
export function divergingBar(part: number, half: number): { left: string; right: string } {
  const steps = Math.round(Math.abs(part) * half * 2); // a block character can be half full
  const full = "█".repeat(Math.floor(steps / 2));
  const odd = steps % 2 === 1;
  return part < 0
    ? { left: ((odd ? "▐" : "") + full).padStart(half), right: "" }
    : { left: " ".repeat(half), right: full + (odd ? "▌" : "") };
}
