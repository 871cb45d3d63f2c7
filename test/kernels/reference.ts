/** What the kernels compute, in plain TypeScript: the formulas as in the contract, with the host's Math. */

export type Vector = ArrayLike<number>;

/** Numbers in [−1, 1) that are the same in every run. */
export function randoms(length: number, seed = 1): Float64Array {
  let state = seed >>> 0;
  return Float64Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

/** Targets: either class, weights of 1, 2, 0.5, and 0 with both signs. */
export function targets(length: number): Float64Array {
  const weights = [1, -1, 2, -0.5, 0, 1, -0, -2, 1.5, -1];
  return Float64Array.from({ length }, (_, i) => weights[(i * 7) % 10]!);
}

export const sum = (values: Iterable<number>): number => {
  let total = 0;
  for (const value of values) total += value;
  return total;
};

export const dot = (x: Vector, y: Vector): number => sum(Array.from(x, (xi, i) => xi * y[i]!));

export const sigmoid = (z: number): number => (z >= 0 ? 1 : Math.exp(z)) / (1 + Math.exp(-Math.abs(z)));

export const sign = (t: number): number => (t < 0 || Object.is(t, -0) ? -1 : 1);

export function loss(z: number, t: number): number {
  const m = sign(t) * z;
  return t === 0 ? 0 : Math.abs(t) * (Math.max(-m, 0) + Math.log1p(Math.exp(-Math.abs(m))));
}

export const residual = (z: number, t: number): number => (t === 0 ? 0 : -t * sigmoid(-sign(t) * z));

export const curvature = (z: number, t: number): number =>
  t === 0 ? 0 : Math.abs(t) * sigmoid(z) * sigmoid(-z);

export const rowOf = (x: Vector, i: number, cols: number): number[] =>
  Array.from({ length: cols }, (_, j) => x[i * cols + j]!);

export const scores = (rows: number, cols: number, x: Vector, w: Vector, b: number): number[] =>
  Array.from({ length: rows }, (_, i) => dot(rowOf(x, i, cols), w) + b);

/** [Σ uᵢ xᵢ, Σ uᵢ] */
export function weightedRows(cols: number, x: Vector, u: Vector): number[] {
  const columns = Array.from({ length: cols }, (_, j) =>
    sum(Array.from(u, (ui, i) => ui * x[i * cols + j]!)),
  );
  return [...columns, sum(Array.from(u))];
}

/** How many representable numbers apart a and b are. */
export function ulps(a: number, b: number): number {
  if (Object.is(a, b)) return 0;
  if (!(Math.abs(a - b) < Infinity)) return Infinity;
  const bits = new BigInt64Array(new Float64Array([Math.abs(a), Math.abs(b)]).buffer);
  return Math.sign(a) === Math.sign(b) || a === b ? Math.abs(Number(bits[0]! - bits[1]!)) : Infinity;
}

/** The index of the first entry whose bits differ, or −1: for long arrays, whose diff would take minutes. */
export const firstDifference = (a: Vector, b: Vector): number =>
  Array.from(a).findIndex((ai, i) => !Object.is(ai, b[i]));

/** The largest difference of entries, relative to the largest magnitude of what is expected. */
export function relativeError(actual: Vector, expected: Vector): number {
  const scale = Math.max(...Array.from(expected, Math.abs), Number.MIN_VALUE);
  const errors = Array.from(expected, (e, i) => Math.abs(actual[i]! - e) / scale);
  return actual.length === expected.length
    ? Math.max(0, ...errors.map((e) => (e === e ? e : Infinity)))
    : Infinity;
}

/** Rows with columns at which the kernels on rows are tested: each tail, alone and combined, and many batches. */
export const shapes: [rows: number, cols: number][] = [
  ...[0, 1, 2, 3, 4, 5, 7, 8, 9, 31, 64, 67, 1000].flatMap((rows) =>
    [1, 2, 3, 4, 5, 7].map((cols): [number, number] => [rows, cols]),
  ),
  ...[0, 1, 2, 3, 5, 8, 37].flatMap((rows) =>
    [0, 6, 8, 9, 31, 64, 1000, 1003].map((cols): [number, number] => [rows, cols]),
  ),
  ...([
    [1000, 20],
    [301, 100],
    [299, 161],
    [507, 323],
  ] as [number, number][]),
];

/** Both storages of the rows: the letter in the names of the kernels, and the array. */
export const storages = [
  { name: "F64", Storage: Float64Array },
  { name: "F32", Storage: Float32Array },
] as const;
