/**
 * Averaging begins half way, so that the way from the start is forgotten: after so many updates. With all rows each asks for
 * two gradients; on mini-batches for one of a part, `perEpoch` of which make a whole.
 */
export function averagingFrom(budget: number, perEpoch: number | undefined): number {
  const updates = perEpoch === undefined ? Math.floor((budget - 1) / 2) : (budget - 1) * perEpoch;
  return Math.floor(updates / 2);
}
