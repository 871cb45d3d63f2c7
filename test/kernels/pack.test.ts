import { expect, it } from "vitest";
import { panelRows } from "../../src/wasm/kernels.ts";
import { matrix, randoms } from "./dense.ts";
import { describeEachBuild } from "./harness.ts";

const shapes = [0, 1, 2, 3, 5, 8, 31].flatMap((rows) =>
  [0, 1, 2, 3, 4, 5, 7, 8, 31].map((cols) => ({ rows, cols })),
);

/** Panels of f64 or of f32: a row of one is 32 bytes. */
type Panels = typeof Float32Array | typeof Float64Array;

/** The panels of `cols` standardised columns and, if asked for, the intercept's; NaN where nothing is written. */
function panelsOf(input: ReturnType<typeof inputs>, Panels: Panels, intercept: boolean) {
  const { rows, cols, x, curvature, center, scale } = input;
  const width = 32 / Panels.BYTES_PER_ELEMENT;
  const room = panelRows(rows);
  const panels = Math.ceil((cols + Number(intercept)) / width);
  return new Panels(
    matrix(panels * room, width, (at, lane) => {
      const i = at % room;
      if (i >= rows) return Number.NaN;
      const j = Math.floor(at / room) * width + lane;
      const root = Math.sqrt(curvature[i]!);
      if (j < cols) return root * ((x[i * cols + j]! - center[j]!) * scale[j]!);
      return intercept && j === cols ? root : 0;
    }),
  );
}

function inputs(rows: number, cols: number, Storage: typeof Float32Array | typeof Float64Array) {
  const center = randoms(cols, 2).map((value) => 1e5 * value);
  const x = new Storage(matrix(rows, cols, (_, j) => center[j]!));
  for (const [i, value] of randoms(x.length, 1).entries()) x[i]! += value;
  const curvature = randoms(rows, 3).map((value, i) => (i % 3 === 1 ? 0 : Math.abs(value))); // weight 0 too
  return { rows, cols, x, curvature, center, scale: randoms(cols, 4) };
}

describeEachBuild("pack", (bench) => {
  const { kernels } = bench;

  for (const [pack, packIntercept, Storage, Panels] of [
    ["packF64", "packIntercept", Float64Array, Float64Array],
    ["packF32", "packIntercept", Float32Array, Float64Array],
    ["packSingleF64", "packInterceptSingle", Float64Array, Float32Array],
    ["packSingleF32", "packInterceptSingle", Float32Array, Float32Array],
  ] as const) {
    /** What the kernel writes; bit for bit what `panelsOf` does. */
    function packed(input: ReturnType<typeof inputs>, { length }: { length: number }, intercept: boolean) {
      const { rows, cols } = input;
      const panels = bench.space(length * Panels.BYTES_PER_ELEMENT);
      const values = new Panels(bench.memory.buffer, panels, length).fill(Number.NaN);
      const curvature = bench.put(input.curvature);
      const [x, center, scale] = [input.x, input.center, input.scale].map((array) => bench.put(array));
      kernels[pack](rows, cols, x!, curvature, center!, scale!, panels);
      if (intercept) kernels[packIntercept](rows, cols, curvature, panels);
      return values.slice();
    }

    it.each(shapes)(`${pack}: $rows rows of $cols columns, and the intercept's column`, ({ rows, cols }) => {
      const input = inputs(rows, cols, Storage);
      for (const intercept of [false, true]) {
        const expected = panelsOf(input, Panels, intercept);
        expect(packed(input, expected, intercept)).toEqual(expected);
      }
      bench.clear();
    });

    it(`${pack}: extreme values`, () => {
      const input = inputs(3, 11, Storage);
      input.x.set([1e30, -1e30, 1e-30, -1e-30, 0, -0, 3e38], 4);
      input.center.fill(0);
      input.scale.set([1e-30, 1e30, 1e250, 1e-250], 2);
      input.curvature.set([1e-40, 1e200, 1e-300]);
      const expected = panelsOf(input, Panels, true);
      expect(packed(input, expected, true)).toEqual(expected);
      bench.clear();
    });
  }
});
