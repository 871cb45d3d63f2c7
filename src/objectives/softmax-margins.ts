import type { Vector } from "../wasm/vector.ts";
import type { Coordinates } from "./coordinates.ts";
import { type Margins, roundingOf } from "./margins.ts";
import type { RowSums } from "./row-sums.ts";

/** What is known of the rows of a segment, from class to class. */
interface Scores {
  /** Of the row's own class. */
  readonly own: Float64Array;
  readonly ownRounding: Float64Array;
  /** The greatest of the others, or by rounding a little less. */
  readonly most: Float64Array;
  /** The least of the others, or by rounding a little more. */
  readonly fewest: Float64Array;
}

/**
 * Of the margins z_yᵢ − zₖᵢ, k ≠ yᵢ, of classes' rows of variables: one pass over the rows for each class, in plain
 * TypeScript.
 *
 * @param classes - a row of {@link Coordinates} for each
 * @param w - room for the coefficients of one
 */
export function softmaxMargins(
  { storage, spaces }: RowSums,
  coordinates: Coordinates,
  classes: readonly Vector[],
  w: Vector,
): Margins {
  const { cols } = storage;
  const center = coordinates.center.values;
  const scores = spaces.map(({ segment: { rows } }): Scores => ({
    own: new Float64Array(rows),
    ownRounding: new Float64Array(rows),
    most: new Float64Array(rows).fill(Number.NEGATIVE_INFINITY),
    fewest: new Float64Array(rows).fill(Number.POSITIVE_INFINITY),
  }));
  classes.forEach((theta, k) => {
    coordinates.toModel(theta, w);
    const intercept = coordinates.fitIntercept ? theta.values[cols] : 0;
    spaces.forEach(({ segment, y }, s) => {
      const { own, ownRounding, most, fewest } = scores[s];
      storage.eachCentredScore(segment, center, w.values, (row, sum, size) => {
        const z = intercept + sum;
        const rounding = roundingOf(cols, Math.abs(intercept) + size);
        if (y.values[row] === k) {
          own[row] = z;
          ownRounding[row] = rounding;
        } else {
          most[row] = Math.max(most[row], z - rounding);
          fewest[row] = Math.min(fewest[row], z + rounding);
        }
      });
    });
  });
  let least = Number.POSITIVE_INFINITY;
  let largest = Number.NEGATIVE_INFINITY;
  spaces.forEach(({ target }, s) => {
    const { own, ownRounding, most, fewest } = scores[s];
    own.forEach((z, row) => {
      if (target.values[row] === 0) return;
      least = Math.min(least, z + ownRounding[row] - most[row]);
      largest = Math.max(largest, z - ownRounding[row] - fewest[row]);
    });
  });
  return { least, largest };
}
