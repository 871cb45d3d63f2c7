// The peak of one thread's 128-bit arithmetic: as many multiplications as additions, on registers alone, in chains
// enough that none waits for the one before it. Answers a number that depends on all of them.

/** n times 48 multiplications and 48 additions on pairs of f64: 192 n operations. */
export function peakF64(n: i32): f64 {
  const factor = f64x2.splat(0.9999999);
  const term = f64x2.splat(1e-9);
  let a = f64x2.splat(1), b = a, c = a, d = a, e = a, f = a, g = a, h = a, p = a, q = a, r = a, s = a;
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < 4; k++) {
      a = f64x2.add(f64x2.mul(a, factor), term);
      b = f64x2.add(f64x2.mul(b, factor), term);
      c = f64x2.add(f64x2.mul(c, factor), term);
      d = f64x2.add(f64x2.mul(d, factor), term);
      e = f64x2.add(f64x2.mul(e, factor), term);
      f = f64x2.add(f64x2.mul(f, factor), term);
      g = f64x2.add(f64x2.mul(g, factor), term);
      h = f64x2.add(f64x2.mul(h, factor), term);
      p = f64x2.add(f64x2.mul(p, factor), term);
      q = f64x2.add(f64x2.mul(q, factor), term);
      r = f64x2.add(f64x2.mul(r, factor), term);
      s = f64x2.add(f64x2.mul(s, factor), term);
    }
  }
  const abcd = f64x2.add(f64x2.add(a, b), f64x2.add(c, d));
  const efgh = f64x2.add(f64x2.add(e, f), f64x2.add(g, h));
  const pqrs = f64x2.add(f64x2.add(p, q), f64x2.add(r, s));
  const sum = f64x2.add(f64x2.add(abcd, efgh), pqrs);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/** n times 48 multiplications and 48 additions on quadruples of f32: 384 n operations. */
export function peakF32(n: i32): f32 {
  const factor = f32x4.splat(0.999);
  const term = f32x4.splat(0.001);
  let a = f32x4.splat(1), b = a, c = a, d = a, e = a, f = a, g = a, h = a, p = a, q = a, r = a, s = a;
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < 4; k++) {
      a = f32x4.add(f32x4.mul(a, factor), term);
      b = f32x4.add(f32x4.mul(b, factor), term);
      c = f32x4.add(f32x4.mul(c, factor), term);
      d = f32x4.add(f32x4.mul(d, factor), term);
      e = f32x4.add(f32x4.mul(e, factor), term);
      f = f32x4.add(f32x4.mul(f, factor), term);
      g = f32x4.add(f32x4.mul(g, factor), term);
      h = f32x4.add(f32x4.mul(h, factor), term);
      p = f32x4.add(f32x4.mul(p, factor), term);
      q = f32x4.add(f32x4.mul(q, factor), term);
      r = f32x4.add(f32x4.mul(r, factor), term);
      s = f32x4.add(f32x4.mul(s, factor), term);
    }
  }
  const abcd = f32x4.add(f32x4.add(a, b), f32x4.add(c, d));
  const efgh = f32x4.add(f32x4.add(e, f), f32x4.add(g, h));
  const pqrs = f32x4.add(f32x4.add(p, q), f32x4.add(r, s));
  const sum = f32x4.add(f32x4.add(abcd, efgh), pqrs);
  return f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3);
}
