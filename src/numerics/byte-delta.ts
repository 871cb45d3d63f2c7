/**
 * Bytes by what tells them from others: "insert,skip,length;…", each part bytes of its own in hexadecimal digits, then as
 * many of the others' as `length` says, `skip` after where the part before ended. Numbers have base 36.
 */
export function applyDelta(base: Uint8Array, delta: string): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [];
  let from = 0;
  for (const part of delta.split(";")) {
    const [insert, skip = "0", length = "0"] = part.split(",");
    for (const digits of insert.match(/../g) ?? []) bytes.push(Number.parseInt(digits, 16));
    from += Number.parseInt(skip, 36);
    const end = from + Number.parseInt(length, 36);
    while (from < end) bytes.push(base[from++]);
  }
  return Uint8Array.from(bytes);
}

/** Shorter runs of the same bytes are told again: to say where they are takes as long. */
const SHORTEST = 6;

/** What `applyDelta` makes `bytes` of: greedily the longest run of the base that goes on from here, the nearest of equals. */
export function deltaOf(base: Uint8Array, bytes: Uint8Array): string {
  const places = new Map<string, number[]>();
  const keyAt = (array: Uint8Array, at: number) => array.subarray(at, at + SHORTEST).join();
  for (let at = 0; at + SHORTEST <= base.length; at++) {
    const key = keyAt(base, at);
    places.set(key, [...(places.get(key) ?? []), at]);
  }
  const runFrom = (from: number, at: number) => {
    let length = 0;
    while (
      from + length < base.length &&
      at + length < bytes.length &&
      base[from + length] === bytes[at + length]
    )
      length++;
    return length;
  };
  const parts: string[] = [];
  let insert = "";
  let end = 0;
  for (let at = 0; at < bytes.length;) {
    const runs = (places.get(keyAt(bytes, at)) ?? []).map((from) => ({ from, length: runFrom(from, at) }));
    const [best] = runs.toSorted(
      (a, b) => b.length - a.length || Math.abs(a.from - end) - Math.abs(b.from - end),
    );
    if (best && best.length >= SHORTEST) {
      parts.push(`${insert},${(best.from - end).toString(36)},${best.length.toString(36)}`);
      insert = "";
      end = best.from + best.length;
      at += best.length;
    } else insert += bytes[at++].toString(16).padStart(2, "0");
  }
  return [...parts, insert].join(";");
}
