"""Writes statsmodels_offset.json: optima with an offset that the fits are tested against. Nothing runs this but a human:

    pip install -r requirements.txt && python statsmodels_offset.py

    f(w, b) = Σ sᵢ log(1 + exp(−mᵢ))     mᵢ = ±(xᵢ · w + b + oᵢ)

Of each case: what statsmodels' GLM with a binomial family and an offset finds, and f there. Rows, labels, offsets and weights
are in the file; the labels follow the columns and the offset.
"""

import json
import platform
from pathlib import Path

import numpy as np
import statsmodels
import statsmodels.api as sm

HERE = Path(__file__).parent


def rows(n, d, seed):
    random = np.random.default_rng(seed)
    X = np.round(random.normal(size=(n, d)) * (1 + np.arange(d)) + np.arange(d), 3)
    offset = np.round(random.normal(scale=1.5, size=n) + 0.5, 3)
    z = (X - X.mean(axis=0)) @ (1 / (1 + np.arange(d)) ** 2) - 0.4 + offset
    y = (random.uniform(size=n) < 1 / (1 + np.exp(-z))).astype(int)
    return X, y, offset, np.round(random.uniform(0.2, 2, size=n), 2)


cases = []
for name, n, d, seed, intercept, weighted in [
    ("plain", 120, 3, 1, True, False),
    ("weighted", 150, 4, 2, True, True),
    ("without intercept", 100, 2, 3, False, False),
]:
    X, y, offset, weight = rows(n, d, seed)
    s = weight if weighted else np.ones(n)
    design = sm.add_constant(X) if intercept else X
    model = sm.GLM(y, design, family=sm.families.Binomial(), offset=offset, freq_weights=s)
    fit = model.fit(tol=1e-14, tol_criterion="params", maxiter=200)
    beta = np.asarray(fit.params)
    z = design @ beta + offset
    f = np.sum(s * np.logaddexp(0, -np.where(y == 1, z, -z)))
    gradient = design.T @ (s * (1 / (1 + np.exp(-z)) - y))
    assert np.abs(gradient).max() < 1e-9 * n, gradient
    cases.append(
        {
            "name": name,
            "X": X.tolist(),
            "y": y.tolist(),
            "offset": offset.tolist(),
            "sampleWeight": s.tolist(),
            "fitIntercept": intercept,
            "coef": beta[-d:].tolist(),
            "intercept": float(beta[0]) if intercept else 0,
            "objective": float(f),
            "probabilities": fit.predict()[:5].tolist(),
        }
    )

result = {"statsmodels": statsmodels.__version__, "python": platform.python_version(), "cases": cases}
(HERE / "statsmodels_offset.json").write_text(json.dumps(result, indent=1) + "\n")
