"""Steps 1 and 2: the three sets of images, and the batches."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Any

import numpy as np

from nnlib.arrays import Array
from nnlib.checks.compare import call, fail, passed
from nnlib.checks.samples import seeded


def data(
    x_train: Array, y_train: Array, x_val: Array, y_val: Array, x_test: Array, y_test: Array
) -> None:
    """Step 1: three sets of images and labels, and no image in two of them."""
    step = "the three sets"
    x_train, x_val, x_test = map(np.asarray, (x_train, x_val, x_test))
    named = {"x_train": (x_train, y_train), "x_val": (x_val, y_val), "x_test": (x_test, y_test)}
    for name, (x, y) in named.items():
        if np.ndim(x) != 2:
            fail(step, f"{name} has shape {np.shape(x)}", "One row is one image: (n, 784).")
        if np.shape(y) != (len(x),):
            fail(
                step,
                f"{name} has {len(x)} images, but its labels have shape {np.shape(y)}",
                "Take one label for each image, from the same places.",
            )
        if len(x) == 0:
            fail(step, f"{name} is empty", "Each set needs images. How are your slices?")
        if np.max(x) > 1:
            fail(step, f"{name} goes up to {np.max(x):g}", "The pixels should be from 0 to 1.")
    widths = sorted({np.shape(x)[1] for x, _ in named.values()})
    if len(widths) > 1:
        fail(step, f"the images have different sizes: {widths}", "Take whole rows, of all pixels.")
    if len(x_train) < len(x_val):
        fail(
            step,
            "the training set is smaller than the validation set",
            "Which of the two should have most of the images?",
        )
    check_apart(step, x_train, x_val, x_test)
    for name, (x, y) in named.items():
        if share_at_own_mean(x, y, x_train, y_train) < 0.5:
            fail(
                step,
                f"the labels of {name} belong to other images",
                "Image and label of the same place belong together. Compare your slices.",
            )
    passed(step)


def check_apart(step: str, x_train: Array, x_val: Array, x_test: Array) -> None:
    """The test set must stay unseen, and so must the validation set; a few twins may be."""
    train, val, test = ({hash(row.tobytes()) for row in x} for x in (x_train, x_val, x_test))
    if len(train & test) > len(test) // 100:
        fail(
            step,
            "test data in training: images of the test set stand in x_train",
            "What does a test measure if its questions were known before?",
        )
    if len(val & test) > len(val) // 100:
        fail(
            step,
            "images of the test set stand in x_val",
            "You choose settings with the validation set. From which set should it be taken?",
        )
    if len(train & val) > len(val) // 100:
        fail(
            step,
            "the training and the validation set share images",
            "Where does the one slice end, and where does the other begin?",
        )


def share_at_own_mean(x: Array, y: Array, x_train: Array, y_train: Array) -> float:
    """The share of images that are most like the mean training image of their own label."""
    labels = np.unique(y_train)
    means = np.stack([x_train[y_train == label].mean(axis=0) for label in labels])
    nearest = (x @ means.T - (means**2).sum(axis=1) / 2).argmax(axis=1)
    return float(np.mean(labels[nearest] == y))


def batches(f: Callable[..., Any]) -> None:
    """Step 2: `batches(x, y, batch_size, rng)` gives each row once, in a new order each time."""
    step = "batches"
    y = np.arange(10)
    x = np.column_stack([y, 10 * y]).astype(float)
    rng = np.random.default_rng(0)
    first = epoch(step, f, x, y, rng)
    check_rows(step, first, len(y))
    labels, other, same = (
        np.concatenate([y_batch for _, y_batch in batches])
        for batches in (first, epoch(step, f, x, y, rng), epoch(step, f, x, y, seeded()))
    )
    if np.array_equal(labels, other):
        fail(
            step,
            "two epochs have the same order",
            "The order should be drawn anew each time, from the generator `rng`.",
        )
    if all(np.all(np.diff(y_batch) == 1) for _, y_batch in first):
        fail(
            step,
            "the batches are shuffled, but each holds the same neighbours as before",
            "Every image should meet others in each epoch. What has to be put in random order?",
        )
    if not np.array_equal(labels, same):
        fail(
            step,
            "the order does not come from `rng`",
            "With the same seed, your training should be the same again tomorrow.",
        )
    passed(step)


def epoch(
    step: str, f: Callable[..., Any], x: Array, y: Array, rng: np.random.Generator
) -> list[tuple[Array, Array]]:
    """All batches of four of one epoch, if they are pairs of several rows and labels."""

    def collect(*arguments: Any) -> list[Any]:
        given = f(*arguments)
        if given is None:
            fail(step, "nothing came out", "Where does your function give a batch away?")
        if isinstance(given, tuple):
            fail(
                step,
                "one batch came out, and then it was over",
                "`return` ends a function. Which word gives a batch, and goes on?",
            )
        return list(islice(given, 20))

    pairs: list[tuple[Array, Array]] = call(step, collect, x, y, 4, rng)
    if len(pairs) == 0:
        fail(step, "no batch came out", "From where to where does your loop go, by which steps?")
    if len(pairs) == 20:
        fail(
            step,
            f"it does not stop: {len(x)} rows gave at least 20 batches",
            "When has each row been given once? Does the function use its own x and y alone?",
        )
    for pair in pairs:
        if not isinstance(pair, tuple | list) or len(pair) != 2:
            fail(step, "no pairs came out", "Give images and labels together, one pair a batch.")
        if np.ndim(pair[0]) != 2 or np.ndim(pair[1]) != 1:
            fail(
                step,
                f"x_batch has shape {np.shape(pair[0])}, and y_batch {np.shape(pair[1])}",
                "A batch holds several images, one in a row, and one label for each.",
            )
        if len(pair[0]) != len(pair[1]):
            fail(step, "a batch has more images than labels, or fewer", "Cut both alike.")
    return pairs


def check_rows(step: str, pairs: list[tuple[Array, Array]], n: int) -> None:
    """Each of `n` rows must come once with its label, in batches of four."""
    labels = np.concatenate([y_batch for _, y_batch in pairs])
    sizes = [len(y_batch) for _, y_batch in pairs]
    if any(not np.array_equal(x_batch[:, 0], y_batch) for x_batch, y_batch in pairs):
        fail(
            step,
            "images and labels are shuffled apart",
            "An image has to keep its label. Can one order serve both?",
        )
    if len(set(labels)) < len(labels):
        fail(
            step,
            "a row comes twice in an epoch",
            "Is a row that was drawn still in the pot? Where does the next batch begin?",
        )
    if len(labels) < n:
        fail(
            step,
            f"of {n} rows only {len(labels)} came out, in batches of {sizes}",
            f"{n} is no multiple of 4. What becomes of the rows that are left at the end?"
            if sizes == [4, 4]
            else "Does each round of your loop give a batch, and a whole one?",
        )
    if max(sizes) > 4 or len(sizes) > 3:
        fail(
            step,
            f"for batch_size 4 the batches have {sizes} rows",
            "Each batch has batch_size rows. Only the last may have fewer.",
        )
