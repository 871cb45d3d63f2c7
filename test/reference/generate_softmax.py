"""Writes softmax.json: optima of many classes that the fits are tested against. Nothing runs this but a human:

    pip install -r requirements.txt && python generate_softmax.py

    f(W, b) = C Σ sᵢ (log Σₖ exp(zₖᵢ) − z_yᵢ) + ½ Σ ‖wₖ‖²     zₖᵢ = xᵢ · wₖ + bₖ

Of each case: what scikit-learn's newton-cholesky finds with a `tol` of 1e-10, made symmetric (coefficients and intercepts
add up to 0 over the classes), and f there.
"""

import json
import platform
import warnings
from pathlib import Path

import numpy as np
import sklearn
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier

HERE = Path(__file__).parent
DATA = HERE.parent.parent / "examples" / "data"


def digits():
    table = np.genfromtxt(DATA / "digits.csv", delimiter=",", skip_header=1)
    return table[:, :-1], table[:, -1].astype(int)


def flowers():
    """Fisher's irises without their first two columns, which leaves two kinds that overlap."""
    iris = load_iris()
    return iris.data[:, 2:], iris.target


def row_weights(n):
    return 0.5 + (np.arange(n) * 7919 % 101) / 101


def objective(X, y, s, C, W, b):
    z = X @ W.T + b
    most = z.max(axis=1)
    losses = most + np.log(np.exp(z - most[:, None]).sum(axis=1)) - z[np.arange(len(y)), y]
    total = np.sum(s * losses)
    return total if np.isinf(C) else C * total + (W**2).sum() / 2


CASES = [
    ("digits", digits, 1.0, True, False),
    ("digits, C = 0.001", digits, 1e-3, True, False),
    ("digits, weighted, without intercept", digits, 0.1, False, True),
    ("flowers", flowers, 1.0, True, False),
    ("flowers, weighted", flowers, 100.0, True, True),
]

cases = []
for name, load, C, intercept, weighted in CASES:
    X, y = load()
    s = row_weights(len(y)) if weighted else np.ones(len(y))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = LogisticRegression(C=C, fit_intercept=intercept, solver="newton-cholesky", tol=1e-10, max_iter=100)
        model.fit(X, y, sample_weight=s)
    W, b = model.coef_ - model.coef_.mean(axis=0), model.intercept_ - model.intercept_.mean()
    f = objective(X, y, s, C, W, b)
    cases.append(
        {
            "name": name,
            "data": load.__name__,
            "C": C,
            "fitIntercept": intercept,
            "weighted": weighted,
            "objective": f,
            "intercept": b.tolist(),
            "coefOfFirst": W[0].tolist(),
        }
    )

X, y = flowers()
each = OneVsRestClassifier(LogisticRegression(C=1.0, solver="newton-cholesky", tol=1e-12)).fit(X, y)
ovr = {
    "coef": [model.coef_[0].tolist() for model in each.estimators_],
    "intercept": [float(model.intercept_[0]) for model in each.estimators_],
    "proba": each.predict_proba(X[:150:25]).tolist(),
}

result = {
    "scikit-learn": sklearn.__version__,
    "python": platform.python_version(),
    "flowers": {"X": X.tolist(), "y": y.tolist()},
    "cases": cases,
    "ovr": ovr,
}
(HERE / "softmax.json").write_text(json.dumps(result, indent=1) + "\n")
