import type { Matrix } from "logit-wasm/predict";

/** At each place of a grid the likeliest class, and how far it is from a draw (0) to certainty (1). */
export interface Heat {
  readonly likeliest: Uint8Array;
  readonly strength: Float64Array;
  readonly cols: number;
  readonly rows: number;
}

/** From the probabilities of K classes at each place: strength is (p − 1/K) / (1 − 1/K). */
export function heatOf({ data, cols: classes }: Matrix, cols: number, rows: number): Heat {
  const likeliest = new Uint8Array(cols * rows);
  const strength = new Float64Array(cols * rows);
  for (let at = 0; at < cols * rows; at++) {
    let best = 0;
    for (let k = 1; k < classes; k++) {
      if ((data[at * classes + k] ?? 0) >= (data[at * classes + best] ?? 0)) best = k;
    }
    likeliest[at] = best;
    strength[at] = (classes * (data[at * classes + best] ?? 0) - 1) / (classes - 1);
  }
  return { likeliest, strength, cols, rows };
}

/** For each class how far its score is above the highest of the others, from scores of each class at each place. */
export function marginsOf({ data, rows, cols: classes }: Matrix): readonly Float64Array[] {
  return Array.from({ length: classes }, (_, k) =>
    Float64Array.from({ length: rows }, (__, at) => {
      const scores = data.subarray(at * classes, (at + 1) * classes);
      const others = scores.reduce((most, z, j) => (j === k ? most : Math.max(most, z)), -Infinity);
      return (scores[k] ?? 0) - others;
    }),
  );
}
