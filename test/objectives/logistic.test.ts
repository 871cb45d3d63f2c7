import { afterEach, describe, expect, it } from "vitest";
import { Dataset } from "../../src/data/dataset.ts";
import { type Dtype, RowStorage } from "../../src/data/storage.ts";
import { LogisticObjective, type LogisticOptions } from "../../src/objectives/logistic.ts";
import { createRuntime } from "../../src/wasm/create-runtime.ts";
import { SymmetricMatrix } from "../../src/wasm/matrix.ts";
import { Workspace } from "../../src/wasm/workspace.ts";
import { normals, seeded } from "../support/random.ts";

const runtimes = { baseline: createRuntime(), relaxed: createRuntime({ simd: "relaxed" }) };
const workspaces = Object.values(runtimes).map(({ arena }) => new Workspace(arena));
afterEach(() => {
  for (const workspace of workspaces) workspace.dispose();
});

/** Columns of very different means and deviations; some weights 0. */
function problem(rows: number, cols: number) {
  const normal = normals(rows * 31 + cols);
  const uniform = seeded(rows + cols);
  const X = Array.from({ length: rows }, () =>
    Array.from({ length: cols }, (_, j) => 10 ** ((j % 5) - 2) * (normal() + 3 * (j % 3))),
  );
  const target = Float64Array.from(
    X,
    () => (uniform() < 0.1 ? 0 : uniform() * 2) * (uniform() < 0.5 ? -1 : 1),
  );
  return { X, target };
}

type Build = keyof typeof runtimes;

function objectiveOf(
  build: Build,
  { X, target }: ReturnType<typeof problem>,
  options: LogisticOptions = { C: 2, fitIntercept: true },
  dtype: Dtype = "f64",
) {
  const runtime = runtimes[build];
  const workspace = workspaces[Object.keys(runtimes).indexOf(build)];
  const storage = Dataset.from(X, undefined, { runtime, dtype }).storage;
  const objective = LogisticObjective.create(storage, target, workspace, options) as LogisticObjective;
  const vector = (values: ArrayLike<number> = new Float64Array(objective.size)) => {
    const made = workspace.vector(objective.size);
    made.values.set(values);
    return made;
  };
  return { objective, vector, workspace };
}

/** F by its definition, at the coefficients that belong to θ. */
function reference({ X, target }: ReturnType<typeof problem>, C: number, w: Float64Array, b: number): number {
  let loss = 0;
  let weight = 0;
  X.forEach((row, i) => {
    const z = row.reduce((sum, value, j) => sum + value * w[j], b);
    const m = target[i] > 0 ? z : -z;
    loss += Math.abs(target[i]) * (Math.max(-m, 0) + Math.log1p(Math.exp(-Math.abs(m))));
    weight += Math.abs(target[i]);
  });
  return (C * loss + w.reduce((sum, value) => sum + value * value, 0) / 2) / (C * weight);
}

const shapes = [
  [1, 1],
  [3, 2],
  [7, 5],
  [40, 4],
  [200, 13],
  [12, 30],
  [3000, 33],
] as const;
const builds: Build[] = ["baseline", "relaxed"];
const settings = builds.flatMap((build) => shapes.map(([rows, cols]) => [build, rows, cols] as const));

describe.each(settings)("the logistic objective in %s, %i × %i", (build, rows, cols) => {
  const data = problem(rows, cols);
  const point = Array.from({ length: cols + 1 }, (_, j) => Math.sin(j + 1));

  it.each([true, false])("is F of the model, with fitIntercept %s", (fitIntercept) => {
    const { objective, vector } = objectiveOf(build, data, { C: 2, fitIntercept });
    const theta = vector(point.slice(0, objective.size));
    const { coef, intercept } = objective.coefficients(theta);
    const value = objective.valueAndGradient(theta, vector()) as number;
    expect(value / reference(data, 2, coef, intercept)).toBeCloseTo(1, 12);
  });

  it.each([true, false])(
    "has the gradient that differences of F show, with fitIntercept %s",
    (fitIntercept) => {
      const { objective, vector } = objectiveOf(build, data, { C: 2, fitIntercept });
      const gradient = vector();
      objective.valueAndGradient(vector(point.slice(0, objective.size)), gradient);
      for (let j = 0; j < objective.size; j++) {
        const at = (h: number) => {
          const theta = vector(point.slice(0, objective.size));
          theta.values[j] += h;
          return objective.valueAndGradient(theta, vector()) as number;
        };
        expect(gradient.values[j]).toBeCloseTo((at(1e-5) - at(-1e-5)) / 2e-5, 8);
      }
    },
  );

  it.each([true, false])(
    "has the Hessian that differences of the gradient show, with fitIntercept %s",
    (fitIntercept) => {
      const { objective, vector, workspace } = objectiveOf(build, data, { C: 2, fitIntercept });
      const { size } = objective;
      const hessian = workspace.matrix(size);
      objective.hessian(vector(point.slice(0, size)), hessian);
      for (let j = 0; j < size; j++) {
        const at = (h: number) => {
          const theta = vector(point.slice(0, size));
          theta.values[j] += h;
          const gradient = vector();
          objective.valueAndGradient(theta, gradient);
          return gradient.values;
        };
        const ahead = at(1e-5);
        const behind = at(-1e-5);
        for (let i = 0; i <= j; i++) {
          const found = hessian.values[i * SymmetricMatrix.stride(size) + j];
          // The column of a single row is constant: beside an intercept it can't matter, and has curvature 1.
          const constant = rows === 1 && fitIntercept && i === j && j < cols;
          expect(found).toBeCloseTo(constant ? 1 : (ahead[i] - behind[i]) / 2e-5, 7);
        }
      }
    },
  );

  it("tells along a ray what it tells at the points of the ray", async () => {
    const { objective, vector } = objectiveOf(build, data);
    const x = vector(point);
    const p = vector(point.map((value, j) => Math.cos(3 * j) * value));
    const ray = await objective.ray(x, p);
    for (const t of [0, 0.5, -2, 1e-3]) {
      const moved = vector(x.values.map((value, j) => value + t * p.values[j]));
      const gradient = vector();
      const value = objective.valueAndGradient(moved, gradient) as number;
      expect((ray.value(t) as number) / value).toBeCloseTo(1, 12);
      expect(ray.slope(t) as number).toBeCloseTo(gradient.dot(p), 11);
    }
  });

  it("is nearly the same in f32 storage", () => {
    const precise = objectiveOf(build, data);
    const short = objectiveOf(build, data, { C: 2, fitIntercept: true }, "f32");
    const theta = precise.vector(point);
    const value = precise.objective.valueAndGradient(theta, precise.vector()) as number;
    const rounded = short.objective.valueAndGradient(short.vector(point), short.vector()) as number;
    expect(rounded / value).toBeCloseTo(1, 5);
  });
});

describe("the change of variables", () => {
  it("leads back from coefficients to θ", () => {
    const { objective, vector } = objectiveOf("baseline", problem(50, 6));
    const theta = vector([1, -2, 3, 0.5, 0.25, -1, 4]);
    const { coef, intercept } = objective.coefficients(theta);
    const again = vector();
    objective.start(coef, intercept, again);
    again.values.forEach((value, j) => expect(value).toBeCloseTo(theta.values[j], 12));
  });

  it("makes the Hessian at 0 of uncorrelated columns the identity, up to the penalty, whatever their units", () => {
    const normal = normals(5);
    const scales = [1e-150, 1e-9, 1e-3, 1, 1e4, 1e12, 1e150];
    const X = Array.from({ length: 4000 }, () => scales.map((scale) => scale * (normal() + 7)));
    const target = Float64Array.from(X, (_, i) => (i % 2 ? 1 : -1));
    const { objective, vector, workspace } = objectiveOf(
      "baseline",
      { X, target },
      {
        C: Number.POSITIVE_INFINITY,
        fitIntercept: true,
      },
    );
    const hessian = workspace.matrix(objective.size);
    objective.hessian(vector(), hessian);
    for (let i = 0; i < scales.length; i++) {
      expect(hessian.diagonal(i)).toBeCloseTo(1, 9);
      for (let j = i + 1; j < scales.length; j++) {
        expect(Math.abs(hessian.values[i * hessian.stride + j])).toBeLessThan(0.06);
      }
    }
  });

  it("loses no digits of the Hessian to a column far from zero", () => {
    const normal = normals(6);
    const near = Array.from({ length: 500 }, () => [normal(), normal()]);
    const far = near.map(([a, b]) => [a + 2 ** 30, b]);
    const target = Float64Array.from(near, (_, i) => (i % 3 ? 1 : -1));
    const hessians = [near, far].map((X) => {
      const { objective, vector, workspace } = objectiveOf("baseline", { X, target });
      const hessian = workspace.matrix(3);
      objective.hessian(vector(), hessian);
      return [hessian.diagonal(0), hessian.values[1], hessian.diagonal(1)];
    });
    hessians[1].forEach((value, k) => expect(value).toBeCloseTo(hessians[0][k], 6));
  });
});

describe("the approximate Hessian", () => {
  const scenes: readonly (readonly [number, number])[] = [
    [1, 1],
    [7, 3],
    [300, 7],
    [400, 20],
    [900, 33],
  ];
  const cases = (["baseline", "relaxed"] as const).flatMap((build) =>
    (["f64", "f32"] as const).flatMap((dtype) =>
      scenes.map(([rows, cols]) => ({ build, dtype, rows, cols })),
    ),
  );

  /** The largest |aᵢⱼ − hᵢⱼ| / √(hᵢᵢ hⱼⱼ). */
  function difference(a: SymmetricMatrix, h: SymmetricMatrix): number {
    let most = 0;
    for (let i = 0; i < h.size; i++) {
      for (let j = i; j < h.size; j++) {
        const error = Math.abs(a.values[i * a.stride + j] - h.values[i * h.stride + j]);
        most = Math.max(most, error / Math.sqrt(h.diagonal(i) * h.diagonal(j)));
      }
    }
    return most;
  }

  function differenceAt({ objective, vector, workspace }: ReturnType<typeof objectiveOf>): number {
    const theta = vector(new Float64Array(objective.size).fill(0.2));
    const [exact, approximate] = [workspace.matrix(objective.size), workspace.matrix(objective.size)];
    objective.hessian(theta, exact);
    approximate.values.fill(Number.NaN);
    objective.approximateHessian(theta, approximate);
    return difference(approximate, exact);
  }

  it.each(cases)(
    "is within f32's rounding of the exact one, $build, $dtype, $rows × $cols",
    ({ build, dtype, rows, cols }) => {
      for (const fitIntercept of [true, false]) {
        const scene = objectiveOf(build, problem(rows, cols), { C: 2, fitIntercept }, dtype);
        expect(differenceAt(scene)).toBeLessThan(5e-7);
      }
    },
  );

  it("is so in whatever units and however far from zero columns are, and for all weights", () => {
    const normal = normals(8);
    const scales = [1e-150, 1e-9, 1, 1e12, 1e150];
    const X = Array.from({ length: 500 }, () => scales.map((scale) => scale * (normal() + 1e6)));
    for (const weight of [1e-200, 1e-30, 1e-14, 1, 1e14, 1e30, 1e200]) {
      const target = Float64Array.from(X, (_, i) => (i % 3 ? weight : -weight));
      const options = { C: 1 / weight, fitIntercept: true };
      expect(differenceAt(objectiveOf("baseline", { X, target }, options))).toBeLessThan(5e-7);
    }
  });

  it("has no finite entries where f32 has none", () => {
    const X = [1e30, -2e30, 3e30, 5e30].map((value, i) => [value, i % 2]);
    const dataset = { X, target: Float64Array.of(1, -1, 1, -1) };
    const options = { C: 1, fitIntercept: true, equilibrate: false };
    const { objective, vector, workspace } = objectiveOf("baseline", dataset, options);
    const hessian = workspace.matrix(3);
    objective.approximateHessian(vector(), hessian);
    expect(hessian.diagonal(0)).toBe(Number.POSITIVE_INFINITY);
    expect(hessian.diagonal(1)).toBeCloseTo(2 * 0.25 * 0.25 + 0.25, 6);
  });
});

describe("rows in several segments", () => {
  it.each(["f64", "f32"] as const)("give the same sums as rows in one, in %s", async (dtype) => {
    const { X, target } = problem(1000, 6);
    const runtime = runtimes.baseline;
    const objectives = [undefined, 17 * 6 * 8].map((segmentBytes) => {
      const storage = new RowStorage(runtime, 1000, 6, dtype, segmentBytes);
      X.forEach((row, i) => {
        const segment = storage.segmentOf(i);
        storage.view(segment, i - segment.firstRow, 1).set(row);
      });
      expect(storage.segments.length > 1).toBe(segmentBytes !== undefined);
      const options = { C: 1, fitIntercept: true };
      return LogisticObjective.create(storage, target, workspaces[0], options) as LogisticObjective;
    });
    const theta = workspaces[0].vector(7);
    theta.values.fill(0.3);
    const p = workspaces[0].vector(7);
    p.values.fill(-0.1);
    const found = objectives.map(async (objective) => {
      const gradient = workspaces[0].vector(7);
      const hessian = workspaces[0].matrix(7);
      const value = objective.valueAndGradient(theta, gradient) as number;
      objective.hessian(theta, hessian);
      const ray = await objective.ray(theta, p);
      const [ahead, slope] = [ray.value(2) as number, ray.slope(2) as number];
      return [value, ...gradient.values, ...hessian.values, ahead, slope];
    });
    const answers = await Promise.all(found);
    answers[0].forEach((value, k) => expect(answers[1][k]).toBeCloseTo(value, 11));
  });
});
