/** A point at which a method asked for the value. */
export interface Asked {
  readonly x: readonly [number, number];
  readonly value: number;
}

/** A length that a line search tried. */
export interface Trial {
  readonly t: number;
  /** φ(t) = F(x + t p) */
  readonly value: number;
}

interface Plane {
  value(x: Float64Array): number;
  gradient(x: Float64Array, into: Float64Array): void;
}

/** The same function, which notes where it is asked for its value. */
export function recorded(objective: Plane) {
  const asked: Asked[] = [];
  return {
    asked,
    value(x: Float64Array) {
      const value = objective.value(x);
      asked.push({ x: [x[0] ?? 0, x[1] ?? 0], value });
      return value;
    },
    gradient: (x: Float64Array, into: Float64Array) => objective.gradient(x, into),
  };
}

/** The lengths t = (y − x) · p / p · p of the points y on the ray from x along p, each once. */
export function trialsOn(asked: readonly Asked[], [a, b]: Iterable<number>, [p, q]: Iterable<number>) {
  const trials: Trial[] = [];
  for (const { x, value } of asked) {
    const [u, v] = [x[0] - a, x[1] - b];
    const t = (u * p + v * q) / (p * p + q * q);
    const aside = Math.abs(u * q - v * p) / (p * p + q * q);
    if (t > 0 && aside <= 1e-6 * t && trials.every((other) => other.t !== t)) trials.push({ t, value });
  }
  return trials;
}

/** The cosine of the angle between two steps. */
export function cosine([a, b]: Iterable<number>, [c, d]: Iterable<number>): number {
  return (a * c + b * d) / Math.sqrt((a * a + b * b) * (c * c + d * d));
}
