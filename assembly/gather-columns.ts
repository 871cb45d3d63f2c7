// Columns with given numbers, copied one beside the other: row i of the result is xᵢⱼ for each j of the indices. The numbers
// ascend, so that what is read of a row lies ahead of what was read.

export function gatherColumnsF64(rows: i32, cols: i32, x: usize, count: i32, indices: usize, out: usize): void {
  const rowBytes = (<usize>cols) << 3;
  const end = indices + (<usize>count << 2);
  for (let i = 0; i < rows; i++, x += rowBytes) {
    for (let at = indices; at < end; at += 4, out += 8) {
      store<f64>(out, load<f64>(x + (<usize>load<u32>(at) << 3)));
    }
  }
}

export function gatherColumnsF32(rows: i32, cols: i32, x: usize, count: i32, indices: usize, out: usize): void {
  const rowBytes = (<usize>cols) << 2;
  const end = indices + (<usize>count << 2);
  for (let i = 0; i < rows; i++, x += rowBytes) {
    for (let at = indices; at < end; at += 4, out += 4) {
      store<f32>(out, load<f32>(x + (<usize>load<u32>(at) << 2)));
    }
  }
}
