"""Writes softmax_l1.json: lasso and elastic net optima of many classes. Nothing runs this but a human:

    pip install -r requirements.txt && python generate_softmax_l1.py

    f(W, b) = C Σ sᵢ (log Σₖ exp(zₖᵢ) − z_yᵢ) + r Σ |wₖⱼ| + ½ (1 − r) Σ wₖⱼ²     zₖᵢ = xᵢ · wₖ + bₖ

Of each case: what scikit-learn's saga finds on Fisher's irises, standardised, with a `tol` of 1e-13, and f there.
"""

import json
import warnings
from pathlib import Path

import numpy as np
import sklearn
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

iris = load_iris()
X, y = StandardScaler().fit_transform(iris.data), iris.target
weights = 0.5 + (np.arange(len(y)) * 7919 % 101) / 101


def objective(s, C, r, W, b):
    z = X @ W.T + b
    most = z.max(axis=1)
    losses = most + np.log(np.exp(z - most[:, None]).sum(axis=1)) - z[np.arange(len(y)), y]
    return C * np.sum(s * losses) + r * np.abs(W).sum() + (1 - r) * (W**2).sum() / 2


CASES = [(0.1, 1.0, True, False), (1.0, 1.0, True, True), (1.0, 0.5, True, False), (0.5, 0.3, False, True)]

cases = []
for C, r, intercept, weighted in CASES:
    s = weights if weighted else np.ones(len(y))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = LogisticRegression(
            C=C, l1_ratio=r, fit_intercept=intercept, solver="saga", tol=1e-13, max_iter=200_000, random_state=1
        )
        model.fit(X, y, sample_weight=s)
    W, b = model.coef_, model.intercept_ - model.intercept_.mean()
    cases.append(
        {
            "C": C,
            "l1Ratio": r,
            "fitIntercept": intercept,
            "weighted": weighted,
            "objective": objective(s, C, r, W, b),
            "coef": W.tolist(),
            "intercept": b.tolist(),
        }
    )

result = {"scikit-learn": sklearn.__version__, "X": X.tolist(), "y": y.tolist(), "cases": cases}
(Path(__file__).parent / "softmax_l1.json").write_text(json.dumps(result, indent=1) + "\n")
