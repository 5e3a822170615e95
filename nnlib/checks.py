"""The checks of the project: is this step right, and if not, which mistake does it look like?

Each check runs a function on a few small numbers and compares the result with the right one, and
with the results of mistakes that are often made. It says where to think again, never the code.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple, NoReturn

import numpy as np

from nnlib.activations import relu as right_relu
from nnlib.activations import softmax as right_softmax
from nnlib.arrays import Array
from nnlib.losses import CrossEntropy

OLDEST_NUMPY = (1, 24)
FINISHED, EXTENDED = 0.90, 0.97  # test accuracies that the project asks for


class NotYet(AssertionError):
    """A step is not right yet; the text says what it looks like and where to think again."""

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows: the text, without the lines of code that led here."""
        return [str(self)]


class Mistake(NamedTuple):
    """A mistake that is often made: what comes out with it, its name, and where to think again."""

    result: Any
    name: str
    think: str


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
    named = {"x_train": x_train, "x_val": x_val, "x_test": x_test}
    for (name, x), y in zip(named.items(), (y_train, y_val, y_test), strict=True):
        if np.ndim(x) != 2:
            fail(step, f"{name} has shape {np.shape(x)}", "One row is one image: (n, 784).")
        if len(x) != len(y):
            fail(
                step,
                f"{name} has {len(x)} images but {len(y)} labels",
                "Take the labels from the same places as the images.",
            )
        if len(x) == 0:
            fail(step, f"{name} is empty", "Each set needs images. How are your slices?")
        if np.max(x) > 1:
            fail(step, f"{name} goes up to {np.max(x):g}", "The pixels should be from 0 to 1.")
    train, val, test = ({hash(row.tobytes()) for row in x} for x in named.values())
    if len(train & test) > len(test) // 100:
        fail(
            step,
            "test data in training: images of the test set stand in x_train",
            "What does a test measure if its questions were known before?",
        )
    if len(train & val) > len(val) // 100:
        fail(
            step,
            "the training and the validation set share images",
            "Where does the one slice end, and where does the other begin?",
        )
    passed(step)


def batches(f: Callable[..., Any]) -> None:
    """Step 2: `batches(x, y, batch_size, rng)` gives each row once, in a new order each time."""
    step = "batches"
    y = np.arange(10)
    x = np.column_stack([y, 10 * y]).astype(float)
    rng = np.random.default_rng(0)
    first, second = (call(step, lambda *a: list(f(*a)), x, y, 4, rng) for _ in range(2))
    for epoch in (first, second):
        if not all(isinstance(pair, tuple | list) and len(pair) == 2 for pair in epoch):
            fail(step, "no pairs came out", "Give images and labels together, one pair a batch.")
        if any(len(x_batch) != len(y_batch) for x_batch, y_batch in epoch):
            fail(step, "a batch has more images than labels, or fewer", "Cut both alike.")
    labels = np.concatenate([y_batch for _, y_batch in first])
    sizes = [len(y_batch) for _, y_batch in first]
    if any(not np.array_equal(x_batch[:, 0], y_batch) for x_batch, y_batch in first):
        fail(
            step,
            "images and labels are shuffled apart",
            "An image has to keep its label. Can one order serve both?",
        )
    if len(set(labels)) < len(labels):
        fail(step, "a row comes twice in an epoch", "Is a row that was drawn still in the pot?")
    if len(labels) < len(y):
        fail(
            step,
            f"of 10 rows only {len(labels)} came out",
            "10 is no multiple of 4. What becomes of the rows that are left at the end?",
        )
    if max(sizes) > 4:
        fail(step, f"the batches have {sizes} rows", "No batch should be larger than batch_size.")
    if np.array_equal(labels, np.concatenate([y_batch for _, y_batch in second])):
        fail(
            step,
            "two epochs have the same order",
            "The order should be drawn anew each time, from the generator `rng`.",
        )
    passed(step)


def dense(f: Callable[..., Any]) -> None:
    """Step 3: `dense(x, W, b)` is z = Wa + b for each row."""
    x, W, b = numbers((5, 3), (3, 3), (3,))
    z = x @ W.T + b
    compare(
        "dense",
        call("dense", f, x, W, b),
        z,
        Mistake(x @ W + b, "transposed weights", "W has one row for each neuron, not each input."),
        Mistake(x @ W.T, "the bias is forgotten", "What does a neuron add to its dot product?"),
        Mistake(x @ W, "transposed weights, and no bias", "Compare with z = Wa + b, term by term."),
        Mistake(x @ W.T - b, "the bias is subtracted", "Compare the signs with z = Wa + b."),
        Mistake(x @ W.T + b.sum(), "one bias for all neurons", "Each neuron has its own bias."),
        Mistake(right_relu(z), "ReLU is applied here", "This layer is the linear part alone."),
    )
    x, W, b = numbers((5, 4), (2, 4), (2,))
    compare("dense", call("dense", f, x, W, b, hint=TRANSPOSED), x @ W.T + b)
    passed("dense")


def relu(f: Callable[..., Any]) -> None:
    """Step 4: `relu(z)` is max(0, z)."""
    [z] = numbers((4, 3))
    compare(
        "relu",
        call("relu", f, z),
        right_relu(z),
        Mistake(np.abs(z), "the absolute value", "What should become of a negative number?"),
        Mistake(np.minimum(z, 0), "the negative half is kept", "Which side should stay?"),
        Mistake((z > 0) * 1.0, "the slope of ReLU", "The function keeps the positive numbers."),
        Mistake(z.max(), "one maximum of all numbers", "Each number is compared with 0 by itself."),
    )
    passed("relu")


def softmax(f: Callable[..., Any]) -> None:
    """Step 4: `softmax(z)` turns each row into probabilities."""
    [z] = numbers((4, 3))
    e = np.exp(z)
    compare(
        "softmax",
        call("softmax", f, z),
        right_softmax(z),
        Mistake(
            right_softmax(z.T).T, "softmax over the wrong axis", "Which numbers should sum to 1?"
        ),
        Mistake(
            e / e.sum(), "one sum for the whole batch", "Each image has probabilities of its own."
        ),
        Mistake(e, "the division is missing", "Probabilities sum to 1. Do yours?"),
        Mistake(z / z.sum(axis=1, keepdims=True), "the exponential is missing", "e to the z."),
    )
    with np.errstate(all="ignore"):
        large = call("softmax", f, np.array([[1000.0, 1001.0], [-1000.0, -999.0]]))
    if not np.isfinite(large).all():
        fail(
            "softmax",
            "large numbers overflow: the max-shift is missing",
            "Softmax does not change if the same number is taken from all entries of a row."
            " Which number keeps the exponential small?",
        )
    passed("softmax")


def one_hot(f: Callable[..., Any]) -> None:
    """Step 5: `one_hot(y, n_classes)` has a 1 at each label, one row for each."""
    y = np.array([2, 0, 1, 3, 2])
    Y = np.eye(4)[y]
    compare(
        "one_hot",
        call("one_hot", f, y, 4),
        Y,
        Mistake(y, "labels, not one-hot rows", "Which row of numbers stands for the label 2?"),
        Mistake(Y.T, "rows and columns are exchanged", "One row is one image, as always."),
        Mistake(np.eye(4)[y - 1], "the place is off by one", "The first class is number 0."),
        Mistake(1 - Y, "zeros and ones are exchanged", "The 1 stands at the label."),
    )
    passed("one_hot")


def cross_entropy(f: Callable[..., Any]) -> None:
    """Step 5: `cross_entropy(z, Y)` is the mean over the rows of -ln softmax(z) at the label."""
    step, N = "cross_entropy", 6
    [z] = numbers((N, 4))
    y = np.array([2, 0, 1, 3, 2, 1])
    Y = np.eye(4)[y]
    right = CrossEntropy()(z, y)
    p = right_softmax(z)
    compare(
        step,
        call(step, f, z, Y),
        right,
        Mistake(N * right, "a sum instead of a mean", "Should a larger batch have a larger loss?"),
        Mistake(right / 4, "a mean over all numbers", "The mean is over the images, not classes."),
        Mistake(-right, "the sign is missing", "ln of a probability is negative; a loss is not."),
        Mistake(
            CrossEntropy()(p, y), "softmax twice", "Count how often the logits go through softmax."
        ),
        Mistake(
            CrossEntropy()(z, y) / np.log(2), "a logarithm to base 2", "We measure in nats: use ln."
        ),
        Mistake(
            -np.sum(Y * p) / N, "the logarithm is missing", "The loss is -ln of a probability."
        ),
        Mistake(
            -(z * Y).sum() / N, "the softmax is missing", "z are logits, not yet probabilities."
        ),
        Mistake(
            -np.log(p).sum() / N,
            "all classes are counted, so the labels are not used",
            "Only the probability of the right digit enters. What does the one-hot row do?",
        ),
    )
    with np.errstate(all="ignore"):
        large = call(step, f, np.array([[1000.0, -1000.0]]), np.array([[0.0, 1.0]]))
    if not np.isfinite(large).all():
        fail(
            step,
            "sure and wrong answers give infinity: a logarithm of 0",
            "Take the logarithm of softmax on paper first. Which exponential cancels?",
        )
    passed(step)


def cross_entropy_backward(f: Callable[..., Any]) -> None:
    """Step 6: `cross_entropy_backward(z, Y)` is dL/dz."""
    step, N = "cross_entropy_backward", 6
    [z] = numbers((N, 4))
    Y = np.eye(4)[[2, 0, 1, 3, 2, 1]]
    p = right_softmax(z)
    compare(
        step,
        call(step, f, z, Y),
        (p - Y) / N,
        Mistake(p - Y, "the gradient is not divided by N", "The loss is a mean over N images."),
        Mistake((Y - p) / N, "the wrong sign", "Raising the logit of the right digit: good?"),
        Mistake(Y - p, "the wrong sign, and not divided by N", "Derive it once more on paper."),
        Mistake((p - Y) / Y.size, "divided by N times K", "The mean is over images alone."),
        Mistake((z - Y) / N, "the softmax is missing", "Logits are compared with labels here."),
        Mistake((right_softmax(p) - Y) / N, "softmax twice", "Count how often it is applied."),
        Mistake(p / N, "the labels are not used", "Where does the right digit enter?"),
    )
    passed(step)


def relu_backward(f: Callable[..., Any]) -> None:
    """Step 6: `relu_backward(da, z)` lets the slope through where z was positive."""
    da, z = numbers((4, 3), (4, 3))
    compare(
        "relu_backward",
        call("relu_backward", f, da, z),
        da * (z > 0),
        Mistake(da * (da > 0), "the wrong array is asked", "What was positive on the way in?"),
        Mistake((z > 0) * 1.0, "what comes from above is lost", "By the chain rule, multiply."),
        Mistake(da * right_relu(z), "the value in place of the slope", "How steep is ReLU?"),
        Mistake(da * (z < 0), "the wrong half", "Where is the slope of ReLU 0?"),
        Mistake(da, "the slope of ReLU is missing", "What does ReLU do to negative numbers?"),
    )
    passed("relu_backward")


def dense_backward(f: Callable[..., Any]) -> None:
    """Step 6: `dense_backward(dz, x, W)` returns dx, dW, db."""
    step = "dense_backward"
    dz, x, W = numbers((6, 3), (6, 4), (3, 4))
    got = call(step, f, dz, x, W, hint=BACKWARD)
    if not isinstance(got, tuple | list) or len(got) != 3:
        fail(step, "no three arrays came out", "Return dx, dW and db, in this order.")
    dx, dW, db = got
    compare(
        f"{step}, dW",
        dW,
        dz.T @ x,
        Mistake(x.T @ dz, "transposed weights: dW has the wrong shape", "It has the shape of W."),
        Mistake(
            dz.T @ x / len(x), "divided by N a second time", "dz has been divided by N already."
        ),
    )
    compare(
        f"{step}, db",
        db,
        dz.sum(axis=0),
        Mistake(dz, "the sum over the batch is missing", "One bias serves all rows: add up."),
        Mistake(dz.mean(axis=0), "divided by N a second time", "dz is divided by N already."),
        Mistake(dz.sum(axis=1), "the sum over the wrong axis", "db has the shape of b."),
        Mistake(dz.sum(), "one sum for all neurons", "Each neuron has its own bias."),
        Mistake(np.zeros(3), "the bias is forgotten", "By how much does z grow with b?"),
    )
    compare(f"{step}, dx", dx, dz @ W)
    passed(step)


def sgd_step(f: Callable[..., Any]) -> None:
    """Step 7: `sgd_step(parameters, gradients, lr)` changes the arrays themselves."""
    step, lr = "sgd_step", 0.1
    before, gradients = numbers((2, 3), (2,)), numbers((2, 3), (2,), seed=1)
    parameters = [array.copy() for array in before]
    copies = [array.copy() for array in gradients]
    attempt(step, lambda: f(parameters, gradients, lr))
    for array, old, g, copy in zip(parameters, before, gradients, copies, strict=True):
        if not np.array_equal(g, copy):
            fail(step, "the gradients were changed", "Only the parameters should move.")
        compare(
            step,
            array,
            old - lr * g,
            Mistake(
                old + lr * g, "a step with the wrong sign", "The gradient points uphill. And we?"
            ),
            Mistake(old - g, "the learning rate is missing", "How long is a step?"),
            Mistake(
                old,
                "nothing has moved: the arrays themselves have to change",
                "A new array under an old name leaves the old array as it was."
                " How do you change an array in its place?",
            ),
        )
    passed(step)


def network(make: Callable[..., Any]) -> None:
    """Step 8: `Network(sizes, seed)` has `parameters`, `forward(x)` and `backward(Y)`."""
    step = "Network"
    for sizes in ([6, 5, 4, 3, 2], [4, 7, 3, 6, 5, 3]):
        net = attempt(step, lambda sizes=sizes: make(sizes, seed=0), FIXED)  # type: ignore[misc]
        shapes = [shape for n, m in pairwise(sizes) for shape in [(m, n), (m,)]]
        got = [np.shape(array) for array in net.parameters]
        if got != shapes:
            fail(step, f"for sizes {sizes} the parameters have shapes {got}", f"{FIXED} W1, b1 ...")
        check_start(step, net)
        check_forward(step, net, sizes)
        check_backward(step, net, sizes)
    passed(step)


def check_start(step: str, net: Any) -> None:
    """Weights must differ from each other, or all neurons of a layer learn the same."""
    for W in net.parameters[::2]:
        if np.ptp(W) == 0:
            fail(
                step,
                "all weights start alike",
                "Then all neurons of a layer stay alike for ever. What makes them differ?",
            )


def check_forward(step: str, net: Any, sizes: Sequence[int]) -> None:
    x, other = numbers((5, sizes[0]), (5, sizes[0]))
    for i, array in enumerate(net.parameters):
        array[...] = np.random.default_rng(i).normal(size=array.shape)
    a = bare = x
    for W, b in zip(net.parameters[::2], net.parameters[1::2], strict=True):
        z, without = a @ W.T + b, bare @ W.T
        a, bare = right_relu(z), right_relu(without)
    linear = x
    for W, b in zip(net.parameters[::2], net.parameters[1::2], strict=True):
        linear = linear @ W.T + b
    got = call(step, net.forward, x, hint=FIXED)
    compare(
        f"{step}.forward",
        got,
        z,
        Mistake(a, "ReLU behind the last layer", "Logits may be negative."),
        Mistake(
            right_softmax(z),
            "softmax twice: here, and again in the loss",
            "The loss takes logits. Which layer should end the network?",
        ),
        Mistake(linear, "no ReLU between the layers", "What do stacked linear layers collapse to?"),
        Mistake(without, "the bias is forgotten", "Does each layer add its b?"),
        tolerance=1e-4,
    )
    kept = np.array(got)
    call(step, net.forward, other)
    if not np.array_equal(got, kept):
        fail(
            f"{step}.forward",
            "a second call changed the result of the first: a shared buffer",
            "Each call needs an array of its own for what it returns.",
        )


def check_backward(step: str, net: Any, sizes: Sequence[int]) -> None:
    """Compare each gradient with differences of the loss, along one random direction."""
    [x] = numbers((5, sizes[0]), seed=3)
    y = np.arange(5) % sizes[-1]
    Y = np.eye(sizes[-1])[y]
    call(step, net.forward, x)
    gradients = call(step, net.backward, Y, hint=BACKWARD)
    for i, array in enumerate(net.parameters):
        name = f"{step}.backward, d{'Wb'[i % 2]}{i // 2 + 1}"
        if np.shape(gradients[i]) != array.shape:
            fail(
                name,
                f"its shape is {np.shape(gradients[i])}, but the parameter's is {array.shape}",
                "The gradients stand in the order of the parameters, with the same shapes.",
            )
        direction = np.random.default_rng(i).normal(size=array.shape)
        kept, values, h = array.copy(), [], 1e-3 if array.dtype == np.float32 else 1e-5
        for sign in (1, -1):
            array[...] = kept + sign * h * direction
            values.append(CrossEntropy()(np.asarray(net.forward(x), float), y))
        array[...] = kept
        slope = (values[0] - values[1]) / (2 * h)
        compare(
            name,
            float((gradients[i] * direction).sum()),
            slope,
            Mistake(slope * len(x), "the gradient is not divided by N", "Divide once."),
            Mistake(slope / len(x), "divided by N twice", "Divide once, in the loss."),
            Mistake(-slope, "the wrong sign", "It should be the slope of the loss."),
            Mistake(0.0, "it is zero", "Is this layer reached on the way back?"),
            tolerance=1e-2,
        )


def train(f: Callable[..., Any], make: Callable[..., Any]) -> None:
    """Step 9: `train(network, x, y, epochs, batch_size, lr, rng)` returns each epoch's loss."""
    step = "train"
    rng = np.random.default_rng(0)
    y = np.arange(60) % 3
    x = rng.normal(size=(60, 4)) + 3 * np.eye(3, 4)[y]
    net = make([4, 8, 8, 8, 3], seed=0)
    before = [array.copy() for array in net.parameters]
    x_kept, y_kept = x.copy(), y.copy()
    losses = attempt(step, lambda: f(net, x, y, 12, 10, 0.1, np.random.default_rng(0)))
    if not np.array_equal(x, x_kept) or not np.array_equal(y, y_kept):
        fail(step, "the training data were changed", "Work on the batches, not on x and y.")
    if losses is None or np.ndim(losses) != 1 or len(losses) != 12:
        fail(
            step,
            f"for 12 epochs it returned {brief(losses)}",
            "Return a list with one number for each epoch: the mean of its losses.",
        )
    if all(map(np.array_equal, before, net.parameters)):
        fail(step, "the parameters did not move", "Is a step taken after each batch?")
    if not np.isfinite(losses).all() or losses[-1] > losses[0]:
        fail(
            step,
            f"the loss rises from {losses[0]:.2f} to {losses[-1]:.2f}",
            "Do the gradients belong to this batch? Is the sign of the step right?",
        )
    if losses[0] > 5:
        fail(step, "the losses are summed, not averaged", "What is a usual loss of one batch?")
    if losses[-1] > 0.3:
        fail(
            step,
            f"the loss falls only from {losses[0]:.2f} to {losses[-1]:.2f}",
            "Does each epoch use all batches, and each batch its own gradients?",
        )
    passed(step)


def accuracy(f: Callable[..., Any]) -> None:
    """Step 10: `accuracy(network, x, y)` is the share of right answers, from 0 to 1."""

    class Echo:
        """A network whose logits are its inputs."""

        def forward(self, x: Array) -> Array:
            return x

    x = np.array([[3.0, 1, 2], [5, 4, 6], [0, 9, 8], [7, 3, 5]])
    y = np.array([0, 2, 1, 2])
    compare(
        "accuracy",
        call("accuracy", f, Echo(), x, y),
        0.75,
        Mistake(75.0, "a percentage", "Return a share from 0 to 1."),
        Mistake(0.25, "the share of mistakes", "Count the answers that are right."),
        Mistake(3, "a number of images", "Divide by how many there are."),
        Mistake(
            np.mean(np.resize(x.argmax(axis=0), 4) == y), "the wrong axis", "One answer for a row."
        ),
    )
    passed("accuracy")


def finish(net: Any, test_accuracy: float) -> None:
    """The end: an entry for the club's chat, with the network and its accuracy."""
    sizes = [net.parameters[0].shape[1], *(len(b) for b in net.parameters[1::2])]
    hidden = len(sizes) - 2
    if hidden < 3:
        fail("the project", f"hidden layers: {hidden}", "Give the network at least three.")
    if test_accuracy < FINISHED:
        fail(
            "the project",
            f"{test_accuracy:.1%} of the test images",
            f"{FINISHED:.0%} is the goal. More epochs, or another learning rate?",
        )
    parameters = sum(array.size for array in net.parameters)
    print(
        f"I built a neural network from nothing but NumPy: {'-'.join(map(str, sizes))},"
        f" {parameters:,} parameters. It reads {test_accuracy:.2%} of the test digits."
        + (" (Extension done!)" if test_accuracy >= EXTENDED else "")
    )


# -- how a check works

TRANSPOSED = "W is (n_out, n_in): this looks like transposed weights."
BACKWARD = "Write the shape beside each array. Which product has the shape you need?"
FIXED = "The sizes come from the list alone: is there a number of yours in the class?"


def numbers(*shapes: tuple[int, ...], seed: int = 0) -> list[Array]:
    """Return random arrays of these shapes, the same on each call."""
    rng = np.random.default_rng(seed)
    return [rng.normal(size=shape) for shape in shapes]


def call(step: str, f: Callable[..., Any], *arguments: Any, hint: str = "") -> Any:
    """Return what `f` makes of the arguments; it must not write into them."""
    copies = [np.array(a) if isinstance(a, np.ndarray) else a for a in arguments]
    result = attempt(step, lambda: f(*copies), hint)
    for given, now in zip(arguments, copies, strict=True):
        if isinstance(given, np.ndarray) and not np.array_equal(given, now):
            fail(
                step,
                "an input was changed in its place",
                "Others still need this array as it was. Make a new one.",
            )
    return result


def attempt(step: str, action: Callable[[], Any], hint: str = "") -> Any:
    """Return the result of `action`; an error in it becomes a message that says where to look."""
    try:
        return action()
    except NotImplementedError:
        raise
    except Exception as error:
        reason = f"it stopped with {type(error).__name__}: {error}"
        raise NotYet(message(step, reason, hint or "Try it on a small array first.")) from error


def compare(step: str, got: Any, right: Any, *mistakes: Mistake, tolerance: float = 1e-6) -> None:
    """Raise `NotYet` unless `got` is `right`, and say which of the mistakes it looks like."""
    if alike(got, right, tolerance):
        return
    for mistake in mistakes:
        if alike(got, mistake.result, tolerance):
            fail(step, mistake.name, mistake.think)
    if got is None:
        fail(step, "nothing was returned", "Does the function end with `return`?")
    if np.shape(got) != np.shape(right):
        fail(
            step,
            f"the shape is {np.shape(got)}, expected {np.shape(right)}",
            "Write the shape beside each array of your formula.",
        )
    fail(step, f"got {brief(got)}, expected {brief(right)}", "Work out one number by hand.")


def alike(got: Any, wanted: Any, tolerance: float) -> bool:
    try:
        return np.shape(got) == np.shape(wanted) and bool(
            np.allclose(np.asarray(got, float), wanted, rtol=tolerance, atol=tolerance)
        )
    except (TypeError, ValueError):
        return False


def brief(value: Any) -> str:
    """The value in a few words: its first row if it is an array."""
    with np.printoptions(precision=4, suppress=True, threshold=6):
        if np.ndim(value) == 2:
            return f"{np.asarray(value)[0]} in the first row"
        return f"{np.asarray(value)}" if isinstance(value, np.ndarray) else repr(value)


def passed(step: str) -> None:
    print(f"Right: {step}.")


def message(step: str, looks_like: str, think: str) -> str:
    return f"Not yet: {step}.\nIt looks like this: {looks_like}.\nThink again: {think}"


def fail(step: str, looks_like: str, think: str) -> NoReturn:
    raise NotYet(message(step, looks_like, think))
