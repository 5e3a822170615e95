"""The project on tables: two sets, a baseline, one scale for all columns, and counted answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from nnlib.arrays import Array
from nnlib.checks.compare import Mistake, call, compare, fail, passed, shape_of
from nnlib.checks.samples import numbers

TEST_SHARE = 0.25


def split(X: Array, y: Array, X_train: Array, X_test: Array, y_train: Array, y_test: Array) -> None:
    """Step 1: each row of `X` and its label stand in one of the two sets, a quarter in the test."""
    step = "the two sets"
    tables, labels = {"X_train": X_train, "X_test": X_test}, {"y_train": y_train, "y_test": y_test}
    flat = [name for name, table in tables.items() if len(shape_of(table) or ()) != 2]
    if flat or any(len(shape_of(array) or ()) != 1 for array in labels.values()):
        fail(
            step,
            f"{flat[0]} is no table" if flat else "the labels are no list",
            "Four arrays come out of the split. In which order do your four names take them?",
        )
    rows = {row.tobytes(): i for i, row in enumerate(np.asarray(X, float))}
    places = {
        name: [rows.get(row.tobytes(), -1) for row in np.asarray(table, float)]
        for name, table in tables.items()
    }
    for (name, found), (label_name, given) in zip(places.items(), labels.items(), strict=True):
        if -1 in found:
            fail(step, f"{name} holds rows that are not in X", "Divide the table as it is.")
        if len(found) != len(given):
            think = "Both have to be cut at the same places."
            fail(step, f"{name} has {len(found)} rows, {label_name} {len(given)}", think)
        if not np.array_equal(np.asarray(y)[found], given):
            think = "A wine has to keep its label. Was the same cut made through both?"
            fail(step, f"the labels in {label_name} belong to other rows than {name}", think)
    if set(places["X_train"]) & set(places["X_test"]):
        think = "What does a test measure if its questions were known before?"
        fail(step, "test data in training: some rows stand in both sets", think)
    check_shares(step, y, len(X), y_train, y_test)
    passed(step)


def check_shares(step: str, y: Array, n: int, y_train: Array, y_test: Array) -> None:
    """A quarter of all rows is for the test, and of each class as well."""
    share = len(y_test) / n
    if len(y_train) + len(y_test) < n:
        fail(step, "some rows stand in neither set", "Each wine belongs to one of the two.")
    if abs(share - TEST_SHARE) > 1.5 / n:
        fail(step, f"{share:.0%} of the rows are for the test", "The page asks for a quarter.")
    wanted = TEST_SHARE * np.bincount(y)
    found = np.bincount(y_test, minlength=len(wanted))
    if (abs(found - wanted) > 1).any():
        fail(
            step,
            f"the classes have {found.tolist()} rows in the test, expected about"
            f" {wanted.round().astype(int).tolist()}",
            "By chance a class got more than its share. Which argument of the split keeps shares?",
        )


def baseline(f: Callable[..., Any]) -> None:
    """Step 2: `baseline(y_train, y_test)` is the share that the most common class gets right."""
    y_train, y_test = np.array([1, 1, 2, 0, 1, 2, 0, 1]), np.array([2, 2, 2, 1, 0])
    compare(
        "baseline",
        call("baseline", f, y_train, y_test, hint="Which class is most common in y_train?"),
        0.2,
        Mistake(
            0.6,
            "the most common class of the test labels",
            "The baseline has to answer before it sees them. Where does it get its answer from?",
        ),
        Mistake(0.5, "the share in the training labels", "Learn from y_train, count in y_test."),
        Mistake(1, "the class itself, or a number of rows", "Which share of y_test is this class?"),
        Mistake(4, "how often the class occurs", "Which share of y_test is this class?"),
        Mistake(0.8, "the share of mistakes", "Count the answers that are right."),
        Mistake(20, "a percentage", "Return a share from 0 to 1."),
        Mistake(1 / 3, "a guess at random", "It always gives the same answer. Which one?"),
        Mistake(y_test == 1, "one answer for each row", "What is their mean?"),
        think="The most common class of y_train is 1 here, and y_test is 2, 2, 2, 1, 0.",
    )
    passed("baseline")


def standardize(f: Callable[..., Any]) -> None:
    """Step 3: `standardize(X_train, X_new)` gives `X_new` on the scale of the training rows."""
    step, scales = "standardize", np.array([1.0, 100, 0.01])
    X_train, X_new = (table * scales + 3 * scales for table in numbers((6, 3), (4, 3)))
    mean, spread = X_train.mean(axis=0), X_train.std(axis=0)
    both = np.concatenate([X_train, X_new])
    compare(
        step,
        call(step, f, X_train, X_new, hint="One mean for each column: which shape has it?"),
        (X_new - mean) / spread,
        Mistake(
            (X_new - X_new.mean(axis=0)) / X_new.std(axis=0),
            "the new rows have set their own scale",
            "A model in use gets one row at a time. Whose mean and spread can it know?",
        ),
        Mistake(
            (X_new - both.mean(axis=0)) / both.std(axis=0),
            "leakage: the new rows have helped to set the scale",
            "The test rows count as not yet seen. Whose mean and spread may be used?",
        ),
        Mistake(X_new - mean, "the division is missing", "How wide is each column?"),
        Mistake(X_new / spread, "the mean is not taken away", "Where should the middle lie?"),
        Mistake(
            (X_new - mean) / spread**2,
            "divided by the variance",
            "Which has the unit of the column: the variance, or its root?",
        ),
        Mistake(
            (X_new - X_train.mean()) / X_train.std(),
            "one mean and one spread for the whole table",
            "Each column has a unit of its own. Along which axis is the mean?",
        ),
        Mistake(
            (X_new - mean) / X_train.std(axis=0, ddof=1),
            "divided by n - 1 inside the standard deviation",
            "That is a good estimate as well. We take NumPy's own, as scikit-learn does.",
        ),
        Mistake(
            (X_train - mean) / spread, "the training rows came out", "Which rows were asked for?"
        ),
        Mistake(
            (X_new - X_train.min(axis=0)) / np.ptp(X_train, axis=0),
            "scaled from the smallest to the largest",
            "Mean 0 and standard deviation 1 are asked for.",
        ),
        think="Take one column, and work out one number by hand.",
    )
    passed(step)


def confusion(f: Callable[..., Any]) -> None:
    """Step 7: `confusion(y, answers, K)` counts the answers, with a row for each true class."""
    step, K = "confusion", 3
    y, answers = np.array([0, 0, 0, 0, 1, 1, 2, 1]), np.array([0, 0, 1, 1, 1, 2, 0, 1])
    right = np.zeros((K, K), int)
    np.add.at(right, (y, answers), 1)
    once = (right > 0).astype(int)
    compare(
        step,
        call(step, f, y, answers, K, hint="The table has a row and a column for each class."),
        right,
        Mistake(right.T, "rows and columns are exchanged", "A row belongs to a true class."),
        Mistake(
            right / right.sum(axis=1, keepdims=True), "shares of each row", "Count the answers."
        ),
        Mistake(right / len(y), "shares of all answers", "Count the answers."),
        Mistake(
            once,
            "no place counts beyond 1",
            "The same pair can come twice. Does an index that occurs twice add twice?",
        ),
        Mistake(
            np.diag(np.diag(right)), "only right answers are counted", "Where do the mistakes go?"
        ),
        Mistake(
            right - np.diag(np.diag(right)),
            "only mistakes are counted",
            "The right answers stand on the diagonal.",
        ),
        Mistake(np.diag(right), "the diagonal alone", "Where do the mistakes go?"),
        Mistake((y == answers).sum(), "one number", "Count each pair of class and answer."),
        think="Take the rows with y = 0: which answers did they get, and how often?",
    )
    wider = call(step, f, y, answers, K + 1, hint="The last class may be one that nobody has.")
    if np.shape(wider) != (K + 1, K + 1):
        fail(step, f"for {K + 1} classes the table is {np.shape(wider)}", "Where does K stand?")
    passed(step)
