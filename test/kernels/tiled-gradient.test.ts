import { expect, it } from "vitest";
import { SCRATCH_BYTES } from "../../src/wasm/kernels.ts";
import { describeEachBuild } from "./harness.ts";
import * as reference from "./reference.ts";
import { randoms, rowOf, shapes, storages, sum, targets, type Vector } from "./reference.ts";

const TILE_ROWS = 32;

/** A rounding to f32. */
const ROUNDING = 2 ** -24;

/** More rows than one batch of tiles, and than f32 sums have. */
const sizes = [...shapes, [32, 3], [33, 1], [255, 4], [256, 20], [1100, 2], [700, 101], [1500, 90]] as [
  number,
  number,
][];

/** The value of row i and column j in tiles of f32. */
const place = (i: number, j: number, cols: number) =>
  Math.floor(i / TILE_ROWS) * TILE_ROWS * cols + j * TILE_ROWS + (i % TILE_ROWS);

/** Rows in tiles, as f32. */
function tiled(rows: number, cols: number, x: Vector): Float32Array {
  const tiles = new Float32Array(Math.ceil(rows / TILE_ROWS) * TILE_ROWS * cols);
  for (let i = 0; i < rows; i++) for (let j = 0; j < cols; j++) tiles[place(i, j, cols)] = x[i * cols + j]!;
  return tiles;
}

describeEachBuild("tileRows", (bench) => {
  for (const { name, Storage } of storages) {
    it.each(sizes)(`${name} %i x %i`, (rows, cols) => {
      const x = Storage.from(randoms(rows * cols, 50));
      const [center, scale] = [randoms(cols, 51), randoms(cols, 52)];
      const length = Math.ceil(rows / TILE_ROWS) * TILE_ROWS * cols;
      const [px, pc, ps] = [x, center, scale].map((values) => bench.put(values));
      const out = bench.space(length * 4);
      bench.kernels[`tileRows${name}`](rows, cols, px!, pc!, ps!, out);
      const found = new Float32Array(bench.memory.buffer, out, length).slice();
      bench.clear();
      const centred = Array.from(x, (value, k) => (value - center[k % cols]!) * scale[k % cols]!);
      expect(found).toEqual(tiled(rows, cols, centred));
    });
  }

  it("makes infinities of what f32 can't hold, and nothing of what is next to nothing", () => {
    const x = [1e39, -1e300, 1e-50, -0, 3];
    const [px, pc, ps] = [x, new Float64Array(5), new Float64Array(5).fill(1)].map((values) =>
      bench.put(values),
    );
    const out = bench.space(5 * TILE_ROWS * 4);
    bench.kernels.tileRowsF64(1, 5, px!, pc!, ps!, out);
    const found = new Float32Array(bench.memory.buffer, out, 5 * TILE_ROWS).filter(
      (_, k) => k % TILE_ROWS === 0,
    );
    expect([...found]).toEqual([Infinity, -Infinity, 0, -0, 3]);
    bench.clear();
  });
});

describeEachBuild("scoreTile and addTile", (bench) => {
  it.each([0, 1, 2, 7, 20, 101])("%i columns", (cols) => {
    const x = Float32Array.from(randoms(TILE_ROWS * cols, 53));
    const [w, u] = [randoms(cols, 54), randoms(TILE_ROWS, 55)].map((values) => Float32Array.from(values));
    const start = Float32Array.from(randoms(4 * cols, 56));
    const b = Math.fround(0.3);
    const [px, pw, pu, pg] = [tiled(TILE_ROWS, cols, x), w!, u!, start].map((values) => bench.put(values));
    const pz = bench.space(TILE_ROWS * 4);
    bench.kernels.scoreTile(cols, px!, pw!, b, pz);
    bench.kernels.addTile(cols, px!, pu!, pg!);
    const single = (at: number, length: number) => new Float32Array(bench.memory.buffer, at, length).slice();
    const [z, g] = [single(pz, TILE_ROWS), single(pg!, 4 * cols)];
    bench.clear();
    for (let i = 0; i < TILE_ROWS; i++) {
      const terms = rowOf(x, i, cols).map((value, j) => value * w![j]!);
      const most = (cols + 2) * ROUNDING * (sum(terms.map(Math.abs)) + b);
      expect(Math.abs(z[i]! - sum(terms) - b)).toBeLessThanOrEqual(most);
    }
    for (let k = 0; k < 4 * cols; k++) {
      const terms = Array.from({ length: TILE_ROWS / 4 }, (_, m) => {
        const i = 4 * m + (k % 4);
        return u![i]! * x[i * cols + Math.floor(k / 4)]!;
      });
      const most = 10 * ROUNDING * (sum(terms.map(Math.abs)) + Math.abs(start[k]!));
      expect(Math.abs(g[k]! - start[k]! - sum(terms))).toBeLessThanOrEqual(most);
    }
  });
});

describeEachBuild("lossGradientTiled", (bench) => {
  function run(cols: number, x: Vector, t: Vector, w: Vector, b: number) {
    const rows = t.length;
    const inUnits = Float32Array.from(w, (wj) => wj * Math.LOG2E);
    const [px, pt, pw] = [tiled(rows, cols, x), t, inUnits].map((values) => bench.put(values));
    const [scratch, sums, out] = [bench.space(SCRATCH_BYTES), bench.space(16 * cols), bench.vector(cols + 1)];
    const loss = bench.kernels.lossGradientTiled(
      rows,
      cols,
      px!,
      pt!,
      pw!,
      b * Math.LOG2E,
      scratch,
      sums,
      out,
    );
    const gradient = bench.get(out, cols + 1);
    bench.clear();
    return { loss, gradient };
  }

  /** Compares with f64, within what roundings of scores, of what is made of them, and of sums can do at the worst. */
  function compare(cols: number, x: Float32Array, t: Vector, w: Float32Array, b: number): void {
    const rows = t.length;
    const { loss, gradient } = run(cols, x, t, w, b);
    const z = reference.scores(rows, cols, x, w, b);
    const losses = z.map((zi, i) => reference.loss(zi, t[i]!));
    const residuals = z.map((zi, i) => reference.residual(zi, t[i]!));
    const off = z.map((_, i) => {
      const size = sum(rowOf(x, i, cols).map((value, j) => Math.abs(value * w[j]!))) + Math.abs(b);
      return (cols + 2) * ROUNDING * size * Math.abs(t[i]!);
    });
    const lossOff = sum(losses.map((value, i) => off[i]! + 80 * ROUNDING * (value + Math.abs(t[i]!))));
    expect(Math.abs(loss - sum(losses))).toBeLessThanOrEqual(lossOff);
    for (let j = 0; j <= cols; j++) {
      const xj = (i: number) => (j < cols ? x[i * cols + j]! : 1);
      const most = sum(
        residuals.map((u, i) => Math.abs(xj(i)) * (off[i]! / 4 + 80 * ROUNDING * Math.abs(u))),
      );
      expect(Math.abs(gradient[j]! - sum(residuals.map((u, i) => u * xj(i))))).toBeLessThanOrEqual(most);
    }
  }

  it.each(sizes)("%i x %i, rows of any weight and without", (rows, cols) => {
    compare(
      cols,
      Float32Array.from(randoms(rows * cols, 53)),
      targets(rows),
      Float32Array.from(randoms(cols, 54)),
      0.25,
    );
  });

  it.each(sizes)("%i x %i, rows of one weight, which share logarithms", (rows, cols) => {
    const t = targets(rows).map((value) => 0.5 * reference.sign(value));
    compare(cols, Float32Array.from(randoms(rows * cols, 55)), t, Float32Array.from(randoms(cols, 56)), -1.5);
  });

  it("is near the average of what f64 has, not only within the worst case", () => {
    const [rows, cols] = [2000, 50];
    const x = Float32Array.from(randoms(rows * cols, 57));
    const w = Float32Array.from(randoms(cols, 58), (value) => value / 5);
    const t = targets(rows).map((value) => reference.sign(value));
    const { loss, gradient } = run(cols, x, t, w, 0.2);
    const z = reference.scores(rows, cols, x, w, 0.2);
    expect(Math.abs(loss / sum(z.map((zi, i) => reference.loss(zi, t[i]!))) - 1)).toBeLessThan(1e-8);
    const exact = reference.weightedRows(
      cols,
      x,
      z.map((zi, i) => reference.residual(zi, t[i]!)),
    );
    gradient.forEach((value, j) => expect(Math.abs(value - exact[j]!)).toBeLessThan(2e-6 * Math.sqrt(rows)));
  });

  it.each([-1e30, -200, -88, -87, -20, -1e-20, 0, 1e-30, 1, 17, 50, 87.5, 300, 1e30])(
    "scores of %d",
    (score) => {
      for (const t of [[1], [-1], [2, -2, 2], [3, -1, 0, -0, 0.5], [0], [-0, 0]]) {
        compare(1, new Float32Array(t.length).fill(1), t, Float32Array.of(score), 0);
      }
    },
  );

  const largest = 2 ** 128 / Math.LOG2E / 1.01; // of which f32 holds the scores, in units of log₂ e
  it.each([
    [
      [3e38, -3e38],
      [0, -0],
    ],
    [
      [largest, -largest, largest, -largest],
      [0, 0, -0, -0],
    ],
  ])("leaves out rows without weight, whatever they are: %j", (left, weights) => {
    const x = Float32Array.of(1, ...left, 2);
    const { loss, gradient } = run(1, x, [1, ...weights, 1], Float32Array.of(1), 0);
    expect(loss).toBeCloseTo(reference.loss(1, 1) + reference.loss(2, 1), 6);
    expect(gradient[0]).toBeCloseTo(reference.residual(1, 1) + 2 * reference.residual(2, 1), 6);
  });

  it("shows that something isn't finite", () => {
    for (const value of [Number.NaN, Infinity]) {
      const { loss, gradient } = run(2, Float32Array.of(1, value, 1, 1), [1, -1], Float32Array.of(1, 1), 0);
      expect(Number.isFinite(loss + gradient[0]! + gradient[1]!)).toBe(false);
    }
  });
});
