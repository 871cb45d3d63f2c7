import { type Checkpoint, readCheckpoint } from "logit-wasm/optimize";

/** What the latest step left: s = x₊ − x, y = g₊ − g, and whether it went into the estimate. */
export interface LatestPair {
  readonly s: readonly [number, number];
  readonly y: readonly [number, number];
  readonly isKept: boolean;
  /** How many pairs the method stands on now, this one included where it is kept. */
  readonly count: number;
}

/** The pair of the step from the checkpoint `before` to the checkpoint `after`. */
export function latestPair(
  before: Checkpoint,
  after: Checkpoint,
  method: "lbfgs" | "bfgs",
  memory: number,
): LatestPair {
  const [old, now] = [readCheckpoint(before).scalars, readCheckpoint(after)];
  const { scalars, vectors } = now;
  if (method === "bfgs") {
    const count = scalars["inverse-hessian.pairs"] ?? 0;
    return {
      s: rowOf(vectors["inverse-hessian.s"], 0),
      y: rowOf(vectors["inverse-hessian.y"], 0),
      // Where the estimate had been forgotten, it begins anew with one pair or none.
      isKept: count > (count <= 1 ? 0 : (old["inverse-hessian.pairs"] ?? 0)),
      count,
    };
  }
  // The slots are a ring. A pair that is left out lies in the slot after the newest one.
  const count = scalars["pairs.count"] ?? 0;
  const newest = scalars["pairs.newest"] ?? 0;
  const isKept = memory === 1 ? count > 0 : newest !== old["pairs.newest"];
  const slot = isKept ? newest : (newest + 1) % memory;
  return { s: rowOf(vectors["pairs.s"], slot), y: rowOf(vectors["pairs.y"], slot), isKept, count };
}

function rowOf(vector: Float64Array | undefined, row: number): readonly [number, number] {
  return [vector?.[2 * row] ?? Number.NaN, vector?.[2 * row + 1] ?? Number.NaN];
}
