/**
 * The receiver operating characteristic of a class against the rest: for every threshold from high to low, the part of the
 * rest that is taken for it (across) and the part of it that is found (up). It turns only where a score changes.
 */
export function rocCurve(
  isOfClass: readonly boolean[],
  scores: Float64Array,
): readonly (readonly [number, number])[] {
  const order = Uint32Array.from(isOfClass.keys()).toSorted((i, j) => (scores[j] ?? 0) - (scores[i] ?? 0));
  const positives = isOfClass.filter(Boolean).length;
  const negatives = isOfClass.length - positives;
  const curve: (readonly [number, number])[] = [[0, 0]];
  let [found, wrong] = [0, 0];
  for (const [k, i] of order.entries()) {
    if (isOfClass[i]) found++;
    else wrong++;
    // rows of the same score pass the threshold together
    if (scores[order[k + 1] ?? -1] !== scores[i]) curve.push([wrong / negatives, found / positives]);
  }
  return curve;
}
