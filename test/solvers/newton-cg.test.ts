import { describe, expect, it } from "vitest";
import { minimize, minimizeAsync, newtonCG } from "../../src/optimize/index.ts";
import { expectInputError } from "../support/errors.ts";
import { quadratic, rosenbrock, type TestFunction } from "../support/functions.ts";
import { expectToResume } from "../support/resumes.ts";
import { asUserObjective, saddle, univariate } from "../support/user-functions.ts";

/** Without a diagonal. */
function plain(f: TestFunction) {
  const { value, gradient, hessianProduct } = asUserObjective(f);
  return { value, gradient, hessianProduct };
}

describe("newtonCG", () => {
  it.each([
    ["without a preconditioner", plain(rosenbrock)],
    ["with one", asUserObjective(rosenbrock)],
  ])("solves Rosenbrock's valley %s", (_, objective) => {
    const { status, x, iterations, evaluations } = minimize(objective, [-1.2, 1], newtonCG(), { tol: 1e-9 });
    expect(status).toBe("converged");
    x.forEach((value) => expect(value).toBeCloseTo(1, 8));
    expect(iterations).toBeLessThan(50);
    expect(evaluations.hessian).toBe(0);
    expect(evaluations.hessianProduct).toBeLessThan(150);
  });

  it("never goes uphill", () => {
    const { trace } = minimize(plain(rosenbrock), [-1.2, 1], newtonCG(), { tol: 1e-12 });
    for (let i = 1; i < trace.length; i++) expect(trace[i].value).toBeLessThan(trace[i - 1].value);
  });

  it("converges faster than linearly", () => {
    const { trace } = minimize(plain(rosenbrock), [0.9, 0.8], newtonCG(), { tol: 1e-13 });
    const norms = trace.map(({ gradientNorm }) => gradientNorm).filter((norm) => norm > 1e-10);
    const [last, before] = [norms[norms.length - 1], norms[norms.length - 2]];
    expect(last / before).toBeLessThan(0.05);
  });

  it("makes fewer products where less is left than is negligible", () => {
    const objective = plain(quadratic(Array.from({ length: 40 }, (_, j) => 1 + j)));
    const far = { ...objective, value: (x: Float64Array) => 1e6 + objective.value(x) };
    const start = Array<number>(40).fill(1);
    const of = (negligible: number) =>
      minimize(far, start, newtonCG({ negligible }), { maxIter: 3 }).evaluations.hessianProduct;
    expect(of(1)).toBeLessThan(of(0));
  });

  it("needs one product a step where the preconditioner is the Hessian", () => {
    const curvatures = Array.from({ length: 50 }, (_, j) => 10 ** (j / 5));
    const start = Array<number>(50).fill(100);
    const options = { tol: 1e-3 };
    const fast = minimize(asUserObjective(quadratic(curvatures)), start, newtonCG(), options);
    expect(fast.status).toBe("converged");
    expect(fast.evaluations.hessianProduct).toBe(fast.iterations);
    const slow = minimize(
      asUserObjective(quadratic(curvatures)),
      start,
      newtonCG({ preconditioner: "none" }),
      options,
    );
    expect(slow.evaluations.hessianProduct).toBeGreaterThan(10 * fast.evaluations.hessianProduct);
  });

  it.each([
    ["without a preconditioner", plain(saddle)],
    ["with one", asUserObjective(saddle)],
  ])("leaves a region of negative curvature downhill %s", (_, objective) => {
    const { status, value } = minimize(objective, [1, 0.1], newtonCG(), { tol: 1e-8 });
    expect(status).toBe("converged");
    expect(value).toBeCloseTo(-1, 12);
  });

  it("respects the radius it starts with, and the most products", () => {
    const objective = plain(quadratic(Array.from({ length: 20 }, (_, j) => j + 1)));
    const start = Array<number>(20).fill(100);
    const options = { maxIter: 1, recordPath: true };
    const near = minimize(objective, start, newtonCG({ initialRadius: 0.5 }), options);
    expect(Math.hypot(...near.x.map((value, j) => value - start[j]))).toBeCloseTo(0.5, 12);
    const few = minimize(objective, start, newtonCG({ maxProducts: 2 }), options);
    expect(few.evaluations.hessianProduct).toBeLessThanOrEqual(2);
  });

  it("follows a slope without curvature", () => {
    const f = univariate(
      (x) => (Math.abs(x) < 1e6 ? -x : Number.NaN),
      () => -1,
      () => 0,
    );
    const { trace } = minimize(plain(f), [0], newtonCG(), { maxIter: 10 });
    for (let i = 1; i < trace.length; i++) expect(trace[i].value).toBeLessThan(trace[i - 1].value);
  });

  it("ends at the last digit, and says so", () => {
    for (const offset of [0, 1, 1e6, -1e12]) {
      const shifted = { ...rosenbrock, value: (x: Float64Array) => offset + rosenbrock.value(x) };
      const { status, x } = minimize(plain(shifted), [0.9, 0.8], newtonCG(), { tol: 1e-300 });
      expect(["precision-limit", "converged"]).toContain(status);
      if (Math.abs(offset) < 10) x.forEach((value) => expect(value).toBeCloseTo(1, 6));
    }
  });

  it("names what isn't finite, and a gradient that disagrees with the value", () => {
    const honest = plain(quadratic([1, 2]));
    const lying = (x: Float64Array, into: Float64Array) => into.set([-x[0], -2 * (x[1] - 1)]);
    const wrong = minimize({ ...honest, gradient: lying }, [3, 3], newtonCG());
    expect([wrong.status, [...wrong.x]]).toEqual(["gradient-mismatch", [3, 3]]);
    const broken = { ...honest, hessianProduct: () => [Number.NaN, 0] };
    expect(minimize(broken, [3, 3], newtonCG()).status).toBe("not-finite");
    expect(minimize({ ...honest, value: () => Number.NaN }, [3, 3], newtonCG()).status).toBe("not-finite");
  });

  it("doesn't crawl where the radius has collapsed for a partly wrong gradient", () => {
    const lying = {
      value: ([x, y]: Float64Array) => x * x + y * y,
      gradient: ([x, y]: Float64Array, into: Float64Array) => into.set([2 * x, -y]),
      hessianProduct: (_: Float64Array, [v, w]: Float64Array, into: Float64Array) => into.set([2 * v, -w]),
    };
    const { status, iterations } = minimize(lying, [3, 2], newtonCG());
    expect(status).toBe("gradient-mismatch");
    expect(iterations).toBeLessThan(20);
  });

  it("goes on bit for bit from a checkpoint", () => {
    expectToResume(newtonCG(), plain(rosenbrock), [-1.2, 1], { tol: 1e-10 });
    expectToResume(newtonCG(), asUserObjective(rosenbrock), [-1.2, 1], { tol: 1e-10 });
  });

  it("waits for answers, and takes the same steps", async () => {
    const f = plain(rosenbrock);
    const later = {
      value: async (x: Float64Array) => f.value(x),
      gradient: async (x: Float64Array, into: Float64Array) => f.gradient(x, into),
      hessianProduct: async (x: Float64Array, v: Float64Array, into: Float64Array) =>
        f.hessianProduct(x, v, into),
    };
    const waited = await minimizeAsync(later, [-1.2, 1], newtonCG());
    expect(waited.x).toEqual(minimize(f, [-1.2, 1], newtonCG()).x);
  });

  it("does not compile without products, and says so at run time", async () => {
    const { value, gradient, hessian } = asUserObjective(rosenbrock);
    await expectInputError(
      // @ts-expect-error: a Hessian, but no products with it
      () => minimize({ value, gradient, hessian }, [-1.2, 1], newtonCG()),
      "objective.hessianProduct",
      "undefined; newton-cg needs a function there",
    );
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    "shortens steps that meet a %d where the value or the gradient should be",
    (odd) => {
      for (const key of ["value", "gradient"]) {
        let calls = 0;
        const isOdd = (asked: string, a: number) => {
          calls += 1;
          if (calls > 5000) throw new Error("it never ends");
          return asked === key && a < 1;
        };
        const holed = {
          value: ([a]: Float64Array) => (isOdd("value", a) ? odd : a * a),
          gradient: ([a]: Float64Array) => [isOdd("gradient", a) ? odd : 2 * a],
          hessianProduct: (_: Float64Array, [v]: Float64Array) => [2 * v],
        };
        const { status, x } = minimize(holed, [3], newtonCG(), { maxIter: 50 });
        expect(status).toBe("line-search-failed");
        expect(x[0]).toBeCloseTo(1, 9);
      }
    },
  );

  it("shortens steps whose squares f64 can't hold", () => {
    let calls = 0;
    const huge = {
      value([a]: Float64Array) {
        calls += 1;
        if (calls > 5000) throw new Error("it never ends");
        return calls > 1 ? Number.NaN : 1e150 * a ** 4;
      },
      gradient: ([a]: Float64Array) => [4e150 * a ** 3],
      hessianProduct: ([a]: Float64Array, [v]: Float64Array) => [12e150 * a * a * v],
      hessianDiagonal: ([a]: Float64Array) => [12e150 * a * a],
    };
    const { status, x } = minimize(huge, [1e8], newtonCG());
    expect([status, x[0]]).toEqual(["line-search-failed", 1e8]);
  });

  it("refuses options that it doesn't know or can't use", async () => {
    await expectInputError(
      () => newtonCG({ radius: 1 } as never),
      "newtonCG.radius",
      'unknown option; expected "initialRadius", "maxProducts", "preconditioner", "negligible"',
    );
    await expectInputError(
      () => newtonCG({ initialRadius: 0 }),
      "newtonCG.initialRadius",
      "0; expected a finite number greater than 0",
    );
    await expectInputError(
      () => newtonCG({ maxProducts: 0 }),
      "newtonCG.maxProducts",
      "0; expected a whole number of at least 1",
    );
    await expectInputError(
      () => newtonCG({ preconditioner: "jacobi" as never }),
      "newtonCG.preconditioner",
      '"jacobi"; expected "diagonal", "none"',
    );
    await expectInputError(
      () => newtonCG({ negligible: -1 }),
      "newtonCG.negligible",
      "-1; expected a number of at least 0",
    );
  });
});
