import { readFileSync } from "node:fs";

const BITS = 15;

/** 2400 subjects of mails, half of them of spam, see "Licence and data" in README.md. */
export function mailSubjects(): { readonly label: string; readonly text: string }[] {
  const file = new URL("../data/mail-subjects.tsv", import.meta.url);
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  return lines.map((line) => {
    const [label, text] = line.split("\t");
    return { label: label!, text: text! };
  });
}

/** How often runs of three to five characters hash to each of 32768 columns, in rows of length 1, by column. */
export function hashedRow(text: string): [column: number, value: number][] {
  const padded = ` ${text.toLowerCase()} `;
  const counts = new Map<number, number>();
  for (const n of [3, 4, 5]) {
    for (let i = 0; i + n <= padded.length; i++) {
      const column = fnv1a(padded.slice(i, i + n)) >>> (32 - BITS);
      counts.set(column, (counts.get(column) ?? 0) + 1);
    }
  }
  const norm = Math.sqrt([...counts.values()].reduce((sum, count) => sum + count * count, 0));
  return [...counts]
    .map(([column, count]): [number, number] => [column, count / norm])
    .toSorted(([a], [b]) => a - b);
}

/** Fowler, Noll & Vo's hash 1a, of 32 bits, of ASCII. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
