/**
 * cos(π u) for u from 0 to 1, the same bits in every runtime, which `Math.cos` does not promise: by symmetries, all exact,
 * from Taylor's series of cos and sin up to π / 4, whose first missing terms are less than half a unit in the last place.
 */
export function cosPi(u: number): number {
  if (u > 0.5) return -cosPi(1 - u);
  return u > 0.25 ? sin(Math.PI * (0.5 - u)) : cos(Math.PI * u);
}

function cos(x: number): number {
  return series(x * x, 16);
}

function sin(x: number): number {
  return x * series(x * x, 17);
}

/** 1 − x² / (k (k − 1)) (...) from the inside out, k = last, last − 2, ...: cos x for an even last, sin x / x for an odd one. */
function series(square: number, last: number): number {
  let sum = 1;
  for (let k = last; k > 1; k -= 2) sum = 1 - (square / (k * (k - 1))) * sum;
  return sum;
}
