// The read bandwidth of one thread: a sum over n f64 numbers in several streams that start far apart.

// @ts-ignore: decorator
@inline
function load2(x: usize, i: usize): v128 {
  return v128.load(x + (i << 3));
}

/** One stream, with four sums so that additions don't wait for each other. n must be a multiple of 8. */
export function sum1(n: i32, x: usize): f64 {
  let a = f64x2.splat(0);
  let b = a;
  let c = a;
  let d = a;
  for (let i: usize = 0; i < <usize>n; i += 8) {
    a = f64x2.add(a, load2(x, i));
    b = f64x2.add(b, load2(x, i + 2));
    c = f64x2.add(c, load2(x, i + 4));
    d = f64x2.add(d, load2(x, i + 6));
  }
  const s = f64x2.add(f64x2.add(a, b), f64x2.add(c, d));
  return f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1);
}

/** Four streams, a quarter of the numbers each. n must be a multiple of 16. */
export function sum4(n: i32, x: usize): f64 {
  const quarter = <usize>n >> 2;
  let a = f64x2.splat(0);
  let b = a;
  let c = a;
  let d = a;
  for (let i: usize = 0; i < quarter; i += 4) {
    a = f64x2.add(f64x2.add(a, load2(x, i)), load2(x, i + 2));
    b = f64x2.add(f64x2.add(b, load2(x, i + quarter)), load2(x, i + quarter + 2));
    c = f64x2.add(f64x2.add(c, load2(x, i + 2 * quarter)), load2(x, i + 2 * quarter + 2));
    d = f64x2.add(f64x2.add(d, load2(x, i + 3 * quarter)), load2(x, i + 3 * quarter + 2));
  }
  const s = f64x2.add(f64x2.add(a, b), f64x2.add(c, d));
  return f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1);
}

/** Eight streams, an eighth of the numbers each. n must be a multiple of 16. */
export function sum8(n: i32, x: usize): f64 {
  const half = <usize>n >> 1;
  const eighth = half >> 2;
  const y = x + (half << 3);
  let a = f64x2.splat(0);
  let b = a;
  let c = a;
  let d = a;
  for (let i: usize = 0; i < eighth; i += 2) {
    a = f64x2.add(f64x2.add(a, load2(x, i)), load2(y, i));
    b = f64x2.add(f64x2.add(b, load2(x, i + eighth)), load2(y, i + eighth));
    c = f64x2.add(f64x2.add(c, load2(x, i + 2 * eighth)), load2(y, i + 2 * eighth));
    d = f64x2.add(f64x2.add(d, load2(x, i + 3 * eighth)), load2(y, i + 3 * eighth));
  }
  const s = f64x2.add(f64x2.add(a, b), f64x2.add(c, d));
  return f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1);
}
