"""The project's checks: right work passes, and each classic mistake is called by its name."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from nnlib import checks

# -- a right project


def batches(x, y, batch_size, rng):
    order = rng.permutation(len(x))
    for start in range(0, len(x), batch_size):
        rows = order[start : start + batch_size]
        yield x[rows], y[rows]


def dense(x, W, b):
    return x @ W.T + b


def relu(z):
    return np.maximum(z, 0)


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def one_hot(y, n_classes):
    return np.eye(n_classes, dtype=np.float32)[y]


def log_softmax(z):
    z = z - z.max(axis=1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=1, keepdims=True))


def cross_entropy(z, Y):
    return -(Y * log_softmax(z)).sum() / len(z)


def cross_entropy_backward(z, Y):
    return (softmax(z) - Y) / len(z)


def relu_backward(da, z):
    return da * (z > 0)


def dense_backward(dz, x, W):
    return dz @ W, dz.T @ x, dz.sum(axis=0)


def sgd_step(parameters, gradients, lr):
    for parameter, gradient in zip(parameters, gradients, strict=True):
        parameter -= lr * gradient


class Network:
    """The parts that the wrong networks below exchange are methods of their own."""

    loss_backward = staticmethod(cross_entropy_backward)

    def __init__(self, sizes, seed):
        rng = np.random.default_rng(seed)
        self.parameters = []
        for n_in, n_out in pairwise(sizes):
            self.parameters += [self.start(rng, n_out, n_in), np.zeros(n_out, np.float32)]

    def start(self, rng, n_out, n_in):
        return rng.normal(0, np.sqrt(2 / n_in), (n_out, n_in)).astype(np.float32)

    def hidden(self, z):
        return relu(z)

    def linear(self, x, W, b):
        return dense(x, W, b)

    def last(self, z):
        return z

    def forward(self, x):
        self.inputs, self.outputs = [], []
        for W, b in zip(self.parameters[::2], self.parameters[1::2], strict=True):
            z = self.linear(x, W, b)
            self.inputs.append(x)
            self.outputs.append(z)
            x = self.hidden(z)
        return self.last(z)

    def backward(self, Y):
        dz = self.loss_backward(self.outputs[-1], Y)
        gradients = []
        for layer in reversed(range(len(self.inputs))):
            dx, dW, db = dense_backward(dz, self.inputs[layer], self.parameters[2 * layer])
            gradients = [dW, db, *gradients]
            if layer > 0:
                dz = relu_backward(dx, self.outputs[layer - 1])
        return gradients


def train(network, x, y, epochs, batch_size, lr, rng):
    losses = []
    for _ in range(epochs):
        of_epoch = []
        for x_batch, y_batch in batches(x, y, batch_size, rng):
            Y = one_hot(y_batch, y.max() + 1)
            of_epoch.append(cross_entropy(network.forward(x_batch), Y))
            sgd_step(network.parameters, network.backward(Y), lr)
        losses.append(np.mean(of_epoch))
    return losses


def accuracy(network, x, y):
    return np.mean(network.forward(x).argmax(axis=1) == y)


RIGHT = {
    function.__name__: function
    for function in (
        *(batches, dense, relu, softmax, one_hot, cross_entropy, cross_entropy_backward),
        *(relu_backward, dense_backward, sgd_step, accuracy),
    )
}


@pytest.mark.parametrize("name", RIGHT)
def test_right_work_passes(name, capsys):
    getattr(checks, name)(RIGHT[name])
    assert capsys.readouterr().out == f"Right: {name}.\n"


def test_a_right_network_and_its_training_pass(capsys):
    checks.network(Network)
    checks.train(train, Network)
    assert capsys.readouterr().out == "Right: Network.\nRight: train.\n"


# -- mistakes


def shuffled_apart(x, y, batch_size, rng):
    for rows, others in zip(
        np.array_split(rng.permutation(len(x)), 3),
        np.array_split(rng.permutation(len(x)), 3),
        strict=True,
    ):
        yield x[rows], y[others]


def without_the_rest(x, y, batch_size, rng):
    order = rng.permutation(len(x))
    for start in range(0, len(x) - batch_size + 1, batch_size):
        rows = order[start : start + batch_size]
        yield x[rows], y[rows]


def in_one_order(x, y, batch_size, rng):
    return batches(x, y, batch_size, np.random.default_rng(0))


def drawn_with_replacement(x, y, batch_size, rng):
    for _ in range(3):
        rows = rng.integers(len(x), size=batch_size)
        yield x[rows], y[rows]


def all_at_once(x, y, batch_size, rng):
    return batches(x, y, len(x), rng)


def relu_in_place(z):
    z[z < 0] = 0
    return z


def uphill(parameters, gradients, lr):
    sgd_step(parameters, gradients, -lr)


def without_rate(parameters, gradients, lr):
    sgd_step(parameters, gradients, 1)


def new_arrays(parameters, gradients, lr):
    parameters = [p - lr * g for p, g in zip(parameters, gradients, strict=True)]


def gradients_too(parameters, gradients, lr):
    for parameter, gradient in zip(parameters, gradients, strict=True):
        gradient *= lr
        parameter -= gradient


MISTAKES = [
    ("batches", shuffled_apart, "shuffled apart"),
    ("batches", without_the_rest, "of 10 rows only 8 came out"),
    ("batches", in_one_order, "two epochs have the same order"),
    ("batches", drawn_with_replacement, "a row comes twice"),
    ("batches", all_at_once, "the batches have [10] rows"),
    ("batches", lambda x, y, n, rng: [x], "no pairs came out"),
    ("batches", lambda x, y, n, rng: [(x[:4], y[:3])], "more images than labels"),
    ("dense", lambda x, W, b: x @ W + b, "transposed weights"),
    ("dense", lambda x, W, b: x @ W.T, "the bias is forgotten"),
    ("dense", lambda x, W, b: x @ W, "transposed weights, and no bias"),
    ("dense", lambda x, W, b: x @ W.T - b, "the bias is subtracted"),
    ("dense", lambda x, W, b: x @ W.T + b.sum(), "one bias for all neurons"),
    ("dense", lambda x, W, b: relu(dense(x, W, b)), "ReLU is applied here"),
    ("dense", lambda x, W, b: None, "nothing was returned"),
    ("relu", relu_in_place, "an input was changed in its place"),
    ("relu", np.abs, "the absolute value"),
    ("relu", lambda z: np.minimum(z, 0), "the negative half is kept"),
    ("relu", lambda z: z > 0, "the slope of ReLU"),
    ("relu", lambda z: z.max(), "one maximum of all numbers"),
    ("softmax", lambda z: softmax(z.T).T, "softmax over the wrong axis"),
    ("softmax", lambda z: np.exp(z) / np.exp(z).sum(), "one sum for the whole batch"),
    ("softmax", np.exp, "the division is missing"),
    ("softmax", lambda z: z / z.sum(axis=1, keepdims=True), "the exponential is missing"),
    (
        "softmax",
        lambda z: np.exp(z) / np.exp(z).sum(axis=1, keepdims=True),
        "the max-shift is missing",
    ),
    ("one_hot", lambda y, K: y, "labels, not one-hot rows"),
    ("one_hot", lambda y, K: np.eye(K)[y].T, "rows and columns are exchanged"),
    ("one_hot", lambda y, K: np.eye(K)[y - 1], "off by one"),
    ("one_hot", lambda y, K: 1 - np.eye(K)[y], "zeros and ones are exchanged"),
    ("cross_entropy", lambda z, Y: len(z) * cross_entropy(z, Y), "a sum instead of a mean"),
    ("cross_entropy", lambda z, Y: -np.mean(Y * log_softmax(z)), "a mean over all numbers"),
    ("cross_entropy", lambda z, Y: -cross_entropy(z, Y), "the sign is missing"),
    ("cross_entropy", lambda z, Y: cross_entropy(softmax(z), Y), "softmax twice"),
    ("cross_entropy", lambda z, Y: cross_entropy(z, Y) / np.log(2), "a logarithm to base 2"),
    ("cross_entropy", lambda z, Y: -(Y * softmax(z)).sum() / len(z), "the logarithm is missing"),
    ("cross_entropy", lambda z, Y: -(Y * z).sum() / len(z), "the softmax is missing"),
    ("cross_entropy", lambda z, Y: -log_softmax(z).sum() / len(z), "the labels are not used"),
    (
        "cross_entropy",
        lambda z, Y: -(Y * np.log(softmax(z))).sum() / len(z),
        "a logarithm of 0",
    ),
    ("cross_entropy_backward", lambda z, Y: softmax(z) - Y, "not divided by N"),
    ("cross_entropy_backward", lambda z, Y: (Y - softmax(z)) / len(z), "the wrong sign"),
    ("cross_entropy_backward", lambda z, Y: Y - softmax(z), "the wrong sign, and not divided"),
    ("cross_entropy_backward", lambda z, Y: (softmax(z) - Y) / z.size, "divided by N times K"),
    ("cross_entropy_backward", lambda z, Y: (z - Y) / len(z), "the softmax is missing"),
    ("cross_entropy_backward", lambda z, Y: (softmax(softmax(z)) - Y) / len(z), "softmax twice"),
    ("cross_entropy_backward", lambda z, Y: softmax(z) / len(z), "the labels are not used"),
    ("relu_backward", lambda da, z: da * (da > 0), "the wrong array is asked"),
    ("relu_backward", lambda da, z: 1.0 * (z > 0), "what comes from above is lost"),
    ("relu_backward", lambda da, z: da * relu(z), "the value in place of the slope"),
    ("relu_backward", lambda da, z: da * (z < 0), "the wrong half"),
    ("relu_backward", lambda da, z: da, "the slope of ReLU is missing"),
    ("dense_backward", lambda dz, x, W: (dz @ W, x.T @ dz, dz.sum(0)), "transposed weights"),
    (
        "dense_backward",
        lambda dz, x, W: (dz @ W, dz.T @ x / len(x), dz.sum(0)),
        "dW.\nIt looks like this: divided by N a second time",
    ),
    ("dense_backward", lambda dz, x, W: (dz @ W, dz.T @ x, dz), "sum over the batch is missing"),
    (
        "dense_backward",
        lambda dz, x, W: (dz @ W, dz.T @ x, dz.mean(0)),
        "db.\nIt looks like this: divided by N a second time",
    ),
    ("dense_backward", lambda dz, x, W: (dz @ W, dz.T @ x, dz.sum(1)), "over the wrong axis"),
    ("dense_backward", lambda dz, x, W: (dz @ W, dz.T @ x, dz.sum()), "one sum for all neurons"),
    ("dense_backward", lambda dz, x, W: (dz @ W, dz.T @ x, 0 * dz.sum(0)), "bias is forgotten"),
    ("dense_backward", lambda dz, x, W: (dz, dz.T @ x, dz.sum(0)), "the shape is (6, 3)"),
    ("dense_backward", lambda dz, x, W: dz @ W, "no three arrays came out"),
    ("sgd_step", uphill, "a step with the wrong sign"),
    ("sgd_step", without_rate, "the learning rate is missing"),
    ("sgd_step", new_arrays, "nothing has moved"),
    ("sgd_step", gradients_too, "the gradients were changed"),
    ("accuracy", lambda net, x, y: 100 * accuracy(net, x, y), "a percentage"),
    ("accuracy", lambda net, x, y: 1 - accuracy(net, x, y), "the share of mistakes"),
    ("accuracy", lambda net, x, y: np.sum(net.forward(x).argmax(1) == y), "a number of images"),
]


@pytest.mark.parametrize(("name", "function", "looks_like"), MISTAKES)
def test_each_mistake_gets_a_message_of_its_own(name, function, looks_like):
    with pytest.raises(checks.NotYet) as found:
        getattr(checks, name)(function)
    text = str(found.value)
    assert text.startswith(f"Not yet: {name}")
    assert looks_like in text
    assert "\nThink again: " in text


class AllAlike(Network):
    def start(self, rng, n_out, n_in):
        return np.full((n_out, n_in), 0.1, np.float32)


class FixedSize(Network):
    def start(self, rng, n_out, n_in):
        return rng.normal(size=(n_out, 5))


class ReluAtTheEnd(Network):
    last = staticmethod(relu)


class SoftmaxAtTheEnd(Network):
    last = staticmethod(softmax)


class NoRelu(Network):
    def hidden(self, z):
        return z


class NoBias(Network):
    def linear(self, x, W, b):
        return x @ W.T


class SharedBuffer(Network):
    def last(self, z):
        if getattr(self, "buffer", np.empty(0)).shape != z.shape:
            self.buffer = np.empty_like(z)
        self.buffer[...] = z
        return self.buffer


class NotDivided(Network):
    loss_backward = staticmethod(lambda z, Y: softmax(z) - Y)


class WrongSign(Network):
    loss_backward = staticmethod(lambda z, Y: (Y - softmax(z)) / len(z))


class DividedTwice(Network):
    loss_backward = staticmethod(lambda z, Y: (softmax(z) - Y) / len(z) ** 2)


class OtherOrder(Network):
    def backward(self, Y):
        return super().backward(Y)[::-1]


class DeadFirstLayer(Network):
    def backward(self, Y):
        first, *others = super().backward(Y)
        return [0 * first, *others]


@pytest.mark.parametrize(
    ("make", "looks_like"),
    [
        (AllAlike, "all weights start alike"),
        (FixedSize, "the parameters have shapes"),
        (ReluAtTheEnd, "ReLU behind the last layer"),
        (SoftmaxAtTheEnd, "softmax twice: here, and again in the loss"),
        (NoRelu, "no ReLU between the layers"),
        (NoBias, "the bias is forgotten"),
        (SharedBuffer, "a shared buffer"),
        (NotDivided, "the gradient is not divided by N"),
        (WrongSign, "the wrong sign"),
        (DividedTwice, "divided by N twice"),
        (OtherOrder, "its shape is"),
        (DeadFirstLayer, "dW1.\nIt looks like this: it is zero"),
    ],
)
def test_each_mistake_in_the_network_gets_a_message_of_its_own(make, looks_like):
    with pytest.raises(checks.NotYet) as found:
        checks.network(make)
    assert looks_like in str(found.value)


def falling(losses):
    """A training that only says it trains."""

    def wrong(network, x, y, epochs, batch_size, lr, rng):
        network.parameters[0] += 1
        return losses

    return wrong


def standing_still(network, x, y, epochs, batch_size, lr, rng):
    return [1.0] * epochs


def rising(network, x, y, epochs, batch_size, lr, rng):
    return train(network, x, y, epochs, batch_size, -lr / 100, rng)


def spoiling(network, x, y, epochs, batch_size, lr, rng):
    x *= 0
    return train(network, x, y, epochs, batch_size, lr, rng)


@pytest.mark.parametrize(
    ("function", "looks_like"),
    [
        (falling(None), "for 12 epochs it returned None"),
        (falling([1.0] * 3), "for 12 epochs it returned [1.0, 1.0, 1.0]"),
        (standing_still, "the parameters did not move"),
        (rising, "the loss rises"),
        (spoiling, "the training data were changed"),
        (falling([20.0, *[1.0] * 11]), "summed, not averaged"),
        (falling([1.1, *[0.9] * 11]), "the loss falls only from 1.10 to 0.90"),
    ],
)
def test_each_mistake_in_training_gets_a_message_of_its_own(function, looks_like):
    with pytest.raises(checks.NotYet) as found:
        checks.train(function, Network)
    assert looks_like in str(found.value)


def sets(**changes):
    rng = np.random.default_rng(0)
    good = {
        "x_train": rng.random((40, 9)),
        "y_train": np.zeros(40),
        "x_val": rng.random((10, 9)),
        "y_val": np.zeros(10),
        "x_test": rng.random((10, 9)),
        "y_test": np.zeros(10),
    }
    return good | {name: change(good) for name, change in changes.items()}


def test_three_sets_that_share_nothing_pass(capsys):
    checks.data(**sets())
    assert capsys.readouterr().out == "Right: the three sets.\n"


@pytest.mark.parametrize(
    ("changes", "looks_like"),
    [
        (
            {"x_train": lambda s: np.concatenate([s["x_train"][10:], s["x_test"]])},
            "test data in training",
        ),
        ({"x_val": lambda s: s["x_train"][:10]}, "training and the validation set share images"),
        ({"y_val": lambda s: s["y_val"][:9]}, "x_val has 10 images but 9 labels"),
        ({"x_test": lambda s: 255 * s["x_test"]}, "x_test goes up to 2"),
        ({"x_test": lambda s: s["x_test"].ravel()}, "x_test has shape (90,)"),
        (
            {"x_val": lambda s: s["x_val"][:0], "y_val": lambda s: s["y_val"][:0]},
            "x_val is empty",
        ),
    ],
)
def test_each_mistake_in_the_data_gets_a_message_of_its_own(changes, looks_like):
    with pytest.raises(checks.NotYet) as found:
        checks.data(**sets(**changes))
    assert looks_like in str(found.value)


# -- what a reader sees


def test_what_is_still_to_be_written_says_so_itself():
    def todo(x, W, b):
        raise NotImplementedError("Step 3. A dense layer: write your code here")

    with pytest.raises(NotImplementedError, match=r"Step 3\. A dense layer"):
        checks.dense(todo)


def test_an_error_in_the_work_is_explained_with_its_step():
    with pytest.raises(checks.NotYet, match=r"(?s)Not yet: dense.*ZeroDivisionError"):
        checks.dense(lambda x, W, b: 1 / 0)


def test_a_notebook_shows_the_message_and_no_traceback():
    assert checks.NotYet("Not yet: dense.")._render_traceback_() == ["Not yet: dense."]


def test_no_message_shows_code():
    for name, function, _ in MISTAKES:
        with pytest.raises(checks.NotYet) as found:
            getattr(checks, name)(function)
        for sign in ("np.", " @ ", "axis=", "keepdims", "[::"):
            assert sign not in str(found.value)


def test_the_end_is_an_entry_for_the_chat(capsys):
    checks.finish(Network([784, 128, 64, 32, 10], seed=0), 0.9727)
    assert capsys.readouterr().out == (
        "I built a neural network from nothing but NumPy: 784-128-64-32-10, 111,146 parameters."
        " It reads 97.27% of the test digits. (Extension done!)\n"
    )


@pytest.mark.parametrize(
    ("sizes", "share", "looks_like"),
    [([784, 32, 10], 0.95, "hidden layers: 1"), ([784, 9, 9, 9, 10], 0.8, "80.0% of the test")],
)
def test_the_goal_has_to_be_reached(sizes, share, looks_like):
    with pytest.raises(checks.NotYet) as found:
        checks.finish(Network(sizes, seed=0), share)
    assert looks_like in str(found.value)


def test_ready_says_what_there_is(monkeypatch, capsys):
    import nnlib

    data = nnlib.datasets.xor()._replace(name="mnist")
    monkeypatch.setattr(nnlib.datasets, "load_mnist", lambda: data)
    checks.ready()
    assert capsys.readouterr().out.startswith("Ready: Python 3.")


def test_ready_says_how_to_mend_an_old_numpy(monkeypatch, capsys):
    monkeypatch.setattr(np, "__version__", "1.20.3")
    checks.ready()
    said = capsys.readouterr().out
    assert "NumPy 1.20.3 is too old, 1.24 or newer is needed: run `%pip install -U numpy`" in said


def test_ready_says_that_data_are_missing(monkeypatch, capsys):
    import nnlib

    def missing():
        raise nnlib.datasets.DatasetError("train-images was not found.")

    monkeypatch.setattr(nnlib.datasets, "load_mnist", missing)
    checks.ready()
    assert capsys.readouterr().out == (
        "nnlib is ready, but there is no data: train-images was not found.\n"
    )
