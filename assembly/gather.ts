// Rows with given numbers, copied one behind the other. A few rows at a time are touched before they are copied, one
// load a cache line, as in sweep-at.ts: such loads wait for memory all at once (1000000 × 20, 30000 rows of it: 7.5 ms
// by a copy after the other, 1.5 so).

import { TOUCHED, touch } from "./sweep-at";

export function gatherRows(count: i32, rowBytes: i32, x: usize, indices: usize, out: usize): u32 {
  const size = <usize>rowBytes;
  const most = <i32>max<usize>(1, TOUCHED / max<usize>(size, 1));
  let any: u32 = 0;
  while (count > 0) {
    const n = min(count, most);
    any |= touch(n, size, x, indices);
    for (let i = n; i > 0; i--, indices += 4, out += size) {
      memory.copy(out, x + <usize>load<u32>(indices) * size, size);
    }
    count -= n;
  }
  return any; // of no meaning, but it keeps the loads from being left out
}
