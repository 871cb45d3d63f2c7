import type { Dense, Later, Smooth } from "../../src/objectives/objective.ts";

/** A test function in plain TypeScript, with its derivatives by hand. */
export interface TestFunction {
  readonly size: number;
  value(x: Float64Array): number;
  gradient(x: Float64Array): number[];
  hessian(x: Float64Array): number[][];
}

/** ½ Σ cⱼ (xⱼ − j)² */
export function quadratic(curvatures: readonly number[]): TestFunction {
  return {
    size: curvatures.length,
    value: (x) => curvatures.reduce((sum, c, j) => sum + 0.5 * c * (x[j] - j) ** 2, 0),
    gradient: (x) => curvatures.map((c, j) => c * (x[j] - j)),
    hessian: () => curvatures.map((c, j) => curvatures.map((_, k) => (j === k ? c : 0))),
  };
}

/** (1 − x)² + 100 (y − x²)² */
export const rosenbrock: TestFunction = {
  size: 2,
  value: ([x, y]) => (1 - x) ** 2 + 100 * (y - x * x) ** 2,
  gradient: ([x, y]) => [-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)],
  hessian: ([x, y]) => [
    [2 - 400 * (y - 3 * x * x), -400 * x],
    [-400 * x, 200],
  ],
};

/** The function as solvers see it; `wrap` may turn each answer into a promise of it. */
export function asObjective(f: TestFunction, wrap: <T>(answer: T) => Later<T> = (answer) => answer): Dense {
  const smooth: Smooth = {
    size: f.size,
    valueAndGradient(x, gradient) {
      gradient.values.set(f.gradient(x.values));
      return wrap(f.value(x.values));
    },
    ray(x, p) {
      const from = x.values.slice();
      const along = p.values.slice();
      const point = (t: number) => from.map((value, j) => value + t * along[j]);
      return wrap({
        value: (t: number) => wrap(f.value(point(t))),
        slope: (t: number) => wrap(f.gradient(point(t)).reduce((sum, g, j) => sum + g * along[j], 0)),
      });
    },
  };
  return {
    ...smooth,
    hessian(x, out) {
      f.hessian(x.values).forEach((row, i) => out.values.set(row, i * out.stride));
      return wrap(undefined);
    },
  };
}
