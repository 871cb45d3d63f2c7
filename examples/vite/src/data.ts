/** Labelled points of the plane, simulated; the seed decides them. */
export interface Points {
  /** Two numbers a row, within [-1, 1] or a little more. */
  readonly data: Float64Array;
  readonly rows: number;
  readonly labels: readonly Answer[];
}

export type Answer = "no" | "yes";
export type Shape = "moons" | "rings" | "blobs";

type Place = (isYes: boolean, random: () => number) => readonly [number, number];

const shapes: Record<Shape, Place> = {
  moons(isYes, random) {
    const angle = Math.PI * random();
    const [x, y] = [Math.cos(angle), Math.sin(angle)];
    return isYes ? [0.28 + 0.56 * x, 0.14 - 0.62 * y] : [-0.28 + 0.56 * x, -0.14 + 0.62 * y];
  },
  rings(isYes, random) {
    const angle = 2 * Math.PI * random();
    const radius = isYes ? 0.72 : 0.3;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  },
  blobs(isYes) {
    return isYes ? [0.3, 0.25] : [-0.3, -0.25];
  },
};

const NOISE: Record<Shape, number> = { moons: 0.11, rings: 0.12, blobs: 0.26 };

export function makePoints(shape: Shape, rows: number, seed: number): Points {
  const random = mulberry32(seed);
  const data = new Float64Array(2 * rows);
  const labels: Answer[] = [];
  for (let i = 0; i < rows; i++) {
    const isYes = random() < 0.5;
    const [x, y] = shapes[shape](isYes, random);
    data[2 * i] = x + NOISE[shape] * normal(random);
    data[2 * i + 1] = y + NOISE[shape] * normal(random);
    labels.push(isYes ? "yes" : "no");
  }
  return { data, rows, labels };
}

/** Uniform in [0, 1): Tommy Ettinger's mulberry32, whose state is one 32-bit integer. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Box and Muller's transform. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
