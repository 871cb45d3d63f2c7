import { afterEach, describe, expect, it } from "vitest";
import { type Dtype, RowStorage } from "../../src/data/storage.ts";
import type { LinearModelObjective } from "../../src/objectives/linear-model.ts";
import { LogisticObjective } from "../../src/objectives/logistic.ts";
import { createSquaredError } from "../../src/objectives/squared-error.ts";
import { createRuntime } from "../../src/wasm/create-runtime.ts";
import { Workspace } from "../../src/wasm/workspace.ts";
import { normals, seeded } from "../support/random.ts";

const runtime = createRuntime();
const workspace = new Workspace(runtime.arena);
const storages: RowStorage[] = [];
afterEach(() => {
  workspace.dispose();
  for (const storage of storages.splice(0)) storage.release();
});

const losses = ["log", "squared", "squared error"] as const;
type LossName = (typeof losses)[number];

interface Setting {
  readonly loss: LossName;
  readonly fitIntercept: boolean;
  readonly equilibrate: boolean;
  readonly dtype: Dtype;
}

const settings: Setting[] = losses.flatMap((loss) =>
  [true, false].flatMap((fitIntercept) =>
    [true, false].flatMap((equilibrate) =>
      (["f64", "f32"] as const).map((dtype) => ({ loss, fitIntercept, equilibrate, dtype })),
    ),
  ),
);

const [ROWS, COLS, STRENGTH] = [240, 5, 2];

/** Columns of different means and deviations, one of them constant; some weights 0. */
const data = (() => {
  const normal = normals(8);
  const uniform = seeded(9);
  // Values that f32 holds, so that both storages are the same problem.
  const X = Array.from({ length: ROWS }, () =>
    Array.from({ length: COLS }, (_, j) => Math.fround(j === 3 ? 2 : 2 ** (j - 2) * (normal() + j))),
  );
  const weight = Float64Array.from(X, () => (uniform() < 0.1 ? 0 : uniform() * 2));
  const target = weight.map((s) => (uniform() < 0.5 ? -s : s));
  const y = Float64Array.from(X, ([a, b]) => a! - 2 * b! + normal());
  return { X, weight, target, y };
})();

function objectiveOf({ loss, dtype, ...options }: Setting, segmentBytes?: number): LinearModelObjective {
  const storage = new RowStorage(runtime, ROWS, COLS, dtype, segmentBytes);
  storages.push(storage);
  data.X.forEach((row, i) => {
    const segment = storage.segmentOf(i);
    storage.view(segment, i - segment.firstRow, 1).set(row);
  });
  const { target, weight, y } = data;
  const made =
    loss === "squared error"
      ? createSquaredError(storage, y, weight, workspace, { ...options, alpha: STRENGTH })
      : LogisticObjective.create(storage, target, workspace, { ...options, loss, C: STRENGTH });
  return made as LinearModelObjective;
}

/** F by its definition. */
function reference({ loss }: Setting, w: Float64Array, b: number): number {
  let total = 0;
  let weights = 0;
  data.X.forEach((row, i) => {
    const z = row.reduce((sum, value, j) => sum + value * w[j]!, b);
    const s = data.weight[i]!;
    const m = data.target[i]! > 0 ? z : -z;
    weights += s;
    if (loss === "squared error") total += 0.5 * s * (z - data.y[i]!) ** 2;
    else total += loss === "log" ? s * Math.log1p(Math.exp(-m)) : s / (1 + Math.exp(m)) ** 2;
  });
  const strength = loss === "squared error" ? STRENGTH : 1 / STRENGTH;
  return (total + (strength * w.reduce((sum, value) => sum + value * value, 0)) / 2) / weights;
}

function vectorOf(values: ArrayLike<number>) {
  const vector = workspace.vector(values.length);
  vector.values.set(values);
  return vector;
}

const pointOf = (size: number) => Array.from({ length: size }, (_, j) => 0.6 * Math.sin(3 * j + 1));

function gradientAt(objective: LinearModelObjective, theta: ArrayLike<number>) {
  const gradient = workspace.vector(objective.size);
  const value = objective.valueAndGradient(vectorOf(theta), gradient) as number;
  return { value, gradient: gradient.values };
}

/** How the gradient changes along v, by differences. */
function slopeOfGradient(objective: LinearModelObjective, theta: number[], v: number[]): number[] {
  const along = (t: number) =>
    gradientAt(
      objective,
      theta.map((value, j) => value + t * v[j]!),
    ).gradient;
  const [ahead, behind] = [along(1e-5), along(-1e-5)];
  return Array.from(ahead, (g, j) => (g - behind[j]!) / 2e-5);
}

describe.each(settings)(
  "the objective of loss $loss, intercept $fitIntercept, equilibrated $equilibrate, $dtype",
  (setting) => {
    it("is F of the model", () => {
      const objective = objectiveOf(setting);
      const theta = vectorOf(pointOf(objective.size));
      const { coef, intercept } = objective.coefficients(theta);
      const { value } = gradientAt(objective, theta.values);
      expect(value / reference(setting, coef, intercept)).toBeCloseTo(1, 12);
      if (!setting.equilibrate) {
        expect([...coef, ...(setting.fitIntercept ? [intercept] : [])]).toEqual([...theta.values]);
      }
    });

    it("has the gradient that differences of F show", () => {
      const objective = objectiveOf(setting);
      const theta = pointOf(objective.size);
      const { gradient } = gradientAt(objective, theta);
      theta.forEach((_, j) => {
        const at = (h: number) => gradientAt(objective, theta.with(j, theta[j]! + h)).value;
        expect(gradient[j]).toBeCloseTo((at(1e-5) - at(-1e-5)) / 2e-5, 7);
      });
    });

    it("has the products with its Hessian that differences of the gradient show", () => {
      const objective = objectiveOf(setting);
      for (const theta of [pointOf(objective.size), pointOf(objective.size).map((t) => -t / 2)]) {
        const v = theta.map((_, j) => Math.cos(j));
        const product = workspace.vector(objective.size);
        const expected = slopeOfGradient(objective, theta, v);
        if (setting.equilibrate && setting.fitIntercept) expected[3] = v[3]!; // that of the constant column
        objective.hessianProduct(vectorOf(theta), vectorOf(v), product);
        product.values.forEach((value, j) => expect(value).toBeCloseTo(expected[j]!, 7));
      }
    });

    it("takes one pass for a product with the Hessian, and one more at a new point", () => {
      const objective = objectiveOf(setting);
      const [x, v, out] = [1, 2, 3].map((k) => vectorOf(pointOf(objective.size).map((t) => t * k)));
      const passes = [x!, x!, v!, v!, x!].map((at) => {
        const before = objective.passes;
        objective.hessianProduct(at, v!, out!);
        return objective.passes - before;
      });
      expect(passes).toEqual([2, 1, 2, 1, 2]);
    });

    const test = setting.loss === "squared" ? undefined : it; // which is not convex, and offers no Hessian
    test?.("has a Hessian whose products are its products", () => {
      const objective = objectiveOf(setting);
      const { size } = objective;
      const [x, v] = [vectorOf(pointOf(size)), vectorOf(pointOf(size).map((t) => 1 - t))];
      const hessian = workspace.matrix(size);
      objective.hessian(x, hessian);
      const product = workspace.vector(size);
      objective.hessianProduct(x, v, product);
      const at = (i: number, j: number) => hessian.values[Math.min(i, j) * hessian.stride + Math.max(i, j)]!;
      const diagonal = workspace.vector(size);
      objective.hessianDiagonal?.(x, diagonal);
      diagonal.values.forEach((value, i) => expect(value).toBeCloseTo(at(i, i), 10));
      product.values.forEach((value, i) => {
        const expected = v.values.reduce((sum, vj, j) => sum + at(i, j) * vj, 0);
        expect(value).toBeCloseTo(expected, 10);
      });
    });

    it("tells along a ray what it tells at the points of the ray", async () => {
      const objective = objectiveOf(setting);
      const theta = pointOf(objective.size);
      const p = theta.map((value, j) => Math.cos(3 * j) * value);
      const ray = await objective.ray(vectorOf(theta), vectorOf(p));
      for (const t of [0, 0.5, -2]) {
        const moved = theta.map((value, j) => value + t * p[j]!);
        const { value, gradient } = gradientAt(objective, moved);
        expect((ray.value(t) as number) / value).toBeCloseTo(1, 12);
        expect(ray.slope(t) as number).toBeCloseTo(
          p.reduce((sum, pj, j) => sum + pj * gradient[j]!, 0),
          10,
        );
      }
    });

    it.each([1, 7, 30])("is the mean of batches of equal size, in segments of %i rows", (segmentRows) => {
      const rowBytes = COLS * (setting.dtype === "f64" ? 8 : 4);
      const objective = objectiveOf(setting, segmentRows === 1 ? undefined : segmentRows * (rowBytes + 40));
      const { size, terms } = objective;
      const theta = vectorOf(pointOf(size));
      const whole = gradientAt(objective, theta.values);
      const uniform = seeded(5);
      const shuffled = Uint32Array.from({ length: terms }, (_, i) => i);
      for (let i = terms - 1; i > 0; i--) {
        const j = Math.floor(uniform() * (i + 1));
        [shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
      }
      const gradient = workspace.vector(size);
      for (const order of [undefined, shuffled, shuffled.toReversed()]) {
        for (const batchSize of [1, 15, 80, terms]) {
          const mean = new Float64Array(size + 1);
          for (let from = 0; from < terms; from += batchSize) {
            const value = objective.batch(theta, { order, from, to: from + batchSize }, gradient);
            [value, ...gradient.values].forEach((v, k) => (mean[k]! += (v * batchSize) / terms));
          }
          [whole.value, ...whole.gradient].forEach((v, k) => expect(mean[k]).toBeCloseTo(v, 11));
        }
      }
    });

    it("counts a row as often as a batch has it", () => {
      const objective = objectiveOf(setting);
      const theta = vectorOf(pointOf(objective.size));
      const [once, twice] = [1, 2].map(() => workspace.vector(objective.size));
      const value = objective.batch(theta, { order: Uint32Array.of(9), from: 0, to: 1 }, once!);
      const order = Uint32Array.of(0, 9, 9, 9, 9, 9);
      expect(objective.batch(theta, { order, from: 1, to: 6 }, twice!)).toBeCloseTo(value, 12);
      twice!.values.forEach((g, j) => expect(g).toBeCloseTo(once!.values[j]!, 12));
    });
  },
);
