import { Random } from "./random.ts";

/** Points of the plane, x and y in turn, and for each whether it is of the second class. */
export interface Points {
  readonly X: Float64Array;
  readonly y: readonly (0 | 1)[];
}

/** A place of one class, without noise. */
type Place = (random: Random, isSecond: boolean) => readonly [number, number];

/** Two half moons that lie in one another: no line parts them. */
export function moons(count: number, noise: number, seed: number): Points {
  return scattered(count, noise, seed, (random, isSecond) => {
    const [a, b] = random.direction();
    return isSecond ? [1 - a, 0.5 - Math.abs(b)] : [a, Math.abs(b)];
  });
}

/** A ring inside of another of twice the radius. */
export function circles(count: number, noise: number, seed: number): Points {
  return scattered(count, noise, seed, (random, isSecond) => {
    const [a, b] = random.direction();
    return isSecond ? [a / 2, b / 2] : [a, b];
  });
}

function scattered(count: number, noise: number, seed: number, place: Place): Points {
  const random = new Random(seed);
  const X = new Float64Array(2 * count);
  const y = Array.from({ length: count }, (_, i) => {
    const isSecond = i % 2 === 1;
    const [a, b] = place(random, isSecond);
    X[2 * i] = a + noise * random.normal();
    X[2 * i + 1] = b + noise * random.normal();
    return isSecond ? 1 : 0;
  });
  return { X, y };
}
