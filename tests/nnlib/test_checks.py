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


def train(network, x, y, epochs, batch_size, lr, rng, loss=cross_entropy):
    losses = []
    for _ in range(epochs):
        of_epoch = []
        for x_batch, y_batch in batches(x, y, batch_size, rng):
            Y = one_hot(y_batch, y.max() + 1)
            of_epoch.append(loss(network.forward(x_batch), Y))
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


def in_twos(x, y, batch_size, rng):
    return batches(x, y, 2, rng)


def with_an_empty_rest(x, y, batch_size, rng):
    yield from batches(x, y, batch_size, rng)
    yield x[:0], y[:0]


def from_another_generator(x, y, batch_size, rng):
    return batches(x, y, batch_size, np.random.default_rng())


def batches_shuffled_but_not_rows(x, y, batch_size, rng):
    for start in rng.permutation(range(0, len(x), batch_size)):
        yield x[start : start + batch_size], y[start : start + batch_size]


def last_batch_given_alone(x, y, batch_size, rng):
    *_, last = batches(x, y, batch_size, rng)
    yield last


def return_for_yield(x, y, batch_size, rng):
    for start in range(0, len(x), batch_size):
        return x[start : start + batch_size], y[start : start + batch_size]


def without_end(x, y, batch_size, rng):
    while True:
        yield from batches(x, y, batch_size, rng)


def one_by_one(x, y, batch_size, rng):
    yield from zip(x, y, strict=True)


def in_no_steps(x, y, batch_size, rng):
    for start in range(0, batch_size - len(x), batch_size):
        yield x[start : start + batch_size], y[start : start + batch_size]


def shuffling_in_place(x, y, batch_size, rng):
    rng.shuffle(x)
    yield from batches(x, y, batch_size, rng)


def relu_in_place(z):
    z[z < 0] = 0
    return z


def uphill(parameters, gradients, lr):
    sgd_step(parameters, gradients, -lr)


def without_rate(parameters, gradients, lr):
    sgd_step(parameters, gradients, 1)


def new_arrays(parameters, gradients, lr):
    parameters = [p - lr * g for p, g in zip(parameters, gradients, strict=True)]


def replaced_in_the_list(parameters, gradients, lr):
    for i, gradient in enumerate(gradients):
        parameters[i] = parameters[i] - lr * gradient


def first_only(parameters, gradients, lr):
    for parameter, gradient in zip(parameters, gradients, strict=True):
        parameter -= lr * gradient
        return


def only_the_step(parameters, gradients, lr):
    for parameter, gradient in zip(parameters, gradients, strict=True):
        parameter[...] = -lr * gradient


def gradients_too(parameters, gradients, lr):
    for parameter, gradient in zip(parameters, gradients, strict=True):
        gradient *= lr
        parameter -= gradient


def whole_rows(y, K):
    Y = np.zeros((len(y), K), np.float32)
    Y[y] = 1
    return Y


def whole_columns(y, K):
    Y = np.zeros((len(y), K), np.float32)
    Y[:, y] = 1
    return Y


def of_rows_shifted(z):
    return np.exp(z - z.max(axis=1, keepdims=True))


MISTAKES = [
    ("batches", shuffled_apart, "shuffled apart"),
    ("batches", without_the_rest, "of 10 rows only 8 came out"),
    ("batches", in_one_order, "two epochs have the same order"),
    ("batches", last_batch_given_alone, "only 2 came out, in batches of [2]"),
    ("batches", batches_shuffled_but_not_rows, "each holds the same neighbours as before"),
    ("batches", drawn_with_replacement, "a row comes twice"),
    ("batches", all_at_once, "for batch_size 4 the batches have [10] rows"),
    ("batches", in_twos, "for batch_size 4 the batches have [2, 2, 2, 2, 2] rows"),
    ("batches", with_an_empty_rest, "the batches have [4, 4, 2, 0] rows"),
    ("batches", from_another_generator, "the order does not come from `rng`"),
    ("batches", return_for_yield, "one batch came out, and then it was over"),
    ("batches", without_end, "it does not stop"),
    ("batches", one_by_one, "x_batch has shape (2,), and y_batch ()"),
    ("batches", in_no_steps, "no batch came out"),
    ("batches", shuffling_in_place, "an input was changed in its place"),
    ("batches", lambda x, y, n, rng: None, "nothing came out"),
    ("batches", lambda x, y, n, rng: [x], "no pairs came out"),
    ("batches", lambda x, y, n, rng: [(x[:4], y[:3])], "more images than labels"),
    ("dense", lambda x, W, b: x @ W + b, "transposed weights"),
    ("dense", lambda x, W, b: x @ W.T, "the bias is forgotten"),
    ("dense", lambda x, W, b: x @ W, "transposed weights, and no bias"),
    ("dense", lambda x, W, b: x @ W.T - b, "the bias is subtracted"),
    ("dense", lambda x, W, b: x @ W.T + b.sum(), "one bias for all neurons"),
    ("dense", lambda x, W, b: relu(dense(x, W, b)), "ReLU is applied here"),
    ("dense", lambda x, W, b: dense(x, W, b).T, "one image in a column"),
    ("dense", lambda x, W, b: None, "nothing was returned"),
    ("dense", lambda x, W, b: [[1], [1, 2]], "the rows differ in length"),
    ("relu", relu_in_place, "an input was changed in its place"),
    ("relu", np.abs, "the absolute value"),
    ("relu", lambda z: np.minimum(z, 0), "the negative half is kept"),
    ("relu", lambda z: z > 0, "the slope of ReLU"),
    ("relu", lambda z: z.max(), "one maximum of all numbers"),
    ("relu", lambda z: np.max(z, 0), "the largest number of each column"),
    ("relu", lambda z: z[z > 0], "the negative numbers are left out"),
    ("softmax", lambda z: softmax(z.T).T, "softmax over the wrong axis"),
    ("softmax", lambda z: np.exp(z) / np.exp(z).sum(), "one sum for the whole batch"),
    ("softmax", np.exp, "the division is missing"),
    ("softmax", lambda z: z / z.sum(axis=1, keepdims=True), "the exponential is missing"),
    (
        "softmax",
        lambda z: np.exp(z) / np.exp(z).sum(axis=1, keepdims=True),
        "the max-shift is missing",
    ),
    ("softmax", lambda z: softmax(z - z.max(axis=0)), "sought over the wrong axis"),
    (
        "softmax",
        lambda z: (e := np.exp(z - z.max())) / e.sum(axis=1, keepdims=True),
        "one shift for the whole batch",
    ),
    ("softmax", lambda z: of_rows_shifted(z) / of_rows_shifted(z).sum(0), "over the wrong axis"),
    ("softmax", lambda z: of_rows_shifted(z) / of_rows_shifted(z).sum(), "one sum for the whole"),
    ("softmax", lambda z: of_rows_shifted(z), "the division is missing"),
    (
        "softmax",
        lambda z: of_rows_shifted(z) / np.exp(z).sum(axis=1, keepdims=True),
        "above the line of the fraction, but not below",
    ),
    (
        "softmax",
        lambda z: (e := np.exp(z - z.min(1, keepdims=True))) / e.sum(1, keepdims=True),
        "the scores -1000 and 1000 of one image overflow",
    ),
    ("softmax", lambda z: np.full(z.shape, np.nan), "nan came out"),
    ("softmax", lambda z: softmax(np.clip(z, -500, 500)), "row 0 is [0.5 0.5]"),
    ("softmax", lambda z: 1 / (1 + np.exp(-z)), "the sigmoid of each number"),
    ("one_hot", lambda y, K: y, "labels, not one-hot rows"),
    ("one_hot", lambda y, K: np.eye(K)[y].T, "rows and columns are exchanged"),
    ("one_hot", lambda y, K: np.eye(K)[y - 1], "off by one"),
    ("one_hot", lambda y, K: 1 - np.eye(K)[y], "zeros and ones are exchanged"),
    ("one_hot", whole_rows, "whole rows are 1"),
    ("one_hot", whole_columns, "whole columns are 1"),
    ("one_hot", lambda y, K: np.eye(10)[y], "the number 10 stands in the code"),
    ("one_hot", lambda y, K: np.eye(y.max() + 1)[y], "is taken from the labels"),
    ("one_hot", lambda y, K: np.eye(K)[y], "the numbers are of type float64"),
    ("cross_entropy", lambda z, Y: len(z) * cross_entropy(z, Y), "a sum instead of a mean"),
    ("cross_entropy", lambda z, Y: -np.mean(Y * log_softmax(z)), "a mean over all numbers"),
    ("cross_entropy", lambda z, Y: -cross_entropy(z, Y), "the sign is missing"),
    ("cross_entropy", lambda z, Y: cross_entropy(softmax(z), Y), "softmax twice"),
    ("cross_entropy", lambda z, Y: cross_entropy(z, Y) / np.log(2), "a logarithm to base 2"),
    ("cross_entropy", lambda z, Y: -(Y * softmax(z)).sum() / len(z), "the logarithm is missing"),
    ("cross_entropy", lambda z, Y: -(Y * z).sum() / len(z), "the softmax is missing"),
    ("cross_entropy", lambda z, Y: -log_softmax(z).sum() / len(z), "the labels are not used"),
    ("cross_entropy", lambda z, Y: -log_softmax(z).mean(), "the labels are not used"),
    ("cross_entropy", lambda z, Y: cross_entropy(z, Y) * len(z) / 4, "divided by K instead of N"),
    (
        "cross_entropy",
        lambda z, Y: cross_entropy(z, Y) - z.max(axis=1).mean(),
        "one term of the difference is shifted, and the other is not",
    ),
    (
        "cross_entropy",
        lambda z, Y: (
            (
                (Y * np.log(np.exp(z - z.max()).sum(1, keepdims=True))).sum()
                - (Y * (z - z.max())).sum()
            )
            / len(z)
        ),
        "one shift for the whole batch",
    ),
    ("cross_entropy", lambda z, Y: -(Y * log_softmax(z)).sum(1), "one loss for each image"),
    ("cross_entropy", lambda z, Y: cross_entropy(z, Y) / np.log(10), "a logarithm to base 10"),
    (
        "cross_entropy",
        lambda z, Y: -(Y * log_softmax(z.T).T).sum() / len(z),
        "softmax over the wrong axis",
    ),
    ("cross_entropy", lambda z, Y: np.mean((softmax(z) - Y) ** 2), "the mean squared error"),
    ("cross_entropy", lambda z, Y: ((softmax(z) - Y) ** 2).sum() / len(z), "the squared error"),
    (
        "cross_entropy",
        lambda z, Y: -(Y * np.log(softmax(z))).sum() / len(z),
        "a logarithm of 0",
    ),
    (
        "cross_entropy",
        lambda z, Y: -(Y * np.log(softmax(z) + 1e-12)).sum() / len(z),
        "got 27.63, expected 1000.\nThink again: Is a small number added to the",
    ),
    (
        "cross_entropy",
        lambda z, Y: -(Y * (z - np.log(np.exp(z).sum(1, keepdims=True)))).sum() / len(z),
        "large logits overflow: the max-shift is missing",
    ),
    (
        "cross_entropy",
        lambda z, Y: -np.nan_to_num(Y * np.log(softmax(z)), neginf=0).sum() / len(z),
        "it is 0 for a sure and wrong answer",
    ),
    ("cross_entropy_backward", lambda z, Y: softmax(z) - Y, "not divided by N"),
    ("cross_entropy_backward", lambda z, Y: (Y - softmax(z)) / len(z), "the wrong sign"),
    ("cross_entropy_backward", lambda z, Y: Y - softmax(z), "the wrong sign, and not divided"),
    ("cross_entropy_backward", lambda z, Y: (softmax(z) - Y) / z.size, "divided by N times K"),
    ("cross_entropy_backward", lambda z, Y: (softmax(z) - Y) / Y.shape[1], "divided by K"),
    ("cross_entropy_backward", lambda z, Y: (z - Y) / len(z), "the softmax is missing"),
    ("cross_entropy_backward", lambda z, Y: (softmax(softmax(z)) - Y) / len(z), "softmax twice"),
    ("cross_entropy_backward", lambda z, Y: softmax(z) / len(z), "the labels are not used"),
    ("cross_entropy_backward", lambda z, Y: softmax(z) - Y / len(z), "labels alone are divided"),
    ("cross_entropy_backward", lambda z, Y: -Y / softmax(z) / len(z), "not by z"),
    ("cross_entropy_backward", lambda z, Y: Y * (softmax(z) - 1) / len(z), "of the right digit"),
    ("relu_backward", lambda da, z: da * (da > 0), "the wrong array is asked"),
    ("relu_backward", lambda da, z: 1.0 * (z > 0), "what comes from above is lost"),
    ("relu_backward", lambda da, z: da * relu(z), "the value in place of the slope"),
    ("relu_backward", lambda da, z: relu(z), "Where does da enter?"),
    ("relu_backward", lambda da, z: da * z, "the value in place of the slope"),
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
    ("dense_backward", lambda dz, x, W: (dz @ W, dz.T @ x, np.ones(3)), "dz is forgotten"),
    (
        "dense_backward",
        lambda dz, x, W: (dz @ W, dz.T @ x, dz.sum(0, keepdims=True)),
        "an axis too many",
    ),
    (
        "dense_backward",
        lambda dz, x, W: (dz @ W / len(x), dz.T @ x, dz.sum(0)),
        "dx.\nIt looks like this: divided by N a second time",
    ),
    (
        "dense_backward",
        lambda dz, x, W: (dz.T @ x, dz.sum(0), dz @ W),
        "dx, dW and db stand in another order",
    ),
    (
        "dense_backward",
        lambda dz, x, W: (dz.sum(0), dz.T @ x, dz @ W),
        "dx, dW and db stand in another order",
    ),
    ("dense_backward", lambda dz, x, W: (dz, dz.T @ x, dz.sum(0)), "the shape is (6, 3)"),
    ("dense_backward", lambda dz, x, W: dz @ W, "no three arrays came out"),
    ("sgd_step", uphill, "a step with the wrong sign"),
    ("sgd_step", without_rate, "the learning rate is missing"),
    ("sgd_step", new_arrays, "nothing has moved"),
    ("sgd_step", replaced_in_the_list, "new arrays stand in the list"),
    ("sgd_step", first_only, "only 1 of 4 arrays have moved"),
    ("sgd_step", only_the_step, "the old values are lost"),
    ("sgd_step", gradients_too, "the gradients were changed"),
    ("accuracy", lambda net, x, y: 100 * accuracy(net, x, y), "a percentage"),
    ("accuracy", lambda net, x, y: 1 - accuracy(net, x, y), "the share of mistakes"),
    ("accuracy", lambda net, x, y: np.sum(net.forward(x).argmax(1) == y), "a number of images"),
    ("accuracy", lambda net, x, y: net.forward(x).argmax(1) == y, "one answer for each image"),
    ("accuracy", lambda net, x, y: np.mean(net.forward(x).argmax(0) == y), "the wrong axis"),
    ("accuracy", lambda net, x, y: np.mean(net.forward(x).max(1) == y), "the largest score"),
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


class NoParameters(Network):
    def __init__(self, sizes, seed):
        self.parameters = []


class Transposed(Network):
    def start(self, rng, n_out, n_in):
        return super().start(rng, n_in, n_out)


class OtherBiases(Network):
    """Biases of another shape: `bias` gives it for a layer."""

    def __init__(self, sizes, seed):
        super().__init__(sizes, seed)
        for i, (n_in, n_out) in enumerate(pairwise(sizes)):
            self.parameters[2 * i + 1] = np.zeros(self.bias(n_in, n_out))


class NoBiases(Network):
    def __init__(self, sizes, seed):
        super().__init__(sizes, seed)
        self.parameters = self.parameters[::2]


class Pairs(Network):
    def __init__(self, sizes, seed):
        super().__init__(sizes, seed)
        self.parameters = [*zip(self.parameters[::2], self.parameters[1::2], strict=True)]


class BiasOfInputs(OtherBiases):
    bias = staticmethod(lambda n_in, n_out: n_in)


class ColumnBiases(OtherBiases):
    bias = staticmethod(lambda n_in, n_out: (n_out, 1))


class RowBiases(OtherBiases):
    bias = staticmethod(lambda n_in, n_out: (1, n_out))


class WithoutTheLast(Network):
    def __init__(self, sizes, seed):
        super().__init__(sizes[:-1], seed)


class DoubleWeights(Network):
    def start(self, rng, n_out, n_in):
        return super().start(rng, n_out, n_in).astype(float)


class DoubleBiases(OtherBiases):
    bias = staticmethod(lambda n_in, n_out: n_out)


class BiasesOfOne(Network):
    def __init__(self, sizes, seed):
        super().__init__(sizes, seed)
        for b in self.parameters[1::2]:
            b += 1


class PositiveWeights(Network):
    def start(self, rng, n_out, n_in):
        return abs(super().start(rng, n_out, n_in))


class LargeWeights(Network):
    def start(self, rng, n_out, n_in):
        return rng.normal(size=(n_out, n_in)).astype(np.float32)


class VarianceForDeviation(Network):
    def start(self, rng, n_out, n_in):
        return rng.normal(0, 2 / n_in, (n_out, n_in)).astype(np.float32)


class OtherSeed(Network):
    def start(self, rng, n_out, n_in):
        return super().start(np.random.default_rng(), n_out, n_in)


class FourLayers(Network):
    """Whoever writes W1 to W4 by hand."""

    def forward(self, x):
        super().forward(x)
        return self.outputs[3]


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


class NoReluOnTheWayBack(Network):
    def backward(self, Y):
        dz = self.loss_backward(self.outputs[-1], Y)
        gradients = []
        for layer in reversed(range(len(self.inputs))):
            dx, dW, db = dense_backward(dz, self.inputs[layer], self.parameters[2 * layer])
            gradients, dz = [dW, db, *gradients], dx
        return gradients


class NeverEmptied(Network):
    """Keeps what each batch went through, and goes back through the first."""

    def __init__(self, sizes, seed):
        super().__init__(sizes, seed)
        self.kept = []

    def forward(self, x):
        z = super().forward(x)
        self.kept += self.inputs
        return z

    def backward(self, Y):
        self.inputs = self.kept[: len(self.inputs)]
        return super().backward(Y)


class NothingBack(Network):
    def backward(self, Y):
        super().backward(Y)


class WeightsOnly(Network):
    def backward(self, Y):
        return super().backward(Y)[::2]


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
        (NoParameters, "there are no parameters"),
        (Transposed, "transposed weights"),
        (NoBiases, "the biases are missing"),
        (Pairs, "the W and the b of a layer stand together as one entry"),
        (BiasOfInputs, "a bias for each input"),
        (ColumnBiases, "biases with two axes"),
        (RowBiases, "biases with two axes"),
        (WithoutTheLast, "the last layer is missing"),
        (DoubleWeights, "W1 is of type float64"),
        (DoubleBiases, "b1 is of type float64"),
        (BiasesOfOne, "b1 does not start at 0"),
        (PositiveWeights, "the mean of W1 is 0.06"),
        (LargeWeights, "W1 starts with standard deviation 1.001, expected 0.071"),
        (VarianceForDeviation, "W1 starts with standard deviation 0.005, expected 0.071"),
        (OtherSeed, "two networks with the same seed differ"),
        (FourLayers, "the last layers are left out"),
        (ReluAtTheEnd, "ReLU behind the last layer"),
        (SoftmaxAtTheEnd, "softmax twice: here, and again in the loss"),
        (NoRelu, "no ReLU between the layers"),
        (NoBias, "the bias is forgotten"),
        (SharedBuffer, "a shared buffer"),
        (NotDivided, "the gradient is not divided by N"),
        (WrongSign, "the wrong sign"),
        (DividedTwice, "divided by N twice"),
        (NoReluOnTheWayBack, "no ReLU on the way back"),
        (NeverEmptied, "Did forward keep them, and of the last batch alone?"),
        (NothingBack, "nothing was returned"),
        (WeightsOnly, "4 gradients for 8 parameters"),
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


def summing(network, x, y, epochs, batch_size, lr, rng):
    losses = train(network, x, y, epochs, batch_size, lr, rng)
    return [loss * len(x) / batch_size for loss in losses]


def divided_again(network, x, y, epochs, batch_size, lr, rng):
    return [loss / batch_size for loss in train(network, x, y, epochs, batch_size, lr, rng)]


def last_batch_only(network, x, y, epochs, batch_size, lr, rng):
    losses = []
    for _ in range(epochs):
        for x_batch, y_batch in batches(x, y, batch_size, rng):
            Y = one_hot(y_batch, y.max() + 1)
            loss = cross_entropy(network.forward(x_batch), Y)
            sgd_step(network.parameters, network.backward(Y), lr)
        losses.append(loss)
    return losses


def one_batch_an_epoch(network, x, y, epochs, batch_size, lr, rng):
    return train(network, x, y, epochs, len(x), lr, rng)


def one_step_an_epoch(network, x, y, epochs, batch_size, lr, rng):
    losses = []
    for _ in range(epochs):
        of_epoch = []
        for x_batch, y_batch in batches(x, y, batch_size, rng):
            Y = one_hot(y_batch, y.max() + 1)
            of_epoch.append(cross_entropy(network.forward(x_batch), Y))
        sgd_step(network.parameters, network.backward(Y), lr)
        losses.append(np.mean(of_epoch))
    return losses


def averaging_all_epochs(network, x, y, epochs, batch_size, lr, rng):
    losses = train(network, x, y, epochs, batch_size, lr, rng)
    return [np.mean(losses[: i + 1]) for i in range(epochs)]


def in_the_same_order(network, x, y, epochs, batch_size, lr, rng):
    return [
        train(network, x, y, 1, batch_size, lr, np.random.default_rng(0))[0] for _ in range(epochs)
    ]


def from_a_generator_of_its_own(network, x, y, epochs, batch_size, lr, rng):
    return train(network, x, y, epochs, batch_size, lr, np.random.default_rng())


def with_a_fixed_rate(network, x, y, epochs, batch_size, lr, rng):
    return train(network, x, y, epochs, batch_size, 0.1, rng)


def exploding(network, x, y, epochs, batch_size, lr, rng):
    with np.errstate(all="ignore"):
        return train(network, x, y, epochs, batch_size, -100 * lr, rng)


def of_probabilities(network, x, y, epochs, batch_size, lr, rng):
    return train(
        network, x, y, epochs, batch_size, lr, rng, lambda z, Y: cross_entropy(softmax(z), Y)
    )


@pytest.mark.parametrize(
    ("function", "looks_like"),
    [
        (falling(None), "numbers returned for epochs=12: 0"),
        (falling([[1.0] * 6] * 12), "numbers returned for epochs=12: 72"),
        (falling([1.0] * 12), "numbers returned for epochs=1: 12"),
        (standing_still, "the parameters did not move"),
        (rising, "the loss rises"),
        (spoiling, "the training data were changed"),
        (summing, "the losses are summed, not averaged"),
        (divided_again, "divided by the size of a batch"),
        (last_batch_only, "not the loss of one batch"),
        (one_step_an_epoch, "the loss falls only from"),
        (one_batch_an_epoch, "the network gets batches of [60] rows"),
        (averaging_all_epochs, "Do the losses of the first epoch still count in the second?"),
        (in_the_same_order, "every epoch has the same order"),
        (from_a_generator_of_its_own, "the same seed does not give the same losses"),
        (with_a_fixed_rate, "the steps are long for a tiny lr"),
        (exploding, "the loss grows until it is inf or nan"),
        (of_probabilities, "softmax twice"),
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
        "y_train": np.repeat([0, 1], 20),
        "x_val": rng.random((10, 9)),
        "y_val": np.repeat([0, 1], 5),
        "x_test": rng.random((10, 9)),
        "y_test": np.repeat([0, 1], 5),
    }
    for name in ("train", "val", "test"):  # images of class 1 have more ink
        good[f"x_{name}"] = (good[f"x_{name}"] + good[f"y_{name}"][:, None]) / 2
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
        (
            {"y_val": lambda s: s["y_val"][:9]},
            "x_val has 10 images, but its labels have shape (9,)",
        ),
        ({"x_test": lambda s: 255 * s["x_test"]}, "x_test goes up to 2"),
        (
            {
                "x_train": lambda s: s["x_val"],
                "y_train": lambda s: s["y_val"],
                "x_val": lambda s: s["x_train"],
                "y_val": lambda s: s["y_train"],
            },
            "the training set is smaller than the validation set",
        ),
        ({"x_val": lambda s: s["x_test"]}, "images of the test set stand in x_val"),
        ({"y_train": lambda s: 1 - s["y_train"]}, "the labels of x_val belong to other images"),
        ({"y_test": lambda s: 1 - s["y_test"]}, "the labels of x_test belong to other images"),
        ({"x_test": lambda s: s["x_test"].ravel()}, "x_test has shape (90,)"),
        ({"x_val": lambda s: s["x_val"][:, :8]}, "the images have different sizes: [8, 9]"),
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

    with pytest.raises(NotImplementedError) as found:
        checks.dense(todo)
    assert found.value._render_traceback_() == ["Step 3. A dense layer: write your code here"]


def columns_beside_rows(z):
    e = np.exp(z - z.max(axis=1))
    return e / e.sum(axis=1)


def labels_as_numbers(network, x, y, epochs, batch_size, lr, rng):
    for x_batch, y_batch in batches(x, y, batch_size, rng):
        cross_entropy(network.forward(x_batch), y_batch)


class ForgetfulNetwork(Network):
    def backward(self, Y):
        return self.gradients


def image_by_image(x, W, b):
    return W @ x + b


def all_arrays_at_once(parameters, gradients, lr):
    parameters -= lr * gradients


@pytest.mark.parametrize(
    ("check", "work", "line", "think"),
    [
        ("dense", image_by_image, "return W @ x + b", "Which product has the shape you need?"),
        ("relu", lambda z: max(0, z), "max(0, z)", "take an array as one thing"),
        ("softmax", columns_beside_rows, "e = np.exp(z - z.max(axis=1))", "which shape fits"),
        ("sgd_step", all_arrays_at_once, "parameters -= lr * gradients", "The two lists go"),
        ("accuracy", lambda net, x, y: missing, "missing", "has the cell that defines it been"),  # noqa: F821
    ],
)
def test_an_error_in_the_work_is_explained_with_its_line(check, work, line, think):
    with pytest.raises(checks.NotYet) as found:
        getattr(checks, check)(work)
    found_line, _, thought = str(found.value).partition("\nThink again: ")
    assert found_line.startswith(f"Not yet: {check}.\nIt looks like this: it stopped at `")
    assert line in found_line
    assert think in thought


def test_what_an_object_was_not_given_is_explained():
    with pytest.raises(checks.NotYet, match="was it given to the object before this line"):
        checks.network(ForgetfulNetwork)


def test_labels_that_are_not_one_hot_are_suspected_in_training():
    with pytest.raises(checks.NotYet, match=r"Think again: Are the labels one-hot\?"):
        checks.train(labels_as_numbers, Network)


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
        "I built a neural network from nothing but NumPy:\n784-128-64-32-10, 111,146 parameters.\n"
        "It reads 97.27% of the test images (MNIST). Extension done!\n"
    )


def test_the_end_names_the_sample_where_it_stood_in(capsys):
    checks.finish(Network([784, 128, 64, 32, 10], seed=0), 0.932, "mnist-sample")
    assert "It reads 93.20% of the test images (mnist-sample).\n" in capsys.readouterr().out


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
