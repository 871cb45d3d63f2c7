// A copy of rows for passes in single precision: f32, centred and scaled, in tiles of 32 rows, column after column,
//
//   x̃ᵢⱼ = (xᵢⱼ − centerⱼ) scaleⱼ
//
// so that a lane is a row: scores need no sums over lanes, rows of any length need no remainder, and all addresses are
// constant distances from one. Rows that the last tile lacks are zeros.

import { rowPair } from "./simd";

/** Rows of a tile. */
export const TILE_ROWS = 32;

/** From a column of a tile to the next, and from four rows of it to the next four. */
// @ts-ignore: decorator
@inline
export const COLUMN_BYTES: usize = 128;
// @ts-ignore: decorator
@inline
export const LANES_BYTES: usize = 16;

export function tileRowsF64(rows: i32, cols: i32, x: usize, center: usize, scale: usize, out: usize): void {
  tileRows<f64>(rows, cols, x, center, scale, out);
}

export function tileRowsF32(rows: i32, cols: i32, x: usize, center: usize, scale: usize, out: usize): void {
  tileRows<f32>(rows, cols, x, center, scale, out);
}

function tileRows<T>(rows: i32, cols: i32, x: usize, center: usize, scale: usize, out: usize): void {
  const rowBytes = <usize>cols * sizeof<T>();
  if (cols == 0) return;
  for (; rows >= TILE_ROWS; rows -= TILE_ROWS, x += rowBytes * TILE_ROWS) {
    store<u32>(out, touch(x, rowBytes * TILE_ROWS)); // overwritten, but it keeps the loads from being left out
    let xj = x;
    let c = center;
    const toScale = scale - center;
    for (let n = cols >> 1; n > 0; n--, xj += 2 * sizeof<T>(), c += 16, out += 2 * COLUMN_BYTES) {
      tilePair<T>(xj, rowBytes, v128.load(c), v128.load(c + toScale), out);
    }
    if (cols & 1) {
      for (let i: usize = 0; i < <usize>TILE_ROWS; i++) tileOne<T>(xj + i * rowBytes, c, c + toScale, out + i * 4);
      out += COLUMN_BYTES;
    }
  }
  if (rows == 0) return;
  memory.fill(out, 0, <usize>cols * COLUMN_BYTES);
  for (; rows > 0; rows--, out += 4) {
    for (let j: usize = 0; j < <usize>cols; j++, x += sizeof<T>()) {
      tileOne<T>(x, center + j * 8, scale + j * 8, out + j * COLUMN_BYTES);
    }
  }
}

/** Loads something of each cache line, so that memory is waited for all at once (200000 × 100: 14 to 17 instead of 23 to 34 ms). */
function touch(p: usize, bytes: usize): u32 {
  let any: u32 = 0;
  for (const end = p + bytes; p < end; p += 128) {
    any |= load<u32>(p) | load<u32>(p, 64);
  }
  return any;
}

// @ts-ignore: decorator
@inline
function tileOne<T>(x: usize, center: usize, scale: usize, out: usize): void {
  store<f32>(out, <f32>((<f64>load<T>(x) - load<f64>(center)) * load<f64>(scale)));
}

/** Two columns of a tile. */
function tilePair<T>(x: usize, rowBytes: usize, c: v128, s: v128, out: usize): void {
  const rowBytes2 = rowBytes * 2;
  const rowBytes3 = rowBytes * 3;
  const end = out + COLUMN_BYTES;
  for (; out < end; out += LANES_BYTES, x += 4 * rowBytes) {
    const x0 = standard(rowPair<T>(x), c, s);
    const x1 = standard(rowPair<T>(x + rowBytes), c, s);
    const x2 = standard(rowPair<T>(x + rowBytes2), c, s);
    const x3 = standard(rowPair<T>(x + rowBytes3), c, s);
    const x01 = v128.shuffle<f32>(x0, x1, 0, 4, 1, 5); // both columns of two rows
    const x23 = v128.shuffle<f32>(x2, x3, 0, 4, 1, 5);
    v128.store(out, v128.shuffle<f64>(x01, x23, 0, 2));
    v128.store(out, v128.shuffle<f64>(x01, x23, 1, 3), COLUMN_BYTES);
  }
}

// @ts-ignore: decorator
@inline
function standard(x: v128, center: v128, scale: v128): v128 {
  return f32x4.demote_f64x2_zero(f64x2.mul(f64x2.sub(x, center), scale));
}
