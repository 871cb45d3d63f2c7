/** Bytes as text of printable ASCII: about a character a byte, which compresses as well as the bytes do. */
export interface ByteText {
  /** The bytes from the most to the least frequent, of which the first have a character each: two hexadecimal digits each. */
  readonly frequent: string;
  readonly text: string;
}

/**
 * Printable ASCII without what is escaped in strings, quotes of all kinds, or of a meaning in HTML. The last two introduce
 * a byte that is not a frequent one, as its number among those, and the alphabet's length more for the second.
 */
const ALPHABET = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i))
  .filter((character) => !"\"'`$\\<".includes(character))
  .join("");

/** How many bytes have a character each. */
const FREQUENT = ALPHABET.length - 2;

/** By tables and numbers alone: a program's first fit waits for it, in code that no engine has optimised yet. */
export function decodeBytes({ frequent, text }: ByteText): Uint8Array<ArrayBuffer> {
  const order = Uint8Array.from(
    bytesByFrequency((frequent.match(/../g) ?? []).map((digits) => Number.parseInt(digits, 16))),
  );
  const numbers = new Uint8Array(128);
  for (let i = 0; i < ALPHABET.length; i++) numbers[ALPHABET.charCodeAt(i)] = i;
  const bytes = new Uint8Array(text.length);
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    let number = numbers[text.charCodeAt(i)]!;
    if (number >= FREQUENT) {
      i += 1;
      number = FREQUENT + (number - FREQUENT) * ALPHABET.length + numbers[text.charCodeAt(i)]!;
    }
    bytes[count] = order[number]!;
    count += 1;
  }
  return bytes.slice(0, count);
}

/** As `decodeBytes` reads it. */
export function encodeBytes(bytes: Uint8Array): ByteText {
  const counts = new Uint32Array(256);
  for (const byte of bytes) counts[byte] += 1;
  const frequent = Array.from(counts.keys())
    .toSorted((a, b) => counts[b] - counts[a] || a - b)
    .slice(0, FREQUENT);
  const characters: string[] = [];
  bytesByFrequency(frequent).forEach((byte, rank) => {
    const rest = rank - FREQUENT;
    const [escape, number] = [Math.floor(rest / ALPHABET.length), rest % ALPHABET.length];
    characters[byte] = rest < 0 ? ALPHABET[rank] : ALPHABET[FREQUENT + escape] + ALPHABET[number];
  });
  return {
    frequent: frequent.map((byte) => byte.toString(16).padStart(2, "0")).join(""),
    text: Array.from(bytes, (byte) => characters[byte]).join(""),
  };
}

/** The frequent bytes in their order, then the others, ascending. */
function bytesByFrequency(frequent: readonly number[]): readonly number[] {
  const known = new Set(frequent);
  return [...frequent, ...Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => !known.has(byte))];
}
