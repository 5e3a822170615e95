"""A layer turns the numbers that enter it into the numbers that leave it, and can say how each of
its parameters, and each number that entered, changed the loss.

Notation: rows are samples; `x` (n, n_in) enters; `d_out` is dL/d(output), `d_in` is dL/d(input).
"""

from __future__ import annotations

from math import inf, prod, sqrt
from typing import Any

import numpy as np

from nnlib.arguments import brief, is_number, whole_number
from nnlib.arrays import Array
from nnlib.blanks import EVERY, WIDE, weight_gradient, without_blanks
from nnlib.layer import Layer


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
