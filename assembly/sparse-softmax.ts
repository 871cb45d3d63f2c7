// What softmax-gradient.ts does, for rows that hold their non-zeros only, without standardising them:
//
//   zₖᵢ = Σⱼ xᵢⱼ scaleⱼ wₖⱼ + βₖ + oᵢₖ    βₖ = bₖ − Σⱼ centerⱼ scaleⱼ wₖⱼ
//   outₖⱼ += scaleⱼ (Σᵢ uₖᵢ xᵢⱼ − centerⱼ Σᵢ uₖᵢ)     for the intercept Σᵢ uₖᵢ
//
// A block of rows is scored four classes at a time, from the panels of w; β and Σ u lie behind the block's z.

import { BLOCK, CLASS_BYTES, inFours } from "./class-tiles";
import { madd } from "./simd";
import { softmaxCurvature, softmaxLoss } from "./softmax";
import { addOffsets } from "./softmax-gradient";
import { addTo, columnsOf, countOf, ROW_BYTES, valuesOf } from "./sparse-rows";

export function softmaxGradientSparseF64(
  rows: i32,
  cols: i32,
  size: i32,
  classes: i32,
  x: usize,
  weight: usize,
  y: usize,
  offset: usize,
  center: usize,
  scale: usize,
  w: usize,
  p: usize,
  pBytes: usize,
  scratch: usize,
  out: usize,
): f64 {
  return sweep<f64>(false, rows, cols, size, classes, x, weight, y, offset, center, scale, w, p, pBytes, scratch, out);
}

export function softmaxGradientSparseF32(
  rows: i32,
  cols: i32,
  size: i32,
  classes: i32,
  x: usize,
  weight: usize,
  y: usize,
  offset: usize,
  center: usize,
  scale: usize,
  w: usize,
  p: usize,
  pBytes: usize,
  scratch: usize,
  out: usize,
): f64 {
  return sweep<f32>(false, rows, cols, size, classes, x, weight, y, offset, center, scale, w, p, pBytes, scratch, out);
}

export function softmaxProductSparseF64(
  rows: i32,
  cols: i32,
  size: i32,
  classes: i32,
  x: usize,
  weight: usize,
  center: usize,
  scale: usize,
  v: usize,
  p: usize,
  pBytes: usize,
  scratch: usize,
  out: usize,
): void {
  sweep<f64>(true, rows, cols, size, classes, x, weight, 0, 0, center, scale, v, p, pBytes, scratch, out);
}

export function softmaxProductSparseF32(
  rows: i32,
  cols: i32,
  size: i32,
  classes: i32,
  x: usize,
  weight: usize,
  center: usize,
  scale: usize,
  v: usize,
  p: usize,
  pBytes: usize,
  scratch: usize,
  out: usize,
): void {
  sweep<f32>(true, rows, cols, size, classes, x, weight, 0, 0, center, scale, v, p, pBytes, scratch, out);
}

function sweep<T>(
  product: bool,
  rows: i32,
  cols: i32,
  size: i32,
  classes: i32,
  x: usize,
  weight: usize,
  y: usize,
  offset: usize,
  center: usize,
  scale: usize,
  w: usize,
  p: usize,
  pBytes: usize,
  scratch: usize,
  out: usize,
): f64 {
  const padded = inFours(classes);
  const panels = padded >> 2;
  const panelBytes = <usize>size * 32;
  const gBytes = <usize>inFours(size) * 8;
  const beta = scratch + <usize>padded * CLASS_BYTES;
  const sums = beta + <usize>padded * 8;
  memory.fill(sums, 0, <usize>padded * 8);
  for (let k = 0; k < panels; k++) {
    intercepts(cols, size, center, scale, w + <usize>k * panelBytes, beta + <usize>k * 32);
  }

  let loss: f64 = 0;
  for (; rows > 0; rows -= BLOCK, x += <usize>BLOCK * ROW_BYTES, weight += BLOCK * 8, y += BLOCK * 8) {
    const n = min(BLOCK, rows);
    for (let i: usize = 0; i < <usize>n; i++) {
      for (let k = 0; k < panels; k++) {
        const z = scratch + <usize>k * (4 * CLASS_BYTES) + i * 8;
        score<T>(x + i * ROW_BYTES, scale, w + <usize>k * panelBytes, beta + <usize>k * 32, z);
      }
    }
    if (offset != 0) {
      addOffsets(n, classes, offset, scratch);
      offset += <usize>(n * classes) * 8;
    }
    if (product) softmaxCurvature(n, classes, weight, p, pBytes, scratch);
    else loss += softmaxLoss(n, classes, weight, y, scratch, p, pBytes);
    if (p != 0) p += BLOCK * 8;
    for (let i: usize = 0; i < <usize>n; i++) {
      add<T>(x + i * ROW_BYTES, classes, scale, scratch + i * 8, gBytes, sums, out);
    }
  }

  for (let k: usize = 0; k < <usize>classes; k++) {
    const total = load<f64>(sums + k * 8);
    const g = out + k * gBytes;
    for (let at: usize = 0; at < <usize>cols * 8; at += 8) {
      addTo(g + at, -total * load<f64>(center + at) * load<f64>(scale + at));
    }
    if (size > cols) addTo(g + <usize>cols * 8, total);
  }
  return loss;
}

/** β of four classes. */
function intercepts(cols: i32, size: i32, center: usize, scale: usize, w: usize, beta: usize): void {
  let b0 = size > cols ? v128.load(w + <usize>cols * 32) : f64x2.splat(0);
  let b1 = size > cols ? v128.load(w + <usize>cols * 32, 16) : f64x2.splat(0);
  for (let at: usize = 0; at < <usize>cols * 8; at += 8) {
    const a = f64x2.splat(-load<f64>(center + at) * load<f64>(scale + at));
    b0 = madd(a, v128.load(w + at * 4), b0);
    b1 = madd(a, v128.load(w + at * 4, 16), b1);
  }
  v128.store(beta, b0);
  v128.store(beta, b1, 16);
}

/** The z of four classes, of one row. */
function score<T>(row: usize, scale: usize, w: usize, beta: usize, z: usize): void {
  let value = valuesOf(row);
  let column = columnsOf(row);
  let s0 = v128.load(beta);
  let s1 = v128.load(beta, 16);
  for (let n = countOf(row); n > 0; n--, value += sizeof<T>(), column += 4) {
    const at = (<usize>load<u32>(column)) << 3;
    const a = f64x2.splat(<f64>load<T>(value) * load<f64>(scale + at));
    s0 = madd(a, v128.load(w + at * 4), s0);
    s1 = madd(a, v128.load(w + at * 4, 16), s1);
  }
  store<f64>(z, f64x2.extract_lane(s0, 0));
  store<f64>(z + CLASS_BYTES, f64x2.extract_lane(s0, 1));
  store<f64>(z + 2 * CLASS_BYTES, f64x2.extract_lane(s1, 0));
  store<f64>(z + 3 * CLASS_BYTES, f64x2.extract_lane(s1, 1));
}

/** What one row adds to the gradients, but for centres, and to the sums of its weights. */
function add<T>(
  row: usize,
  classes: i32,
  scale: usize,
  u: usize,
  gBytes: usize,
  sums: usize,
  out: usize,
): void {
  for (let k: usize = 0; k < <usize>classes; k++) addTo(sums + k * 8, load<f64>(u + k * CLASS_BYTES));
  let value = valuesOf(row);
  let column = columnsOf(row);
  for (let n = countOf(row); n > 0; n--, value += sizeof<T>(), column += 4) {
    const at = (<usize>load<u32>(column)) << 3;
    const a = <f64>load<T>(value) * load<f64>(scale + at);
    let g = out + at;
    const end = u + <usize>classes * CLASS_BYTES;
    for (let uk = u; uk < end; uk += CLASS_BYTES, g += gBytes) addTo(g, a * load<f64>(uk));
  }
}
