"""For few samples: L-BFGS, which looks at all of them at once and guesses how the slope bends."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from nnlib.arrays import Array
from nnlib.guards import blas_limit
from nnlib.losses import Loss
from nnlib.model import Sequential


def minimize(
    model: Sequential, loss: Loss, X: Array, y: Array, alpha: float, options: dict[str, Any]
) -> tuple[int, float]:
    """Lower the loss plus alpha/2 · (sum of all W²); return the iterations and what was reached.

    Warns with `ConvergenceWarning` if it stops before it is done.

    References
    ----------
    Liu and Nocedal (1989), On the limited memory BFGS method for large scale optimization.
    """
    from scipy.optimize import (  # type: ignore[import-not-found,import-untyped,unused-ignore]
        minimize,
    )
    from sklearn.exceptions import ConvergenceWarning  # type: ignore[import-untyped,unused-ignore]

    def cost_and_slope(theta: Array) -> tuple[float, Array]:
        model.theta = theta
        cost = loss(model.forward(X, training=True), y)
        model.backward(loss.backward())
        slope = model.grad.astype(np.float64)
        for part in model.weights:
            cost += alpha / 2 * float(theta[part] @ theta[part])
            slope[part] += alpha * theta[part]
        return cost, slope

    with blas_limit(model, len(X), "auto"), np.errstate(over="ignore", invalid="ignore"):
        found = minimize(cost_and_slope, model.theta, method="L-BFGS-B", jac=True, options=options)
    model.theta = found.x
    if not found.success:
        warnings.warn(
            f"lbfgs stopped before it was done, after {found.nit} iterations ({found.message}): "
            f"raise max_iter or max_fun, or scale the data",
            ConvergenceWarning,
            stacklevel=5,
        )
    return int(min(found.nit, options["maxiter"])), float(found.fun)
