// The log loss of a linear model and its gradient in single precision, on rows in tiles (see row-tiles.ts):
//
//   zᵢ = x̃ᵢ · w + b     loss = Σ lossᵢ     ∂loss/∂w = Σ residualᵢ x̃ᵢ     ∂loss/∂b = Σ residualᵢ
//
// Scores, exponentials, logarithms, products and sums of up to a few hundred rows are f32, sums over more are f64. Each
// score is off by about 1e-7 of Σ |x̃ⱼ wⱼ|, at random; what that does to the gradient of n rows is about 1e-6 / √n of
// what it is a mean of.
//
// Two loops over tiles that stay in a cache. They are functions of their own, and exports, which Binaryen doesn't inline:
// inlined in here, V8 keeps their sums in memory (1000000 × 20: 6.1 instead of 5.3 ms). With both in one loop memory is read in two
// places in turn, which processors don't expect (20000 × 1000: 9.4 instead of 4.7). Nothing else may be read meanwhile:
// loads of the tiles that follow, one a cache line, while exponentials keep memory idle, cost the processor's prefetchers
// more than they save (1000000 × 20: 8 to 10 instead of 5.9 ms, even of a quarter of the lines).

import { powersOfTwo } from "./exp-single";
import { log1p } from "./logistic";
import { demotePairs, madd, maddSingle, promoteHigh, promoteLow, sum } from "./simd";
import { COLUMN_BYTES, LANES_BYTES, TILE_ROWS } from "./row-tiles";

/**
 * How many tiles are worked through at a time: about so many bytes of small ones, over which prefetchers run ahead, so that
 * memory is hardly idle (1000000 × 20: 4.8 ms, with 8 or 10 kB 5.1), or of larger ones for the second level cache,
 * where the fewer turns leave memory less idle (200000 × 100: 4.5 instead of 5.1 ms, 156000 × 128 4.5 instead of 5.0).
 */
const SMALL_TILE: usize = 10240;
const BATCH_BYTES: usize = 5120;
const LARGE_BATCH_BYTES: usize = 131072;

/** How many of them are weighed at a time. */
const MOST_WEIGHED = 8;

/** Where scratch has e, then t, then z or u, of LARGE_BATCH_BYTES / SMALL_TILE tiles at most. */
const TARGETS: usize = 1024;
const SCORES: usize = 2048;

/** Tiles whose sums are f32. */
const MOST_SUMMED = 16;

// Each four times, one a lane.
const CONSTANTS = memory.data<f32>([
  // 0: the sign bit, 1, 2
  -0.0, -0.0, -0.0, -0.0, 1, 1, 1, 1, 2, 2, 2, 2,
  // 3: 2 artanh s = 2 (s + s³ p(s²)), off by 1e-7 for s ≤ 1 / 3
  0.333333333, 0.333333333, 0.333333333, 0.333333333, 0.2, 0.2, 0.2, 0.2, 0.142857143, 0.142857143, 0.142857143,
  0.142857143, 0.111111111, 0.111111111, 0.111111111, 0.111111111, 0.1, 0.1, 0.1, 0.1,
]);

/** w log₂ e is f32; `sums` has room for four f32 of each column. */
export function lossGradientTiled(
  rows: i32,
  cols: i32,
  x: usize,
  target: usize,
  w: usize,
  b: f64,
  scratch: usize,
  sums: usize,
  out: usize,
): f64 {
  const tileBytes = <usize>cols * COLUMN_BYTES;
  const batch =
    tileBytes < SMALL_TILE
      ? max(1, min(MOST_WEIGHED, <i32>(BATCH_BYTES / (tileBytes | 1))))
      : max(1, <i32>(LARGE_BATCH_BYTES / tileBytes));
  const sumBytes = <usize>cols * LANES_BYTES;
  const scores = scratch + SCORES;
  memory.fill(out, 0, (<usize>cols + 1) * 8);
  memory.fill(sums, 0, sumBytes);
  let loss: f64 = 0;
  let summed = 0;
  let tiles = (rows + TILE_ROWS - 1) / TILE_ROWS;
  while (tiles > 0) {
    const end = scores + <usize>min(tiles, batch) * COLUMN_BYTES;
    let tile = x;
    for (let z = scores; z < end; z += COLUMN_BYTES, tile += tileBytes) scoreTile(cols, tile, w, <f32>b, z);
    for (let z = scores; z < end; z += <usize>MOST_WEIGHED * COLUMN_BYTES) {
      const n = min(MOST_WEIGHED, <i32>((end - z) / COLUMN_BYTES));
      const held = min(rows, n * TILE_ROWS);
      demote(held, target, scratch + TARGETS);
      loss += weigh(n, z, scratch, out + <usize>cols * 8);
      target += <usize>held * 8;
      rows -= held;
    }
    for (let z = scores; z < end; z += COLUMN_BYTES, x += tileBytes) {
      addTile(cols, x, z, sums);
      tiles -= 1;
      summed += 1;
      if (summed < MOST_SUMMED && tiles > 0) continue;
      addLanes(cols, sums, out);
      memory.fill(sums, 0, sumBytes);
      summed = 0;
    }
  }
  return loss;
}

export function scoreTile(cols: i32, x: usize, w: usize, b: f32, z: usize): void {
  let z0 = f32x4.splat(b);
  let z1 = z0;
  let z2 = z0;
  let z3 = z0;
  let z4 = z0;
  let z5 = z0;
  let z6 = z0;
  let z7 = z0;
  for (; cols > 0; cols--, x += COLUMN_BYTES, w += 4) {
    const v = v128.load32_splat(w);
    z0 = maddSingle(v, v128.load(x), z0);
    z1 = maddSingle(v, v128.load(x, 16), z1);
    z2 = maddSingle(v, v128.load(x, 32), z2);
    z3 = maddSingle(v, v128.load(x, 48), z3);
    z4 = maddSingle(v, v128.load(x, 64), z4);
    z5 = maddSingle(v, v128.load(x, 80), z5);
    z6 = maddSingle(v, v128.load(x, 96), z6);
    z7 = maddSingle(v, v128.load(x, 112), z7);
  }
  v128.store(z, z0);
  v128.store(z, z1, 16);
  v128.store(z, z2, 32);
  v128.store(z, z3, 48);
  v128.store(z, z4, 64);
  v128.store(z, z5, 80);
  v128.store(z, z6, 96);
  v128.store(z, z7, 112);
}

/** g += Σ uᵢ x̃ᵢ, in each lane that of its rows. */
export function addTile(cols: i32, x: usize, u: usize, g: usize): void {
  const u0 = v128.load(u);
  const u1 = v128.load(u, 16);
  const u2 = v128.load(u, 32);
  const u3 = v128.load(u, 48);
  const u4 = v128.load(u, 64);
  const u5 = v128.load(u, 80);
  const u6 = v128.load(u, 96);
  const u7 = v128.load(u, 112);
  for (; cols > 0; cols--, x += COLUMN_BYTES, g += LANES_BYTES) {
    let a = maddSingle(u0, v128.load(x), v128.load(g));
    let c = f32x4.mul(u1, v128.load(x, 16));
    a = maddSingle(u2, v128.load(x, 32), a);
    c = maddSingle(u3, v128.load(x, 48), c);
    a = maddSingle(u4, v128.load(x, 64), a);
    c = maddSingle(u5, v128.load(x, 80), c);
    a = maddSingle(u6, v128.load(x, 96), a);
    c = maddSingle(u7, v128.load(x, 112), c);
    v128.store(g, f32x4.add(a, c));
  }
}

/** The targets of n rows, and zeros for those that the last tile lacks. */
function demote(n: i32, target: usize, t: usize): void {
  for (let left = n >> 2; left > 0; left--, target += 32, t += LANES_BYTES) {
    v128.store(t, demotePairs(v128.load(target), v128.load(target, 16)));
  }
  if (n & (TILE_ROWS - 1)) memory.fill(t, 0, <usize>(((n + TILE_ROWS - 1) & -TILE_ROWS) - (n & -4)) * 4);
  for (let left = n & 3; left > 0; left--, target += 8, t += 4) store<f32>(t, <f32>load<f64>(target));
}

/**
 * From z log₂ e to u = residuals of n tiles, with t behind e in `work`. Answers the losses' sum, and adds the residuals' to
 * `total`. In loops, as each operation waits for the one before (four rows in one: 7.0 ns instead of 5.8). Rows of one weight
 * share a logarithm, that of Π (1 + eᵢ) = 1 + q (else 9 ns).
 */
function weigh(n: i32, z: usize, work: usize, total: usize): f64 {
  const sign = constant(0);
  const end = z + <usize>n * COLUMN_BYTES;
  const toWork = work - z;
  for (let p = z; p < end; p += 2 * LANES_BYTES) powersOfTwo(p, p + toWork, sign);
  const first = v128.load32_splat(work + TARGETS);
  const zero = f32x4.splat(0);
  let differs = zero;
  let linear = zero;
  let residuals = zero;
  let q = zero;
  for (let p = z; p < end; p += LANES_BYTES) {
    const t = v128.load(p + toWork, TARGETS);
    const e = v128.load(p + toWork);
    const one = constant(1);
    const m = v128.xor(v128.load(p), v128.and(t, sign));
    differs = v128.or(differs, v128.xor(t, first));
    linear = f32x4.add(linear, f32x4.mul(v128.andnot(t, sign), f32x4.pmin(m, zero)));
    const miss = f32x4.div(f32x4.pmax(e, v128.and(f32x4.lt(m, zero), one)), f32x4.add(e, one));
    const u = v128.xor(f32x4.mul(t, miss), sign);
    residuals = f32x4.add(residuals, u);
    q = maddSingle(q, e, f32x4.add(q, e));
    v128.store(p, u);
  }
  store<f64>(total, load<f64>(total) + sumOfLanes(residuals));
  const loss = -Math.LN2 * sumOfLanes(linear);
  if (v128.any_true(v128.andnot(differs, sign))) {
    let logs = zero;
    for (let k = work; k < end + toWork; k += LANES_BYTES) {
      logs = maddSingle(v128.andnot(v128.load(k, TARGETS), sign), log1pToOne(v128.load(k)), logs);
    }
    return loss + sumOfLanes(logs);
  }
  const low = promoteLow(q);
  const high = promoteHigh(q);
  const logs = log1p(madd(low, high, f64x2.add(low, high)));
  return loss + <f64>f32x4.extract_lane(v128.andnot(first, sign), 0) * sum(logs);
}

/** log(1 + e) = 2 artanh(e / (2 + e)), for 0 ≤ e ≤ 1. */
// @ts-ignore: decorator
@inline
function log1pToOne(e: v128): v128 {
  const s = f32x4.div(e, f32x4.add(e, constant(2)));
  const u = f32x4.mul(s, s);
  const p = maddSingle(maddSingle(maddSingle(maddSingle(constant(7), u, constant(6)), u, constant(5)), u, constant(4)), u, constant(3));
  return maddSingle(f32x4.mul(f32x4.add(s, s), u), p, f32x4.add(s, s));
}

/** out += the sums over lanes. */
function addLanes(cols: i32, lanes: usize, out: usize): void {
  for (; cols > 0; cols--, lanes += LANES_BYTES, out += 8) {
    store<f64>(out, load<f64>(out) + sumOfLanes(v128.load(lanes)));
  }
}

// @ts-ignore: decorator
@inline
function sumOfLanes(a: v128): f64 {
  return sum(f64x2.add(promoteLow(a), promoteHigh(a)));
}

// @ts-ignore: decorator
@inline
function constant(i: i32): v128 {
  return v128.load(CONSTANTS + <usize>i * LANES_BYTES);
}
