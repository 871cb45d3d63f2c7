"""Writes cross_validation.json: what scikit-learn's LogisticRegressionCV and cross_validate answer on given folds, and which
folds its splitters make where nothing is left to chance. Nothing runs this but a human:

    pip install -r requirements.txt && python generate_cross_validation.py

Folds are numbers: row i is tested in fold number folds[i], and trained on in all others. Optima are those of
newton-cholesky with a `tol` of 1e-10, and of saga where there is an absolute value in the penalty.
"""

import json
import platform
import warnings
from pathlib import Path

import numpy as np
import sklearn
from sklearn.datasets import load_iris
from sklearn.linear_model import LinearRegression, LogisticRegression, LogisticRegressionCV
from sklearn.model_selection import GroupKFold, KFold, StratifiedKFold, cross_validate
from sklearn.preprocessing import StandardScaler

HERE = Path(__file__).parent
DATA = HERE.parent.parent / "examples" / "data"


def breast_cancer():
    table = np.genfromtxt(DATA / "breast_cancer.csv", delimiter=",", skip_header=1, dtype=str)
    return table[:, :-1].astype(float), table[:, -1]


def scaled_breast_cancer():
    X, y = breast_cancer()
    return StandardScaler().fit_transform(X), y


def digits():
    table = np.genfromtxt(DATA / "digits.csv", delimiter=",", skip_header=1)
    return table[:, :-1], table[:, -1].astype(int)


def flowers():
    iris = load_iris()
    return iris.data[:, 2:], iris.target


def row_weights(n):
    return 0.5 + (np.arange(n) * 7919 % 101) / 101


def fold_numbers(y, splits, seed):
    numbers = np.empty(len(y), dtype=int)
    splitter = StratifiedKFold(splits, shuffle=True, random_state=seed)
    for fold, (_, test) in enumerate(splitter.split(np.zeros((len(y), 1)), y)):
        numbers[test] = fold
    return numbers


def as_folds(numbers):
    rows = np.arange(len(numbers))
    return [(rows[numbers != fold], rows[numbers == fold]) for fold in range(numbers.max() + 1)]


NEWTON = {"solver": "newton-cholesky", "tol": 1e-10, "max_iter": 200}
SAGA = {"solver": "saga", "tol": 1e-7, "max_iter": 20000, "random_state": 0}

# name, data, folds, weighted, Cs, l1_ratios, scoring, refit, options
CV_CASES = [
    ("breast cancer", breast_cancer, 5, False, 10, [0], "accuracy", True, NEWTON),
    ("breast cancer, log loss", breast_cancer, 5, False, [1e-3, 1, 100], [0], "neg_log_loss", True, NEWTON),
    ("breast cancer, AUC, weighted", breast_cancer, 4, True, [1e-4, 1e-2, 1], [0], "roc_auc", True, NEWTON),
    ("breast cancer, F1, means over folds", breast_cancer, 5, False, [1e-3, 0.1, 10], [0], "f1", False, NEWTON),
    ("breast cancer, elastic net", scaled_breast_cancer, 3, False, [0.03, 0.3], [0, 0.5, 1], "neg_log_loss", True, SAGA),
    ("flowers", flowers, 5, False, 10, [0], "accuracy", True, NEWTON),
    ("flowers, log loss, weighted", flowers, 5, True, [0.01, 1, 100], [0], "neg_log_loss", True, NEWTON),
    ("flowers, AUC", flowers, 5, False, [0.01, 1], [0], "roc_auc_ovr_weighted", True, NEWTON),
    ("flowers, means over folds", flowers, 4, False, [0.01, 1, 100], [0], "neg_log_loss", False, NEWTON),
    ("digits", digits, 3, False, [1e-4, 1e-2], [0], "neg_log_loss", True, NEWTON),
]


def cross_validated(name, load, splits, weighted, Cs, l1_ratios, scoring, refit, options):
    X, y = load()
    numbers = fold_numbers(y, splits, seed=splits)
    model = LogisticRegressionCV(
        Cs=Cs,
        cv=as_folds(numbers),
        l1_ratios=l1_ratios,
        scoring=scoring,
        refit=refit,
        use_legacy_attributes=False,
        **options,
    )
    model.fit(X, y, sample_weight=row_weights(len(y)) if weighted else None)
    coef, intercept = model.coef_, model.intercept_
    if len(coef) > 1:  # the symmetric one of all solutions
        coef, intercept = coef - coef.mean(axis=0), intercept - intercept.mean()
    return {
        "name": name,
        "data": load.__name__,
        "folds": numbers.tolist(),
        "weighted": weighted,
        "Cs": model.Cs_.tolist(),
        "l1Ratios": l1_ratios,
        "scoring": scoring,
        "refit": refit,
        "tolerance": 1e-4 if options is SAGA else 1e-6,
        "scores": model.scores_.tolist(),
        "C": float(model.C_),
        "l1Ratio": float(model.l1_ratio_),
        "coefOfFirst": coef[0].tolist(),
        "intercept": intercept.tolist(),
    }


CLASSIFIER_SCORES = {
    "accuracy": "accuracy",
    "negLogLoss": "neg_log_loss",
    "negBrierScore": "neg_brier_score",
    "rocAucOvr": "roc_auc_ovr",
    "precisionMacro": "precision_macro",
    "recallWeighted": "recall_weighted",
    "f1Micro": "f1_micro",
    "topKAccuracy": "top_k_accuracy",
}
NUMBER_SCORES = {
    "r2": "r2",
    "negMeanSquaredError": "neg_mean_squared_error",
    "negRootMeanSquaredError": "neg_root_mean_squared_error",
    "negMeanAbsoluteError": "neg_mean_absolute_error",
}


def scored(model, X, y, numbers, scores):
    result = cross_validate(model, X, y, cv=as_folds(numbers), scoring=list(scores.values()), return_train_score=True)
    return {
        side: {ours: result[f"{side}_{theirs}"].tolist() for ours, theirs in scores.items()}
        for side in ["test", "train"]
    }


def validated():
    X, y = flowers()
    numbers = fold_numbers(y, 4, seed=1)
    plain = LogisticRegression(C=1.0, **NEWTON)
    balanced = LogisticRegression(C=2.0, class_weight="balanced", **NEWTON)
    some = numbers > 0
    Z, z = digits()
    regression = np.arange(len(z)) % 3
    return {
        "flowers": {"folds": numbers.tolist(), "C": 1, **scored(plain, X, y, numbers, CLASSIFIER_SCORES)},
        "balanced": {
            "rows": np.flatnonzero(some).tolist(),
            "folds": (numbers[some] - 1).tolist(),
            "C": 2,
            **scored(balanced, X[some], y[some], numbers[some] - 1, CLASSIFIER_SCORES),
        },
        "digits as numbers": {
            "folds": regression.tolist(),
            "columns": [18, 20, 26, 28, 36, 42, 43],
            **scored(LinearRegression(), Z[:, [18, 20, 26, 28, 36, 42, 43]], z, regression, NUMBER_SCORES),
        },
    }


def splitters():
    random = np.random.default_rng(3)
    y = random.choice(["b", "a", "c"], 50, p=[0.5, 0.3, 0.2])
    groups = np.repeat(np.arange(9), [1, 12, 2, 9, 3, 8, 5, 4, 6])[random.permutation(50)]
    sizes = np.unique(groups, return_counts=True)[1]
    assert len(set(sizes)) == len(sizes), "ties among groups are broken at will"
    X = np.zeros((50, 1))

    def numbers(folds):
        found = np.empty(50, dtype=int)
        for fold, (_, test) in enumerate(folds):
            found[test] = fold
        return found.tolist()

    return {
        "y": y.tolist(),
        "groups": groups.tolist(),
        "KFold": {k: numbers(KFold(k).split(X)) for k in [2, 5, 7]},
        "StratifiedKFold": {k: numbers(StratifiedKFold(k).split(X, y)) for k in [2, 3, 5, 7]},
        "GroupKFold": {k: numbers(GroupKFold(k).split(X, y, groups)) for k in [2, 3, 5]},
    }


def one_a_line(items):
    return "[\n" + ",\n".join(f"    {json.dumps(item)}" for item in items) + "\n  ]"


def main():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        cases = [cross_validated(*case) for case in CV_CASES]
        validation = validated()
    versions = {"python": platform.python_version(), "numpy": np.__version__, "sklearn": sklearn.__version__}
    (HERE / "cross_validation.json").write_text(
        "{\n"
        f'  "generatedWith": {json.dumps(versions)},\n'
        f'  "logspace": {json.dumps(np.logspace(-4, 4, 10).tolist())},\n'
        f'  "cases": {one_a_line(cases)},\n'
        f'  "validated": {json.dumps(validation)},\n'
        f'  "splitters": {json.dumps(splitters())}\n'
        "}\n"
    )


if __name__ == "__main__":
    main()
