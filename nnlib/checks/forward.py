"""Steps 3 to 5: a layer, its activation, softmax, one-hot labels and the loss."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from nnlib.activations import relu as right_relu
from nnlib.activations import sigmoid as right_sigmoid
from nnlib.activations import softmax as right_softmax
from nnlib.checks.compare import Mistake, call, compare, fail, passed
from nnlib.checks.hints import FLOAT32, KEEP, OF_EACH, SHAPES, WHOLE
from nnlib.checks.samples import numbers
from nnlib.losses import CrossEntropy


def dense(f: Callable[..., Any]) -> None:
    """Step 3: `dense(x, W, b)` is z = Wx + b for each row."""
    x, W, b = numbers((5, 3), (3, 3), (3,))
    z = x @ W.T + b
    compare(
        "dense",
        call("dense", f, x, W, b, hint=SHAPES),
        z,
        Mistake(x @ W + b, "transposed weights", "W has one row for each neuron, not each input."),
        Mistake(x @ W.T, "the bias is forgotten", "What does a neuron add to its dot product?"),
        Mistake(x @ W, "transposed weights, and no bias", "Compare with z = Wx + b, term by term."),
        Mistake(x @ W.T - b, "the bias is subtracted", "Compare the signs with z = Wx + b."),
        Mistake(x @ W.T + b.sum(), "one bias for all neurons", "Each neuron has its own bias."),
        Mistake(right_relu(z), "ReLU is applied here", "This layer is the linear part alone."),
        Mistake(z.T, "one image in a column", "In code, one image is one row: (N, n1) comes out."),
    )
    x, W, b = numbers((5, 4), (2, 4), (2,))
    compare("dense", call("dense", f, x, W, b, hint=SHAPES), x @ W.T + b)
    passed("dense")


def relu(f: Callable[..., Any]) -> None:
    """Step 4: `relu(z)` is max(0, z)."""
    [z] = numbers((4, 3))
    compare(
        "relu",
        call("relu", f, z, hint=WHOLE),
        right_relu(z),
        Mistake(np.abs(z), "the absolute value", "What should become of a negative number?"),
        Mistake(np.minimum(z, 0), "the negative half is kept", "Which side should stay?"),
        Mistake((z > 0) * 1.0, "the slope of ReLU", "The function keeps the positive numbers."),
        Mistake(z.max(), "one maximum of all numbers", "Each number is compared with 0 by itself."),
        Mistake(
            z.max(axis=0),
            "the largest number of each column",
            "Each number is compared with 0 by itself. NumPy has two functions with nearly the"
            " same name: read what each of them does.",
        ),
        Mistake(z[z > 0], "the negative numbers are left out", "They stay in their place, as 0."),
    )
    passed("relu")


def softmax(f: Callable[..., Any]) -> None:
    """Step 4: `softmax(z)` turns each row into probabilities."""
    [z] = numbers((4, 3))
    e, shifted = np.exp(z), np.exp(z - z.max(axis=1, keepdims=True))
    compare(
        "softmax",
        call("softmax", f, z, hint=KEEP),
        right_softmax(z),
        Mistake(
            right_softmax(z.T).T, "softmax over the wrong axis", "Which numbers should sum to 1?"
        ),
        Mistake(
            shifted / shifted.sum(axis=0), "a sum over the wrong axis", "Which should sum to 1?"
        ),
        Mistake(e / e.sum(), "one sum for the whole batch", OF_EACH),
        Mistake(shifted / shifted.sum(), "one sum for the whole batch", OF_EACH),
        Mistake(e, "the division is missing", "Probabilities sum to 1. Do yours?"),
        Mistake(shifted, "the division is missing", "Probabilities sum to 1. Do yours?"),
        Mistake(
            shifted / e.sum(axis=1, keepdims=True),
            "the scores are shifted above the line of the fraction, but not below",
            "The number is taken from all scores of an image, wherever they stand.",
        ),
        Mistake(
            z / z.sum(axis=1, keepdims=True),
            "the exponential is missing",
            "Can a probability be negative? What does the formula do with z first?",
        ),
        Mistake(
            right_softmax(z - z.max(axis=0)),
            "the largest score is sought over the wrong axis",
            "The same number has to be taken from all scores of one image.",
        ),
        Mistake(right_sigmoid(z), "the sigmoid of each number", "The scores share one sum."),
    )
    check_shift(f)
    passed("softmax")


def check_shift(f: Callable[..., Any]) -> None:
    """Softmax must be right for large scores, whatever the other rows are."""
    large, far = np.array([[1000.0, 1001.0]]), np.array([[1000.0, 1001.0], [-1000.0, -999.0]])
    with np.errstate(all="ignore"):
        alone, together = (call("softmax", f, z, hint=KEEP) for z in (large, far))
    if not np.isfinite(alone).all():
        fail(
            "softmax",
            "large numbers overflow: the max-shift is missing",
            "Softmax does not change if the same number is taken from all entries of a row."
            " Which number keeps the exponential small?",
        )
    if not np.isfinite(together).all():
        fail(
            "softmax",
            "one shift for the whole batch: rows with small scores become 0 / 0",
            "Each row needs a number of its own to take away.",
        )
    compare("softmax of scores near 1000", together, right_softmax(far))
    with np.errstate(all="ignore"):
        apart = call("softmax", f, np.array([[-1000.0, 1000.0]]), hint=KEEP)
    if not np.isfinite(apart).all():
        fail(
            "softmax",
            "the scores -1000 and 1000 of one image overflow",
            "After your shift, can a score still be far above 0? Which number prevents that?",
        )


def one_hot(f: Callable[..., Any]) -> None:
    """Step 5: `one_hot(y, n_classes)` has a 1 at each label, one row for each."""
    step, y = "one_hot", np.array([2, 0, 1, 1, 2])
    Y = np.eye(4)[y]
    rows, columns = np.zeros((5, 4)), np.zeros((5, 4))
    rows[y], columns[:, y] = 1, 1
    place = "The 1 of an image has one place. In which row is it, and in which column?"
    got = call(step, f, y, 4, hint="How many rows has the table that comes out? And columns?")
    compare(
        step,
        got,
        Y,
        Mistake(y, "labels, not one-hot rows", "Which row of numbers stands for the label 2?"),
        Mistake(Y.T, "rows and columns are exchanged", "One row is one image, as always."),
        Mistake(np.eye(4)[y - 1], "the place is off by one", "The first class is number 0."),
        Mistake(1 - Y, "zeros and ones are exchanged", "The 1 stands at the label."),
        Mistake(rows, "whole rows are 1", place),
        Mistake(columns, "whole columns are 1", place),
        Mistake(
            np.eye(10)[y], "the number 10 stands in the code", "n_classes says how many columns."
        ),
        Mistake(
            np.eye(3)[y],
            "the number of classes is taken from the labels",
            "A batch may lack a class. n_classes says how many columns there are.",
        ),
    )
    if np.asarray(got).dtype != np.float32:
        fail(step, f"the numbers are of type {np.asarray(got).dtype}", FLOAT32)
    passed(step)


def cross_entropy(f: Callable[..., Any]) -> None:
    """Step 5: `cross_entropy(z, Y)` is the mean over the rows of -ln softmax(z) at the label."""
    step, N = "cross_entropy", 6
    [z] = numbers((N, 4))
    y = np.array([2, 0, 1, 3, 2, 1])
    Y = np.eye(4)[y]
    p, right = right_softmax(z), CrossEntropy()(z, y)
    of_each = -np.log(p[np.arange(N), y])
    compare(
        step,
        call(step, f, z, Y, hint=KEEP),
        right,
        Mistake(N * right, "a sum instead of a mean", "Should a larger batch have a larger loss?"),
        Mistake(right / 4, "a mean over all numbers", "The mean is over the images, not classes."),
        Mistake(N * right / 4, "divided by K instead of N", "The mean is over images."),
        Mistake(of_each, "one loss for each image", "A batch has one loss: the mean of these."),
        Mistake(-right, "the sign is missing", "ln of a probability is negative; a loss is not."),
        Mistake(
            CrossEntropy()(p, y), "softmax twice", "Count how often the logits go through softmax."
        ),
        Mistake(
            CrossEntropy()(z, y) / np.log(2), "a logarithm to base 2", "We measure in nats: use ln."
        ),
        Mistake(right / np.log(10), "a logarithm to base 10", "We measure in nats: use ln."),
        Mistake(
            -np.sum(Y * p) / N, "the logarithm is missing", "The loss is -ln of a probability."
        ),
        Mistake(
            -(z * Y).sum() / N, "the softmax is missing", "z are logits, not yet probabilities."
        ),
        Mistake(
            -(Y * np.log(right_softmax(z.T).T)).sum() / N,
            "softmax over the wrong axis",
            "Over which numbers does the sum below the fraction go?",
        ),
        *(
            Mistake(
                result,
                "all classes are counted, so the labels are not used",
                "Only the probability of the right digit enters. What does the one-hot row do?",
            )
            for result in (-np.log(p).sum() / N, -np.log(p).mean())
        ),
        Mistake(
            right - z.max(axis=1).mean(),
            "one term of the difference is shifted, and the other is not",
            "The number is taken from all scores of an image, wherever they stand.",
        ),
        Mistake(np.mean((p - Y) ** 2), "the mean squared error", "This loss has a logarithm."),
        Mistake(np.sum((p - Y) ** 2) / N, "the squared error", "This loss has a logarithm."),
    )
    check_far(step, f)
    passed(step)


def check_far(step: str, f: Callable[..., Any]) -> None:
    """The loss must be right for logits that are large, or far from each other."""
    rows = np.array([[1000.0, 1001.0], [-1000.0, -999.0]])
    with np.errstate(all="ignore"):
        wrong = call(step, f, np.array([[0.0, -1000.0]]), np.array([[0.0, 1.0]]), hint=KEEP)
        large = call(step, f, np.array([[1000.0, 1000.0]]), np.array([[0.0, 1.0]]), hint=KEEP)
        together = call(step, f, rows, np.eye(2), hint=KEEP)
    if not np.isfinite(wrong):
        fail(
            step,
            "sure and wrong answers give infinity: a logarithm of 0",
            "Take the logarithm of softmax on paper first. Which exponential cancels?",
        )
    if not np.isfinite(large):
        fail(
            step,
            "large logits overflow: the max-shift is missing",
            "What kept the exponential small in softmax helps here as well.",
        )
    if not np.isfinite(together):
        fail(
            step,
            "one shift for the whole batch: in rows with small scores it gives a logarithm of 0",
            "Each row needs a number of its own to take away.",
        )
    compare(
        f"{step} of the logits 0 and -1000, label 1",
        wrong,
        1000.0,
        Mistake(
            0.0, "it is 0 for a sure and wrong answer", "How should such an answer be punished?"
        ),
        think="Is a small number added to the probability? Then a very wrong answer costs too"
        " little. Take the logarithm of softmax on paper first.",
    )
