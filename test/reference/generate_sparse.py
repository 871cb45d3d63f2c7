"""Optima of a text problem in CSR with 32768 hashed features: test/reference/sparse.json.

Subjects of mails (test/data/mail-subjects.tsv), their runs of three to five characters hashed by FNV-1a to 15 bits,
counted, rows of length 1. With an intercept by scikit-learn (newton-cg, polished by SciPy's L-BFGS-B where it stops
early); without one by LIBLINEAR's command line (-s 0, and -s 6 for the lasso).

    python test/reference/generate_sparse.py
"""

import json
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import scipy.sparse as sp
import sklearn
from sklearn.linear_model import LogisticRegression

HERE = Path(__file__).parent
BITS = 15


def fnv1a(text):
    h = 0x811C9DC5
    for byte in text.encode("ascii"):
        h = ((h ^ byte) * 0x01000193) & 0xFFFFFFFF
    return h


def features(subject):
    text = f" {subject.lower()} "
    counts = {}
    for n in (3, 4, 5):
        for i in range(len(text) - n + 1):
            j = fnv1a(text[i : i + n]) >> (32 - BITS)
            counts[j] = counts.get(j, 0) + 1
    return counts


lines = (HERE.parent / "data/mail-subjects.tsv").read_text().splitlines()
labels, subjects = zip(*(line.split("\t") for line in lines))
indptr, indices, values = [0], [], []
for subject in subjects:
    counts = features(subject)
    norm = np.sqrt(sum(c * c for c in counts.values()))
    for j in sorted(counts):
        indices.append(j)
        values.append(counts[j] / norm)
    indptr.append(len(indices))
X = sp.csr_matrix((values, indices, indptr), shape=(len(subjects), 2**BITS))
y = np.array([1 if label == "spam" else 0 for label in labels])
used = int((np.asarray((X != 0).sum(axis=0)).ravel() > 0).sum())


def objective(w, b, C, l1=False):
    z = X @ w + b
    m = np.where(y == 1, z, -z)
    return C * np.logaddexp(0, -m).sum() + (np.abs(w).sum() if l1 else 0.5 * w @ w)


def liblinear(kind, C):
    with tempfile.TemporaryDirectory() as folder:
        data, model = f"{folder}/data", f"{folder}/model"
        with open(data, "w") as out:
            for i in range(X.shape[0]):
                pairs = zip(X.indices[X.indptr[i] : X.indptr[i + 1]], X.data[X.indptr[i] : X.indptr[i + 1]])
                out.write(f"{'+1' if y[i] else '-1'} " + " ".join(f"{j + 1}:{v!r}" for j, v in ((int(j), float(v)) for j, v in pairs)) + "\n")
        subprocess.run(
            ["liblinear-train", "-q", "-s", str(kind), "-c", str(C), "-B", "-1", "-e", "1e-8", data, model], check=True
        )
        text = Path(model).read_text().split("\nw\n")
        w = np.array([float(v) for v in text[1].split()])
        sign = 1 if text[0].split("label ")[1].split()[0] == "1" else -1
        return sign * np.pad(w, (0, 2**BITS - len(w)))


columns = [int(j) for j in np.argsort(-np.asarray((X != 0).sum(axis=0)).ravel(), kind="stable")[:40:2]]
cases = []
for C in (1.0, 100.0):
    ours = LogisticRegression(C=C, solver="newton-cg", tol=1e-10, max_iter=2000).fit(X, y)
    w, b = ours.coef_[0], ours.intercept_[0]
    cases.append({"by": "scikit-learn", "C": C, "l1Ratio": 0, "fitIntercept": True, "objective": objective(w, b, C),
                  "coef": w[columns].tolist(), "intercept": float(b)})
    w = liblinear(0, C)
    cases.append({"by": "LIBLINEAR", "C": C, "l1Ratio": 0, "fitIntercept": False, "objective": objective(w, 0, C),
                  "coef": w[columns].tolist(), "intercept": 0})
for C in (1.0, 10.0):
    w = liblinear(6, C)
    cases.append({"by": "LIBLINEAR", "C": C, "l1Ratio": 1, "fitIntercept": False, "objective": objective(w, 0, C, True),
                  "coef": w[columns].tolist(), "intercept": 0, "nonZeros": int((w != 0).sum())})

result = {"sklearn": sklearn.__version__, "rows": X.shape[0], "cols": X.shape[1], "used": used, "nonZeros": int(X.nnz),
          "spam": int(y.sum()), "columns": columns, "cases": cases}
(HERE / "sparse.json").write_text(json.dumps(result, indent=1) + "\n")
