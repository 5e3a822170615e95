"""A network among scikit-learn's tools: what its classifier and its regressor have in common."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import update_wrapper
from itertools import pairwise
from math import inf
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from sklearn.base import BaseEstimator  # type: ignore[import-untyped,unused-ignore]
from sklearn.exceptions import ConvergenceWarning  # type: ignore[import-untyped,unused-ignore]
from sklearn.utils import check_random_state  # type: ignore[import-untyped,unused-ignore]
from sklearn.utils.validation import (  # type: ignore[import-untyped,unused-ignore]
    _check_sample_weight,
    check_is_fitted,
    validate_data,
)

from nnlib.arrays import Array
from nnlib.estimator.data import Data, split
from nnlib.estimator.lbfgs import minimize
from nnlib.estimator.losses import Canonical
from nnlib.estimator.patience import Patience
from nnlib.estimator.rules import ACTIVATIONS, check_parameters, hidden_activations, hidden_sizes
from nnlib.layer import Layer
from nnlib.layers import BatchNorm, Dense, Dropout
from nnlib.losses import CrossEntropy, Loss
from nnlib.model import ROWS, Sequential
from nnlib.optimizers import SGD, Adam, Optimizer
from nnlib.training import fit

INPUTS = {"accept_sparse": ["csr", "csc"], "dtype": (np.float64, np.float32)}


class DivergedError(FloatingPointError, ValueError):
    """Training led to infinity or NaN: for nnlib the one, for scikit-learn the other."""


class NotInStepsError(AttributeError, ValueError):
    """There is no `partial_fit`: so `hasattr` is False, and a call says why."""


class InSteps:
    """Makes a method one that is there only where training can go on step by step."""

    def __init__(self, method: Callable[..., Any]) -> None:
        self.method = method
        update_wrapper(self, method)  # type: ignore[arg-type]

    def __get__(self, estimator: Any, owner: type | None = None) -> Any:
        if estimator is None:
            return self.method
        if estimator.solver == "lbfgs":
            raise NotInStepsError("solver='lbfgs' needs all samples at once: no partial_fit")
        if estimator.early_stopping:
            raise NotInStepsError("partial_fit does not support early_stopping=True")
        return self.method.__get__(estimator, owner)


class Network(BaseEstimator):  # type: ignore[misc,unused-ignore]
    """What `MLPClassifier` and `MLPRegressor` share. They differ in their targets and answers."""

    numeric = True  # whether the targets are numbers
    model_: Sequential
    n_iter_: int

    def _targets(self, y: Array, known: bool) -> Array:
        """Return y as a matrix (n, K); note what kind of targets these are if it is not known."""
        raise NotImplementedError

    def _score(self, z: Array, data: Data) -> float:
        """Return the score of the outputs z (n, K) for these data."""
        raise NotImplementedError

    @property
    def coefs_(self) -> list[Array]:
        """The weights of each layer (n_in, n_out), views into the model: Wᵀ."""
        return [layer.WT for layer in self._dense()]

    @coefs_.setter
    def coefs_(self, arrays: list[Array]) -> None:
        for layer, array in zip(self._dense(), arrays, strict=True):
            layer.WT = array

    @property
    def intercepts_(self) -> list[Array]:
        """The biases of each layer (n_out,), views into the model."""
        return [layer.b for layer in self._dense()]

    @intercepts_.setter
    def intercepts_(self, arrays: list[Array]) -> None:
        for layer, array in zip(self._dense(), arrays, strict=True):
            layer.b = array

    def _dense(self) -> list[Dense]:
        return [layer for layer in self.model_.layers if isinstance(layer, Dense)]

    def _outputs(self, X: ArrayLike) -> Array:
        """Return the outputs z (n, K) for new samples."""
        check_is_fitted(self, "model_")
        inputs = validate_data(self, X, reset=False, **INPUTS)
        starts = range(0, inputs.shape[0], ROWS)
        return np.concatenate([self.model_(dense(inputs[i : i + ROWS])) for i in starts])

    def _train(
        self,
        X: ArrayLike,
        y: ArrayLike,
        sample_weight: ArrayLike | None,
        validation: tuple[ArrayLike, ArrayLike] | None = None,
        goes_on: bool = False,
    ) -> None:
        """Train a new network, or the one that is there, where `partial_fit` or warm_start say."""
        check_parameters(self)
        again = self.warm_start or goes_on
        first = not (again and hasattr(self, "model_"))
        known = again and hasattr(self, "out_activation_")
        data = self._checked(X, y, sample_weight, first, known)
        chance = check_random_state(self.random_state)
        model = self._network(data, chance) if first else self.model_
        rng = np.random.default_rng(chance.randint(2**31))
        held_out = None
        if validation is not None:
            held_out = self._checked(*validation, None, first=False, known=True)
        elif self.early_stopping and self.solver != "lbfgs":
            seed = int(rng.integers(2**31))
            data, held_out = split(data, self.validation_fraction, self._stratify, seed)
        if first:
            self.model_ = model
            self._reset()
        try:
            if self.solver == "lbfgs":
                self._train_at_once(data)
            else:
                self._train_in_steps(data, held_out, rng, goes_on)
        except FloatingPointError as error:
            raise DivergedError(
                f"Solver produced non-finite parameter weights. The input data may contain large "
                f"values and need to be preprocessed. {error}"
            ) from error

    def _checked(
        self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None, first: bool, known: bool
    ) -> Data:
        """Return what was given as data, or raise what scikit-learn raises."""
        inputs, labels = validate_data(
            self, X, y, multi_output=True, y_numeric=self.numeric, reset=first, **INPUTS
        )
        inputs, labels = dense(inputs), dense(labels)
        targets = self._targets(labels, known)
        weights = self._weights(labels, inputs, sample_weight)
        if weights is not None and not weights.sum() > 0:
            raise ValueError("the weights of the samples must not all be 0")
        return Data(inputs, targets, weights)

    def _weights(self, y: Array, X: Array, sample_weight: ArrayLike | None) -> Array | None:
        if sample_weight is None:
            return None
        weights: Array = _check_sample_weight(sample_weight, X, ensure_non_negative=True)
        return None if (weights == 1).all() else weights

    def _stratify(self, y: Array, n: int) -> bool:
        """Whether the n samples kept back hold as large a share of each class as all of them."""
        return False

    def _network(self, data: Data, chance: np.random.RandomState) -> Sequential:
        """Return a new network for such data, which starts with scikit-learn's very weights."""
        sizes, names = [data.X.shape[1], *hidden_sizes(self)], hidden_activations(self)
        layers: list[Layer] = []
        for (n_in, n_out), name in zip(pairwise(sizes), names, strict=True):
            layers.append(Dense(n_in, n_out))
            layers += [BatchNorm(n_out)] if self.batch_norm else []
            layers.append(ACTIVATIONS[name]())
            layers += [Dropout(self.dropout)] if self.dropout else []
        layers.append(Dense(sizes[-1], data.y.shape[1]))
        model = Sequential(*layers, dtype=data.X.dtype)
        dense_layers = [layer for layer in layers if isinstance(layer, Dense)]
        names.append(names[-1] if names else self.activation)
        for layer, name in zip(dense_layers, names, strict=True):
            limit = np.sqrt((2 if name == "logistic" else 6) / (layer.n_in + layer.n_out))
            layer.WT = chance.uniform(-limit, limit, layer.WT.shape)
            layer.b = chance.uniform(-limit, limit, layer.b.shape)
        return model

    def _reset(self) -> None:
        """Set all that training counts to its start."""
        self.n_layers_ = len(self._dense()) + 1
        self.n_outputs_ = self._dense()[-1].n_out
        self.t_ = self._no_improvement_count = 0
        self.loss_curve_: list[float] = []
        self.best_loss_: float | None = None if self.early_stopping else inf
        self.validation_scores_: list[float] | None = None
        self.validation_loss_curve_: list[float] | None = None
        self.best_validation_score_: float | None = None

    def _train_in_steps(
        self, data: Data, held_out: Data | None, rng: np.random.Generator, goes_on: bool
    ) -> None:
        wanted = 200 if self.batch_size == "auto" else int(self.batch_size)
        batch_size = min(wanted, len(data.X))
        mean_weight = 1.0 if data.weights is None else float(data.weights.mean())
        if not goes_on or not hasattr(self, "optimizer_"):
            self.optimizer_ = self._optimizer(batch_size * mean_weight)
        patience = Patience(self, goes_on, self._validation(held_out))
        loss, y = self._loss(data)
        self.history_ = fit(
            self.model_,
            data.X,
            y,
            loss=loss,
            optimizer=self.optimizer_,
            epochs=1 if goes_on else self.max_iter,
            batch_size=batch_size,
            callbacks=[patience],
            seed=rng,
            progress=False,
            shuffle=self.shuffle,
        )
        if not goes_on:  # what is finished need not carry moments twice as large as its weights
            self.optimizer_.state, self.optimizer_.t = {}, 0
        if self.n_iter_ == self.max_iter and not goes_on and not patience.stopped:
            warnings.warn(
                f"still learning after max_iter={self.max_iter} epochs: allow more epochs, "
                f"or raise learning_rate_init",
                ConvergenceWarning,
                stacklevel=4,
            )

    def _train_at_once(self, data: Data) -> None:
        loss, y = self._loss(data)
        total = len(y) if data.weights is None else float(data.weights.sum())
        options = {"maxiter": self.max_iter, "maxfun": self.max_fun, "gtol": self.tol}
        self.n_iter_, self.loss_ = minimize(
            self.model_, loss, data.X, y, self.alpha / total, options
        )

    def _optimizer(self, batch_weight: float) -> Optimizer:
        """Return a new optimizer, for batches whose samples have this weight together."""
        lr, weight_decay = self.learning_rate_init, self.alpha / batch_weight
        if self.solver == "adam":
            return Adam(lr, self.beta_1, self.beta_2, self.epsilon, weight_decay)
        nesterov = self.nesterovs_momentum and self.momentum > 0
        return SGD(lr, self.momentum, nesterov, weight_decay)

    def _loss(self, data: Data) -> tuple[Loss, Array]:
        """Return the loss, and the targets as it wants them."""
        if data.weights is not None:
            return Canonical(self.out_activation_, True), np.column_stack([data.y, data.weights])
        if self.out_activation_ == "softmax":
            return CrossEntropy(), data.y.argmax(axis=1)
        return Canonical(self.out_activation_), data.y

    def _validation(self, held_out: Data | None) -> Callable[[], tuple[float, float]] | None:
        """Return a function that measures loss and score on the data that were kept back."""
        if held_out is None:
            return None
        self.validation_scores_ = self.validation_scores_ or []
        self.validation_loss_curve_ = self.validation_loss_curve_ or []
        if self.best_validation_score_ is None:
            self.best_validation_score_ = -inf
        loss, y = self._loss(held_out)

        def measure() -> tuple[float, float]:
            with np.errstate(over="ignore", invalid="ignore"):
                z = self.model_(held_out.X)
                return loss(z, y), self._score(z, held_out)

        return measure

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags


def dense(array: Any) -> Array:
    """Return the array, filled up if it is sparse."""
    filled: Array = array.toarray() if hasattr(array, "toarray") else array
    return filled
