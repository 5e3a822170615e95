"""A layer turns the numbers that enter it into the numbers that leave it, and can say how each of
its parameters, and each number that entered, changed the loss.

Notation: rows are samples; `x` (n, n_in) enters; `d_out` is dL/d(output), `d_in` is dL/d(input).
"""

from __future__ import annotations

from inspect import signature
from math import prod, sqrt
from typing import Any

import numpy as np

from nnlib.arrays import Array

WIDE = 256  # neurons from which leaving out blank inputs saves more time than it takes
EVERY = slice(None)


class View:
    """An array of a layer. Assigning to it copies the values in, so it stays the model's own."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.key = "_" + name

    def __get__(self, layer: Layer, owner: type | None = None) -> Array:
        if self.key not in layer.__dict__:
            layer.stand_alone()
        array: Array = layer.__dict__[self.key]
        return array

    def __set__(self, layer: Layer, value: Any) -> None:
        self.__get__(layer)[...] = value


class Layer:
    """What all layers share. To write your own, define `forward` and `backward`.

    A layer never writes into the arrays it is given. In training it keeps what `backward` needs.
    """

    n_in: int | None = None  # None: any width
    n_out: int | None = None  # None: as wide as what enters
    n_weights = 0  # the first entries of the layer's parameters: those that weight decay applies to
    place = ""  # "model.layers[2], " once a model holds the layer
    rng: np.random.Generator  # where random choices in training come from; the model sets it
    kept: Any = None

    def __init__(self) -> None:
        self.shapes: dict[str, tuple[int, ...]] = {}  # of the parameters: learned
        self.statistics: dict[str, tuple[int, ...]] = {}  # measured in training, not learned

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
        """Write the gradients of the parameters only; the first layer needs no `d_in`."""

    def bind(self, theta: Array, grad: Array) -> None:
        """Use these two vectors of length `size` for the parameters and their gradients."""

    def reset(self, rng: np.random.Generator) -> None:
        """Draw new initial parameters."""

    def stand_alone(self) -> None:
        """Give a layer outside any model parameters of its own."""
        self.bind(np.zeros(self.size, np.float32), np.zeros(self.size, np.float32))
        self.reset(np.random.default_rng(0))

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
        return {name: getattr(self, name) for name in signature(type(self)).parameters}

    def __repr__(self) -> str:
        parts = []  # arguments without a default; the others where they differ from it
        for name, parameter in signature(type(self)).parameters.items():
            value = getattr(self, name)
            if parameter.default is parameter.empty:
                parts.append(repr(value))
            elif value != parameter.default:
                parts.append(f"{name}={value!r}")
        return f"{type(self).__name__}({', '.join(parts)})"


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
        before ReLU; "glorot" draws uniformly from ±sqrt(6/(n_in + n_out)), right before tanh,
        sigmoid and softmax. Biases start at zero.

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

    W, WT, b = View(), View(), View()
    dW, dWT, db = View(), View(), View()

    def __init__(self, n_in: int, n_out: int, init: str = "he") -> None:
        super().__init__()
        n_in, n_out = check_size("n_in", n_in), check_size("n_out", n_out)
        if init not in ("he", "glorot", "zeros"):
            raise ValueError(f"unknown init, got {init!r}, expected 'he', 'glorot' or 'zeros'")
        self.n_in: int = n_in
        self.n_out: int = n_out
        self.init = init
        self.n_weights = n_in * n_out
        self.shapes = {"W": (n_out, n_in), "b": (n_out,)}

    def bind(self, theta: Array, grad: Array) -> None:
        # W is stored as its transpose, row by row: X Wᵀ is then the faster matrix product.
        weights, shape = slice(self.n_weights), (self.n_in, self.n_out)
        self._WT, self._b = theta[weights].reshape(shape), theta[self.n_weights :]
        self._dWT, self._db = grad[weights].reshape(shape), grad[self.n_weights :]
        self._W, self._dW = self._WT.T, self._dWT.T

    def reset(self, rng: np.random.Generator) -> None:
        shape = (self.n_in, self.n_out)
        if self.init == "he":
            self.WT = rng.normal(0, sqrt(2 / self.n_in), shape)
        elif self.init == "glorot":
            limit = sqrt(6 / (self.n_in + self.n_out))
            self.WT = rng.uniform(-limit, limit, shape)
        else:
            self.WT = 0
        self.b = 0

    def forward(self, x: Array, training: bool) -> Array:
        self.check_width(x)
        WT = self.WT
        if training:
            x, WT = self.keep(x)
        z: Array = x @ WT
        z += self.b
        return z

    def keep(self, x: Array) -> tuple[Array, Array]:
        """Keep for `backward` the inputs that count; return them and their weights, transposed."""
        used = EVERY
        if self.n_out >= WIDE:
            x, used = without_blanks(x)
        self.kept = x, used
        return x, self.WT[used]

    def gradients(self, d_out: Array) -> None:
        x, used = self.recall()
        if used is EVERY:
            np.matmul(x.T, d_out, out=self.dWT)  # dW = d_outᵀ X, stored transposed as W is
        else:
            self.dWT = 0
            self.dWT[used] = x.T @ d_out
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
        super().__init__()
        if not 0 <= p < 1:
            raise ValueError(f"Dropout needs a drop probability 0 <= p < 1, got p={p}")
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

    gamma, beta, dgamma, dbeta = View(), View(), View(), View()
    running_mean, running_var = View(), View()

    def __init__(self, n: int, momentum: float = 0.1, eps: float = 1e-5) -> None:
        super().__init__()
        n = check_size("n", n)
        if not 0 < momentum <= 1:
            raise ValueError(f"BatchNorm needs 0 < momentum <= 1, got momentum={momentum}")
        if not eps > 0:
            raise ValueError(f"BatchNorm needs eps > 0, got eps={eps}")
        self.n = self.n_in = self.n_out = n
        self.momentum, self.eps = float(momentum), float(eps)
        self.shapes = {"gamma": (n,), "beta": (n,)}
        self.statistics = {"running_mean": (n,), "running_var": (n,)}

    def bind(self, theta: Array, grad: Array) -> None:
        self._gamma, self._beta = theta[: self.n], theta[self.n :]
        self._dgamma, self._dbeta = grad[: self.n], grad[self.n :]
        self._running_mean = np.zeros(self.n, theta.dtype)
        self._running_var = np.ones(self.n, theta.dtype)

    def reset(self, rng: np.random.Generator) -> None:
        self.gamma, self.beta, self.running_mean, self.running_var = 1, 0, 0, 1

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


def without_blanks(x: Array) -> tuple[Array, Any]:
    """Return `x` without the inputs that are zero in every sample, and which inputs are left.

    A blank input adds nothing to z, and its weights have gradient zero. In a batch of 64 pictures
    from MNIST more than a third of the pixels are blank.
    """
    used = np.flatnonzero((x != 0).any(axis=0))
    if used.size > 0.9 * x.shape[1]:
        return x, EVERY
    return x.take(used, axis=1), used


def check_size(name: str, value: Any) -> int:
    """Return a whole number of at least 1 as an int, or raise `ValueError`."""
    if not isinstance(value, int | np.integer) or isinstance(value, bool) or value < 1:
        raise ValueError(f"{name} must be a whole number of at least 1, got {value!r}")
    return int(value)
