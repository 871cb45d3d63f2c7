"""Writes torch_rules.json: trajectories that the update rules are tested against. Nothing runs this but a human:

    pip install torch==2.15.0 && python torch_rules.py

Each case is an optimiser of PyTorch's, in float64 on one CPU thread, with the exact gradient of one of two functions:

    rosenbrock   (1 − x)² + 100 (y − x²)²
    quadratic    ½ Σ cⱼ (xⱼ − j)²,  c = [1, 10, 100, 1000, 0.1]

PyTorch's Nesterov momentum steps where logit-wasm's form "transformed" does.
"""

import json
import platform
from pathlib import Path

import torch

STEPS = 200
KEPT = sorted({1, 2, 3, *range(10, STEPS + 1, 10)})
CURVATURES = [1.0, 10.0, 100.0, 1000.0, 0.1]


def rosenbrock(point):
    x, y = point
    return [-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)]


def quadratic(point):
    return [c * (x - j) for j, (c, x) in enumerate(zip(CURVATURES, point))]


FUNCTIONS = {
    "rosenbrock": (rosenbrock, [-1.2, 1.0]),
    "quadratic": (quadratic, [9.0, 9.0, -9.0, 3.0, -1.0]),
}

# By the names and options of logit-wasm: the optimiser, its options, and the learning rate for each function.
RULES = {
    "gradientDescent": (torch.optim.SGD, {}, {}, (1e-3, 1.5e-3)),
    "momentum": (torch.optim.SGD, {"momentum": 0.9}, {"momentum": 0.9}, (2e-4, 5e-4)),
    "nesterov": (
        torch.optim.SGD,
        {"momentum": 0.9, "nesterov": True},
        {"momentum": 0.9, "form": "transformed"},
        (2e-4, 5e-4),
    ),
    "adagrad": (torch.optim.Adagrad, {"eps": 1e-7}, {}, (0.1, 0.5)),
    "rmsprop": (torch.optim.RMSprop, {"alpha": 0.9, "eps": 1e-7}, {"decay": 0.9}, (0.01, 0.05)),
    "rprop": (torch.optim.Rprop, {}, {}, (0.01, 0.01)),
    "adam": (torch.optim.Adam, {"eps": 1e-7}, {}, (0.02, 0.1)),
    "adamw": (
        torch.optim.AdamW,
        {"eps": 1e-7, "weight_decay": 0.05},
        {"weightDecay": 0.05},
        (0.02, 0.1),
    ),
}


def trajectory(optimiser, options, rate, gradient, start):
    point = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    stepper = optimiser([point], lr=rate, **options)
    kept = []
    for step in range(1, STEPS + 1):
        point.grad = torch.tensor(gradient(point.tolist()), dtype=torch.float64)
        stepper.step()
        if step in KEPT:
            kept.append(point.tolist())
    return kept


def main():
    torch.set_num_threads(1)
    cases = [
        {
            "rule": rule,
            "function": name,
            "options": {"learningRate": rate, **options},
            "start": start,
            "path": trajectory(optimiser, torch_options, rate, gradient, start),
        }
        for rule, (optimiser, torch_options, options, rates) in RULES.items()
        for (name, (gradient, start)), rate in zip(FUNCTIONS.items(), rates)
    ]
    versions = {"python": platform.python_version(), "torch": torch.__version__}
    target = Path(__file__).with_name("torch_rules.json")
    target.write_text(json.dumps({"versions": versions, "steps": KEPT, "cases": cases}, indent=1) + "\n")


if __name__ == "__main__":
    main()
