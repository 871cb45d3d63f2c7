// Where the first value is that is NaN or infinite: x − x is 0 for all others, NaN for those.

export function firstNonFiniteF64(n: i32, x: usize): i32 {
  return firstNonFinite<f64>(n, x);
}

export function firstNonFiniteF32(n: i32, x: usize): i32 {
  return firstNonFinite<f32>(n, x);
}

// @ts-ignore: decorator
@inline
function firstNonFinite<T>(n: i32, x: usize): i32 {
  const chunk = 64 / <i32>sizeof<T>();
  let i = 0;
  for (; i + chunk <= n; i += chunk) {
    const p = x + <usize>i * sizeof<T>();
    const ab = v128.or(selfDifference<T>(v128.load(p)), selfDifference<T>(v128.load(p, 16)));
    const cd = v128.or(selfDifference<T>(v128.load(p, 32)), selfDifference<T>(v128.load(p, 48)));
    if (v128.any_true(v128.or(ab, cd))) break;
  }
  for (; i < n; i++) {
    const value = <f64>load<T>(x + <usize>i * sizeof<T>());
    if (value - value != 0) return i;
  }
  return -1;
}

/** +0 where x is finite, NaN elsewhere. */
// @ts-ignore: decorator
@inline
function selfDifference<T>(x: v128): v128 {
  return sizeof<T>() == 8 ? f64x2.sub(x, x) : f32x4.sub(x, x);
}
