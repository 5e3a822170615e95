"""The project on tables: the same model by two libraries, and what to post in the end."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnlib.arrays import Array
from nnlib.checks.compare import fail, passed
from nnlib.losses import CrossEntropy

TOLERANCE = 1e-4  # how far two coefficients may lie apart
FAR = 1000  # times the right weights: no training that settles leads so far away
GOAL = 0.9  # share of right answers that the project asks for
ALIKE = 0.7  # adjusted Rand index of groups and kinds that one scale makes possible


def same_model(net: Any, X: Array, y: Array, C: float) -> None:
    """Step 9: the weights of `net` are scikit-learn's coefficients for this `C`."""
    from sklearn.linear_model import (  # type: ignore[import-untyped,unused-ignore]
        LogisticRegression,
    )

    step = "the same model"
    K, n = len(np.unique(y)), np.shape(X)[1]
    layers = getattr(net, "layers", [])
    if len(layers) != 1 or np.shape(getattr(layers[0], "W", 0)) != (K, n):
        think = "Logistic regression has no hidden layer and no activation of its own."
        fail(step, f"this is no single dense layer from {n} numbers to {K}", think)
    W, b = np.array(layers[0].W, float), np.array(layers[0].b, float)
    twin = LogisticRegression(C=C, tol=1e-10, max_iter=10_000).fit(X, y)
    if not abs(W).max() < FAR * abs(twin.coef_).max():  # nan is not smaller either
        think = "Is the penalty far too large? The loss is a mean over N rows: what becomes of C?"
        fail(step, "the weights have grown beyond all bounds", think)
    apart = max(abs(W - twin.coef_).max(), abs(b - twin.intercept_).max())
    if apart > TOLERANCE:
        explain(step, W, b, *slopes(W, b, X, y), 1 / (C * len(X)), C, apart)
    passed(f"{step}, the largest difference is {apart:.0e}")


def slopes(W: Array, b: Array, X: Array, y: Array) -> tuple[Array, Array]:
    """The slopes of the mean cross-entropy by weights and biases, without a penalty."""
    loss = CrossEntropy()
    loss(X @ W.T + b, y)
    d_out = loss.backward()
    return d_out.T @ X, d_out.sum(axis=0)


def explain(
    step: str, W: Array, b: Array, dW: Array, db: Array, decay: float, C: float, apart: float
) -> None:
    """Say which mistake these weights look like.

    At the bottom the penalty's pull balances the slope of the loss: dW = -decay W. The decay for
    which this holds best is the one that was used, if training has come to an end.
    """
    used = -float((dW * W).sum() / (W * W).sum())
    at_rest = np.linalg.norm(dW + used * W) < 1e-2 * np.linalg.norm(dW)
    divided = "scikit-learn adds its losses, and ours is a mean over N rows. What becomes of C?"
    names = [
        (decay * C * C, "C in place of 1 / C", "The larger C is, the weaker the penalty."),
        (1 / C, "the penalty is not divided by N", divided),
        (C, "C itself is the penalty", divided),
        (2 * decay, "the penalty is twice as strong", "There is a half in both formulas."),
        (decay / 2, "the penalty is half as strong", "There is a half in both formulas."),
    ]
    if at_rest:
        for value, name, think in names:
            if np.isclose(used, value, rtol=2e-2):
                fail(step, name, think)
        if not np.isclose(used, decay, rtol=2e-2):
            found = f"a penalty of {used:.3g} in place of {decay:.3g}"
            fail(step, found, "Write both losses below each other. For which value do they agree?")
        if np.allclose(db, -used * b, rtol=0.1, atol=1e-6):
            think = "Which parameters does the penalty apply to, and which does it leave alone?"
            fail(step, "the biases are penalized as well", think)
    if abs(used) < 0.1 * decay:
        think = "Where does C enter your loop? The larger it is, the weaker the penalty."
        fail(step, "the penalty is missing, or much too weak", think)
    found = f"the largest difference is {apart:.2g}, and {TOLERANCE:g} is asked for"
    think = "The slope is not 0 yet. More steps, or longer ones? On these very rows?"
    fail(step, found, think)


def report(y_train: Array, y_test: Array, answers: Array, groups: Array, y: Array) -> None:
    """The end: an entry for the club's chat, with what the model and the groups are worth."""
    from sklearn.metrics import (  # type: ignore[import-untyped,unused-ignore]
        adjusted_rand_score,
    )

    if np.shape(answers) != np.shape(y_test):
        found = f"{np.size(answers)} answers for {len(y_test)} wines"
        fail("the report", found, "Ask the model about the rows of the test.")
    right = int(np.count_nonzero(np.asarray(answers) == y_test))
    if right < GOAL * len(y_test):
        found = f"{right} of {len(y_test)} answers are right"
        fail("the report", found, f"{GOAL:.0%} is the goal. Which model has answered?")
    if np.shape(groups) != np.shape(y):
        found = f"{np.size(groups)} groups for {len(y)} wines"
        fail("the report", found, "Each wine of the table gets the number of its group.")
    rand = float(adjusted_rand_score(y, groups))
    if rand < ALIKE:
        think = (
            "Are all columns on one scale before distances are measured? Are there three groups?"
        )
        fail("the report", f"the groups have little to do with the kinds: {rand:.2f}", think)
    common = int(np.count_nonzero(np.asarray(y_test) == np.bincount(y_train).argmax()))
    print(
        f"I sorted {len(y_test)} wines that my model had never seen: {right} right."
        f" Always saying the most common kind gets {common}.\n"
        f"Without one label, k-means found {len(np.unique(groups))} groups."
        f" Compared with the kinds: adjusted Rand index {rand:.2f}."
    )
