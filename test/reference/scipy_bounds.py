"""Writes scipy_bounds.json: what SciPy's L-BFGS-B finds on problems with bounds. Nothing runs this but a human:

    pip install -r requirements.txt && python scipy_bounds.py

The problems are those of lbfgsb.test.ts, of Hock & Schittkowski (1981), Moré, Garbow & Hillstrom (1981) within boxes, and
the driver of L-BFGS-B itself.
"""

import json
from pathlib import Path

import numpy as np
import scipy
from scipy.optimize import approx_fprime, minimize

INF = np.inf


def valley(x):
    u, v = x[1] - x[0] ** 2, 1 - x[0]
    return 100 * u**2 + v**2, np.array([-400 * x[0] * u - 2 * v, 200 * u])


def hs5(x):
    s, d = x[0] + x[1], x[0] - x[1]
    value = np.sin(s) + d**2 - 1.5 * x[0] + 2.5 * x[1] + 1
    return value, np.array([np.cos(s) + 2 * d - 1.5, np.cos(s) - 2 * d + 2.5])


def wood(x):
    a, b, c, d = x
    value = (
        100 * (b - a * a) ** 2
        + (1 - a) ** 2
        + 90 * (d - c * c) ** 2
        + (1 - c) ** 2
        + 10.1 * ((b - 1) ** 2 + (d - 1) ** 2)
        + 19.8 * (b - 1) * (d - 1)
    )
    return value, np.array(
        [
            -400 * a * (b - a * a) - 2 * (1 - a),
            200 * (b - a * a) + 20.2 * (b - 1) + 19.8 * (d - 1),
            -360 * c * (d - c * c) - 2 * (1 - c),
            180 * (d - c * c) + 20.2 * (d - 1) + 19.8 * (b - 1),
        ]
    )


def hs45(x):
    return 2 - np.prod(x) / 120, np.array([-np.prod(np.delete(x, j)) / 120 for j in range(5)])


def hs110(x):
    low, high, product = np.log(x - 2), np.log(10 - x), np.prod(x) ** 0.2
    return np.sum(low**2 + high**2) - product, 2 * low / (x - 2) - 2 * high / (10 - x) - 0.2 * product / x


def beale(x):
    a, b = x
    r = np.array([c - a * (1 - b ** (i + 1)) for i, c in enumerate((1.5, 2.25, 2.625))])
    da = np.array([-(1 - b ** (i + 1)) for i in range(3)])
    db = np.array([a * (i + 1) * b**i for i in range(3)])
    return r @ r, np.array([2 * r @ da, 2 * r @ db])


def driver(x):
    r = x[1:] - x[:-1] ** 2
    gradient = np.zeros_like(x)
    gradient[0] = 2 * (x[0] - 1)
    gradient[1:] += 8 * r
    gradient[:-1] -= 16 * x[:-1] * r
    return (x[0] - 1) ** 2 + 4 * r @ r, gradient


PROBLEMS = {
    "HS1": (valley, [-2, 1], [-INF, -1.5], [INF, INF]),
    "Rosenbrock, x at most 1/2": (valley, [-1.2, 1], [-INF, -INF], [0.5, INF]),
    "HS5": (hs5, [0, 0], [-1.5, -3], [4, 3]),
    "HS38, Wood": (wood, [-3, -1, -3, -1], [-10] * 4, [10] * 4),
    "Wood, y at most 0.8": (wood, [0] * 4, [-10] * 4, [10, 0.8, 10, 10]),
    "HS45": (hs45, [2] * 5, [0] * 5, [1, 2, 3, 4, 5]),
    "HS110": (hs110, [9] * 10, [2.001] * 10, [9.999] * 10),
    "Beale": (beale, [1, 1], [0.6, 0.5], [10, 100]),
    "L-BFGS-B's driver": (driver, [3] * 25, [1, -100] * 12 + [1], [100] * 25),
}


def solve(f, start, lower, upper):
    start = np.clip(np.array(start, float), lower, upper)
    assert np.allclose(approx_fprime(start, lambda x: f(x)[0], 1e-8), f(start)[1], rtol=1e-4, atol=1e-3)
    options = {"ftol": 0, "gtol": 1e-10, "maxiter": 10000, "maxfun": 100000}
    bounds = list(zip(lower, upper))
    found = minimize(f, start, jac=True, method="L-BFGS-B", bounds=bounds, options=options)
    projected = found.x - np.clip(found.x - f(found.x)[1], lower, upper)
    assert np.linalg.norm(projected) < 1e-6, projected
    return {"x": found.x.tolist(), "value": float(found.fun), "evaluations": int(found.nfev)}


answers = {name: solve(*problem) for name, problem in PROBLEMS.items()}
output = {"scipy": scipy.__version__, "problems": answers}
Path(__file__).with_name("scipy_bounds.json").write_text(json.dumps(output, indent=1) + "\n")
for name, answer in answers.items():
    print(f"{name:28} {answer['value']:.12g} after {answer['evaluations']} evaluations")
