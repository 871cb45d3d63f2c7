import { expect, it } from "vitest";
import { distance, matrix, randoms } from "./dense.ts";
import { describeEachBuild } from "./harness.ts";

const shapes = [0, 1, 2, 3, 5, 8, 31].flatMap((rows) =>
  [0, 1, 2, 3, 4, 5, 7, 8, 31].map((cols) => ({ rows, cols })),
);

/** The panels of `cols` standardised columns and, if asked for, the intercept's. */
function panelsOf(input: ReturnType<typeof inputs>, intercept: boolean): Float64Array {
  const { rows, cols, x, curvature, center, scale } = input;
  const width = Math.ceil((cols + Number(intercept)) / 4);
  return matrix(width * rows, 4, (at, lane) => {
    const i = at % rows;
    const j = Math.floor(at / rows) * 4 + lane;
    const root = Math.sqrt(curvature[i]!);
    if (j < cols) return root * ((x[i * cols + j]! - center[j]!) * scale[j]!);
    return intercept && j === cols ? root : 0;
  });
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

  for (const [kernel, Storage] of [
    ["packF64", Float64Array],
    ["packF32", Float32Array],
  ] as const) {
    it.each(shapes)(
      `${kernel}: $rows rows of $cols columns, and the intercept's column`,
      ({ rows, cols }) => {
        const input = inputs(rows, cols, Storage);
        const curvature = bench.put(input.curvature);
        const pack = (panels: number) =>
          kernels[kernel](
            rows,
            cols,
            bench.put(input.x),
            curvature,
            bench.put(input.center),
            bench.put(input.scale),
            panels,
          );

        const columns = panelsOf(input, false);
        const panels = bench.vector(columns.length);
        pack(panels);
        expect(distance(bench.get(panels, columns.length), columns)).toBe(0);

        const withIntercept = panelsOf(input, true);
        const more = bench.vector(withIntercept.length);
        pack(more);
        kernels.packIntercept(rows, cols, curvature, more);
        expect(distance(bench.get(more, withIntercept.length), withIntercept)).toBe(0);
        bench.clear();
      },
    );
  }
});
