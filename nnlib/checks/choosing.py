"""The project on tables: a pipeline, cross-validation, and a search for the best setting.

scikit-learn is asked for when a check runs: nnlib itself needs NumPy alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from nnlib.arrays import Array
from nnlib.checks.compare import Mistake, attempt, compare, fail, passed
from nnlib.checks.samples import seeded

FEWEST = 5  # values of C that a search should try
LEAST_SPAN = 1000  # how many times the smallest the largest of them should be


def pipeline(model: Any) -> None:
    """Step 4: `model` scales the columns, then classifies, and is one thing to fit."""
    from sklearn.base import clone  # type: ignore[import-untyped,unused-ignore]
    from sklearn.linear_model import (  # type: ignore[import-untyped,unused-ignore]
        LogisticRegression,
    )
    from sklearn.pipeline import Pipeline  # type: ignore[import-untyped,unused-ignore]

    step = "the pipeline"
    if not isinstance(model, Pipeline):
        kind = model.__name__ if isinstance(model, type) else type(model).__name__
        think = "What joins a scaler and a classifier into one model?"
        fail(step, f"{kind} is no pipeline", think)
    last = model.steps[-1][1]
    if isinstance(last, type):
        fail(step, "a class stands in it, not an object", "Which brackets make an object of it?")
    if not isinstance(last, LogisticRegression):
        think = "The answer comes last. What has to be done before?"
        fail(step, f"{type(last).__name__} stands at its end", think)
    y = np.arange(60) % 3
    X = seeded().normal(size=(60, 4)) + 2 * np.eye(3, 4)[y]

    def chances(table: Array) -> Any:
        return attempt(step, lambda: clone(model).fit(table, y).predict_proba(table))

    if not np.allclose(chances(X), chances(X * [1, 1000, 0.001, 1] + [0, 7, 0, 0]), atol=1e-3):
        fail(
            step,
            "its answers change when a column is given in another unit",
            "What brings all columns to one scale, and does it stand before the classifier?",
        )
    passed(step)


def cross_validate(f: Callable[..., Any]) -> None:
    """Step 5: `cross_validate(model, X, y, folds)` is the mean score on the parts held back."""
    from sklearn.neighbors import (  # type: ignore[import-untyped,unused-ignore]
        KNeighborsClassifier,
    )

    step, rng = "cross_validate", seeded()
    y = np.arange(23) % 3
    X = rng.normal(size=(23, 2)) + np.eye(3, 2)[y]
    parts = np.split(rng.permutation(23), [4, 10])
    folds = [(np.setdiff1d(np.arange(23), part), part) for part in parts]

    def scores(fit: Callable[..., Any], ask: Callable[..., Any]) -> Array:
        return np.array(
            [
                KNeighborsClassifier(1).fit(X[fit(*fold)], y[fit(*fold)]).score(X[rows], y[rows])
                for fold in folds
                for rows in [ask(*fold)]
            ]
        )

    def train(rows: Array, _: Array) -> Array:
        return rows

    def held(_: Array, rows: Array) -> Array:
        return rows

    right, exchanged = scores(train, held), scores(held, train)
    compare(
        step,
        attempt(step, lambda: f(KNeighborsClassifier(1), X, y, folds), "Each fold is a pair."),
        right.mean(),
        Mistake(
            1.0,
            "it is asked about rows that it has learned from",
            "Which rows of a fold are for fitting, and which are held back?",
        ),
        Mistake(exchanged.mean(), "the two parts are exchanged", "Which part comes first?"),
        Mistake(right, "one score for each fold", "What is their mean?"),
        Mistake(right.sum(), "the sum of the scores", "How many folds are there?"),
        Mistake(right[-1], "the score of the last fold alone", "Where are the other scores kept?"),
        Mistake(right[0], "the score of the first fold alone", "Does the loop reach every fold?"),
        Mistake(1 - right.mean(), "the share of mistakes", "Count the answers that are right."),
        Mistake(100 * right.mean(), "a percentage", "Return a share from 0 to 1."),
        Mistake(
            np.average(right, weights=[len(part) for part in parts]),
            "a mean over rows, where large folds count more",
            "Each fold gives one score. Take the mean of these.",
        ),
        think="For each fold: fit on the one part, score on the other. Then take the mean.",
    )
    passed(step)


def search(found: Any, X_train: Array) -> None:
    """Step 6: `search` has tried five values of C or more, in a pipeline, on `X_train` alone."""
    from sklearn.model_selection import (  # type: ignore[import-untyped,unused-ignore]
        GridSearchCV,
    )

    step = "the search"
    if not isinstance(found, GridSearchCV):
        fail(step, f"this is {type(found).__name__}, no GridSearchCV", "What does `search` name?")
    if not hasattr(found, "best_estimator_"):
        fail(step, "nothing has been tried yet", "A search is fitted, as a model is.")
    check_rows(step, found.best_estimator_, X_train)
    [name, *others] = found.best_params_
    if others or not name.endswith("C"):
        fail(step, "something else than C alone was varied", "Begin with one setting: C.")
    best = found.best_params_[name]
    values = np.unique(np.ma.getdata(found.cv_results_[f"param_{name}"]).astype(float))
    if len(values) < FEWEST:
        think = "Try more of them, each ten times the one before."
        fail(step, f"values of C: {len(values)}", think)
    if best in (values[0], values[-1]):
        which = "smallest" if best == values[0] else "largest"
        think = "What lies beyond? The best one should have tried neighbours on both sides."
        fail(step, f"the best C, {best:g}, is the {which} that you tried", think)
    if values[-1] < LEAST_SPAN * values[0]:
        think = "Let each be ten times the one before."
        fail(step, f"values of C from {values[0]:g} to {values[-1]:g} alone", think)
    passed(step)


def check_rows(step: str, model: Any, X_train: Array) -> None:
    """The scaler inside must have seen the training rows, all of them, and as they are."""
    parts = getattr(model, "named_steps", {}).values()
    scaler: Any = next((part for part in parts if hasattr(part, "scale_")), None)
    if scaler is None:
        think = "Search over the whole pipeline, so that each fold is scaled by itself."
        fail(step, "what was fitted has no scaler", think)
    mean, seen = scaler.mean_, int(np.max(scaler.n_samples_seen_))
    if np.allclose(mean, 0, atol=1e-6) and np.allclose(scaler.var_, 1):
        fail(
            step,
            "leakage: the table was scaled before the search",
            "Then each part held back has helped to set the scale. Give it the rows as they are.",
        )
    if seen > len(X_train):
        think = "Which rows may not be seen before the end?"
        fail(step, f"leakage: it was fitted on {seen} rows, the test among them", think)
    if seen < len(X_train) or not np.allclose(mean, np.mean(X_train, axis=0)):
        think = "Choose with the training rows, with all of them, and with no others."
        fail(step, f"it was fitted on other rows than X_train, on {seen}", think)
