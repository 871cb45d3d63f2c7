"""Runs scikit-learn's side of the peer benchmark: one JSON request a line on stdin, one answer a line on stdout.

The times are taken here, so that nothing of the way to the other process counts.
"""

import json
import signal
import sys
import time
import warnings

import numpy as np
import sklearn
import threadpoolctl
from scipy.sparse import csr_matrix
from sklearn._loss import HalfBinomialLoss
from sklearn.linear_model import LogisticRegression
from sklearn.linear_model._linear_loss import LinearModelLoss

warnings.filterwarnings("ignore")

data = {}  # name -> (X, y)
models = {}  # name -> the latest fit


class Late(Exception):
    pass


def on_alarm(_signal, _frame):
    raise Late


signal.signal(signal.SIGALRM, on_alarm)


def timed(task, least_ms):
    """The time of a call in ms, the mean of as many as take least_ms, and what the last one answered."""
    calls = 1
    while True:
        start = time.perf_counter()
        for _ in range(calls):
            answer = task()
        ms = (time.perf_counter() - start) * 1000
        if ms >= least_ms or calls >= 1_000_000:
            return ms / calls, answer
        calls = max(calls + 1, int(calls * min(10, 1.2 * least_ms / max(ms, 1e-3))))


def describe(_request):
    pools = [
        {key: pool.get(key) for key in ("user_api", "internal_api", "version", "num_threads", "architecture")}
        for pool in threadpoolctl.threadpool_info()
    ]
    versions = {"python": sys.version.split()[0], "numpy": np.__version__, "sklearn": sklearn.__version__}
    return {"versions": versions, "pools": pools}


def load(request):
    X = np.fromfile(request["x"]).reshape(request["rows"], request["cols"])
    data[request["name"]] = (X, np.fromfile(request["y"]).astype(np.int64))
    return {}


def load_sparse(request):
    values, indices, indptr, y = (np.fromfile(request[name]) for name in ("values", "indices", "indptr", "y"))
    shape = (request["rows"], request["cols"])
    X = csr_matrix((values, indices.astype(np.int32), indptr.astype(np.int32)), shape=shape)
    data[request["name"]] = (X, y.astype(np.int64))
    return {}


def unload(request):
    data.pop(request["name"], None)
    models.pop(request["name"], None)
    return {}


def loss_gradient(request):
    """As LogisticRegression calls it for its lbfgs: one thread for the loss, BLAS's own for the products."""
    X, y = data[request["name"]]
    coef = np.array(request["coef"])
    target = y.astype(np.float64)
    loss = LinearModelLoss(base_loss=HalfBinomialLoss(), fit_intercept=True)
    strength = 1.0 / len(y)
    ms, (value, _) = timed(lambda: loss.loss_gradient(coef, X, target, None, strength, 1), request["leastMs"])
    return {"ms": ms, "value": value}


def hessian(request):
    X, _ = data[request["name"]]
    s = np.full(len(X), 0.25)
    ms, _ = timed(lambda: X.T @ (s[:, None] * X), request["leastMs"])
    return {"ms": ms}


def fit(request):
    """Any fit that takes longer than limitSeconds is given up."""
    X, y = data[request["name"]]
    # liblinear penalises the intercept; with its column this large, by nothing that matters.
    scaling = {"intercept_scaling": 1e4} if request["solver"] == "liblinear" else {}
    penalty = {"C": request.get("C", 1.0), "l1_ratio": request.get("l1Ratio", 0.0)}
    options = {**penalty, "solver": request["solver"], "tol": request["tol"], "max_iter": request["maxIter"]}
    options |= {"fit_intercept": request.get("fitIntercept", True), "dual": request.get("dual", False)}
    signal.setitimer(signal.ITIMER_REAL, request["limitSeconds"])
    try:
        ms, model = timed(lambda: LogisticRegression(**options, **scaling).fit(X, y), request["leastMs"])
    except Late:
        return {"late": True}
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    models[request["name"]] = model
    steps = int(np.max(model.n_iter_))
    if request.get("classes"):
        return {"ms": ms, "coef": model.coef_.tolist(), "intercept": model.intercept_.tolist(), "steps": steps}
    return {"ms": ms, "coef": model.coef_[0].tolist(), "intercept": float(np.ravel(model.intercept_)[0]), "steps": steps}


def predict_proba(request):
    X, _ = data[request["name"]]
    rows = request.get("rows", len(X))
    model = models[request["model"]]
    part = X[:rows]
    ms, _ = timed(lambda: model.predict_proba(part), request["leastMs"])
    return {"ms": ms}


jobs = {
    "describe": describe,
    "load": load,
    "loadSparse": load_sparse,
    "unload": unload,
    "lossGradient": loss_gradient,
    "hessian": hessian,
    "fit": fit,
    "predictProba": predict_proba,
}

for line in sys.stdin:
    request = json.loads(line)
    try:
        answer = jobs[request["job"]](request)
    except Exception as error:
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
