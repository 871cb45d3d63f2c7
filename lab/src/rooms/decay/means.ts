/** How far a point is from the optimum: in the weights, and in the cost. */
export interface Misses {
  readonly distance: number;
  readonly excess: number;
}

/** Of several seeds: the root of the mean of the squared distances, or the mean of the costs above the least. */
export function meanOf(misses: readonly Misses[], measure: keyof Misses): number {
  const sum = misses.reduce(
    (total, { distance, excess }) => total + (measure === "distance" ? distance * distance : excess),
    0,
  );
  const mean = sum / misses.length;
  return measure === "distance" ? Math.sqrt(mean) : mean;
}
