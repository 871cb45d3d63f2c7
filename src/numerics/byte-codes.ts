/** Bytes as text: which characters stand for which. */

/** What is escaped in strings, quotes of all kinds, or has a meaning in HTML. */
const AVOIDED = "\"'`$\\<";

/**
 * Codes of bytes, those for the most frequent bytes first: each the code of a printable character of ASCII, plus 128 or 256
 * where one of the last two is before it.
 */
export function byteCodes(): readonly number[] {
  const all = Array.from({ length: 95 }, (_, i) => 32 + i).filter(
    (code) => !AVOIDED.includes(String.fromCharCode(code)),
  );
  return [0, 128, 256].flatMap((more) => (more ? all : all.slice(0, -2)).map((code) => code + more));
}

/** All bytes, the given ones first. */
export function allBytes(first: Iterable<number>): readonly number[] {
  return [...new Set([...first, ...Array(256).keys()])];
}
