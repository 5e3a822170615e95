"""A layer turns the numbers that enter it into the numbers that leave it, and can say how each of
its parameters, and each number that entered, changed the loss.

Notation: rows are samples; `x` (n, n_in) enters; `d_out` is dL/d(output), `d_in` is dL/d(input).
"""

from __future__ import annotations

from collections.abc import Mapping
from math import inf, prod, sqrt
from types import MappingProxyType
from typing import Any

import numpy as np

from nnlib.arguments import brief, is_number, whole_number
from nnlib.arrays import Array
from nnlib.blanks import EVERY, WIDE, weight_gradient, without_blanks
from nnlib.describe import arguments, described
from nnlib.elsewhere import no_attribute

NOTHING: Mapping[str, Any] = MappingProxyType({})


class Layer:
    """What all layers share. To write your own, define `forward` and `backward`.

    A layer never writes into the arrays it is given. In training it keeps what `backward` needs. It
    keeps each argument of its constructor under its own name.

    A layer that learns names its parameters and their shapes in `shapes`. Each becomes an array of
    that name, and its gradient, which `backward` writes, one with a d before the name.

    Examples
    --------
    >>> class Scale(Layer):
    ...     def __init__(self, n):
    ...         self.n = n
    ...         self.shapes = {"s": (n,)}
    ...
    ...     def reset(self, rng):
    ...         self.s = 1
    ...
    ...     def forward(self, x, training):
    ...         self.kept = x
    ...         return x * self.s
    ...
    ...     def backward(self, d_out):
    ...         self.ds = (d_out * self.kept).sum(axis=0)
    ...         return d_out * self.s
    """

    n_in: int | None = None  # None: any width
    n_out: int | None = None  # None: as wide as what enters
    n_weights = 0  # the first entries of the layer's parameters: those that weight decay applies to
    shapes: Mapping[str, tuple[int, ...]] = NOTHING  # of the parameters: learned
    statistics: Mapping[str, tuple[int, ...]] = NOTHING  # measured in training, not learned
    arrays: Mapping[str, Array] = NOTHING  # parameters, gradients and statistics, once it has any
    place = ""  # "model.layers[2], " once a model holds the layer
    alone = False  # whether it has parameters without a model
    drawn = False  # whether its parameters begin by `reset` alone: `__init__` sets none
    rng: np.random.Generator  # where random choices in training come from; the model sets it
    kept: Any = None

    def __init__(self) -> None:
        self.shapes, self.statistics = {}, {}

    @property
    def size(self) -> int:
        """How many parameters the layer has."""
        return sum(prod(shape) for shape in self.shapes.values())

    def forward(self, x: Array, training: bool) -> Array:
        """Return the layer's output for the batch `x`."""
        raise NotImplementedError(f"{self!r} must define forward(x, training)")

    def backward(self, d_out: Array) -> Array:
        """Write the gradients of the parameters, and return `d_in`, by the chain rule."""
        raise NotImplementedError(f"{self!r} must define backward(d_out)")

    def gradients(self, d_out: Array) -> None:
        """Write the gradients of the parameters only: the first layer needs no `d_in`."""
        self.backward(d_out)

    def bind(self, theta: Array, grad: Array) -> None:
        """Use these two vectors of length `size` for the parameters and their gradients."""
        start, arrays = 0, {}
        for name, shape in self.shapes.items():
            part = slice(start, start + prod(shape))
            arrays[name] = theta[part].reshape(shape)
            arrays[f"d{name}"] = grad[part].reshape(shape)
            start = part.stop
        for name, shape in self.statistics.items():
            arrays[name] = np.zeros(shape, theta.dtype)
        self.hold(**arrays)

    def hold(self, **arrays: Array) -> None:
        """Make these arrays attributes of the layer; what they are set to beforehand goes in."""
        for name in arrays.keys() & vars(self).keys() - self.arrays.keys():
            arrays[name][...] = vars(self)[name]
        vars(self).update(arrays)
        self.arrays = arrays

    def __setattr__(self, name: str, value: Any) -> None:
        """Assigning to an array of the layer copies the values in: it stays the model's own."""
        if self.drawn and not self.arrays and name in {*self.shapes, *self.statistics}:
            self.stand_alone()
        if name in self.arrays:
            self.arrays[name][...] = value
        else:
            object.__setattr__(self, name, value)

    def __getattr__(self, name: str) -> Any:
        """Give a layer outside any model its arrays when one is first asked for."""
        if name.startswith("_") or self.place or self.alone or not self.shapes:
            raise no_attribute(type(self).__name__, self, name)
        self.stand_alone()
        return getattr(self, name)

    def reset(self, rng: np.random.Generator) -> None:
        """Draw new initial parameters; without this they start as `__init__` set them, or at 0."""

    def stand_alone(self) -> None:
        """Give a layer outside any model parameters of its own."""
        self.alone = True
        self.bind(np.zeros(self.size, np.float32), np.zeros(self.size, np.float32))
        self.reset(np.random.default_rng(0))

    def join(self, place: str, theta: Array, grad: Array, rng: np.random.Generator) -> None:
        """Become part of a model. What the layer had and was set to on its own stays."""
        own = self.arrays
        self.place = place
        self.bind(theta, grad)
        self.reset(rng)
        for name, values in own.items():
            self.arrays[name][...] = values

    def recall(self) -> Any:
        """Return what `forward` kept for `backward`."""
        if self.kept is None:
            raise RuntimeError(
                f"{self.place}{self!r}: backward was called before forward: "
                f"call forward(x, training=True) first"
            )
        return self.kept

    def check_width(self, x: Array) -> None:
        """Raise `ValueError` unless `x` is (n, n_in)."""
        if x.ndim != 2 or x.shape[1] != self.n_in:
            hint = "check the layer before it and the data"
            if x.ndim == 1:
                hint = "for one sample, pass x[None, :]"
            elif x.ndim == 0:
                hint = "put the number into an array, one row per sample"
            elif x.ndim > 2 and prod(x.shape[1:]) == self.n_in:
                hint = "put Flatten() before it"
            raise ValueError(
                f"{self.place}{self!r} expected input of shape (n, {self.n_in}), "
                f"got {x.shape}: {hint}"
            )

    def arguments(self) -> dict[str, Any]:
        """Return what the constructor was called with, by name."""
        return arguments(self)

    def __repr__(self) -> str:
        return described(self)


class Dense(Layer):
    """Connect every input with every output: z = Wa + b for each sample, Z = X Wᵀ + b for a batch.

    Parameters
    ----------
    n_in : int
        Number of inputs.
    n_out : int
        Number of outputs: of neurons.
    init : {"he", "glorot", "zeros"}
        How the weights start. "he" draws from a normal distribution with variance 2/n_in, right
        before ReLU; "glorot" draws uniformly from ±sqrt(6/(n_in + n_out)), right before tanh and
        others with slope 1 at 0. (A sigmoid has slope 1/4: in a deep network it would want weights
        four times as large, and centred inputs.) Biases start at zero.

    Attributes
    ----------
    W : ndarray
        Weights (n_out, n_in), a view into the model's `theta`.
    b : ndarray
        Biases (n_out,), a view into the model's `theta`.
    dW : ndarray
        Gradient of the weights (n_out, n_in), a view into the model's `grad`.
    db : ndarray
        Gradient of the biases (n_out,), a view into the model's `grad`.

    Raises
    ------
    ValueError
        If a width is below 1 or `init` is unknown; in `forward`, if x is not (n, n_in).

    References
    ----------
    Glorot and Bengio (2010), Understanding the difficulty of training deep feedforward neural
    networks.
    He et al. (2015), Delving deep into rectifiers.

    Examples
    --------
    >>> layer = Dense(3, 2)
    >>> layer.W = [[1, 0, 0], [0, 1, 1]]
    >>> layer.b = [10, 20]
    >>> layer.forward(np.array([[1.0, 2.0, 3.0]]), training=False)
    array([[11., 25.]])
    """

    WT: Array  # W is stored as its transpose, row by row: X Wᵀ is then the faster matrix product
    dWT: Array
    b: Array
    db: Array
    drawn = True

    def __init__(self, n_in: int, n_out: int, init: str = "he") -> None:
        n_in, n_out = whole_number("n_in", n_in, 1), whole_number("n_out", n_out, 1)
        if init not in ("he", "glorot", "zeros"):
            raise ValueError(f"unknown init, got {init!r}, expected 'he', 'glorot' or 'zeros'")
        self.n_in: int = n_in
        self.n_out: int = n_out
        self.init = init
        self.n_weights = n_in * n_out
        self.shapes = {"W": (n_out, n_in), "b": (n_out,)}

    @property
    def W(self) -> Array:
        return self.WT.T

    @W.setter
    def W(self, value: Any) -> None:
        self.WT.T[...] = value

    @property
    def dW(self) -> Array:
        return self.dWT.T

    @dW.setter
    def dW(self, value: Any) -> None:
        self.dWT.T[...] = value

    def bind(self, theta: Array, grad: Array) -> None:
        n, shape = self.n_weights, (self.n_in, self.n_out)
        self.hold(
            WT=theta[:n].reshape(shape), b=theta[n:], dWT=grad[:n].reshape(shape), db=grad[n:]
        )

    def reset(self, rng: np.random.Generator) -> None:
        shape = (self.n_in, self.n_out)
        if self.init == "he":
            self.WT = rng.normal(0, sqrt(2 / self.n_in), shape)
        elif self.init == "glorot":
            limit = sqrt(6 / (self.n_in + self.n_out))
            self.WT = rng.uniform(-limit, limit, shape)
        else:
            self.WT.fill(0)
        self.b.fill(0)

    def forward(self, x: Array, training: bool) -> Array:
        self.check_width(x)
        used = EVERY
        if training:
            if self.n_out >= WIDE:
                x, used = without_blanks(x)
            self.kept = x, used
        z: Array = x @ self.WT[used]
        z += self.b
        return z

    def gradients(self, d_out: Array) -> None:
        x, used = self.recall()
        weight_gradient(x, used, d_out, out=self.dWT)  # dW = d_outᵀ X, stored transposed as W is
        d_out.sum(axis=0, out=self.db)

    def backward(self, d_out: Array) -> Array:
        self.gradients(d_out)
        d_in: Array = d_out @ self.W
        return d_in


class Dropout(Layer):
    """In training, set each input to zero with probability p; at inference, change nothing.

    Each number of each sample is dropped on its own. The kept ones are multiplied by 1/(1 - p), so
    the expected value of the output is the input ("inverted" dropout).

    Parameters
    ----------
    p : float
        Probability of dropping, 0 <= p < 1.

    Raises
    ------
    ValueError
        If p is outside [0, 1).

    References
    ----------
    Srivastava et al. (2014), Dropout: a simple way to prevent neural networks from overfitting.
    """

    def __init__(self, p: float) -> None:
        if not (is_number(p) and 0 <= p < 1):
            raise ValueError(f"Dropout needs a drop probability 0 <= p < 1, got p={brief(p)}")
        self.p = float(p)  # one of NumPy would turn float32 into float64
        self.rng = np.random.default_rng(0)

    def forward(self, x: Array, training: bool) -> Array:
        if not training:
            return x
        kept = np.greater_equal(self.rng.random(x.shape, dtype=np.float32), self.p)
        mask = kept.astype(x.dtype)
        mask *= 1 / (1 - self.p)
        self.kept = mask
        a: Array = x * mask
        return a

    def backward(self, d_out: Array) -> Array:
        d_in: Array = d_out * self.recall()
        return d_in


class BatchNorm(Layer):
    """Shift and scale each feature to mean 0 and variance 1 over the batch, then by learned values.

    a = gamma (z - mu) / sqrt(sigma² + eps) + beta. In training mu and sigma² are the mean and the
    (biased) variance of the batch; at inference they are running averages, updated by each training
    batch: running = (1 - momentum) running + momentum batch (there with the unbiased variance).

    Parameters
    ----------
    n : int
        Number of features.
    momentum : float
        Weight of the newest batch in the running averages, 0 < momentum <= 1.
    eps : float
        Added to the variance, so that a constant feature does not divide by zero.

    Attributes
    ----------
    gamma : ndarray
        Learned scale (n,), a view into the model's `theta`.
    beta : ndarray
        Learned shift (n,), a view into the model's `theta`.
    running_mean : ndarray
        Running average of the mean (n,).
    running_var : ndarray
        Running average of the variance (n,).

    Raises
    ------
    ValueError
        If a parameter is out of range; in `forward`, if x is not (n_samples, n), or if a training
        batch has one sample, whose variance is zero.

    References
    ----------
    Ioffe and Szegedy (2015), Batch normalization.
    """

    gamma: Array
    beta: Array
    dgamma: Array
    dbeta: Array
    running_mean: Array
    running_var: Array
    drawn = True

    def __init__(self, n: int, momentum: float = 0.1, eps: float = 1e-5) -> None:
        n = whole_number("n", n, 1)
        if not (is_number(momentum) and 0 < momentum <= 1):
            raise ValueError(f"BatchNorm needs 0 < momentum <= 1, got momentum={brief(momentum)}")
        if not (is_number(eps) and 0 < eps < inf):
            raise ValueError(f"BatchNorm needs eps > 0, got eps={brief(eps)}")
        self.n = self.n_in = self.n_out = n
        self.momentum, self.eps = float(momentum), float(eps)
        self.shapes = {"gamma": (n,), "beta": (n,)}
        self.statistics = {"running_mean": (n,), "running_var": (n,)}

    def reset(self, rng: np.random.Generator) -> None:
        self.gamma.fill(1)
        self.beta.fill(0)
        self.running_mean.fill(0)
        self.running_var.fill(1)

    def forward(self, x: Array, training: bool) -> Array:
        self.check_width(x)
        if not training:
            slope = self.gamma / np.sqrt(self.running_var + self.eps)
            a: Array = x * slope + (self.beta - self.running_mean * slope)
            return a
        n = len(x)
        if n < 2:
            raise ValueError(
                f"{self.place}{self!r} needs at least 2 samples in a training batch, got 1: "
                f"the variance of one sample is zero; use a larger batch_size"
            )
        mu = x.mean(axis=0)
        x_hat = x - mu
        var = np.square(x_hat).mean(axis=0)
        sigma = np.sqrt(var + self.eps)
        x_hat /= sigma
        self.running_mean += self.momentum * (mu - self.running_mean)
        self.running_var += self.momentum * (var * (n / (n - 1)) - self.running_var)
        self.kept = x_hat, sigma
        a = x_hat * self.gamma
        a += self.beta
        return a

    def gradients(self, d_out: Array) -> None:
        x_hat, _ = self.recall()
        np.einsum("ij,ij->j", d_out, x_hat, out=self.dgamma)
        d_out.sum(axis=0, out=self.dbeta)

    def backward(self, d_out: Array) -> Array:
        # mu and sigma depend on every sample, so each sample's gradient loses its mean and its
        # part along x_hat: d_in = gamma/sigma (d_out - mean(d_out) - x_hat mean(d_out x_hat)).
        self.gradients(d_out)
        x_hat, sigma = self.kept
        n = len(x_hat)
        d_in: Array = d_out - self.dbeta / n
        d_in -= x_hat * (self.dgamma / n)
        d_in *= self.gamma / sigma
        return d_in


class Flatten(Layer):
    """Turn each sample into one row: (n, 28, 28) becomes (n, 784)."""

    def forward(self, x: Array, training: bool) -> Array:
        if x.ndim < 2:
            raise ValueError(
                f"{self.place}{self!r} expected samples of shape (n, ...), got {x.shape}: "
                f"for one sample, pass x[None]"
            )
        if training:
            self.kept = x.shape
        return x.reshape(len(x), prod(x.shape[1:]))  # -1 has no meaning for no samples

    def backward(self, d_out: Array) -> Array:
        d_in: Array = d_out.reshape(self.recall())
        return d_in
