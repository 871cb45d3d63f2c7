"""Writes linear.json: what scikit-learn's Ridge, preprocessing and regression metrics answer. Nothing runs this but a
human:

    pip install -r requirements.txt && python generate_linear.py

Ridge's alpha is that of LinearRegression here. Coefficients of house prices are refined by numpy's lstsq on the
centred, augmented problem in extended precision where the machine has it, so that 12 digits of them are right.
"""

import csv
import json
import platform
from pathlib import Path

import numpy as np
import sklearn
import sklearn.linear_model
from sklearn.metrics import mean_absolute_error, mean_squared_error, r2_score, root_mean_squared_error
from sklearn.preprocessing import PolynomialFeatures, StandardScaler

OUTPUT = Path(__file__).parent / "linear.json"
DATA = Path(__file__).parents[2] / "examples" / "data" / "ames.csv"


def ames() -> tuple[np.ndarray, np.ndarray]:
    with DATA.open() as file:
        rows = list(csv.reader(file))[1:]
    X = np.array([[float(v) if v not in "YN" else float(v == "Y") for v in row[:-1]] for row in rows])
    return X, np.array([float(row[-1]) for row in rows])


def ridge(X, y, alpha: float, intercept: bool, weights) -> dict:
    """QR of the centred, weighted, augmented problem, with corrections by residuals in extended precision."""
    s = np.ones(len(y)) if weights is None else np.asarray(weights)
    long = np.longdouble
    xm = (s.astype(long) @ X.astype(long) / s.sum()) if intercept else np.zeros(X.shape[1], long)
    ym = (s.astype(long) @ y.astype(long) / s.sum()) if intercept else long(0)
    root = np.sqrt(s.astype(long))
    A = np.vstack([root[:, None] * (X - xm), np.sqrt(long(alpha)) * np.eye(X.shape[1], dtype=long)])
    b = np.concatenate([root * (y - ym), np.zeros(X.shape[1], long)])
    scale = np.sqrt((A * A).sum(axis=0))
    A = A / scale
    q, r = np.linalg.qr(A.astype(float))
    w = np.zeros(X.shape[1], long)
    for _ in range(6):
        w = w + np.linalg.solve(r, q.T @ (b - A @ w).astype(float))
    w = w / scale
    coef = w.astype(float)
    estimator = sklearn.linear_model.Ridge(alpha=alpha, fit_intercept=intercept, solver="svd", tol=1e-12)
    theirs = estimator.fit(X, y, sample_weight=weights).coef_
    assert np.allclose(coef, theirs, rtol=1e-6), (coef, theirs)
    return {"coef": coef.tolist(), "intercept": float(ym - xm @ w)}


def weights_of(n: int) -> np.ndarray:
    return 0.5 + ((np.arange(n) * 7919) % 101) / 101


def fits() -> list[dict]:
    X, y = ames()
    cases = []
    for alpha in [0.0, 10.0, 1e6]:
        for intercept in [True, False]:
            for weighted in [False, True]:
                answer = ridge(X, y, alpha, intercept, weights_of(len(y)) if weighted else None)
                cases.append({"alpha": alpha, "fitIntercept": intercept, "weighted": weighted} | answer)
    return cases


def polynomials(random: np.random.Generator) -> list[dict]:
    cases = []
    for cols, options in [
        (2, {}),
        (3, {"degree": 3}),
        (3, {"degree": 3, "interaction_only": True}),
        (2, {"degree": 4, "include_bias": False}),
        (1, {"degree": 5}),
        (4, {"degree": 2, "interaction_only": True, "include_bias": False}),
        (2, {"degree": 0}),
    ]:
        X = np.round(random.normal(0, 2, (3, cols)), 2)
        features = PolynomialFeatures(**options)
        expected = features.fit_transform(X)
        names = features.get_feature_names_out(list("abcd")[:cols]).tolist()
        camel = {"interaction_only": "interactionOnly", "include_bias": "includeBias", "degree": "degree"}
        cases.append(
            {
                "options": {camel[key]: value for key, value in options.items()},
                "X": X.tolist(),
                "expected": expected.tolist(),
                "names": names,
            }
        )
    return cases


def scalers(random: np.random.Generator) -> list[dict]:
    cases = []
    for with_mean, with_std in [(True, True), (True, False), (False, True)]:
        X = np.round(random.normal(0, 2, (6, 3)) * [1, 100, 0] + [0, 1e4, 7], 3)
        scaler = StandardScaler(with_mean=with_mean, with_std=with_std)
        cases.append(
            {
                "options": {"withMean": with_mean, "withStd": with_std},
                "X": X.tolist(),
                "expected": scaler.fit_transform(X).tolist(),
            }
        )
    return cases


def answers(y, p, s) -> dict:
    return {
        "r2Score": r2_score(y, p, sample_weight=s),
        "meanSquaredError": mean_squared_error(y, p, sample_weight=s),
        "rootMeanSquaredError": root_mean_squared_error(y, p, sample_weight=s),
        "meanAbsoluteError": mean_absolute_error(y, p, sample_weight=s),
    }


def metrics(random: np.random.Generator) -> list[dict]:
    cases = []
    for name, y, noise in [
        ("good", np.round(random.normal(5, 3, 20), 3), 0.5),
        ("worse than the mean", np.round(random.normal(0, 1, 20), 3), 4),
        ("perfect", np.round(random.normal(0, 1, 5), 3), 0),
        ("constant, wrong", np.full(4, 2.0), 1),
        ("constant, right", np.full(4, 2.0), 0),
    ]:
        p = np.round(y + noise * random.normal(0, 1, len(y)), 3)
        s = np.round(random.uniform(0, 3, len(y)), 3) * (random.random(len(y)) > 0.15)
        s[0] = 1.25
        cases.append(
            {
                "name": name,
                "yTrue": y.tolist(),
                "yPredicted": p.tolist(),
                "sampleWeight": s.tolist(),
                "expected": answers(y, p, None),
                "expectedWeighted": answers(y, p, s),
            }
        )
    return cases


def one_a_line(items: list[dict]) -> str:
    return "[\n" + ",\n".join(f"    {json.dumps(item)}" for item in items) + "\n  ]"


def main() -> None:
    random = np.random.default_rng(1)
    versions = {"python": platform.python_version(), "numpy": np.__version__, "sklearn": sklearn.__version__}
    parts = {
        "fits": fits(),
        "polynomials": polynomials(random),
        "scalers": scalers(random),
        "metrics": metrics(random),
    }
    body = ",\n".join(f'  "{name}": {one_a_line(items)}' for name, items in parts.items())
    OUTPUT.write_text(f'{{\n  "generatedWith": {json.dumps(versions)},\n{body}\n}}\n')


if __name__ == "__main__":
    main()
