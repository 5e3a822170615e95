"""The project on tables, without labels: the two halves of a round of k-means."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from nnlib.checks.compare import Mistake, call, compare, fail, has_nan, passed, shape_of

X = np.array([[0.0, 0], [1, 0], [0, 2], [6, 5], [5, 6], [3, 3.4], [7, 6]])
CENTRES = np.array([[5.0, 7], [-1, 8], [7, 6], [6, -4]])
GROUPS = np.array([0, 0, 2, 1, 1, 2, 1])


def nearest_centre(f: Callable[..., Any]) -> None:
    """Step 8: `nearest_centre(X, centres)` gives each row the number of its nearest centre."""
    step = "nearest_centre"
    between = X[:, None] - CENTRES
    distance = np.linalg.norm(between, axis=2)
    compare(
        step,
        call(step, f, X, CENTRES, hint="A distance for each pair of row and centre: (N, k)."),
        distance.argmin(axis=1),
        Mistake(distance.argmax(axis=1), "the farthest centre", "Which of the distances is meant?"),
        Mistake(distance, "the distances themselves", "At which place of a row is the smallest?"),
        Mistake(distance**2, "the squared distances", "At which place of a row is the smallest?"),
        Mistake(distance.min(axis=1), "the smallest distance", "Which centre is it the one of?"),
        Mistake(
            distance.argmin(axis=0),
            "the nearest row of each centre",
            "One answer for each row of X: along which axis do the centres lie?",
        ),
        Mistake(
            between.sum(axis=2).argmin(axis=1),
            "the differences are added with their signs",
            "A difference of -3 is as far as one of 3. What is done before the sum?",
        ),
        Mistake(
            abs(between.sum(axis=2)).argmin(axis=1),
            "the differences cancel before their size is taken",
            "A difference of -3 is as far as one of 3. What is done before the sum?",
        ),
        Mistake(
            abs(between).sum(axis=2).argmin(axis=1),
            "the distance along the axes, without squares",
            "Take the straight way: squares, then the sum.",
        ),
        think="Take the first row, and work out its distance from each centre by hand.",
    )
    passed(step)


def moved_centres(f: Callable[..., Any]) -> None:
    """Step 8: `moved_centres(X, groups, centres)` puts each centre at the mean of its group."""
    step = "moved_centres"
    got = call(step, f, X, GROUPS, CENTRES, hint="Which rows of X belong to group 0?")
    means = [X[group == GROUPS].mean(axis=0) for group in range(3)]
    if has_nan(got):
        think = "Group 3 has no row here. What should become of its centre?"
        fail(step, "nan came out: the mean of no rows at all", think)
    if shape_of(got) == (3, 2):
        think = "Group 3 has no row here. Its centre stays where it is."
        fail(step, "a centre is lost", think)
    compare(
        step,
        got,
        np.array([*means, CENTRES[3]]),
        Mistake(
            np.array([*means, [0.0, 0]]),
            "the centre of an empty group went to 0",
            "Group 3 has no row here. Its centre stays where it is.",
        ),
        Mistake(
            np.array([*(X[group == GROUPS].sum(axis=0) for group in range(3)), CENTRES[3]]),
            "sums in place of means",
            "How many rows has each group?",
        ),
        Mistake(
            np.array([*(np.median(X[group == GROUPS], axis=0) for group in range(3)), CENTRES[3]]),
            "medians in place of means",
            "k-means is named after what it takes.",
        ),
        Mistake(
            np.array([*([X[group == GROUPS].mean()] * 2 for group in range(3)), CENTRES[3]]),
            "one number for each group",
            "A centre has as many numbers as a row. Along which axis is the mean?",
        ),
        Mistake(np.tile(X.mean(axis=0), (4, 1)), "the mean of all rows", "Which rows are its own?"),
        Mistake(CENTRES, "no centre has moved", "Where do the rows of each group lie?"),
        think="Group 0 has the rows (0, 0) and (1, 0). Where is their middle?",
    )
    passed(step)
