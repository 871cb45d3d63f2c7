"""Writes optima.json: the optima that the fits are tested against. Nothing runs this but a human:

    pip install -r requirements.txt && python generate.py

    f(w, b) = C Σ sᵢ ℓ(yᵢ, xᵢ·w + b) + ½‖w‖²        C = Infinity: f(w, b) = Σ sᵢ ℓ(yᵢ, xᵢ·w + b)

Each optimum is found by Newton's method here, in extended precision, and rounded to float64 once.
scikit-learn, and statsmodels where nothing is penalised, are held against it: neither may find a lower
objective. Where scikit-learn stops short, the file and the output say by how much.

The gradient is measured in units that depend neither on n nor on the scale of the columns. With
F = f / (C Σ s), or f / Σ s without penalty, its norm is the largest of |∂F/∂b| and |tⱼ (∂F/∂wⱼ − x̄ⱼ ∂F/∂b)|,

    tⱼ = (sdⱼ² / 4 + 1 / (C Σ s))^(−½)        (the last term is 0 without penalty)

with mean x̄ and standard deviation sd weighted by s; without intercept, x̄ = 0 and sd is the root mean square.
"""

import json
import platform
import warnings
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from pathlib import Path

import numpy as np
import scipy
import sklearn
import statsmodels
import statsmodels.api as sm
from scipy.linalg import cho_factor, cho_solve
from scipy.optimize import linprog
from sklearn.linear_model import LogisticRegression

HERE = Path(__file__).parent
DATA = HERE.parent.parent / "examples" / "data"
OUTPUT = HERE / "optima.json"

Real = np.longdouble
assert np.finfo(Real).eps < 1e-18, "numpy's longdouble must be wider than float64, as on Linux"

# name in the file, standardised
DATA_SETS = [("breast_cancer", False), ("breast_cancer", True), ("spambase", False), ("heights", False)]
STRENGTHS = [1e-3, 1.0, 1e3, np.inf]
WEIGHTS = "weight of row i = 0.5 + ((i * 7919) % 101) / 101, i from 0"
STANDARDISED = "(x - mean) / sd of each column, unweighted, sd with divisor n"

GRADIENT_TOLERANCE = 1e-13  # demanded of every optimum, in the units above
SLACK = 1e-14  # relative; what rounding may make a reference's objective lower than the optimum's
SHORTFALL = 1e-9  # relative; above it a reference is reported to stop short


def load(name: str, standardised: bool) -> tuple[np.ndarray, np.ndarray]:
    """X, and y = 1 for the second of the sorted classes. The target is the last column."""
    table = np.genfromtxt(DATA / f"{name}.csv", delimiter=",", skip_header=1, dtype=str)
    X = table[:, :-1].astype(float)
    if standardised:
        X = (X - X.mean(axis=0)) / X.std(axis=0)
    _, y = np.unique(table[:, -1], return_inverse=True)
    return X, y


def row_weights(n: int) -> np.ndarray:
    return 0.5 + (np.arange(n) * 7919 % 101) / 101


@dataclass
class Problem:
    """One objective to minimise, with its derivatives in the units above."""

    X: np.ndarray
    y: np.ndarray
    s: np.ndarray
    C: float
    intercept: bool

    @cached_property
    def center(self) -> np.ndarray:
        zero = np.zeros(self.X.shape[1], Real)
        return np.average(self.X.astype(Real), axis=0, weights=self.s) if self.intercept else zero

    @cached_property
    def total(self) -> Real:
        return np.sum(self.s, dtype=Real)

    @cached_property
    def ridge(self) -> Real:
        """1 / (C Σ s), the weight of ½‖w‖² in F."""
        return 1 / (self.C * self.total)

    @cached_property
    def unit(self) -> np.ndarray:
        variance = np.average((self.X - self.center) ** 2, axis=0, weights=self.s)
        return 1 / np.sqrt(variance / 4 + self.ridge)

    @cached_property
    def scaled(self) -> np.ndarray:
        """The centred columns times their units, then the intercept's."""
        columns = (self.X - self.center) * self.unit
        return np.column_stack([columns, np.ones(len(self.y), Real)]) if self.intercept else columns

    @cached_property
    def scaled_ridge(self) -> np.ndarray:
        ridge = self.ridge * self.unit**2
        return np.append(ridge, Real(0)) if self.intercept else ridge

    def mean_loss(self, z: np.ndarray) -> Real:
        """Of margins z: Σ s (log(1 + eᶻ) − y z) / Σ s."""
        losses = np.maximum(z, 0) - self.y * z + np.log1p(np.exp(-np.abs(z)))
        return np.sum(self.s * losses) / self.total

    def value(self, u: np.ndarray) -> Real:
        """F at u, coefficients in units, then the intercept at the columns' centre."""
        return self.mean_loss(self.scaled @ u) + np.sum(self.scaled_ridge * u**2) / 2

    def gradient(self, u: np.ndarray) -> np.ndarray:
        residual = probability(self.scaled @ u) - self.y
        return self.scaled.T @ (self.s * residual) / self.total + self.scaled_ridge * u

    def hessian(self, u: np.ndarray) -> np.ndarray:
        """In float64: it only has to point the way."""
        z = self.scaled @ u
        curvature = self.s * probability(z) * probability(-z) / self.total
        rows = (self.scaled * np.sqrt(curvature)[:, None]).astype(float)
        return rows.T @ rows + np.diag(self.scaled_ridge.astype(float))

    def to_units(self, coef: np.ndarray, intercept: float) -> np.ndarray:
        u = coef.astype(Real) / self.unit
        return np.append(u, intercept + np.sum(self.center * coef)) if self.intercept else u

    def from_units(self, u: np.ndarray) -> tuple[np.ndarray, float]:
        """Rounded to float64: the coefficients, and the intercept that fits them as rounded."""
        coef = (u[: self.X.shape[1]] * self.unit).astype(float)
        return coef, float(u[-1] - np.sum(self.center * coef)) if self.intercept else 0.0

    def objective(self, coef: np.ndarray, intercept: float) -> Real:
        """f, of the caller's own coefficients and columns."""
        coef = coef.astype(Real)
        loss = self.mean_loss(self.X @ coef + intercept) * self.total
        return loss if np.isinf(self.C) else self.C * loss + np.sum(coef**2) / 2

    def gradient_norm(self, coef: np.ndarray, intercept: float) -> float:
        return float(np.max(np.abs(self.gradient(self.to_units(coef, intercept)))))


def probability(z: np.ndarray) -> np.ndarray:
    e = np.exp(-np.abs(z))
    return np.where(z < 0, e, 1) / (1 + e)


def newton(problem: Problem) -> np.ndarray:
    """The optimum in units, as good as extended precision has it. Steps are halved until F decreases."""
    u = np.zeros(problem.scaled.shape[1], Real)
    value, gradient = problem.value(u), problem.gradient(u)
    for _ in range(200):
        step = -cho_solve(cho_factor(problem.hessian(u)), gradient.astype(float))
        while problem.value(u + step) > value * (1 + 10 * np.finfo(Real).eps):
            step = step / 2
        next_gradient = problem.gradient(u + step)
        close = np.max(np.abs(gradient)) < GRADIENT_TOLERANCE
        if close and np.max(np.abs(next_gradient)) >= np.max(np.abs(gradient)):
            return u
        u, value, gradient = u + step, problem.value(u + step), next_gradient
    raise AssertionError("Newton's method did not converge")


def separation(X: np.ndarray, y: np.ndarray, intercept: bool) -> str | None:
    """How a hyperplane separates the classes, if one does: then there is no finite optimum without penalty.

    Konis (2007): the largest Σ mᵢ over all directions in a box that have no margin mᵢ below 0.
    """
    rows = X / np.sqrt(np.mean(X**2, axis=0))
    if intercept:
        rows = np.column_stack([rows, np.ones(len(y))])
    margins = np.where(y == 1, 1, -1)[:, None] * rows
    n, d = margins.shape
    best = linprog(-margins.sum(axis=0), A_ub=-margins, b_ub=np.zeros(n), bounds=(-1, 1), method="highs")
    assert best.status == 0, best.message
    if -best.fun < 1e-6:
        return None
    complete = linprog(np.zeros(d), A_ub=-margins, b_ub=-np.ones(n), bounds=(None, None), method="highs")
    return "completely" if complete.status == 0 else "quasi-completely"


def fit_sklearn(problem: Problem) -> tuple[np.ndarray, float, bool]:
    """Coefficients, intercept, and whether scikit-learn itself is content with them."""
    model = LogisticRegression(
        C=problem.C, solver="newton-cholesky", fit_intercept=problem.intercept, tol=1e-15, max_iter=10000
    )
    with warnings.catch_warnings(record=True) as complaints:
        warnings.simplefilter("always")
        model.fit(problem.X, problem.y, sample_weight=problem.s)
    return model.coef_[0], float(model.intercept_[0]) if problem.intercept else 0.0, not complaints


def fit_statsmodels(problem: Problem) -> tuple[np.ndarray, float]:
    X = sm.add_constant(problem.X, prepend=False) if problem.intercept else problem.X
    model = sm.GLM(problem.y, X, family=sm.families.Binomial(), var_weights=problem.s)
    solution = model.fit(method="IRLS", tol=1e-15, tol_criterion="deviance", maxiter=1000).params
    return (solution[:-1], float(solution[-1])) if problem.intercept else (solution, 0.0)


def excess(reference: Real, optimum: Real) -> float:
    """How much higher a reference's objective is than the optimum, relatively. It may not be lower."""
    relative = float((reference - optimum) / optimum)
    assert relative >= -SLACK, f"a reference is lower than the optimum by {-relative}"
    return relative


def describe(data: str, standardised: bool, C: float, intercept: bool, weighted: bool) -> dict:
    parts = [
        f"{data.replace('_', '-')} {'standardised' if standardised else 'raw'}",
        "C=Infinity" if np.isinf(C) else f"C={C:g}",
        "intercept" if intercept else "no intercept",
        "weights" if weighted else "no weights",
    ]
    return {
        "name": ", ".join(parts),
        "data": data,
        "standardised": standardised,
        "C": "Infinity" if np.isinf(C) else C,
        "fitIntercept": intercept,
        "weighted": weighted,
    }


def solve(problem: Problem) -> dict:
    """The optimum, and what the references make of it."""
    u = newton(problem)
    coef, intercept = problem.from_units(u)
    objective = problem.objective(coef, intercept)
    gradient_norm = problem.gradient_norm(coef, intercept)
    assert gradient_norm <= GRADIENT_TOLERANCE, f"gradient {gradient_norm}"

    *reference, content = fit_sklearn(problem)
    sklearn_objective = problem.objective(*reference)
    answer = {
        "objective": float(objective),
        "gradientNorm": gradient_norm,
        "hessianCondition": float(np.linalg.cond(problem.hessian(u))),
        "sklearnObjective": float(sklearn_objective),
        "sklearnExcess": excess(sklearn_objective, objective),
        "sklearnGradientNorm": problem.gradient_norm(*reference),
        "sklearnWarned": not content,
    }
    if np.isinf(problem.C):
        reference = fit_statsmodels(problem)
        answer["statsmodelsObjective"] = float(problem.objective(*reference))
        answer["statsmodelsExcess"] = excess(problem.objective(*reference), objective)
        answer["statsmodelsGradientNorm"] = problem.gradient_norm(*reference)
    return answer | {"coef": coef.tolist(), "intercept": intercept}


def report(name: str, answer: dict) -> None:
    print(f"{name}: f = {answer['objective']:.9g}, gradient {answer['gradientNorm']:.1e}", end="")
    print(f", condition {answer['hessianCondition']:.1e}", end="")
    for reference in ["sklearn", "statsmodels"]:
        if (distance := answer.get(f"{reference}Excess")) is not None:
            short = " SHORT" if distance > SHORTFALL else ""
            print(f", {reference} +{distance:.1e}{short} ({answer[f'{reference}GradientNorm']:.1e})", end="")
    print(" warned" if answer["sklearnWarned"] else "", flush=True)


def generate() -> tuple[list[dict], list[dict]]:
    cases, skipped = [], []
    for (data, standardised), C, intercept in product(DATA_SETS, STRENGTHS, [True, False]):
        X, y = load(data, standardised)
        how = separation(X, y, intercept) if np.isinf(C) else None
        for weighted in [False, True]:
            case = describe(data, standardised, C, intercept, weighted)
            if how:
                skipped.append({"name": case["name"], "reason": f"the classes are {how} separable by a hyperplane"})
                continue
            s = row_weights(len(y)) if weighted else np.ones(len(y))
            answer = solve(Problem(X, y, s, C, intercept))
            report(case["name"], answer)
            cases.append(case | answer)
    return cases, skipped


def versions() -> dict:
    modules = [np, scipy, sklearn, statsmodels]
    return {"python": platform.python_version()} | {module.__name__: module.__version__ for module in modules}


def one_a_line(items: list[dict]) -> str:
    return "[\n" + ",\n".join(f"    {json.dumps(item)}" for item in items) + "\n  ]"


def main() -> None:
    cases, skipped = generate()
    OUTPUT.write_text(
        "{\n"
        f'  "generatedWith": {json.dumps(versions())},\n'
        f'  "weights": {json.dumps(WEIGHTS)},\n'
        f'  "standardised": {json.dumps(STANDARDISED)},\n'
        f'  "cases": {one_a_line(cases)},\n'
        f'  "skipped": {one_a_line(skipped)}\n'
        "}\n"
    )
    print(f"{len(cases)} cases, {len(skipped)} skipped")


if __name__ == "__main__":
    main()
