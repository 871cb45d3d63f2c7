/** The numbers of updates that are looked at: some hundred, evenly apart, 0 and the last among them. */
export function samples(updates: number, most = 240): readonly number[] {
  const steps = Math.min(updates, most);
  return Array.from({ length: steps + 1 }, (_, i) => Math.round((i * updates) / steps));
}

/** Which of the samples is nearest to an epoch; the last for what is beyond the end. */
export function nearestSample(at: readonly number[], epoch: number, perEpoch: number): number {
  const off = at.map((update) => Math.abs(update - epoch * perEpoch));
  return off.indexOf(Math.min(...off));
}
