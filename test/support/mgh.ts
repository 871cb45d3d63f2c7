/**
 * Problems of Moré, Garbow & Hillstrom, Testing Unconstrained Optimization Software (ACM TOMS 7, 1981, 17–41), by
 * their numbers there: F(x) = Σ rᵢ(x)², with the published starting points and the Jacobian by hand.
 */
export interface Problem {
  readonly number: number;
  readonly name: string;
  readonly start: readonly number[];
  /** Known minima, as published; the first is where the start leads most methods. */
  readonly minima: readonly number[];
  /** rᵢ, and the rows ∂rᵢ/∂x. */
  residuals(x: Float64Array): { r: number[]; jacobian: number[][] };
}

const { exp, sqrt, PI, sin, cos } = Math;

/** m rows (rᵢ, ∂rᵢ/∂x), i from 1. */
function rows(m: number, row: (i: number) => [number, number[]]) {
  const all = Array.from({ length: m }, (_, i) => row(i + 1));
  return { r: all.map(([r]) => r), jacobian: all.map(([, gradient]) => gradient) };
}

function zeros(n: number): number[] {
  return Array<number>(n).fill(0);
}

/** n numbers that are 0 but for those given. */
function sparse(n: number, entries: Record<number, number>): number[] {
  return Object.assign(zeros(n), entries);
}

function repeat(times: number, values: readonly number[]): number[] {
  return Array.from({ length: times }, () => values).flat();
}

const BARD = [0.14, 0.18, 0.22, 0.25, 0.29, 0.32, 0.35, 0.39, 0.37, 0.58, 0.73, 0.96, 1.34, 2.1, 4.39];
const GAUSSIAN = [0.0009, 0.0044, 0.0175, 0.054, 0.1295, 0.242, 0.3521, 0.3989];
const KOWALIK_Y = [0.1957, 0.1947, 0.1735, 0.16, 0.0844, 0.0627, 0.0456, 0.0342, 0.0323, 0.0235, 0.0246];
const KOWALIK_U = [4, 2, 1, 0.5, 0.25, 0.167, 0.125, 0.1, 0.0833, 0.0714, 0.0625];

function rosenbrock(x: Float64Array) {
  const n = x.length;
  return rows(n, (i) => {
    const odd = i - 1 - ((i - 1) % 2);
    return i % 2 === 1
      ? [10 * (x[odd + 1] - x[odd] ** 2), sparse(n, { [odd]: -20 * x[odd], [odd + 1]: 10 })]
      : [1 - x[odd], sparse(n, { [odd]: -1 })];
  });
}

function powellSingular(x: Float64Array) {
  const n = x.length;
  return rows(n, (i) => {
    const k = i - 1 - ((i - 1) % 4);
    const [a, b, c, d] = x.subarray(k, k + 4);
    switch ((i - 1) % 4) {
      case 0:
        return [a + 10 * b, sparse(n, { [k]: 1, [k + 1]: 10 })];
      case 1:
        return [sqrt(5) * (c - d), sparse(n, { [k + 2]: sqrt(5), [k + 3]: -sqrt(5) })];
      case 2:
        return [(b - 2 * c) ** 2, sparse(n, { [k + 1]: 2 * (b - 2 * c), [k + 2]: -4 * (b - 2 * c) })];
      default: {
        const s = sqrt(10) * (a - d);
        return [s * (a - d), sparse(n, { [k]: 2 * s, [k + 3]: -2 * s })];
      }
    }
  });
}

export const problems: readonly Problem[] = [
  { number: 1, name: "Rosenbrock", start: [-1.2, 1], minima: [0], residuals: rosenbrock },
  {
    number: 2,
    name: "Freudenstein and Roth",
    start: [0.5, -2],
    minima: [48.98425367924, 0],
    residuals: ([x, y]) => ({
      r: [-13 + x + ((5 - y) * y - 2) * y, -29 + x + ((y + 1) * y - 14) * y],
      jacobian: [
        [1, 10 * y - 3 * y * y - 2],
        [1, 3 * y * y + 2 * y - 14],
      ],
    }),
  },
  {
    number: 3,
    name: "Powell badly scaled",
    start: [0, 1],
    minima: [0],
    residuals: ([x, y]) => ({
      r: [1e4 * x * y - 1, exp(-x) + exp(-y) - 1.0001],
      jacobian: [
        [1e4 * y, 1e4 * x],
        [-exp(-x), -exp(-y)],
      ],
    }),
  },
  {
    number: 4,
    name: "Brown badly scaled",
    start: [1, 1],
    minima: [0],
    residuals: ([x, y]) => ({
      r: [x - 1e6, y - 2e-6, x * y - 2],
      jacobian: [
        [1, 0],
        [0, 1],
        [y, x],
      ],
    }),
  },
  {
    number: 5,
    name: "Beale",
    start: [1, 1],
    minima: [0],
    residuals: ([x, y]) =>
      rows(3, (i) => [[1.5, 2.25, 2.625][i - 1] - x * (1 - y ** i), [-(1 - y ** i), i * x * y ** (i - 1)]]),
  },
  {
    number: 6,
    name: "Jennrich and Sampson",
    start: [0.3, 0.4],
    minima: [124.362182355615],
    residuals: ([x, y]) =>
      rows(10, (i) => [2 + 2 * i - (exp(i * x) + exp(i * y)), [-i * exp(i * x), -i * exp(i * y)]]),
  },
  {
    number: 7,
    name: "Helical valley",
    start: [-1, 0, 0],
    minima: [0],
    residuals([x, y, z]) {
      const theta = Math.atan(y / x) / (2 * PI) + (x < 0 ? 0.5 : 0);
      const squares = x * x + y * y;
      const radius = sqrt(squares);
      return {
        r: [10 * (z - 10 * theta), 10 * (radius - 1), z],
        jacobian: [
          [(50 * y) / (PI * squares), (-50 * x) / (PI * squares), 10],
          [(10 * x) / radius, (10 * y) / radius, 0],
          [0, 0, 1],
        ],
      };
    },
  },
  {
    number: 8,
    name: "Bard",
    start: [1, 1, 1],
    minima: [8.21487730657897e-3],
    residuals: ([x, y, z]) =>
      rows(15, (u) => {
        const v = 16 - u;
        const w = Math.min(u, v);
        const below = v * y + w * z;
        return [BARD[u - 1] - (x + u / below), [-1, (u * v) / below ** 2, (u * w) / below ** 2]];
      }),
  },
  {
    number: 9,
    name: "Gaussian",
    start: [0.4, 1, 0],
    minima: [1.12793276961912e-8],
    residuals: ([x, y, z]) =>
      rows(15, (i) => {
        const t = (8 - i) / 2;
        const e = exp((-y * (t - z) ** 2) / 2);
        const observed = GAUSSIAN[Math.min(i, 16 - i) - 1];
        return [x * e - observed, [e, (-x * e * (t - z) ** 2) / 2, x * e * y * (t - z)]];
      }),
  },
  {
    number: 12,
    name: "Box three-dimensional",
    start: [0, 10, 20],
    minima: [0],
    residuals: ([x, y, z]) =>
      rows(10, (i) => {
        const t = 0.1 * i;
        const d = exp(-t) - exp(-10 * t);
        return [exp(-t * x) - exp(-t * y) - z * d, [-t * exp(-t * x), t * exp(-t * y), -d]];
      }),
  },
  { number: 13, name: "Powell singular", start: [3, -1, 0, 1], minima: [0], residuals: powellSingular },
  {
    number: 14,
    name: "Wood",
    start: [-3, -1, -3, -1],
    minima: [0],
    residuals: ([a, b, c, d]) => ({
      r: [10 * (b - a * a), 1 - a, sqrt(90) * (d - c * c), 1 - c, sqrt(10) * (b + d - 2), (b - d) / sqrt(10)],
      jacobian: [
        [-20 * a, 10, 0, 0],
        [-1, 0, 0, 0],
        [0, 0, -2 * sqrt(90) * c, sqrt(90)],
        [0, 0, -1, 0],
        [0, sqrt(10), 0, sqrt(10)],
        [0, 1 / sqrt(10), 0, -1 / sqrt(10)],
      ],
    }),
  },
  {
    number: 15,
    name: "Kowalik and Osborne",
    start: [0.25, 0.39, 0.415, 0.39],
    minima: [3.07505603849238e-4, 1.02734e-3],
    residuals: ([a, b, c, d]) =>
      rows(11, (i) => {
        const u = KOWALIK_U[i - 1];
        const above = u * u + u * b;
        const below = u * u + u * c + d;
        return [
          KOWALIK_Y[i - 1] - (a * above) / below,
          [-above / below, (-a * u) / below, (a * above * u) / below ** 2, (a * above) / below ** 2],
        ];
      }),
  },
  {
    number: 16,
    name: "Brown and Dennis",
    start: [25, 5, -5, -1],
    minima: [85822.2016263563],
    residuals: ([a, b, c, d]) =>
      rows(20, (i) => {
        const t = i / 5;
        const first = a + t * b - exp(t);
        const second = c + d * sin(t) - cos(t);
        return [first ** 2 + second ** 2, [2 * first, 2 * first * t, 2 * second, 2 * second * sin(t)]];
      }),
  },
  {
    number: 18,
    name: "Biggs EXP6",
    start: [1, 2, 1, 1, 1, 1],
    minima: [5.65564992551e-3, 0],
    residuals: ([a, b, c, d, e, f]) =>
      rows(13, (i) => {
        const t = 0.1 * i;
        const y = exp(-t) - 5 * exp(-10 * t) + 3 * exp(-4 * t);
        const [ea, eb, ee] = [exp(-t * a), exp(-t * b), exp(-t * e)];
        return [c * ea - d * eb + f * ee - y, [-t * c * ea, t * d * eb, ea, -eb, -t * f * ee, ee]];
      }),
  },
  {
    number: 20,
    name: "Watson",
    start: zeros(6),
    minima: [2.28767005355e-3],
    residuals(x) {
      const n = x.length;
      return rows(31, (i) => {
        if (i === 30) return [x[0], sparse(n, { 0: 1 })];
        if (i === 31) return [x[1] - x[0] ** 2 - 1, sparse(n, { 0: -2 * x[0], 1: 1 })];
        const t = i / 29;
        const sum = x.reduce((total, value, j) => total + value * t ** j, 0);
        const slope = x.reduce((total, value, j) => (j ? total + j * value * t ** (j - 1) : total), 0);
        return [slope - sum ** 2 - 1, Array.from(x, (_, j) => (j ? j * t ** (j - 1) : 0) - 2 * sum * t ** j)];
      });
    },
  },
  {
    number: 21,
    name: "Extended Rosenbrock",
    start: repeat(10, [-1.2, 1]),
    minima: [0],
    residuals: rosenbrock,
  },
  {
    number: 22,
    name: "Extended Powell singular",
    start: repeat(5, [3, -1, 0, 1]),
    minima: [0],
    residuals: powellSingular,
  },
  {
    number: 23,
    name: "Penalty I",
    start: [1, 2, 3, 4],
    minima: [2.24997750089e-5],
    residuals(x) {
      const n = x.length;
      return rows(n + 1, (i) =>
        i <= n
          ? [sqrt(1e-5) * (x[i - 1] - 1), sparse(n, { [i - 1]: sqrt(1e-5) })]
          : [x.reduce((sum, value) => sum + value * value, 0) - 0.25, Array.from(x, (value) => 2 * value)],
      );
    },
  },
  {
    number: 24,
    name: "Penalty II",
    start: [0.5, 0.5, 0.5, 0.5],
    minima: [9.37629332627e-6],
    residuals(x) {
      const n = x.length;
      const a = sqrt(1e-5);
      return rows(2 * n, (i) => {
        if (i === 1) return [x[0] - 0.2, sparse(n, { 0: 1 })];
        if (i <= n) {
          const y = exp(i / 10) + exp((i - 1) / 10);
          return [
            a * (exp(x[i - 1] / 10) + exp(x[i - 2] / 10) - y),
            sparse(n, { [i - 1]: (a * exp(x[i - 1] / 10)) / 10, [i - 2]: (a * exp(x[i - 2] / 10)) / 10 }),
          ];
        }
        if (i < 2 * n) {
          const j = i - n;
          return [a * (exp(x[j] / 10) - exp(-1 / 10)), sparse(n, { [j]: (a * exp(x[j] / 10)) / 10 })];
        }
        return [
          x.reduce((sum, value, j) => sum + (n - j) * value * value, 0) - 1,
          Array.from(x, (value, j) => 2 * (n - j) * value),
        ];
      });
    },
  },
  {
    number: 25,
    name: "Variably dimensioned",
    start: Array.from({ length: 10 }, (_, j) => 1 - (j + 1) / 10),
    minima: [0],
    residuals(x) {
      const n = x.length;
      const sum = x.reduce((total, value, j) => total + (j + 1) * (value - 1), 0);
      return rows(n + 2, (i) => {
        if (i <= n) return [x[i - 1] - 1, sparse(n, { [i - 1]: 1 })];
        if (i === n + 1) return [sum, Array.from(x, (_, j) => j + 1)];
        return [sum * sum, Array.from(x, (_, j) => 2 * sum * (j + 1))];
      });
    },
  },
  {
    number: 26,
    name: "Trigonometric",
    start: Array<number>(10).fill(1 / 10),
    minima: [2.79506e-5, 0],
    residuals(x) {
      const n = x.length;
      const cosines = x.reduce((sum, value) => sum + cos(value), 0);
      return rows(n, (i) => [
        n - cosines + i * (1 - cos(x[i - 1])) - sin(x[i - 1]),
        Array.from(x, (value, j) => sin(value) + (j === i - 1 ? i * sin(value) - cos(value) : 0)),
      ]);
    },
  },
  {
    number: 28,
    name: "Discrete boundary value",
    start: Array.from({ length: 10 }, (_, j) => ((j + 1) / 11) * ((j + 1) / 11 - 1)),
    minima: [0],
    residuals(x) {
      const n = x.length;
      const h = 1 / (n + 1);
      return rows(n, (i) => {
        const j = i - 1;
        const cube = x[j] + i * h + 1;
        const gradient = sparse(n, { [j]: 2 + 1.5 * h * h * cube ** 2 });
        if (j > 0) gradient[j - 1] = -1;
        if (i < n) gradient[i] = -1;
        return [2 * x[j] - (x[j - 1] ?? 0) - (x[i] ?? 0) + (h * h * cube ** 3) / 2, gradient];
      });
    },
  },
  {
    number: 30,
    name: "Broyden tridiagonal",
    start: Array<number>(10).fill(-1),
    minima: [0],
    residuals(x) {
      const n = x.length;
      return rows(n, (i) => {
        const j = i - 1;
        const gradient = sparse(n, { [j]: 3 - 4 * x[j] });
        if (j > 0) gradient[j - 1] = -1;
        if (i < n) gradient[i] = -2;
        return [(3 - 2 * x[j]) * x[j] - (x[j - 1] ?? 0) - 2 * (x[i] ?? 0) + 1, gradient];
      });
    },
  },
  {
    number: 31,
    name: "Broyden banded",
    start: Array<number>(10).fill(-1),
    minima: [0],
    residuals(x) {
      const n = x.length;
      return rows(n, (i) => {
        const j = i - 1;
        const gradient = sparse(n, { [j]: 2 + 15 * x[j] ** 2 });
        let r = x[j] * (2 + 5 * x[j] ** 2) + 1;
        for (let k = Math.max(0, j - 5); k <= Math.min(n - 1, j + 1); k++) {
          if (k === j) continue;
          r -= x[k] * (1 + x[k]);
          gradient[k] = -1 - 2 * x[k];
        }
        return [r, gradient];
      });
    },
  },
  {
    number: 35,
    name: "Chebyquad",
    start: Array.from({ length: 8 }, (_, j) => (j + 1) / 9),
    minima: [3.51687372568e-3],
    residuals(x) {
      const n = x.length;
      // Chebyshev polynomials shifted to [0, 1]: Tᵢ₊₁ = 2 u Tᵢ − Tᵢ₋₁ with u = 2 x − 1.
      const polynomials = Array.from(x, (value) => {
        const u = 2 * value - 1;
        const t = [1, u];
        const slopes = [0, 2];
        for (let i = 2; i <= n; i++) {
          t.push(2 * u * t[i - 1] - t[i - 2]);
          slopes.push(4 * t[i - 1] + 2 * u * slopes[i - 1] - slopes[i - 2]);
        }
        return { t, slopes };
      });
      return rows(n, (i) => [
        polynomials.reduce((sum, { t }) => sum + t[i], 0) / n + (i % 2 === 0 ? 1 / (i * i - 1) : 0),
        polynomials.map(({ slopes }) => slopes[i] / n),
      ]);
    },
  },
];

/** The problem as an objective; products with the Hessian by central differences of the gradient. */
export function objectiveOf({ residuals }: Problem) {
  const gradientAt = (x: Float64Array) => {
    const { r, jacobian } = residuals(x);
    return Float64Array.from(x, (_, j) => 2 * r.reduce((sum, value, i) => sum + value * jacobian[i][j], 0));
  };
  return {
    value: (x: Float64Array) => residuals(x).r.reduce((sum, r) => sum + r * r, 0),
    gradient: (x: Float64Array, into: Float64Array) => into.set(gradientAt(x)),
    hessianProduct(x: Float64Array, v: Float64Array, into: Float64Array) {
      const h = (Math.cbrt(Number.EPSILON) * Math.max(1, Math.hypot(...x))) / (Math.hypot(...v) || 1);
      const above = gradientAt(x.map((value, j) => value + h * v[j]));
      const below = gradientAt(x.map((value, j) => value - h * v[j]));
      into.set(above.map((value, j) => (value - below[j]) / (2 * h)));
    },
  };
}
