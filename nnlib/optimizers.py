"""An optimizer turns the gradient into the next step of the parameters.

Notation: theta are the parameters, g = dL/dtheta is the gradient, lr the learning rate (eta).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import cos, inf, pi, sqrt
from typing import Any

import numpy as np

from nnlib.arguments import brief, in_range
from nnlib.arrays import Array
from nnlib.describe import described
from nnlib.elsewhere import no_attribute
from nnlib.fused import adam_pass, compiled
from nnlib.penalties import Parts, weights_of

Schedule = Callable[[int], float]


class StepDecay:
    """Multiply the learning rate by `factor` after every `every` epochs.

    Examples
    --------
    >>> schedule = StepDecay(lr=0.1, every=2, factor=0.5)
    >>> [schedule(epoch) for epoch in range(5)]
    [0.1, 0.1, 0.05, 0.05, 0.025]
    """

    def __init__(self, lr: float, every: int, factor: float = 0.5) -> None:
        self.lr = in_range("lr", lr, 0, inf, open_low=True)
        self.every = in_range("every", every, 1, inf)
        self.factor = in_range("factor", factor, 0, 1, open_low=True)

    def __call__(self, epoch: int) -> float:
        return float(self.lr * self.factor ** (epoch // self.every))

    def __repr__(self) -> str:
        return described(self)


class CosineDecay:
    """Lower the learning rate from `lr` towards `lr_min` along half a cosine over `epochs` epochs.

    eta = lr_min + (lr - lr_min)(1 + cos(pi epoch/epochs))/2 (Loshchilov and Hutter, 2017).

    Examples
    --------
    >>> schedule = CosineDecay(lr=0.1, epochs=4)
    >>> [round(schedule(epoch), 4) for epoch in range(4)]
    [0.1, 0.0854, 0.05, 0.0146]
    """

    def __init__(self, lr: float, epochs: int, lr_min: float = 0.0) -> None:
        self.lr = in_range("lr", lr, 0, inf, open_low=True)
        self.epochs = in_range("epochs", epochs, 1, inf)
        self.lr_min = in_range("lr_min", lr_min, 0, lr)

    def __call__(self, epoch: int) -> float:
        part = min(epoch / self.epochs, 1)
        return self.lr_min + (self.lr - self.lr_min) * (1 + cos(pi * part)) / 2

    def __repr__(self) -> str:
        return described(self)


class Optimizer:
    """What all optimizers share: learning rate, penalties on the weights, and state.

    Parameters
    ----------
    lr : float or schedule
        Learning rate: a number, or a function of the epoch (counted from 0) that returns one.
    weight_decay : float
        L2 penalty: adds weight_decay · theta to the gradient of the weights, not of the biases.
    l1 : float
        L1 penalty: adds l1 · sign(theta) to the gradient of the weights.

    Raises
    ------
    ValueError
        If a parameter is out of range.
    """

    moments: Sequence[str] = ()  # names of the vectors kept from step to step
    fused: bool | None = False  # whether numba's loop is wanted; None: `fit` decides
    in_numba = False  # whether it is used

    def __init__(self, lr: float | Schedule, weight_decay: float = 0.0, l1: float = 0.0) -> None:
        self.schedule = lr if callable(lr) and not isinstance(lr, type) else None
        self.lr = in_range("lr", self.first_lr(lr), 0, inf, open_low=True)
        self.weight_decay = in_range("weight_decay", weight_decay, 0, inf)
        self.l1 = in_range("l1", l1, 0, inf)
        self.state: dict[str, Array] = {}
        self.t = 0  # steps taken

    def first_lr(self, lr: Any) -> Any:
        """Return the learning rate of epoch 0."""
        if isinstance(lr, np.ndarray) and lr.ndim:
            raise TypeError(
                f"lr must be a number or a schedule, got {brief(lr)}: parameters are given to "
                f"step(theta, grad), or left to fit(model, ..., optimizer={type(self).__name__}())"
            )
        return lr if self.schedule is None else self.schedule(0)

    def start(self, theta: Array) -> None:
        """Forget all earlier steps and get ready for these parameters."""
        self.state = {name: np.zeros_like(theta) for name in self.moments}
        self.t = 0

    def start_epoch(self, epoch: int) -> None:
        """Set the learning rate for this epoch, counted from 0.

        A schedule may lower it to 0, not below. Raises `ValueError` if it does.
        """
        lr = self.lr if self.schedule is None else self.schedule(epoch)
        self.lr = in_range("lr", lr, 0, inf, when=f" in epoch {epoch + 1}")

    @np.errstate(under="ignore")
    def step(self, theta: Array, grad: Array, weights: Parts | None = None) -> None:
        """Change `theta` in place by one step; `grad` may be overwritten.

        `weights` are the parts of `theta` that the penalties apply to. If left out, they are the
        weights of the model that `theta` belongs to, or all of a vector that belongs to none.
        """
        if len(self.state) < len(self.moments):
            self.start(theta)
        self.t += 1
        if self.weight_decay or self.l1:
            self.penalize(theta, grad, weights_of(theta) if weights is None else weights)
        self.update(theta, grad)

    def penalize(self, theta: Array, grad: Array, weights: Parts) -> None:
        """Add the gradients of the penalties."""
        for part in weights:
            if self.weight_decay:
                grad[part] += self.weight_decay * theta[part]
            if self.l1:
                grad[part] += self.l1 * np.sign(theta[part])

    def update(self, theta: Array, grad: Array) -> None:
        """Take the step itself."""
        raise NotImplementedError(f"{type(self).__name__} must define update(theta, grad)")

    def __repr__(self) -> str:
        return described(self, lr=self.schedule or self.lr)

    def __getattr__(self, name: str) -> Any:
        raise no_attribute(type(self).__name__, self, name)


class SGD(Optimizer):
    """Gradient descent: theta -= lr · g. With momentum mu: v = mu·v + g; theta -= lr · v.

    Nesterov's form steps along g + mu·v, the gradient seen a step ahead.

    References
    ----------
    Rumelhart, Hinton and Williams (1986). Sutskever et al. (2013), On the importance of
    initialization and momentum in deep learning.

    Examples
    --------
    >>> theta = np.array([1.0])
    >>> SGD(lr=0.1).step(theta, grad=np.array([2.0]))
    >>> theta
    array([0.8])
    """

    def __init__(
        self,
        lr: float | Schedule = 1e-2,
        momentum: float = 0.0,
        nesterov: bool = False,
        weight_decay: float = 0.0,
        l1: float = 0.0,
    ) -> None:
        super().__init__(lr, weight_decay, l1)
        self.momentum = in_range("momentum", momentum, 0, 1, open_high=True)
        if nesterov and not momentum:
            raise ValueError("nesterov=True needs momentum > 0, got momentum=0")
        self.nesterov = nesterov
        self.moments = ("v",) if momentum else ()

    def update(self, theta: Array, grad: Array) -> None:
        step = grad
        if self.momentum:
            v = self.state["v"]
            v *= self.momentum
            v += grad
            step = grad + self.momentum * v if self.nesterov else v
        theta -= self.lr * step


class RMSProp(Optimizer):
    """Divide each step by the recent size of that gradient: theta -= lr · g/(sqrt(v) + eps).

    v = alpha·v + (1 - alpha) g² is a running mean of the squared gradient.

    References
    ----------
    Tieleman and Hinton (2012), Lecture 6.5, Neural networks for machine learning.
    """

    moments = ("v",)

    def __init__(
        self,
        lr: float | Schedule = 1e-2,
        alpha: float = 0.99,
        eps: float = 1e-8,
        weight_decay: float = 0.0,
        l1: float = 0.0,
    ) -> None:
        super().__init__(lr, weight_decay, l1)
        self.alpha = in_range("alpha", alpha, 0, 1, open_high=True)
        self.eps = in_range("eps", eps, 0, inf, open_low=True)

    def update(self, theta: Array, grad: Array) -> None:
        v = self.state["v"]
        v *= self.alpha
        v += (1 - self.alpha) * np.square(grad)
        theta -= self.lr * grad / (np.sqrt(v) + self.eps)


class Adam(Optimizer):
    """Momentum and a step size of its own for each parameter.

    m = beta1·m + (1 - beta1) g and v = beta2·v + (1 - beta2) g² are running means; divided by
    1 - beta1^t and 1 - beta2^t they lose the pull of their start at zero; then
    theta -= lr · m_hat/(sqrt(v_hat) + eps).

    numba compiles the step into one loop, where it is installed: the same bits, sooner. With
    `fused=None` `fit` does so for long epochs, with True always (`ImportError` without numba), with
    False never.

    References
    ----------
    Kingma and Ba (2015), Adam: a method for stochastic optimization.
    """

    moments = ("m", "v")

    def __init__(
        self,
        lr: float | Schedule = 1e-3,
        beta1: float = 0.9,
        beta2: float = 0.999,
        eps: float = 1e-8,
        weight_decay: float = 0.0,
        l1: float = 0.0,
        fused: bool | None = None,
    ) -> None:
        super().__init__(lr, weight_decay, l1)
        self.beta1 = in_range("beta1", beta1, 0, 1, open_high=True)
        self.beta2 = in_range("beta2", beta2, 0, 1, open_high=True)
        self.eps = in_range("eps", eps, 0, inf, open_low=True)
        self.fused = fused
        self.in_numba = bool(fused)
        if fused:
            compiled(adam_pass)  # raise here, not in the middle of training

    def update(self, theta: Array, grad: Array) -> None:
        # The factors (1 - beta) are left out of m and v and put, with the bias corrections, into
        # two numbers: fewer passes over the vectors.
        m, v = self.state["m"], self.state["v"]
        m_scale = (1 - self.beta1) / (1 - self.beta1**self.t)  # m_hat = m_scale · m
        v_scale = sqrt((1 - self.beta2) / (1 - self.beta2**self.t))  # sqrt(v_hat) = v_scale·sqrt(v)
        eps, lr = self.eps / v_scale, self.lr * m_scale / v_scale
        if self.in_numba:
            numbers = np.array([self.beta1, self.beta2, eps, lr], theta.dtype)
            compiled(adam_pass)(theta, grad, m, v, *numbers)
        else:
            adam_step(theta, grad, m, v, self.beta1, self.beta2, eps, lr)


def adam_step(
    theta: Array, grad: Array, m: Array, v: Array, beta1: float, beta2: float, eps: float, lr: float
) -> None:
    """m = beta1·m + g, v = beta2·v + g², theta -= lr · m/(sqrt(v) + eps); `grad` is overwritten.

    `Adam` looks it up in this module at each step, so that a faster one can be put in its place.
    """
    m *= beta1
    m += grad
    np.square(grad, out=grad)
    v *= beta2
    v += grad
    step = np.sqrt(v, out=grad)  # from here grad is only scratch
    step += eps
    np.divide(m, step, out=step)
    step *= lr
    theta -= step


class AdamW(Adam):
    """Adam whose weight decay is a step of its own: theta -= lr · weight_decay · theta.

    References
    ----------
    Loshchilov and Hutter (2019), Decoupled weight decay regularization.
    """

    def __init__(
        self,
        lr: float | Schedule = 1e-3,
        beta1: float = 0.9,
        beta2: float = 0.999,
        eps: float = 1e-8,
        weight_decay: float = 0.01,
        l1: float = 0.0,
        fused: bool | None = None,
    ) -> None:
        super().__init__(lr, beta1, beta2, eps, weight_decay, l1, fused)

    def penalize(self, theta: Array, grad: Array, weights: Parts) -> None:
        for part in weights:
            if self.l1:
                grad[part] += self.l1 * np.sign(theta[part])
            theta[part] *= 1 - self.lr * self.weight_decay
