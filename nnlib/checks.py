"""The checks of the project: is this step right, and if not, which mistake does it look like?

Each check runs a function on a few small numbers and compares the result with the right one, and
with the results of mistakes that are often made. It says where to think again, never the code.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from itertools import islice, pairwise
from typing import Any

import numpy as np

from nnlib.activations import relu as right_relu
from nnlib.activations import sigmoid as right_sigmoid
from nnlib.activations import softmax as right_softmax
from nnlib.arrays import Array
from nnlib.compare import Mistake, attempt, call, compare, fail, passed, shape_of
from nnlib.compare import NotYet as NotYet
from nnlib.losses import CrossEntropy

OLDEST_NUMPY = (1, 24)
FINISHED, EXTENDED = 0.90, 0.97  # test accuracies on MNIST that the project asks for
STAND_IN = 0.80  # and on the few small digits that stand in for it, written by other hands


def ready() -> None:
    """Say in one line whether a notebook has what it needs, or how to get it."""
    import nnlib

    version = tuple(map(int, np.__version__.split(".")[:2]))
    if version < OLDEST_NUMPY:
        oldest = ".".join(map(str, OLDEST_NUMPY))
        print(
            f"NumPy {np.__version__} is too old, {oldest} or newer is needed: run"
            " `%pip install -U numpy` in a cell of its own, then restart the kernel."
        )
        return
    try:
        data = nnlib.datasets.load_mnist()
    except nnlib.datasets.DatasetError as error:
        print(f"nnlib is ready, but there is no data: {error}")
        return
    here = f"Python {sys.version.split()[0]}, NumPy {np.__version__}, nnlib {nnlib.__version__}"
    print(f"Ready: {here}, data set {data.name}.")


# -- step by step


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


def cross_entropy_backward(f: Callable[..., Any]) -> None:
    """Step 6: `cross_entropy_backward(z, Y)` is dL/dz."""
    step, N = "cross_entropy_backward", 6
    [z] = numbers((N, 4))
    Y = np.eye(4)[[2, 0, 1, 3, 2, 1]]
    p = right_softmax(z)
    compare(
        step,
        call(step, f, z, Y, hint=SHAPES),
        (p - Y) / N,
        Mistake(p - Y, "the gradient is not divided by N", "The loss is a mean over N images."),
        Mistake((Y - p) / N, "the wrong sign", "Raising the logit of the right digit: good?"),
        Mistake(Y - p, "the wrong sign, and not divided by N", "Derive it once more on paper."),
        Mistake(
            p - Y / N,
            "the labels alone are divided by N",
            "Which is done first: the minus or the division?",
        ),
        Mistake(
            -Y / p / N,
            "the slope by the probabilities, not by z",
            "From them the chain goes on through softmax to z. What cancels then?",
        ),
        Mistake(
            Y * (p - 1) / N,
            "only the score of the right digit gets a slope",
            "Do the other scores not change the probabilities?",
        ),
        Mistake((p - Y) / Y.size, "divided by N times K", "The mean is over images alone."),
        Mistake((p - Y) / 4, "divided by K instead of N", "The mean is over images, not classes."),
        Mistake((z - Y) / N, "the softmax is missing", "Logits are compared with labels here."),
        Mistake((right_softmax(p) - Y) / N, "softmax twice", "Count how often it is applied."),
        Mistake(p / N, "the labels are not used", "Where does the right digit enter?"),
    )
    passed(step)


def relu_backward(f: Callable[..., Any]) -> None:
    """Step 6: `relu_backward(da, z)` lets the slope through where z was positive."""
    da, z = numbers((4, 3), (4, 3))
    value = "the value in place of the slope"
    compare(
        "relu_backward",
        call("relu_backward", f, da, z, hint=WHOLE),
        np.where(z > 0, da, 0.0),
        Mistake(
            da * (da > 0), "the wrong array is asked", "Which array was above 0 on the way in?"
        ),
        Mistake((z > 0) * 1.0, "what comes from above is lost", "By the chain rule, multiply."),
        Mistake(right_relu(z), value, "Where does da enter? By the chain rule, multiply."),
        Mistake(da * right_relu(z), value, "How steep is ReLU where z is positive?"),
        Mistake(da * z, value, "How steep is ReLU, where z is positive and where it is not?"),
        Mistake(da * (z < 0), "the wrong half", "Where is the slope of ReLU 0?"),
        Mistake(da, "the slope of ReLU is missing", "What does ReLU do to negative numbers?"),
    )
    passed("relu_backward")


def dense_backward(f: Callable[..., Any]) -> None:
    """Step 6: `dense_backward(dz, x, W)` returns dx, dW, db."""
    step, again = "dense_backward", "dz has been divided by N already."
    dz, x, W = numbers((6, 3), (6, 4), (3, 4))
    got = call(step, f, dz, x, W, hint=SHAPES)
    if not isinstance(got, tuple | list) or len(got) != 3:
        fail(step, "no three arrays came out", "Return dx, dW and db, in this order.")
    right = dz @ W, dz.T @ x, dz.sum(axis=0)
    shapes, found = [array.shape for array in right], [shape_of(array) for array in got]
    if found != shapes and set(found) == set(shapes):
        fail(step, "dx, dW and db stand in another order", "Return dx, dW and db, in this order.")
    dx, dW, db = got
    compare(
        f"{step}, dW",
        dW,
        right[1],
        Mistake(x.T @ dz, "transposed weights: dW has the wrong shape", "It has the shape of W."),
        Mistake(dz.T @ x / len(x), "divided by N a second time", again),
    )
    compare(
        f"{step}, db",
        db,
        right[2],
        Mistake(dz, "the sum over the batch is missing", "One bias serves all rows: add up."),
        Mistake(dz.mean(axis=0), "divided by N a second time", again),
        Mistake(dz.sum(axis=1), "the sum over the wrong axis", "db has the shape of b."),
        Mistake(dz.sum(), "one sum for all neurons", "Each neuron has its own bias."),
        Mistake(dz.sum(axis=0, keepdims=True), "an axis too many", "db has the shape of b."),
        Mistake(np.zeros(3), "the bias is forgotten", "By how much does z grow with b?"),
        Mistake(np.ones(3), "dz is forgotten", "By the chain rule, what comes from above enters."),
    )
    compare(
        f"{step}, dx", dx, right[0], Mistake(right[0] / len(x), "divided by N a second time", again)
    )
    passed(step)


def sgd_step(f: Callable[..., Any]) -> None:
    """Step 7: `sgd_step(parameters, gradients, lr)` changes the arrays themselves."""
    step, lr, shapes = "sgd_step", 0.1, [(2, 3), (2,), (4, 2), (4,)]
    before, gradients = numbers(*shapes), numbers(*shapes, seed=1)
    arrays = [array.copy() for array in before]
    parameters, copies = list(arrays), [array.copy() for array in gradients]
    attempt(step, lambda: f(parameters, gradients, lr), PAIRS)
    if not all(map(np.array_equal, gradients, copies)):
        fail(step, "the gradients were changed", "Only the parameters should move.")
    moved = [not np.array_equal(array, old) for array, old in zip(arrays, before, strict=True)]
    if [*map(id, parameters)] != [*map(id, arrays)]:
        fail(step, "new arrays stand in the list", IN_PLACE)
    if not any(moved):
        fail(step, "nothing has moved: the arrays themselves have to change", IN_PLACE)
    if not all(moved):
        found = f"only {sum(moved)} of {len(moved)} arrays have moved"
        fail(step, found, "Does your loop reach every pair? What may end it too early?")
    for array, old, g in zip(arrays, before, gradients, strict=True):
        compare(
            step,
            array,
            old - lr * g,
            Mistake(
                old + lr * g, "a step with the wrong sign", "The gradient points uphill. And we?"
            ),
            Mistake(old - g, "the learning rate is missing", "How long is a step?"),
            Mistake(-lr * g, "the old values are lost", "A step starts where you stand."),
        )
    passed(step)


def network(make: Callable[..., Any]) -> None:
    """Step 8: `Network(sizes, seed)` has `parameters`, `forward(x)` and `backward(Y)`."""
    step = "Network"
    for sizes in ([6, 5, 4, 3, 2], [4, 7, 3, 6, 5, 3]):
        net = made(step, make, sizes)
        check_forward(step, net, sizes)
        check_backward(step, net, sizes)
    check_start(step, make)
    passed(step)


def made(step: str, make: Callable[..., Any], sizes: list[int]) -> Any:
    """The network of these sizes, if its parameters have the right shapes."""
    net = attempt(step, lambda: make(sizes, seed=0), FIXED)
    got = [shape_of(array) for array in getattr(net, "parameters", [])]
    pairs = [(m, n) for n, m in pairwise(sizes)]
    if got == shapes_of(pairs, lambda m, n: [(m, n), (m,)]):
        return net
    for shapes, name, think in (
        ([], "there are no parameters", "Is each array put into the list `parameters`?"),
        (
            shapes_of(pairs, lambda m, n: [(n, m), (m,)]),
            "transposed weights",
            "W has one row for each neuron, and one column for each of its inputs.",
        ),
        (pairs, "the biases are missing", "Each layer has a W and a b."),
        (
            [None] * len(pairs),
            "the W and the b of a layer stand together as one entry",
            "The list is flat: how many entries has it for three layers?",
        ),
        (
            shapes_of(pairs, lambda m, n: [(m, n), (n,)]),
            "a bias for each input",
            "What does each neuron have one of?",
        ),
        (
            shapes_of(pairs, lambda m, n: [(m, n), (m, 1)]),
            "biases with two axes",
            "b is a plain vector of shape (n1,).",
        ),
        (
            shapes_of(pairs, lambda m, n: [(m, n), (1, m)]),
            "biases with two axes",
            "b is a plain vector of shape (n1,).",
        ),
        (
            shapes_of(pairs[:-1], lambda m, n: [(m, n), (m,)]),
            "the last layer is missing",
            "Between five sizes there are four layers. How many times does your loop run?",
        ),
    ):
        if got == shapes:
            fail(step, name, think)
    fail(
        step,
        f"for sizes {sizes} the parameters have shapes {got}",
        f"Expected are W1, b1, W2, b2, ... {FIXED}",
    )


def shapes_of(
    pairs: Iterable[tuple[int, int]], layer: Callable[[int, int], list[tuple[int, ...]]]
) -> list[tuple[int, ...]]:
    return [shape for m, n in pairs for shape in layer(m, n)]


def check_start(step: str, make: Callable[..., Any]) -> None:
    """How the parameters start: small and different weights, biases of 0, all in float32."""
    sizes = [400, 300, 200, 150]
    net, again = made(step, make, sizes), made(step, make, sizes)
    for i, (W, b, n_in) in enumerate(
        zip(net.parameters[::2], net.parameters[1::2], sizes, strict=False), 1
    ):
        spread, wanted = float(np.std(W)), float(np.sqrt(2 / n_in))
        if np.ptp(W) == 0:
            fail(
                step,
                "all weights start alike",
                "Then all neurons of a layer stay alike for ever. What makes them differ?",
            )
        if np.any(b):
            fail(step, f"b{i} does not start at 0", "Only the weights start as random numbers.")
        if abs(np.mean(W)) > 0.1 * spread:
            fail(step, f"the mean of W{i} is {np.mean(W):.2f}", "About as many should be negative.")
        if abs(spread - wanted) > 0.05 * wanted:
            fail(
                step,
                f"W{i} starts with standard deviation {spread:.3f}, expected {wanted:.3f}",
                "How many inputs has this layer? Is it a standard deviation, or its square?",
            )
        for name, array in (("W", W), ("b", b)):
            if array.dtype != np.float32:
                fail(step, f"{name}{i} is of type {array.dtype}", FLOAT32)
    if not all(map(np.array_equal, net.parameters, again.parameters)):
        fail(
            step,
            "two networks with the same seed differ",
            "Draw every random number from the generator `rng`.",
        )


def check_forward(step: str, net: Any, sizes: Sequence[int]) -> None:
    x, other = numbers((5, sizes[0]), (5, sizes[0]))
    for i, array in enumerate(net.parameters):
        array[...] = np.random.default_rng(i).normal(size=array.shape)
    *early, z = logits(net.parameters, x)
    got = call(step, net.forward, x, hint=THERE)
    compare(
        f"{step}.forward",
        got,
        z,
        Mistake(right_relu(z), "ReLU behind the last layer", "Logits may be negative."),
        Mistake(
            right_softmax(z),
            "softmax twice: here, and again in the loss",
            "The loss takes logits. Which layer should end the network?",
        ),
        Mistake(
            logits(net.parameters, x, hidden=lambda z: z)[-1],
            "no ReLU between the layers",
            "What do stacked linear layers collapse to?",
        ),
        Mistake(
            logits(net.parameters, x, bias=0)[-1],
            "the bias is forgotten",
            "Does each layer add its b?",
        ),
        *(
            Mistake(z, "the last layers are left out", "Do all the parameters take part?")
            for early_z in early
            for z in (early_z, right_relu(early_z))
        ),
        tolerance=1e-4,
        think=THERE,
    )
    kept = np.array(got)
    call(step, net.forward, other)
    if not np.array_equal(got, kept):
        fail(
            f"{step}.forward",
            "a second call changed the result of the first: a shared buffer",
            "Each call needs an array of its own for what it returns.",
        )


def logits(
    parameters: Sequence[Array],
    x: Array,
    hidden: Callable[[Array], Array] = right_relu,
    bias: float = 1,
) -> list[Array]:
    """The z of each layer; the last are the logits."""
    zs = []
    for W, b in zip(parameters[::2], parameters[1::2], strict=True):
        zs.append(x @ W.T + bias * b)
        x = hidden(zs[-1])
    return zs


def check_backward(step: str, net: Any, sizes: Sequence[int]) -> None:
    """Compare each gradient with differences of the loss, along one random direction."""
    [x] = numbers((5, sizes[0]), seed=3)
    y = np.arange(5) % sizes[-1]
    Y = np.eye(sizes[-1])[y]
    call(step, net.forward, x)
    gradients = call(step, net.backward, Y, hint=BACK)
    check_gradient_shapes(step, net.parameters, gradients)
    straight = gradients_without_relu(net.parameters, x, Y)
    for i, array in enumerate(net.parameters):
        direction = np.random.default_rng(i).normal(size=array.shape)
        slope = slope_along(net, array, direction, x, y)
        compare(
            f"{step}.backward, {name_of(i)}",
            float((gradients[i] * direction).sum()),
            slope,
            Mistake(slope * len(x), "the gradient is not divided by N", ONCE),
            Mistake(slope / len(x), "divided by N twice", ONCE),
            Mistake(-slope, "the wrong sign", "It should be the slope of the loss."),
            Mistake(0.0, "it is zero", "Is this layer reached on the way back?"),
            Mistake(
                float((straight[i] * direction).sum()),
                "no ReLU on the way back",
                "Each ReLU that was passed on the way in has to be passed on the way back.",
            ),
            tolerance=1e-2,
            think=BACK,
        )


def check_gradient_shapes(step: str, parameters: Sequence[Array], gradients: Any) -> None:
    think = "The gradients stand in the order of the parameters, with the same shapes."
    if gradients is None:
        fail(f"{step}.backward", "nothing was returned", "Does the function end with `return`?")
    if len(gradients) != len(parameters):
        found = f"{len(gradients)} gradients for {len(parameters)} parameters"
        fail(f"{step}.backward", found, think)
    for i, (gradient, array) in enumerate(zip(gradients, parameters, strict=True)):
        if np.shape(gradient) != array.shape:
            found = f"its shape is {np.shape(gradient)}, but the parameter's is {array.shape}"
            fail(f"{step}.backward, {name_of(i)}", found, think)


def name_of(place: int) -> str:
    """The name of a gradient: dW1, db1, dW2, ..."""
    return f"d{'Wb'[place % 2]}{place // 2 + 1}"


def slope_along(net: Any, array: Array, direction: Array, x: Array, y: Array) -> float:
    """How fast the loss of `net` grows when one of its arrays moves in this direction."""
    kept, values, h = array.copy(), [], 1e-3 if array.dtype == np.float32 else 1e-5
    for sign in (1, -1):
        array[...] = kept + sign * h * direction
        values.append(CrossEntropy()(np.asarray(net.forward(x), float), y))
    array[...] = kept
    return (values[0] - values[1]) / (2 * h)


def gradients_without_relu(parameters: Sequence[Array], x: Array, Y: Array) -> list[Array]:
    """What comes out if the way back forgets the slopes of ReLU."""
    zs = logits(parameters, x)
    inputs = [x, *map(right_relu, zs[:-1])]
    dz: Array = (right_softmax(zs[-1]) - Y) / len(x)
    gradients: list[Array] = []
    for W, a in zip(parameters[::2][::-1], inputs[::-1], strict=True):
        gradients = [dz.T @ a, dz.sum(axis=0), *gradients]
        dz = dz @ W
    return gradients


def train(f: Callable[..., Any], make: Callable[..., Any]) -> None:
    """Step 9: `train(network, x, y, epochs, batch_size, lr, rng)` returns each epoch's loss."""
    step = "train"
    y = np.arange(60) % 3
    x = seeded().normal(size=(60, 4)) + 3 * np.eye(3, 4)[y]
    x_kept, y_kept = x.copy(), y.copy()
    net = attempt(step, lambda: make([4, 8, 8, 8, 3], seed=0))
    before, seen = [array.copy() for array in net.parameters], watch(net)
    losses = attempt(step, lambda: f(net, x, y, 12, 10, 0.1, seeded()), OWN)
    inputs = [*seen]
    if not np.array_equal(x, x_kept) or not np.array_equal(y, y_kept):
        fail(step, "the training data were changed", "Work on the batches, not on x and y.")
    check_length(step, losses, 12)
    if all(map(np.array_equal, before, net.parameters)):
        fail(
            step,
            "the parameters did not move",
            "Is a step taken after each batch, and by the network that was given?",
        )
    direction = "Do the gradients belong to this batch? Is the sign of the step right?"
    if not np.isfinite(losses).all():
        fail(step, "the loss grows until it is inf or nan", direction)
    if losses[-1] > losses[0]:
        fail(step, f"the loss rises from {losses[0]:.2f} to {losses[-1]:.2f}", direction)
    check_loss_of_epoch(step, f, net, x, y)
    check_batches_of_epochs(step, inputs, 12)
    check_epochs_apart(step, f, make([4, 8, 8, 8, 3], seed=0), x, y, losses)
    if losses[-1] > 0.3:
        fail(
            step,
            f"the loss falls only from {losses[0]:.2f} to {losses[-1]:.2f}",
            "Does each epoch use all batches, and each batch its own gradients?",
        )
    passed(step)


def watch(net: Any) -> list[Array]:
    """A list that gets a copy of each input of `net.forward` from now on."""
    seen, forward = [], net.forward

    def watched(x: Array) -> Any:
        seen.append(np.array(x))
        return forward(x)

    net.forward = watched
    return seen


def check_length(step: str, losses: Any, epochs: int) -> None:
    if np.shape(losses) != (epochs,):
        count = 0 if losses is None else np.size(losses)
        fail(
            step,
            f"numbers returned for epochs={epochs}: {count}",
            "Return a list with one number for each epoch: the mean of its losses.",
        )


def check_loss_of_epoch(step: str, f: Callable[..., Any], net: Any, x: Array, y: Array) -> None:
    """With steps too short to matter, the mean loss of the batches is that of all images."""
    before = [array.copy() for array in net.parameters]
    losses = attempt(step, lambda: f(net, x, y, 1, 10, 1e-12, seeded()), OWN)
    check_length(step, losses, 1)
    if not all(map(np.allclose, before, net.parameters)):
        fail(step, "the steps are long for a tiny lr", "Which learning rate does a step use?")
    z = np.asarray(net.forward(x), float)
    right = CrossEntropy()(z, y)
    compare(
        f"{step}, the loss of an epoch",
        losses[0],
        right,
        Mistake(6 * right, "the losses are summed, not averaged", "How many batches were there?"),
        Mistake(60 * right, "the losses are summed, not averaged", "Over what is the mean?"),
        Mistake(right / 10, "divided by the size of a batch", "The loss is a mean already."),
        Mistake(
            CrossEntropy()(right_softmax(z), y), "softmax twice", "cross_entropy takes the logits."
        ),
        tolerance=1e-3,
        think="It is the mean over all batches of the epoch, not the loss of one batch.",
    )


def check_batches_of_epochs(step: str, inputs: list[Array], epochs: int) -> None:
    """The network must see batches of ten, in a new order in each epoch."""
    batches = [x for x in inputs if len(x) == 10]
    if not batches:
        sizes = sorted({len(x) for x in inputs})
        fail(
            step,
            f"for batch_size=10 the network gets batches of {sizes} rows",
            "Which batch size does the loop over the batches use?",
        )
    n = len(batches) // epochs
    if all(map(np.array_equal, batches[:n], batches[n : 2 * n])):
        fail(
            step,
            "every epoch has the same order",
            "The generator `rng` goes on from epoch to epoch. Is a new one made somewhere?",
        )


def check_epochs_apart(
    step: str, f: Callable[..., Any], net: Any, x: Array, y: Array, together: Sequence[float]
) -> None:
    """Two epochs in two calls must give what they gave in one call."""
    rng = seeded()
    first, second = (
        float(attempt(step, lambda: f(net, x, y, 1, 10, 0.1, rng), OWN)[0]) for _ in range(2)
    )
    if not np.isclose(first, together[0]):
        fail(
            step,
            "the same seed does not give the same losses",
            "With the same seed, your training should be the same again tomorrow. Use `rng` alone.",
        )
    if not np.isclose(second, together[1]):
        fail(
            step,
            f"the loss of the second epoch is {together[1]:.3f}, expected {second:.3f}",
            "Do the losses of the first epoch still count in the second?",
        )


def accuracy(f: Callable[..., Any]) -> None:
    """Step 10: `accuracy(network, x, y)` is the share of right answers, from 0 to 1."""

    class Echo:
        """A network whose logits are its inputs."""

        def forward(self, x: Array) -> Array:
            return x

    x = np.array(
        [[3.0, 1, 0, 0, 4], [1, 5, 8, 9, 3], [0, 2, 1, 3, 2], [4, 9, 4, 3, 8], [1, 4, 3, 2, 0]]
    )
    y = np.array([4, 3, 3, 1, 4])
    compare(
        "accuracy",
        call("accuracy", f, Echo(), x, y, hint=SCORES),
        0.8,
        Mistake(80.0, "a percentage", "Return a share from 0 to 1."),
        Mistake(0.2, "the share of mistakes", "Count the answers that are right."),
        Mistake(4, "a number of images", "Divide by how many there are."),
        Mistake(x.argmax(axis=1) == y, "one answer for each image", "What is their mean?"),
        Mistake(
            np.mean(x.argmax(axis=0) == y),
            "the wrong axis",
            "The answer to an image is the place of the largest score in its row.",
        ),
        Mistake(np.mean(x.max(axis=1) == y), "the largest score", "Which place is it at?"),
    )
    passed("accuracy")


def finish(net: Any, test_accuracy: float, data_set: str = "mnist") -> None:
    """The end: an entry for the club's chat, with the network and its accuracy."""
    mnist = data_set == "mnist"
    goal = FINISHED if mnist else STAND_IN
    sizes = [net.parameters[0].shape[1], *(len(b) for b in net.parameters[1::2])]
    hidden = len(sizes) - 2
    if hidden < 3:
        fail("the project", f"hidden layers: {hidden}", "Give the network at least three.")
    if test_accuracy < goal:
        fail(
            "the project",
            f"{test_accuracy:.1%} of the test images",
            f"{goal:.0%} is the goal. More epochs, or another learning rate?",
        )
    parameters = sum(array.size for array in net.parameters)
    print(
        f"I built a neural network from nothing but NumPy:\n{'-'.join(map(str, sizes))},"
        f" {parameters:,} parameters.\nIt reads {test_accuracy:.2%} of the test images"
        f" ({'MNIST' if mnist else data_set})."
        + (" Extension done!" if mnist and test_accuracy >= EXTENDED else "")
    )


# -- where to think again

SHAPES = "Write the shape beside each array. Which product has the shape you need?"
KEEP = "Write the shape beside each array. One number for each row: which shape fits (N, K)?"
WHOLE = "Python's own `max` and `if` take an array as one thing. Look at each number by itself."
OF_EACH = "Each image has probabilities of its own."
FIXED = (
    "Between five sizes there are four layers. All numbers come from the list: is there one of"
    " yours in the class?"
)
THERE = "Go through the layers with a pencil: what goes into each, and what comes out?"
BACK = (
    "Go back through the layers with a pencil: which z, x and W belong to each? Did forward keep"
    " them, and of the last batch alone?"
)
PAIRS = "The two lists go together: each array of parameters has one array of gradients."
FLOAT32 = "The images are float32. Another type makes each step of the training slower."
OWN = "Are the labels one-hot? Does the function use its own arguments, not names outside it?"
SCORES = "Which of the network's functions gives the scores? How many answers has each image?"
ONCE = "The loss is a mean over N images, so its slope is divided by N, once."
IN_PLACE = (
    "A new array under an old name leaves the old array, and the network, as they were."
    " How do you change an array in its place?"
)


# -- numbers to try


def seeded() -> np.random.Generator:
    """A generator that always gives the same numbers."""
    return np.random.default_rng(0)


def numbers(*shapes: tuple[int, ...], seed: int = 0) -> list[Array]:
    """Return random arrays of these shapes, the same on each call."""
    rng = np.random.default_rng(seed)
    return [rng.normal(size=shape) for shape in shapes]
