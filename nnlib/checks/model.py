"""Step 8: the network put together, its start, its way forward and its way back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from nnlib.activations import relu as right_relu
from nnlib.activations import softmax as right_softmax
from nnlib.arrays import Array
from nnlib.checks.compare import Mistake, attempt, call, compare, fail, passed, shape_of
from nnlib.checks.hints import BACK, FIXED, FLOAT32, ONCE, THERE
from nnlib.checks.samples import numbers
from nnlib.losses import CrossEntropy


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
