import type { Sample } from "./sample.ts";

/** For each class the row that lies farthest from the mean of all: a place for its name, if it has a row. */
export function farthest({
  X,
  cols,
  y,
  spread,
  classes,
}: Sample): readonly (readonly [number, number] | undefined)[] {
  const at = (i: number) => [X[i * cols] ?? 0, spread ? (spread[i] ?? 0) : (X[i * cols + 1] ?? 0)] as const;
  const places = y.map((_, i) => at(i));
  const [x0, width] = meanAndWidth(places.map(([a]) => a));
  const [y0, height] = meanAndWidth(places.map(([, b]) => b));
  return classes.map((_, label) => {
    let best: readonly [number, number] | undefined;
    let most = -1;
    for (const [i, place] of places.entries()) {
      const distance = ((place[0] - x0) / width) ** 2 + ((place[1] - y0) / height) ** 2;
      if (y[i] !== label || distance <= most) continue;
      most = distance;
      best = place;
    }
    return best;
  });
}

function meanAndWidth(values: readonly number[]): readonly [number, number] {
  const low = values.reduce((a, b) => Math.min(a, b), Infinity);
  const high = values.reduce((a, b) => Math.max(a, b), -Infinity);
  return [values.reduce((a, b) => a + b, 0) / values.length, high - low || 1];
}
