"""Writes metrics.json: what scikit-learn's metrics answer. Nothing runs this but a human:

    pip install -r requirements.txt && python generate_metrics.py

Every case is answered without and with its sample weights. A metric that is undefined, as the AUC of a
single class is, is null. `positive` is the label whose probability (score) the vectors hold.
"""

import json
import platform
from pathlib import Path

import numpy as np
import sklearn
from sklearn.metrics import (
    accuracy_score,
    brier_score_loss,
    confusion_matrix,
    f1_score,
    log_loss,
    precision_score,
    recall_score,
    roc_auc_score,
    top_k_accuracy_score,
)

OUTPUT = Path(__file__).parent / "metrics.json"


def binary_answers(case: dict, weights: list | None) -> dict:
    classes, positive = case["classes"], case["positive"]
    y, predicted, p = case["yTrue"], case["yPredicted"], np.array(case["probabilities"])
    is_positive = np.array([label == positive for label in y])
    said_positive = np.array([label == positive for label in predicted])
    with_weights = {"sample_weight": weights}
    counts = {"zero_division": 0, **with_weights}
    both_classes = 0 < is_positive.sum() < len(y)
    return {
        "logLoss": log_loss(is_positive, p, labels=[False, True], **with_weights),
        "accuracy": accuracy_score(y, predicted, **with_weights),
        "confusionMatrix": confusion_matrix(y, predicted, labels=classes, **with_weights).tolist(),
        "precision": precision_score(is_positive, said_positive, **counts),
        "recall": recall_score(is_positive, said_positive, **counts),
        "f1": f1_score(is_positive, said_positive, **counts),
        "rocAuc": roc_auc_score(is_positive, p, **with_weights) if both_classes else None,
        "brierScore": brier_score_loss(is_positive, p, pos_label=True, **with_weights),
    }


def multiclass_answers(case: dict, weights: list | None) -> dict:
    """Precision, recall and F1 are of each class against the rest."""
    classes, y, predicted, p = (case[key] for key in ["classes", "yTrue", "yPredicted", "probabilities"])
    of_each = {"labels": classes, "average": None, "zero_division": 0, "sample_weight": weights}
    return {
        "logLoss": log_loss(y, p, labels=classes, sample_weight=weights),
        "accuracy": accuracy_score(y, predicted, sample_weight=weights),
        "confusionMatrix": confusion_matrix(y, predicted, labels=classes, sample_weight=weights).tolist(),
        "precision": precision_score(y, predicted, **of_each).tolist(),
        "recall": recall_score(y, predicted, **of_each).tolist(),
        "f1": f1_score(y, predicted, **of_each).tolist(),
        "brierScore": brier_score_loss(y, p, labels=classes, sample_weight=weights),
        "averages": {average: averages(case, weights, average) for average in ["macro", "weighted", "micro"]},
        "topK": [
            top_k_accuracy_score(y, p, k=k, labels=classes, sample_weight=weights)
            for k in range(1, len(classes))
        ],
    }


def averages(case: dict, weights: list | None, average: str) -> dict:
    """The AUC of a class without rows is undefined, and there is none that is micro here."""
    classes, y, predicted, p = (case[key] for key in ["classes", "yTrue", "yPredicted", "probabilities"])
    of_all = {"labels": classes, "average": average, "zero_division": 0, "sample_weight": weights}
    has_area = average != "micro" and set(y) == set(classes)
    return {
        "precision": precision_score(y, predicted, **of_all),
        "recall": recall_score(y, predicted, **of_all),
        "f1": f1_score(y, predicted, **of_all),
        "rocAuc": roc_auc_score(y, p, multi_class="ovr", average=average, labels=classes, sample_weight=weights)
        if has_area
        else None,
    }


def random_weights(random: np.random.Generator, n: int) -> list:
    """Some of them 0, the first never."""
    weights = np.round(random.uniform(0, 3, n), 3) * (random.random(n) > 0.15)
    weights[0] = 1.25
    return weights.tolist()


def binary(name: str, seed: int, n: int, classes: list, positive, digits: int) -> dict:
    """Probabilities rounded to few digits have many ties."""
    random = np.random.default_rng(seed)
    negative = next(label for label in classes if label != positive)
    truth = random.random(n) < 0.4
    p = np.round(1 / (1 + np.exp(-(2 * truth - 1 + random.normal(0, 1.5, n)))), digits)
    return {
        "name": name,
        "classes": classes,
        "positive": positive,
        "yTrue": [positive if t else negative for t in truth],
        "yPredicted": [positive if q >= 0.5 else negative for q in p],
        "probabilities": p.tolist(),
        "sampleWeight": random_weights(random, n),
    }


def multiclass(name: str, seed: int, n: int, classes: list) -> dict:
    random = np.random.default_rng(seed)
    truth = random.integers(0, len(classes), n)
    scores = random.normal(0, 1.5, (n, len(classes)))
    scores[np.arange(n), truth] += 1
    p = np.exp(scores)
    p /= p.sum(axis=1, keepdims=True)
    return {
        "name": name,
        "classes": classes,
        "yTrue": [classes[k] for k in truth],
        "yPredicted": [classes[k] for k in p.argmax(axis=1)],
        "probabilities": p.tolist(),
        "sampleWeight": random_weights(random, n),
    }


def by_hand(name: str, y: list, predicted: list, p: list, weights: list) -> dict:
    return {
        "name": name,
        "classes": [0, 1],
        "positive": 1,
        "yTrue": y,
        "yPredicted": predicted,
        "probabilities": p,
        "sampleWeight": weights,
    }


BINARY = [
    binary("numbers", 1, 40, [0, 1], 1, 6),
    binary("strings, many ties", 2, 60, ["benign", "malignant"], "malignant", 1),
    binary("strings, the first class positive", 3, 30, ["ham", "spam"], "ham", 2),
    binary("booleans", 4, 25, [False, True], True, 3),
    binary("numbers that sort differently as strings", 5, 25, [9, 10], 10, 2),
    by_hand("all scores tied", [0, 1, 1, 0, 1], [1, 1, 1, 1, 1], [0.5] * 5, [1, 2, 0.5, 3, 1]),
    by_hand("perfect", [0, 0, 1, 1], [0, 0, 1, 1], [0.0, 0.25, 0.75, 1.0], [1, 2, 3, 4]),
    by_hand("certain and wrong", [0, 1, 1, 0], [1, 0, 1, 0], [1.0, 0.0, 0.75, 0.25], [1, 2, 3, 4]),
    by_hand("nothing predicted positive", [0, 1, 0], [0, 0, 0], [0.125, 0.375, 0.25], [2, 1, 1]),
    by_hand("nothing positive", [0, 0, 0], [0, 1, 0], [0.125, 0.625, 0.25], [2, 1, 1]),
    by_hand("neither positive nor predicted so", [0, 0], [0, 0], [0.125, 0.25], [2, 1]),
    by_hand("everything positive", [1, 1, 1], [1, 0, 1], [0.75, 0.375, 0.5], [2, 1, 1]),
    by_hand("one row", [1], [1], [0.75], [3]),
]
MULTICLASS = [
    multiclass("three strings", 6, 40, ["a", "b", "c"]),
    multiclass("four numbers, the last one absent", 7, 30, [1, 2, 10, 20]),
]
MULTICLASS.append(multiclass("five numbers", 8, 60, [1, 2, 3, 4, 5]))
MULTICLASS[1]["yTrue"] = [label if label != 20 else 1 for label in MULTICLASS[1]["yTrue"]]


def answered(case: dict, answers) -> dict:
    return case | {"expected": answers(case, None), "expectedWeighted": answers(case, case["sampleWeight"])}


def one_a_line(items: list[dict]) -> str:
    return "[\n" + ",\n".join(f"    {json.dumps(item)}" for item in items) + "\n  ]"


def main() -> None:
    versions = {"python": platform.python_version(), "numpy": np.__version__, "sklearn": sklearn.__version__}
    OUTPUT.write_text(
        "{\n"
        f'  "generatedWith": {json.dumps(versions)},\n'
        f'  "binary": {one_a_line([answered(case, binary_answers) for case in BINARY])},\n'
        f'  "multiclass": {one_a_line([answered(case, multiclass_answers) for case in MULTICLASS])}\n'
        "}\n"
    )


if __name__ == "__main__":
    main()
