/**
 * The receiver operating characteristic: for every threshold from high to low, the part of the first class that is taken
 * for the second (across) and the part of the second that is found (up). It turns only where a score changes.
 */
export function rocCurve(y: readonly number[], scores: Float64Array): readonly (readonly [number, number])[] {
  const order = Uint32Array.from(y.keys()).toSorted((i, j) => (scores[j] ?? 0) - (scores[i] ?? 0));
  const positives = y.reduce((sum, label) => sum + label, 0);
  const negatives = y.length - positives;
  const curve: (readonly [number, number])[] = [[0, 0]];
  let [found, wrong] = [0, 0];
  for (const [k, i] of order.entries()) {
    if (y[i] === 1) found++;
    else wrong++;
    // rows of the same score pass the threshold together
    if (scores[order[k + 1] ?? -1] !== scores[i]) curve.push([wrong / negatives, found / positives]);
  }
  return curve;
}
