"""Steps 6 and 7: the slopes of each part, and a step of gradient descent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from nnlib.activations import relu as right_relu
from nnlib.activations import softmax as right_softmax
from nnlib.checks.compare import Mistake, attempt, call, compare, fail, passed, shape_of
from nnlib.checks.hints import IN_PLACE, PAIRS, SHAPES, WHOLE
from nnlib.checks.samples import numbers


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
