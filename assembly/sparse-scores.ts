// The scores of rows that hold their non-zeros only, to the bit those of the same rows with their zeros (scores.ts): terms
// of even and of odd columns are added up apart, and terms that are 0 change neither sum.

import { multiplyThenAdd } from "./simd";
import { columnsOf, countOf, entryOf, ROW_BYTES, valuesOf } from "./sparse-rows";

/** Which lane of the sums a column's term goes to. */
const LANES = memory.data<u64>([~0, 0, 0, ~0]);

export function scoresSparseF64(rows: i32, cols: i32, x: usize, w: usize, b: f64, z: usize): void {
  scores<f64>(rows, x, w, b, z);
}

export function scoresSparseF32(rows: i32, cols: i32, x: usize, w: usize, b: f64, z: usize): void {
  scores<f32>(rows, x, w, b, z);
}

function scores<T>(rows: i32, x: usize, w: usize, b: f64, z: usize): void {
  for (; rows > 0; rows--, x += ROW_BYTES, z += 8) {
    let value = valuesOf(x);
    let column = columnsOf(x);
    let sums = f64x2.splat(0);
    for (let n = countOf(x); n > 0; n--, value += sizeof<T>(), column += 4) {
      const lane = v128.load(LANES + (<usize>(load<u32>(column) & 1) << 4));
      const own = v128.and(f64x2.splat(<f64>load<T>(value)), lane);
      sums = multiplyThenAdd(own, v128.load64_splat(entryOf(w, column)), sums);
    }
    store<f64>(z, f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1) + b);
  }
}
