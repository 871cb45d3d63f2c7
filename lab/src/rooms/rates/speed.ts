import { nineDigits } from "./nine-digits.ts";

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

/** Newton's method needs no more iterations; others double their digits by chance. */
const MOST_OF_NEWTON = 30;

/**
 * With d(n) = log(eₙ), compares the second half of the run down to the floor with the quarter before:
 *
 *   r = (d(N/2) − d(N)) / (d(N/4) − d(N/2))
 *
 * is 1 where e ∝ n⁻ᵖ, 2 where e ∝ ρⁿ, and more where each step gains more than the one before. Errors that go up and down
 * at random have no such ratio: whichever is straighter, log e against n or against log n, says what they are.
 *
 * @param floor - where rounding begins
 */
export function speedOf(errors: readonly number[], floor: number, isRandom: boolean): Speed {
  return rounded(shapeOf(errors, floor, isRandom));
}

function rounded(speed: Speed): Speed {
  if ("power" in speed) return { ...speed, power: nineDigits(speed.power) };
  if ("factor" in speed) return { ...speed, factor: nineDigits(speed.factor) };
  return "order" in speed ? { ...speed, order: nineDigits(speed.order) } : speed;
}

function shapeOf(errors: readonly number[], floor: number, isRandom: boolean): Speed {
  const e = isRandom ? errors : envelope(errors);
  const first = e.findIndex((error) => !(error > floor));
  const N = first < 0 ? e.length - 1 : first - 1;
  if (first >= 0 && N < FEW) return { kind: "at-once", iterations: first };
  const log = (n: number) => Math.log(e[n] ?? Number.NaN);
  if (N < FEW || !(log(0) - log(N) >= FAR)) return { kind: "far" };
  if (isRandom) return straighter(e, N);
  const orders = [N - 1, N].map((n) => (log(n) - log(n - 1)) / (log(n - 1) - log(n - 2)));
  if (first >= 0 && N <= MOST_OF_NEWTON && orders.every((order) => order > 1.5 && order < 3)) {
    return { kind: "quadratic", order: Math.max(...orders) };
  }
  const half = Math.round(N / 2);
  const late = log(half) - log(N);
  const r = late / (log(Math.round(N / 4)) - log(half));
  const power = late / Math.log(N / half);
  if (r < 1.5 && N >= 10 && power < 6) return { kind: "sublinear", power };
  if (r < 2.8) return { kind: "linear", factor: Math.exp(-late / (N - half)) };
  const last = Math.round(0.75 * N);
  return { kind: "superlinear", factor: Math.exp((log(N) - log(last)) / (N - last)) };
}

/** Which fits better, a power of n or a fixed factor: by the means of n from 1, 2 to 3, 4 to 7, and so on. */
function straighter(e: readonly number[], N: number): Speed {
  const numbers: number[] = [];
  const logs: number[] = [];
  for (let from = 1; from <= N; from *= 2) {
    const errors = e.slice(from, Math.min(2 * from, N + 1));
    numbers.push(mean(errors.map((_, k) => from + k)));
    logs.push(mean(errors.map(Math.log)));
  }
  const [power, factor] = [line(numbers.map(Math.log), logs), line(numbers, logs)];
  return power.correlation < factor.correlation
    ? { kind: "sublinear", power: -power.slope }
    : { kind: "linear", factor: Math.exp(factor.slope) };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The straight line through points by least squares; the correlation is −1 where all lie on one that falls. */
function line(x: readonly number[], y: readonly number[]): { slope: number; correlation: number } {
  const [mx, my] = [mean(x), mean(y)];
  const xy = mean(x.map((value, i) => (value - mx) * ((y[i] ?? 0) - my)));
  const xx = mean(x.map((value) => (value - mx) ** 2));
  const yy = mean(y.map((value) => (value - my) ** 2));
  return { slope: xy / xx, correlation: xy / Math.sqrt(xx * yy) };
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
