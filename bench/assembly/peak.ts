// The most that one thread multiplies and adds with vectors of 128 bits: in registers only, in eight sums, which is
// enough for additions not to wait for each other.

/** 32 n operations on f64. */
export function multiplyAdd(n: i32, x: usize): f64 {
  const a = v128.load(x);
  const b = v128.load(x, 16);
  let s0 = a;
  let s1 = a;
  let s2 = a;
  let s3 = a;
  let s4 = a;
  let s5 = a;
  let s6 = a;
  let s7 = a;
  for (; n > 0; n--) {
    // Each sum feeds the one before it, so that products change with every round and none waits for another.
    s0 = f64x2.add(s0, f64x2.mul(a, s1));
    s1 = f64x2.add(s1, f64x2.mul(b, s2));
    s2 = f64x2.add(s2, f64x2.mul(a, s3));
    s3 = f64x2.add(s3, f64x2.mul(b, s4));
    s4 = f64x2.add(s4, f64x2.mul(a, s5));
    s5 = f64x2.add(s5, f64x2.mul(b, s6));
    s6 = f64x2.add(s6, f64x2.mul(a, s7));
    s7 = f64x2.add(s7, f64x2.mul(b, a));
  }
  return f64x2.extract_lane(s0, 0) + f64x2.extract_lane(s0, 1);
}
