"""Writes scipy_mgh.json: where SciPy gets on problems of Moré, Garbow & Hillstrom (1981), and by how many evaluations.

    pip install -r requirements.txt && python scipy_mgh.py

Nothing runs this but a human. F(x) = sum of r_i(x)^2 from the published formulas and starting points, written without
a look at test/support/mgh.ts. Gradients are exact to the last digits: by complex steps.
"""

import json
import platform
from pathlib import Path

import numpy as np
import scipy
from scipy.optimize import minimize

OUTPUT = Path(__file__).parent / "scipy_mgh.json"
GTOL = 1e-8


def rosenbrock(x):
    return np.concatenate([10 * (x[1::2] - x[0::2] ** 2), 1 - x[0::2]])


def freudenstein_roth(x):
    return np.array([-13 + x[0] + ((5 - x[1]) * x[1] - 2) * x[1], -29 + x[0] + ((x[1] + 1) * x[1] - 14) * x[1]])


def powell_badly_scaled(x):
    return np.array([1e4 * x[0] * x[1] - 1, np.exp(-x[0]) + np.exp(-x[1]) - 1.0001])


def brown_badly_scaled(x):
    return np.array([x[0] - 1e6, x[1] - 2e-6, x[0] * x[1] - 2])


def beale(x):
    y = np.array([1.5, 2.25, 2.625])
    return y - x[0] * (1 - x[1] ** np.array([1, 2, 3]))


def jennrich_sampson(x):
    i = np.arange(1, 11)
    return 2 + 2 * i - (np.exp(i * x[0]) + np.exp(i * x[1]))


def helical_valley(x):
    theta = np.arctan(x[1] / x[0]) / (2 * np.pi) + (0.5 if x[0].real < 0 else 0)
    return np.array([10 * (x[2] - 10 * theta), 10 * (np.sqrt(x[0] ** 2 + x[1] ** 2) - 1), x[2]])


def bard(x):
    y = np.array([0.14, 0.18, 0.22, 0.25, 0.29, 0.32, 0.35, 0.39, 0.37, 0.58, 0.73, 0.96, 1.34, 2.10, 4.39])
    u = np.arange(1, 16)
    v = 16 - u
    return y - (x[0] + u / (v * x[1] + np.minimum(u, v) * x[2]))


def gaussian(x):
    half = [0.0009, 0.0044, 0.0175, 0.0540, 0.1295, 0.2420, 0.3521]
    y = np.array(half + [0.3989] + half[::-1])
    t = (8 - np.arange(1, 16)) / 2
    return x[0] * np.exp(-x[1] * (t - x[2]) ** 2 / 2) - y


def box_3d(x):
    t = 0.1 * np.arange(1, 11)
    return np.exp(-t * x[0]) - np.exp(-t * x[1]) - x[2] * (np.exp(-t) - np.exp(-10 * t))


def powell_singular(x):
    a, b, c, d = x[0::4], x[1::4], x[2::4], x[3::4]
    return np.concatenate([a + 10 * b, np.sqrt(5) * (c - d), (b - 2 * c) ** 2, np.sqrt(10) * (a - d) ** 2])


def wood(x):
    a, b, c, d = x
    return np.array(
        [
            10 * (b - a**2),
            1 - a,
            np.sqrt(90) * (d - c**2),
            1 - c,
            np.sqrt(10) * (b + d - 2),
            (b - d) / np.sqrt(10),
        ]
    )


def kowalik_osborne(x):
    y = np.array([0.1957, 0.1947, 0.1735, 0.16, 0.0844, 0.0627, 0.0456, 0.0342, 0.0323, 0.0235, 0.0246])
    u = np.array([4, 2, 1, 0.5, 0.25, 0.167, 0.125, 0.1, 0.0833, 0.0714, 0.0625])
    return y - x[0] * (u**2 + u * x[1]) / (u**2 + u * x[2] + x[3])


def brown_dennis(x):
    t = np.arange(1, 21) / 5
    return (x[0] + t * x[1] - np.exp(t)) ** 2 + (x[2] + x[3] * np.sin(t) - np.cos(t)) ** 2


def biggs_exp6(x):
    t = 0.1 * np.arange(1, 14)
    y = np.exp(-t) - 5 * np.exp(-10 * t) + 3 * np.exp(-4 * t)
    return x[2] * np.exp(-t * x[0]) - x[3] * np.exp(-t * x[1]) + x[5] * np.exp(-t * x[4]) - y


def watson(x):
    j = np.arange(len(x))
    t = (np.arange(1, 30) / 29)[:, None]
    slope = (j[1:] * x[1:] * t ** (j[1:] - 1)).sum(axis=1)
    return np.concatenate([slope - (x * t**j).sum(axis=1) ** 2 - 1, [x[0], x[1] - x[0] ** 2 - 1]])


def penalty_1(x):
    return np.concatenate([np.sqrt(1e-5) * (x - 1), [(x**2).sum() - 0.25]])


def penalty_2(x):
    n = len(x)
    i = np.arange(2, n + 1)
    a = np.sqrt(1e-5)
    e = np.exp(x / 10)
    return np.concatenate(
        [
            [x[0] - 0.2],
            a * (e[1:] + e[:-1] - np.exp(i / 10) - np.exp((i - 1) / 10)),
            a * (e[1:] - np.exp(-1 / 10)),
            [((n - np.arange(n)) * x**2).sum() - 1],
        ]
    )


def variably_dimensioned(x):
    s = (np.arange(1, len(x) + 1) * (x - 1)).sum()
    return np.concatenate([x - 1, [s, s**2]])


def trigonometric(x):
    n = len(x)
    return n - np.cos(x).sum() + np.arange(1, n + 1) * (1 - np.cos(x)) - np.sin(x)


def discrete_boundary(x):
    n = len(x)
    h = 1 / (n + 1)
    wide = np.concatenate([[0], x, [0]])
    return 2 * x - wide[:-2] - wide[2:] + h**2 * (x + np.arange(1, n + 1) * h + 1) ** 3 / 2


def broyden_tridiagonal(x):
    wide = np.concatenate([[0], x, [0]])
    return (3 - 2 * x) * x - wide[:-2] - 2 * wide[2:] + 1


def broyden_banded(x):
    n = len(x)
    band = lambda i: [j for j in range(max(0, i - 5), min(n - 1, i + 1) + 1) if j != i]
    return np.array([x[i] * (2 + 5 * x[i] ** 2) + 1 - sum(x[j] * (1 + x[j]) for j in band(i)) for i in range(n)])


def chebyquad(x):
    n = len(x)
    u = 2 * x - 1
    t = [np.ones_like(u), u]
    for _ in range(2, n + 1):
        t.append(2 * u * t[-1] - t[-2])
    return np.array([t[i].mean() + (1 / (i**2 - 1) if i % 2 == 0 else 0) for i in range(1, n + 1)])


PROBLEMS = [
    (1, rosenbrock, [-1.2, 1]),
    (2, freudenstein_roth, [0.5, -2]),
    (3, powell_badly_scaled, [0, 1]),
    (4, brown_badly_scaled, [1, 1]),
    (5, beale, [1, 1]),
    (6, jennrich_sampson, [0.3, 0.4]),
    (7, helical_valley, [-1, 0, 0]),
    (8, bard, [1, 1, 1]),
    (9, gaussian, [0.4, 1, 0]),
    (12, box_3d, [0, 10, 20]),
    (13, powell_singular, [3, -1, 0, 1]),
    (14, wood, [-3, -1, -3, -1]),
    (15, kowalik_osborne, [0.25, 0.39, 0.415, 0.39]),
    (16, brown_dennis, [25, 5, -5, -1]),
    (18, biggs_exp6, [1, 2, 1, 1, 1, 1]),
    (20, watson, [0] * 6),
    (21, rosenbrock, [-1.2, 1] * 10),
    (22, powell_singular, [3, -1, 0, 1] * 5),
    (23, penalty_1, [1, 2, 3, 4]),
    (24, penalty_2, [0.5] * 4),
    (25, variably_dimensioned, [1 - j / 10 for j in range(1, 11)]),
    (26, trigonometric, [1 / 10] * 10),
    (28, discrete_boundary, [j / 11 * (j / 11 - 1) for j in range(1, 11)]),
    (30, broyden_tridiagonal, [-1] * 10),
    (31, broyden_banded, [-1] * 10),
    (35, chebyquad, [j / 9 for j in range(1, 9)]),
]

OPTIONS = {
    "L-BFGS-B": {"gtol": GTOL, "ftol": 0, "maxiter": 10000, "maxfun": 100000},
    "BFGS": {"gtol": GTOL, "maxiter": 10000},
    "Newton-CG": {"xtol": 1e-10, "maxiter": 10000},
}


def solve(residuals, start: list) -> dict:
    def value(x):
        return float((residuals(x) ** 2).sum())

    def gradient(x):
        steps = 1e-30j * np.eye(len(x))
        return np.array([(residuals(x + step) ** 2).sum().imag / 1e-30 for step in steps])

    answers = {}
    for method, options in OPTIONS.items():
        run = minimize(value, np.array(start, dtype=float), jac=gradient, method=method, options=options)
        answers[method] = {
            "value": run.fun,
            "evaluations": int(run.nfev),
            "gradients": int(run.njev),
            "iterations": int(run.nit),
        }
    return answers


def main() -> None:
    with np.errstate(all="ignore"):
        problems = {str(number): solve(residuals, start) for number, residuals, start in PROBLEMS}
    versions = {"python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__}
    OUTPUT.write_text(json.dumps({"versions": versions, "gtol": GTOL, "problems": problems}, indent=1) + "\n")


if __name__ == "__main__":
    main()
