"""Steps 9 and 10: the training loop and the test."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from nnlib.activations import softmax as right_softmax
from nnlib.arrays import Array
from nnlib.checks.compare import Mistake, attempt, call, compare, fail, passed
from nnlib.checks.hints import OWN, SCORES
from nnlib.checks.samples import seeded
from nnlib.losses import CrossEntropy


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
