import { afterEach, describe, expect, it } from "vitest";
import { Dataset } from "../../src/data/dataset.ts";
import { LogisticObjective } from "../../src/objectives/logistic.ts";
import { SoftmaxObjective } from "../../src/objectives/softmax.ts";
import { lbfgs } from "../../src/solvers/lbfgs.ts";
import { drive, runThrough } from "../../src/solvers/drive.ts";
import { State } from "../../src/solvers/state.ts";
import { createRuntime } from "../../src/wasm/create-runtime.ts";
import { SymmetricMatrix } from "../../src/wasm/matrix.ts";
import type { Vector } from "../../src/wasm/vector.ts";
import { Workspace } from "../../src/wasm/workspace.ts";
import { manyClasses } from "../support/classes.ts";

const runtime = createRuntime();
const workspace = new Workspace(runtime.arena);
afterEach(() => workspace.dispose());

function objectiveOf(
  rows: number,
  cols: number,
  classes: number,
  { C = 0.5, fitIntercept = true, dtype = "f64" as "f64" | "f32" } = {},
) {
  const { X, y } = manyClasses(rows, cols, classes, rows + cols);
  const { storage } = Dataset.from(X, undefined, { runtime, dtype });
  const weight = Float64Array.from(y, (_, i) => [1, 0.5, 2, 0][i % 4]!);
  const target = { classes, codes: Float64Array.from(y), weight };
  const objective = SoftmaxObjective.create(storage, target, workspace, {
    C,
    fitIntercept,
  }) as SoftmaxObjective;
  const vector = (entry: (i: number) => number = () => 0) => {
    const made = workspace.vector(objective.size);
    made.values.forEach((_, i) => (made.values[i] = entry(i)));
    return made;
  };
  return { objective, vector, X, y, weight, storage };
}

describe.each([
  [40, 3, 3, {}],
  [40, 3, 3, { fitIntercept: false }],
  [41, 5, 6, { C: Number.POSITIVE_INFINITY }],
  [41, 5, 2, {}],
  [33, 4, 4, { dtype: "f32" as const }],
] as const)("%i x %i, %i classes, %j", (rows, cols, classes, options) => {
  const at = (i: number) => Math.sin(3 * i + 1);

  it("gradient, Hessian and product are differences of what they derive", () => {
    const { objective, vector } = objectiveOf(rows, cols, classes, options);
    const [x, gradient, moved, other] = [vector(at), vector(), vector(), vector()];
    const hessian = workspace.matrix(objective.size);
    const approximate = workspace.matrix(objective.size);
    objective.valueAndGradient(x, gradient);
    objective.hessian(x, hessian);
    objective.approximateHessian(x, approximate);
    const stride = SymmetricMatrix.stride(objective.size);
    const h = 1e-5;
    for (let j = 0; j < objective.size; j++) {
      const side = (sign: number) => {
        moved.copy(x);
        moved.values[j]! += sign * h;
        const value = objective.valueAndGradient(moved, other) as number;
        return { value, gradient: other.values.slice() };
      };
      const [above, below] = [side(1), side(-1)];
      expect((above.value - below.value) / (2 * h)).toBeCloseTo(gradient.values[j]!, 7);
      const unit = vector((i) => Number(i === j));
      const column = vector();
      objective.hessianProduct(x, unit, column);
      for (let i = 0; i < objective.size; i++) {
        const entry = hessian.values[Math.min(i, j) * stride + Math.max(i, j)]!;
        expect((above.gradient[i]! - below.gradient[i]!) / (2 * h)).toBeCloseTo(entry, 7);
        expect(column.values[i]).toBeCloseTo(entry, 12);
        expect(approximate.values[Math.min(i, j) * stride + Math.max(i, j)]).toBeCloseTo(entry, 5);
      }
    }
  });

  it("gradient and product in single precision are near", () => {
    const { objective, vector } = objectiveOf(rows, cols, classes, options);
    const [x, exact, near, v] = [vector(at), vector(), vector(), vector((i) => Math.cos(i))];
    const value = objective.valueAndGradient(x, exact) as number;
    expect(objective.uncertainty).toBe(0);
    expect(objective.approximateGradient!(x, near) as number).toBeCloseTo(value, 5);
    expect(objective.uncertainty).toBeGreaterThan(0);
    near.values.forEach((g, i) => expect(g).toBeCloseTo(exact.values[i]!, 5));
    objective.hessianProduct(x, v, exact);
    objective.approximateProduct!(x, v, near);
    near.values.forEach((g, i) => expect(g).toBeCloseTo(exact.values[i]!, 5));
  });

  it("batches add up to the whole, in place and in any order", () => {
    const { objective, vector } = objectiveOf(rows, cols, classes, options);
    const [x, gradient, part, sum] = [vector(at), vector(), vector(), vector()];
    const value = objective.valueAndGradient(x, gradient) as number;
    const order = Uint32Array.from({ length: rows }, (_, i) => (i * 7) % rows);
    for (const of of [undefined, order]) {
      let total = 0;
      sum.values.fill(0);
      for (let from = 0; from < rows; from += 10) {
        const to = Math.min(rows, from + 10);
        const share = (to - from) / rows;
        total += share * objective.batch(x, { order: of, from, to }, part);
        sum.add(share, part);
      }
      expect(total).toBeCloseTo(value, 12);
      sum.values.forEach((g, i) => expect(g).toBeCloseTo(gradient.values[i]!, 12));
    }
  });

  it("the ray tells value and slope", () => {
    const { objective, vector } = objectiveOf(rows, cols, classes, options);
    const [x, p, gradient] = [vector(at), vector((i) => Math.cos(i)), vector()];
    const ray = objective.ray(x, p);
    const h = 1e-5;
    const slope = ((ray.value(0.3 + h) as number) - (ray.value(0.3 - h) as number)) / (2 * h);
    expect(ray.slope(0.3)).toBeCloseTo(slope, 7);
    expect(ray.value(0)).toBe(objective.valueAndGradient(x, gradient));
  });
});

it("coefficients go to θ and back, without what all classes share", () => {
  const { objective, vector } = objectiveOf(30, 3, 4);
  const x = vector((i) => Math.sin(i));
  const { coef, intercept } = objective.coefficients(x);
  const again = vector();
  objective.start(
    coef.map((row) => row.map((value, j) => value + j)),
    intercept.map((value) => value + 5),
    again,
  );
  again.values.forEach((value, i) => expect(value).toBeCloseTo(x.values[i]!, 12));
});

it("a gradient that is small beside its roundings is exact", () => {
  const { objective, vector } = objectiveOf(400, 3, 3);
  const state = new State(objective.size, workspace);
  const norm = (g: { normMax(): number }) => g.normMax();
  const rules = { norm, tol: 1e-9, maxIter: 500, maxSeconds: Infinity, observe: () => undefined };
  runThrough(drive(lbfgs(), objective, state, rules as never), () => new Error("waits"));
  const x = state.vector("x");
  const [exact, asked] = [vector(), vector()];
  const value = objective.valueAndGradient(x, exact);
  expect(objective.approximateGradient!(x, asked)).toBe(value);
  expect(asked.values).toEqual(exact.values);
  expect(objective.uncertainty).toBe(0);
});

it("weights that f32 can't hold are summed in f64", () => {
  const { storage, y } = objectiveOf(40, 3, 3);
  const target = { classes: 3, codes: Float64Array.from(y), weight: new Float64Array(40).fill(1e20) };
  const objective = SoftmaxObjective.create(storage, target, workspace, {
    C: 1,
    fitIntercept: true,
  }) as SoftmaxObjective;
  const vectors = Array.from({ length: 4 }, () => workspace.vector(objective.size));
  const [x, a, b, v] = vectors as [Vector, Vector, Vector, Vector];
  x.values.fill(0.3);
  v.values.fill(1);
  expect(objective.approximateGradient!(x, b)).toBe(objective.valueAndGradient(x, a));
  expect(b.values).toEqual(a.values);
  objective.approximateProduct!(x, v, b);
  objective.hessianProduct(x, v, a);
  expect(b.values).toEqual(a.values);
});

it("at 0 the approximate Hessian is made of one pair of classes", () => {
  const { objective, vector } = objectiveOf(60, 4, 5);
  const [exact, near] = [workspace.matrix(objective.size), workspace.matrix(objective.size)];
  objective.hessian(vector(), exact);
  objective.approximateHessian(vector(), near);
  const stride = SymmetricMatrix.stride(objective.size);
  for (let i = 0; i < objective.size; i++) {
    for (let j = i; j < objective.size; j++) {
      expect(near.values[i * stride + j]).toBeCloseTo(exact.values[i * stride + j]!, 5);
    }
  }
});

it("a sample is a fair estimate", () => {
  const { objective, vector } = objectiveOf(400, 3, 3);
  const [x, gradient] = [vector((i) => Math.sin(i)), vector()];
  const value = objective.valueAndGradient(x, gradient) as number;
  const sample = objective.sample(200);
  expect(sample.valueAndGradient(x, gradient) as number).toBeCloseTo(value, 0);
  sample.dispose();
});

it("of two classes, the optimum is that of the two-class objective", () => {
  const { objective, y, weight, storage } = objectiveOf(50, 3, 2, { C: 0.7 });
  const target = Float64Array.from(y, (label, i) => (label === 1 ? weight[i]! : -weight[i]!));
  // w₁ = −w₀ = w / 2, so that ½ (‖w₀‖² + ‖w₁‖²) = ¼ ‖w‖²
  const binary = LogisticObjective.create(storage, target, workspace, {
    C: 1.4,
    fitIntercept: true,
  }) as LogisticObjective;
  const solve = (of: SoftmaxObjective | LogisticObjective) => {
    const state = new State(of.size, workspace);
    const norm = (g: { normMax(): number }) => g.normMax();
    const rules = { norm, tol: 1e-12, maxIter: 500, observe: () => undefined };
    runThrough(
      drive(lbfgs(), of, state, { ...rules, maxSeconds: Infinity } as never),
      () => new Error("waits"),
    );
    return state.vector("x");
  };
  const many = objective.coefficients(solve(objective));
  const two = binary.coefficients(solve(binary));
  two.coef.forEach((w, j) => {
    expect(many.coef[1]![j]! - many.coef[0]![j]!).toBeCloseTo(w, 8);
  });
  expect(many.intercept[1]! - many.intercept[0]!).toBeCloseTo(two.intercept, 8);
});
