import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lbfgs, lbfgsb, type LbfgsbOptions, minimize, minimizeAsync } from "../../src/optimize/index.ts";

interface Plain {
  value(x: Float64Array): number;
  gradient(x: Float64Array): ArrayLike<number>;
}

function asUser({ value, gradient }: Plain) {
  return { value, gradient: (x: Float64Array, into: Float64Array) => into.set(gradient(x)) };
}

/** ½ xᵀ Q x + cᵀ x */
function quadratic(q: readonly (readonly number[])[], c: readonly number[]): Plain {
  const qx = (x: ArrayLike<number>) => q.map((row) => row.reduce((sum, a, j) => sum + a * x[j], 0));
  return {
    value: (x) => qx(x).reduce((sum, a, j) => sum + x[j] * (0.5 * a + c[j]), 0),
    gradient: (x) => qx(x).map((a, j) => a + c[j]),
  };
}

const valley: Plain = {
  value: ([x, y]) => (1 - x) ** 2 + 100 * (y - x * x) ** 2,
  gradient: ([x, y]) => [-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)],
};

const wood: Plain = {
  value: ([a, b, c, d]) =>
    100 * (b - a * a) ** 2 +
    (1 - a) ** 2 +
    90 * (d - c * c) ** 2 +
    (1 - c) ** 2 +
    10.1 * ((b - 1) ** 2 + (d - 1) ** 2) +
    19.8 * (b - 1) * (d - 1),
  gradient: ([a, b, c, d]) => [
    -400 * a * (b - a * a) - 2 * (1 - a),
    200 * (b - a * a) + 20.2 * (b - 1) + 19.8 * (d - 1),
    -360 * c * (d - c * c) - 2 * (1 - c),
    180 * (d - c * c) + 20.2 * (d - 1) + 19.8 * (b - 1),
  ],
};

const product = (x: Float64Array) => x.reduce((all, value) => all * value, 1);

describe("lbfgsb", () => {
  it("finds which bounds hold, and shows the projected gradient", () => {
    // Σ (xⱼ − j)² in [0.5, 2.5]⁴
    const f: Plain = {
      value: (x) => x.reduce((sum, value, j) => sum + (value - j) ** 2, 0),
      gradient: (x) => x.map((value, j) => 2 * (value - j)),
    };
    const { x, gradientNorm, status } = minimize(
      asUser(f),
      [9, 9, -9, 0],
      lbfgsb({ lower: 0.5, upper: [2.5, 2.5, 2.5, 2.5] }),
    );
    expect(status).toBe("converged");
    expect(x[0]).toBe(0.5);
    expect(x[1]).toBeCloseTo(1, 8);
    expect(x[2]).toBeCloseTo(2, 8);
    expect(x[3]).toBe(2.5);
    expect(gradientNorm).toBeLessThanOrEqual(1e-5);
  });

  it("starts at the nearest point of the box", () => {
    const method = lbfgsb({ lower: [0, 0], upper: [0.5, 3] });
    const { trace } = minimize(asUser(valley), [-1.2, 7], method, { maxIter: 0, recordPath: true });
    expect([...(trace[0].x ?? [])]).toEqual([0, 3]);
  });

  it("never leaves the box", () => {
    const seen: Float64Array[] = [];
    const watched = { ...valley, value: (x: Float64Array) => (seen.push(x.slice()), valley.value(x)) };
    minimize(asUser(watched), [-1.2, 1], lbfgsb({ lower: [-1.3, -0.5], upper: [0.7, 1.1] }));
    expect(seen.length).toBeGreaterThan(5);
    for (const [x, y] of seen) expect(x >= -1.3 && x <= 0.7 && y >= -0.5 && y <= 1.1).toBe(true);
  });

  it("keeps a variable whose bounds are equal", () => {
    const method = lbfgsb({ lower: [0.3, Number.NEGATIVE_INFINITY], upper: [0.3, Number.POSITIVE_INFINITY] });
    const { x, status } = minimize(asUser(valley), [-1.2, 1], method);
    expect(status).toBe("converged");
    expect(x[0]).toBe(0.3);
    expect(x[1]).toBeCloseTo(0.09, 7);
  });

  it("has nothing to do where all variables are fixed", () => {
    const { x, status, iterations } = minimize(asUser(valley), [5, 5], lbfgsb({ lower: 2, upper: 2 }));
    expect([...x, status, iterations]).toEqual([2, 2, "converged", 0]);
  });

  it.each([[{}], [{ lower: -1e6, upper: 1e6 }]])("finds what lbfgs finds without bounds: %o", (bounds) => {
    const options = { tol: 1e-9 };
    for (const [f, start] of [
      [valley, [-1.2, 1]],
      [wood, [-3, -1, -3, -1]],
    ] as const) {
      const free = minimize(asUser(f), start, lbfgs(), options);
      const bounded = minimize(asUser(f), start, lbfgsb(bounds), options);
      expect(bounded.status).toBe("converged");
      bounded.x.forEach((value, j) => expect(value).toBeCloseTo(free.x[j], 7));
      expect(bounded.evaluations.gradient).toBeLessThan(2.5 * free.evaluations.gradient);
    }
  });

  it("converges superlinearly on the right face", () => {
    const f = quadratic(
      [
        [100, 20, 1],
        [20, 10, 2],
        [1, 2, 1],
      ],
      [-1, 3, -2],
    );
    const { iterations, status, x } = minimize(asUser(f), [5, 5, 5], lbfgsb({ lower: 0 }), { tol: 1e-10 });
    expect(status).toBe("converged");
    expect(x[1]).toBe(0);
    expect(iterations).toBeLessThan(20);
  });

  it("finds the optimum of convex quadratics that trying all faces finds", () => {
    const entry = fc.integer({ min: -8, max: 8 });
    const problem = fc.integer({ min: 1, max: 4 }).chain((n) =>
      fc.record({
        factor: fc.array(fc.array(entry, { minLength: n, maxLength: n }), { minLength: n, maxLength: n }),
        c: fc.array(entry, { minLength: n, maxLength: n }),
        lower: fc.array(entry, { minLength: n, maxLength: n }),
        width: fc.array(fc.integer({ min: 0, max: 6 }), { minLength: n, maxLength: n }),
        start: fc.array(entry, { minLength: n, maxLength: n }),
      }),
    );
    fc.assert(
      fc.property(problem, ({ factor, c, lower, width, start }) => {
        const q = c.map((_a, i) =>
          c.map((_b, j) => factor.reduce((sum, row) => sum + row[i] * row[j], i === j ? 0.5 : 0)),
        );
        const upper = lower.map((least, j) => least + width[j]);
        const f = quadratic(q, c);
        const found = minimize(asUser(f), start, lbfgsb({ lower, upper }), { tol: 1e-7 });
        expect(["converged", "precision-limit"]).toContain(found.status);
        const best = bestFace(q, c, lower, upper);
        found.x.forEach((value, j) => expect(Math.abs(value - best[j])).toBeLessThan(1e-6));
      }),
      { numRuns: 300 },
    );
  });

  it("knows the last digit where F is a small difference of large terms", () => {
    const factor = [
      [-5, -6, -4],
      [-8, -2, -6],
      [-5, 1, -3],
    ];
    const q = factor.map((_a, i) =>
      factor.map((_b, j) => factor.reduce((sum, row) => sum + row[i] * row[j], i === j ? 0.5 : 0)),
    );
    const method = lbfgsb({ lower: [-8, -2, 2], upper: [-2, 0, 4] });
    const { status } = minimize(asUser(quadratic(q, [1, -7, -1])), [0, 0, 0], method, { tol: 1e-7 });
    expect(["converged", "precision-limit"]).toContain(status);
  });

  it("goes on from a checkpoint at any iterate bit for bit", () => {
    const method = () => lbfgsb({ lower: [-10, -10, -10, -10], upper: [10, 0.8, 10, 10], history: 3 });
    const start = [-3, -1, -3, -1];
    const whole = minimize(asUser(wood), start, method(), { tol: 1e-9 });
    expect(whole.iterations).toBeGreaterThan(10);
    for (let stop = 0; stop < whole.iterations; stop++) {
      const part = minimize(asUser(wood), start, method(), { tol: 1e-9, maxIter: stop });
      const checkpoint = JSON.parse(JSON.stringify(part.checkpoint)) as typeof part.checkpoint;
      const rest = minimize(asUser(wood), start, method(), { tol: 1e-9, checkpoint });
      expect([...rest.x]).toEqual([...whole.x]);
      expect(rest.iterations).toBe(whole.iterations);
      expect(rest.evaluations).toEqual(whole.evaluations);
    }
  });

  it("takes the same steps when it has to wait for answers", async () => {
    const method = lbfgsb({ upper: [0.5, 9] });
    const now = minimize(asUser(valley), [-1.2, 1], method);
    const later = await minimizeAsync(
      {
        value: async (x: Float64Array) => valley.value(x),
        gradient: async (x: Float64Array, into: Float64Array) => into.set(valley.gradient(x)),
      },
      [-1.2, 1],
      method,
    );
    expect([...later.x]).toEqual([...now.x]);
  });

  it("says that F is not finite, and steps back from where it isn't", () => {
    const broken = { ...valley, value: () => Number.NaN };
    expect(minimize(asUser(broken), [0, 0], lbfgsb()).status).toBe("not-finite");
    const barrier: Plain = { value: ([x]) => x - Math.log(x), gradient: ([x]) => [1 - 1 / x] };
    const { status, x } = minimize(asUser(barrier), [3.9], lbfgsb({ upper: 5 }), { tol: 1e-9 });
    expect(status).toBe("converged");
    expect(x[0]).toBeCloseTo(1, 8);
  });

  it("gives up on a gradient that points uphill", () => {
    const lying = { ...valley, gradient: (x: Float64Array) => Array.from(valley.gradient(x), (g) => -g) };
    const { status, x } = minimize(asUser(lying), [3, 3], lbfgsb({ lower: -5, upper: 5 }));
    expect(["line-search-failed", "gradient-mismatch"]).toContain(status);
    expect([...x]).toEqual([3, 3]);
  });

  it.each<[LbfgsbOptions, string]>([
    [{ lower: 1, upper: 0 }, "lower"],
    [{ lower: [0, 2], upper: [1, 1] }, "lower"],
    [{ lower: [0, 2], upper: 1 }, "lower"],
    [{ lower: Number.NaN }, "lower"],
    [{ upper: [1, Number.NaN] }, "upper"],
    [{ lower: Number.POSITIVE_INFINITY }, "lower"],
    [{ upper: Number.NEGATIVE_INFINITY }, "upper"],
    [{ lower: [0, 0], upper: [1, 1, 1] }, "upper"],
    [{ lower: "0" as never }, "lower"],
    [{ history: 0 }, "history"],
    [{ lowr: 0 } as never, "lowr"],
  ])("refuses %o", (options, argument) => {
    expect(() => lbfgsb(options)).toThrow(argument);
  });

  it("refuses bounds for another number of variables", () => {
    expect(() => minimize(asUser(valley), [0, 0], lbfgsb({ lower: [0, 0, 0] }))).toThrow(
      /lower.*3 numbers; expected 2/,
    );
  });
});

describe("lbfgsb and SciPy's L-BFGS-B", () => {
  const none = Number.NEGATIVE_INFINITY;
  const problems: Record<string, [Plain, number[], LbfgsbOptions]> = {
    HS1: [valley, [-2, 1], { lower: [none, -1.5] }],
    "Rosenbrock, x at most 1/2": [valley, [-1.2, 1], { upper: [0.5, Number.POSITIVE_INFINITY] }],
    HS5: [
      {
        value: ([x, y]) => Math.sin(x + y) + (x - y) ** 2 - 1.5 * x + 2.5 * y + 1,
        gradient: ([x, y]) => [Math.cos(x + y) + 2 * (x - y) - 1.5, Math.cos(x + y) - 2 * (x - y) + 2.5],
      },
      [0, 0],
      { lower: [-1.5, -3], upper: [4, 3] },
    ],
    "HS38, Wood": [wood, [-3, -1, -3, -1], { lower: -10, upper: 10 }],
    "Wood, y at most 0.8": [wood, [0, 0, 0, 0], { lower: -10, upper: [10, 0.8, 10, 10] }],
    HS45: [
      {
        value: (x) => 2 - product(x) / 120,
        gradient: (x) => x.map((_, j) => -product(x.filter((_v, k) => k !== j)) / 120),
      },
      [2, 2, 2, 2, 2],
      { lower: 0, upper: [1, 2, 3, 4, 5] },
    ],
    HS110: [
      {
        value: (x) =>
          x.reduce((sum, v) => sum + Math.log(v - 2) ** 2 + Math.log(10 - v) ** 2, 0) - product(x) ** 0.2,
        gradient: (x) =>
          x.map(
            (v) =>
              (2 * Math.log(v - 2)) / (v - 2) -
              (2 * Math.log(10 - v)) / (10 - v) -
              (0.2 * product(x) ** 0.2) / v,
          ),
      },
      Array.from({ length: 10 }, () => 9),
      { lower: 2.001, upper: 9.999 },
    ],
    Beale: [
      {
        value: ([a, b]) =>
          [1.5, 2.25, 2.625].reduce((sum, c, i) => sum + (c - a * (1 - b ** (i + 1))) ** 2, 0),
        gradient: ([a, b]) => {
          const r = [1.5, 2.25, 2.625].map((c, i) => c - a * (1 - b ** (i + 1)));
          return [
            r.reduce((sum, v, i) => sum - 2 * v * (1 - b ** (i + 1)), 0),
            r.reduce((sum, v, i) => sum + 2 * v * a * (i + 1) * b ** i, 0),
          ];
        },
      },
      [1, 1],
      { lower: [0.6, 0.5], upper: [10, 100] },
    ],
    "L-BFGS-B's driver": [
      {
        value: (x) => x.slice(1).reduce((sum, v, j) => sum + 4 * (v - x[j] ** 2) ** 2, (x[0] - 1) ** 2),
        gradient: (x) => {
          const g = new Float64Array(x.length);
          g[0] = 2 * (x[0] - 1);
          for (let j = 1; j < x.length; j++) {
            const r = x[j] - x[j - 1] ** 2;
            g[j] += 8 * r;
            g[j - 1] -= 16 * x[j - 1] * r;
          }
          return g;
        },
      },
      Array.from({ length: 25 }, () => 3),
      { lower: Array.from({ length: 25 }, (_, j) => (j % 2 === 0 ? 1 : -100)), upper: 100 },
    ],
  };

  const reference = JSON.parse(
    readFileSync(new URL("../reference/scipy_bounds.json", import.meta.url), "utf8"),
  ) as { problems: Record<string, { x: number[]; value: number; evaluations: number }> };

  it.each(Object.entries(reference.problems))("agree on %s", (name, { x, value, evaluations }) => {
    const [f, start, bounds] = problems[name];
    const found = minimize(asUser(f), start, lbfgsb(bounds), { tol: 1e-8 });
    expect(["converged", "precision-limit"]).toContain(found.status);
    expect(Math.abs(found.value - value)).toBeLessThan(1e-9 * Math.max(1, Math.abs(value)));
    // The last variables of the driver's chain hardly move F: its minimum is too flat to compare them.
    if (name !== "L-BFGS-B's driver") found.x.forEach((v, j) => expect(v).toBeCloseTo(x[j], 5));
    expect(found.evaluations.gradient).toBeLessThan(3 * evaluations + 10);
  });
});

/** The minimum over the box of ½ xᵀ Q x + cᵀ x: each variable at its lower bound, at its upper one, or free. */
function bestFace(q: number[][], c: number[], lower: number[], upper: number[]): number[] {
  const n = c.length;
  const f = quadratic(q, c);
  let best: number[] = [];
  for (let code = 0; code < 3 ** n; code++) {
    const place = c.map((_, j) => Math.floor(code / 3 ** j) % 3);
    const free = c.map((_, j) => j).filter((j) => place[j] === 2);
    const x = c.map((_, j) => (place[j] === 0 ? lower[j] : place[j] === 1 ? upper[j] : 0));
    const right = free.map((i) => -c[i] - q[i].reduce((sum, a, j) => sum + a * x[j], 0));
    const solution = solve(
      free.map((i) => free.map((j) => q[i][j])),
      right,
    );
    free.forEach((j, k) => (x[j] = solution[k]));
    const isInside = x.every((value, j) => value >= lower[j] && value <= upper[j]);
    const value = (point: number[]) => f.value(Float64Array.from(point));
    if (isInside && (best.length === 0 || value(x) < value(best))) best = x;
  }
  return best;
}

/** Gaussian elimination with pivots. */
function solve(a: number[][], b: number[]): number[] {
  const rows = a.map((row, i) => [...row, b[i]]);
  for (let k = 0; k < rows.length; k++) {
    const pivot = rows
      .slice(k)
      .reduce((at, row, i) => (Math.abs(row[k]) > Math.abs(rows[at][k]) ? i + k : at), k);
    [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
    for (let i = k + 1; i < rows.length; i++) {
      const factor = rows[i][k] / rows[k][k];
      rows[i] = rows[i].map((value, j) => value - factor * rows[k][j]);
    }
  }
  const x = b.slice();
  for (let k = rows.length - 1; k >= 0; k--) {
    const known = x.reduce((sum, value, j) => (j > k ? sum + rows[k][j] * value : sum), 0);
    x[k] = (rows[k][rows.length] - known) / rows[k][k];
  }
  return x;
}
