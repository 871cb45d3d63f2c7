/** How fast a run came near the optimum, by its own errors. */
export type Speed =
  | { readonly kind: "sublinear"; /** p of error ∝ n⁻ᵖ */ readonly power: number }
  | { readonly kind: "linear"; /** of the error, an iteration */ readonly factor: number }
  | { readonly kind: "superlinear"; /** of the error, in the last quarter */ readonly factor: number }
  | { readonly kind: "quadratic"; /** by what the number of right digits grows */ readonly order: number }
  | { readonly kind: "at-once"; readonly iterations: number }
  /** The error is hardly less than at first. */
  | { readonly kind: "far" };

/** Fewer iterations have no shape. */
const FEW = 4;

/** A run that hasn't even left e⁻¹ of its first error is only on its way. */
const FAR = 1;

/**
 * With d(n) = log(eₙ), compares the second half of the run down to the floor with the quarter before:
 *
 *   r = (d(N/2) − d(N)) / (d(N/4) − d(N/2))
 *
 * is 1 where e ∝ n⁻ᵖ, 2 where e ∝ ρⁿ, and more where each step gains more than the one before.
 *
 * @param floor - where rounding begins
 * @param isNoisy - whether errors go up and down at random, so that neighbours are averaged
 */
export function speedOf(errors: readonly number[], floor: number, isNoisy: boolean): Speed {
  const e = isNoisy ? errors : envelope(errors);
  const first = e.findIndex((error) => !(error > floor));
  const N = first < 0 ? e.length - 1 : first - 1;
  if (first >= 0 && N < FEW) return { kind: "at-once", iterations: first };
  const log = (n: number) => Math.log(e[n] ?? Number.NaN);
  if (N < FEW || !(log(0) - log(N) >= FAR)) return { kind: "far" };
  const orders = [N - 1, N].map((n) => (log(n) - log(n - 1)) / (log(n - 1) - log(n - 2)));
  if (first >= 0 && orders.every((order) => order > 1.5 && order < 3)) {
    return { kind: "quadratic", order: Math.max(...orders) };
  }
  const [quarter, half, end] = [N / 4, N / 2, N].map((n) =>
    around(Math.round(n), isNoisy ? n / 4 : 0, log),
  ) as [Place, Place, Place];
  const late = half.log - end.log;
  const r = late / (quarter.log - half.log);
  const power = late / Math.log(end.n / half.n);
  if (r < 1.5 && N >= 10 && power < 6) return { kind: "sublinear", power };
  if (r < 2.8) return { kind: "linear", factor: Math.exp(-late / (end.n - half.n)) };
  const last = Math.round(0.75 * N);
  return { kind: "superlinear", factor: Math.exp((log(N) - log(last)) / (N - last)) };
}

interface Place {
  readonly n: number;
  readonly log: number;
}

/** The mean of the last iterates up to n. */
function around(n: number, width: number, log: (n: number) => number): Place {
  const from = Math.max(1, n - Math.floor(width));
  const all = Array.from({ length: n - from + 1 }, (_, k) => log(from + k));
  return { n: (from + n) / 2, log: all.reduce((sum, value) => sum + value, 0) / all.length };
}

/** Of each error the largest from there on: errors may swing on their way down. */
function envelope(errors: readonly number[]): readonly number[] {
  const out = [...errors];
  for (let n = out.length - 2; n >= 0; n--) out[n] = Math.max(out[n] ?? 0, out[n + 1] ?? 0);
  return out;
}

/** How many iterations until the error stays at most that; undefined where it never does. */
export function stepsTo(errors: readonly number[], most: number): number | undefined {
  const above = errors.findLastIndex((error) => !(error <= most));
  return above + 1 < errors.length ? above + 1 : undefined;
}
