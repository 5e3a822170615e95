#!/usr/bin/env bash
# scikit-learn 1.9.1: with its default tol = 1e-4 LogisticRegression counts as converged, without a
# ConvergenceWarning, and a good guess would be that its coefficients are then right to about that many
# digits. With a weak penalty they are not: the optimum is flat, and to stand nearly still says little about
# how far away it is.
# Seen, breast cancer, standardized: at C = 1 the largest difference from the optimum (tol = 1e-10) is 0.016,
# at C = 100 it is 1.6, where the largest coefficient is 7.8; 50 iterations against 270, and no warning.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet scikit-learn==1.9.1 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
import warnings

import numpy as np
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

warnings.simplefilter("error")
X, y = load_breast_cancer(return_X_y=True)
X = StandardScaler().fit_transform(X)
distances = {}
for C in (1, 100):
    usual = LogisticRegression(C=C, max_iter=10_000).fit(X, y)
    exact = LogisticRegression(C=C, tol=1e-10, max_iter=100_000).fit(X, y)
    distances[C] = np.abs(usual.coef_ - exact.coef_).max()
    largest = np.abs(exact.coef_).max()
    print(f"C = {C}: off by {distances[C]:.3f}; largest {largest:.2f}; {usual.n_iter_} of {exact.n_iter_}")
raise SystemExit(not (distances[1] < 0.1 and distances[100] > 0.5))
PY
