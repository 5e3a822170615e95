"""A model is a list of layers: what leaves one enters the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from os import PathLike
from threading import get_ident
from typing import Any

import numpy as np

from nnlib import files
from nnlib.activations import Sigmoid, Softmax, sigmoid, softmax
from nnlib.arrays import Array, as_array
from nnlib.elsewhere import no_attribute
from nnlib.layer import Layer
from nnlib.names import Kinds, kind_called, name_of
from nnlib.penalties import declare_weights
from nnlib.stack import Layers, check_arrays, check_layers, returned

ROWS = 500  # samples that go through the network together at inference
FORMAT = "nnlib model 1"
Design = list[tuple[str, dict[str, Any]]]


class Sequential:
    """Layers one after the other.

    All parameters stand in one flat vector `theta`, all gradients in `grad`, so an optimizer's step
    is one formula on two vectors. The layers' W, b, gamma and beta are views into them.

    Parameters
    ----------
    *layers : Layer
        The layers, from input to output.
    seed : int, Generator or None
        Drives the initial weights. The same seed gives the same weights, bit for bit. A layer that
        was used or set before, such as by `layer.W = ...`, keeps its own.
    dtype : numpy.float32 or numpy.float64
        The type of every number inside; inputs are converted, batch by batch.

    Raises
    ------
    ValueError
        If the widths of two layers do not fit, or a layer already belongs to a model.

    Examples
    --------
    >>> from nnlib import Dense, ReLU
    >>> model = Sequential(Dense(784, 128), ReLU(), Dense(128, 10), seed=0)
    >>> model
    Sequential of 101,770 parameters (float32)
       layer            output    parameters
    0  Dense(784, 128)  (n, 128)     100,480
    1  ReLU()           (n, 128)           0
    2  Dense(128, 10)   (n, 10)        1,290
    >>> model(np.zeros((2, 784))).shape
    (2, 10)
    """

    def __init__(self, *layers: Layer, seed: Any = 0, dtype: Any = np.float32) -> None:
        self._layers = Layers(layers)
        self.dtype = np.dtype(dtype)
        if self.dtype not in (np.float32, np.float64):
            raise ValueError(f"dtype must be float32 or float64, got {self.dtype}")
        self.widths = check_layers(self.layers)
        size = sum(layer.size for layer in layers)
        self._theta, self._grad = np.zeros(size, self.dtype), np.zeros(size, self.dtype)
        self.weights: list[slice] = []  # the parts of theta that are weights: no biases
        rng = np.random.default_rng(seed)
        start = 0
        for i, layer in enumerate(layers):
            part = slice(start, start + layer.size)
            layer.join(f"model.layers[{i}], ", self._theta[part], self._grad[part], rng)
            if layer.n_weights:
                self.weights.append(slice(start, start + layer.n_weights))
            start += layer.size
        declare_weights(self._theta, self.weights)
        self.use_generator(rng)
        self._trainer: int | None = None  # the thread that may call backward
        self._first = next((i for i, layer in enumerate(layers) if layer.size), 0)

    @property
    def layers(self) -> Layers:
        """The layers, from input to output."""
        return self._layers

    @layers.setter
    def layers(self, value: Any) -> None:
        self._layers.refuse()

    @property
    def theta(self) -> Array:
        """All parameters, one flat vector. Assigning copies the values in."""
        return self._theta

    @theta.setter
    def theta(self, value: Any) -> None:
        self._theta[...] = value

    @property
    def grad(self) -> Array:
        """The gradients of all parameters, in the order of `theta`; an optimizer may overwrite."""
        return self._grad

    @grad.setter
    def grad(self, value: Any) -> None:
        self._grad[...] = value

    @property
    def n_out(self) -> int | None:
        """Number of outputs, None where the layers leave it open."""
        return self.widths[-1]

    def use_generator(self, rng: np.random.Generator) -> None:
        """Let this generator make the random choices of training, such as dropout."""
        for layer in self.layers:
            layer.rng = rng

    def forward(self, x: Array, training: bool = False) -> Array:
        """Send a batch through the layers, and in training keep what `backward` needs."""
        x = as_array(x).astype(self.dtype, copy=False)
        for layer in self._layers:
            x = returned(layer, "forward", layer.forward(x, training))
        if training:
            self._trainer = get_ident()
        elif self._trainer == get_ident():
            self._trainer = None
        return x

    def backward(self, d_out: Array, want_d_in: bool = False) -> Array | None:
        """Write dL/dtheta into `grad`, given `d_out` = dL/d(output), from the last layer on down.

        dL/d(input) costs one more matrix product. It is returned if `want_d_in`, else None.

        Raises
        ------
        RuntimeError
            If the newest `forward` was not in training: `d_out` would belong to another batch than
            what the layers have kept.
        """
        if self._trainer is None:
            raise RuntimeError(
                "backward was called before forward(x, training=True), or after another batch went "
                "through the model: call them in turns, forward, loss, backward"
            )
        first = 0 if want_d_in else self._first
        for layer in self._layers[:first:-1]:
            d_out = returned(layer, "backward", layer.backward(d_out))
        if want_d_in:
            return returned(self._layers[0], "backward", self._layers[0].backward(d_out))
        self._layers[first].gradients(d_out)
        return None

    def __call__(self, X: Any) -> Array:
        """Return the outputs for the rows of `X`, in inference mode, as a new array."""
        X = as_array(X)
        starts = range(0, max([1, *X.shape[:1]]), ROWS)
        with suppress(ValueError, IndexError):
            return np.concatenate([self.forward(X[i : i + ROWS]) for i in starts])
        return self.forward(X)  # fails too, and gives the shape of X as it was passed

    def width_for(self, X: Array) -> int:
        """Return how many outputs a row of `X` leads to; an error gives the shape of all of X."""
        with np.errstate(over="ignore", invalid="ignore"):
            with suppress(ValueError):
                return int(self.forward(X[:1]).shape[1])
            return int(self.forward(X).shape[1])

    def predict_proba(self, X: Any) -> Array:
        """Return class probabilities (n, K), K = 2 for a model with one output; rows sum to 1.

        A last layer `Softmax` or (for one output) `Sigmoid` already gives them; otherwise the
        outputs are logits, and softmax or sigmoid is applied.
        """
        out = self(X)
        if out.shape[1] > 1:
            return out if isinstance(self.layers[-1], Softmax) else softmax(out)
        p = out if isinstance(self.layers[-1], Sigmoid) else sigmoid(out)
        return np.hstack([1 - p, p])

    def predict(self, X: Any) -> Array:
        """Return the most probable class of each row (n,): whole numbers 0..K-1.

        A model with one output says 1 where its logit is above 0, that is sigmoid above 1/2.
        """
        out = self(X)
        if out.shape[1] > 1:
            best: Array = out.argmax(axis=1)
            return best
        threshold = 0.5 if isinstance(self.layers[-1], Sigmoid) else 0
        return (out[:, 0] > threshold).astype(np.intp)

    def design(self) -> Design:
        """Return the names of the layers and the arguments they were made with."""
        return [(name_of(type(layer)), layer.arguments()) for layer in self.layers]

    def state(self) -> dict[str, Array]:
        """Return everything learned and measured: the layers' own arrays by name, not copies."""
        return {
            f"layers.{i}.{name}": getattr(layer, name)
            for i, layer in enumerate(self.layers)
            for name in (*layer.shapes, *layer.statistics)
        }

    def load_state(self, arrays: Mapping[str, Array], source: str = "the state") -> None:
        """Copy such arrays into the layers; `ValueError` if a name or a shape does not fit."""
        check_arrays(self.layers, arrays, source)
        for key, array in self.state().items():
            array[...] = arrays[key]

    def copy(self, dtype: Any = None) -> Sequential:
        """Return an independent model with equal layers and values, in another dtype if given."""
        layers = [(type(layer), layer.arguments()) for layer in self.layers]
        return rebuild(layers, self.dtype if dtype is None else dtype, self.state())

    def __reduce__(self) -> tuple[Any, ...]:
        layers = [(type(layer), layer.arguments()) for layer in self.layers]
        return rebuild, (layers, self.dtype, self.state())

    def save(self, path: str | PathLike[str]) -> None:
        """Write the model to one .npz file, which `load` reads.

        The file is written under another name and then renamed: a killed process leaves the old
        file whole.
        """
        files.write(path, self.header(), self.state())

    def header(self) -> dict[str, Any]:
        """Return what a file says about the model besides its arrays."""
        return {"format": FORMAT, "layers": self.design(), "dtype": self.dtype.name}

    def __getattr__(self, name: str) -> Any:
        raise no_attribute(type(self).__name__, self, name)

    def __repr__(self) -> str:
        rows = [("", "layer", "output", "parameters")]
        for i, (layer, width) in enumerate(zip(self.layers, self.widths, strict=True)):
            rows.append((str(i), repr(layer), f"(n, {width or '...'})", f"{layer.size:,}"))
        a, b, c, d = (max(map(len, column)) for column in zip(*rows, strict=True))
        lines = [f"{i:<{a}}  {name:<{b}}  {out:<{c}}  {n:>{d}}" for i, name, out, n in rows]
        title = f"Sequential of {self.theta.size:,} parameters ({self.dtype})"
        return "\n".join([title, *lines])


def load(path: str | PathLike[str], layers: Kinds | None = None) -> Sequential:
    """Read a model from a file written by `model.save` or by `Checkpoint`.

    Parameters
    ----------
    path : path
        The file.
    layers : mapping, optional
        Classes of layers of your own, by name: {"Scale": Scale}. Those that stand in an imported
        module under the name they were saved with are found without.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If the file is damaged, was not written by nnlib, or holds a layer of a class that is not
        known. Pickles are never loaded.
    """
    header, arrays = files.read(path, FORMAT)
    try:
        kinds = [(kind_called(name, layers or {}), options) for name, options in header["layers"]]
        made = [kind(**options) for kind, options in kinds]
        check_arrays(made, arrays, str(path))
        model = Sequential(*made, dtype=header["dtype"])
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path} holds no model that nnlib can build: {error}") from error
    model.load_state(arrays, str(path))
    return model


def rebuild(
    layers: Sequence[tuple[type[Layer], dict[str, Any]]], dtype: Any, state: Mapping[str, Array]
) -> Sequential:
    """Make a model from its parts; what `copy`, `copy.deepcopy` and `pickle` use."""
    model = Sequential(*(kind(**arguments) for kind, arguments in layers), dtype=dtype)
    model.load_state(state)
    return model
