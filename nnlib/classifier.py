"""A network as a scikit-learn classifier, for pipelines, cross-validation and parameter search."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from itertools import pairwise
from math import inf
from numbers import Real
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike
from sklearn.base import (  # type: ignore[import-untyped,unused-ignore]
    BaseEstimator,
    ClassifierMixin,
)
from sklearn.exceptions import ConvergenceWarning  # type: ignore[import-untyped,unused-ignore]
from sklearn.utils import check_random_state  # type: ignore[import-untyped,unused-ignore]
from sklearn.utils.multiclass import (  # type: ignore[import-untyped,unused-ignore]
    check_classification_targets,
)
from sklearn.utils.validation import (  # type: ignore[import-untyped,unused-ignore]
    check_is_fitted,
    validate_data,
)

from nnlib.activations import Identity, ReLU, Sigmoid, Tanh
from nnlib.arrays import Array
from nnlib.batching import train_val_split
from nnlib.callbacks import Callback, EarlyStopping
from nnlib.layers import Dense, Layer
from nnlib.model import Sequential
from nnlib.optimizers import SGD, Adam, Optimizer
from nnlib.run import Run
from nnlib.training import fit

ACTIVATIONS = {
    "relu": (ReLU, "he"),
    "tanh": (Tanh, "glorot"),
    "logistic": (Sigmoid, "glorot"),
    "identity": (Identity, "glorot"),
}
SOLVERS = ("adam", "sgd")


class MLPClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc,unused-ignore]
    """A multilayer perceptron: dense layers with one activation between them, trained by `fit`.

    The parameters are named as in scikit-learn's `MLPClassifier` and mean the same, so one can take
    the place of the other. It computes in the type of `X`, float32 or float64. float32 is about
    twice as fast. Needs scikit-learn 1.6 or newer.

    Parameters
    ----------
    hidden_layer_sizes : sequence of int, or int
        Neurons of each hidden layer; empty for none. A whole number stands for one layer.
    activation : {"relu", "tanh", "logistic", "identity"}
        Follows each hidden layer.
    solver : {"adam", "sgd"}
        The optimizer.
    alpha : float
        Strength of the L2 penalty alpha/2 · (sum of all W²), divided by the number of samples in
        the batch.
    batch_size : int or "auto"
        Samples per step; "auto" takes 200, or all if there are fewer.
    learning_rate_init : float
        Learning rate; it stays constant.
    max_iter : int
        Epochs at most.
    random_state : int, RandomState or None
        Drives initial weights, order of samples and the validation split.
    tol : float
        An epoch counts as progress if it lowers the best training loss by more than this. With
        `early_stopping`, any gain in validation accuracy counts.
    momentum : float
        Of `solver="sgd"`.
    nesterovs_momentum : bool
        Whether that momentum looks a step ahead.
    early_stopping : bool
        Whether to keep samples back for validation, watch the accuracy on them instead of the
        training loss, and go back to the best epoch in the end.
    validation_fraction : float
        Share of the samples kept back.
    n_iter_no_change : int or inf
        Training stops after this many epochs without progress.
    verbose : bool
        Whether to print how far training is.

    Attributes
    ----------
    classes_ : ndarray of shape (K,)
        The labels, sorted.
    model_ : Sequential
        The network; its outputs are logits, one per class.
    history_ : History
        Losses and accuracies of each epoch.
    loss_curve_ : list of float
        Training loss of each epoch, without the penalty.
    n_iter_ : int
        Epochs trained.
    n_features_in_ : int
        Numbers in a sample.

    References
    ----------
    Rumelhart, Hinton and Williams (1986), Learning representations by back-propagating errors.

    Examples
    --------
    >>> from nnlib import datasets
    >>> data = datasets.moons(n=400, seed=0)
    >>> classifier = MLPClassifier(
    ...     (16,), learning_rate_init=0.02, batch_size=20, random_state=0
    ... )
    >>> classifier = classifier.fit(data.x_train, data.y_train)
    >>> bool(classifier.score(data.x_test, data.y_test) > 0.95)
    True
    """

    def __init__(
        self,
        hidden_layer_sizes: Sequence[int] | int = (128,),
        activation: Literal["relu", "tanh", "logistic", "identity"] = "relu",
        *,
        solver: Literal["adam", "sgd"] = "adam",
        alpha: float = 1e-4,
        batch_size: int | Literal["auto"] = "auto",
        learning_rate_init: float = 1e-3,
        max_iter: int = 200,
        random_state: int | np.random.RandomState | None = None,
        tol: float = 1e-4,
        momentum: float = 0.9,
        nesterovs_momentum: bool = True,
        early_stopping: bool = False,
        validation_fraction: float = 0.1,
        n_iter_no_change: float = 10,
        verbose: bool = False,
    ) -> None:
        self.hidden_layer_sizes = hidden_layer_sizes
        self.activation = activation
        self.solver = solver
        self.alpha = alpha
        self.batch_size = batch_size
        self.learning_rate_init = learning_rate_init
        self.max_iter = max_iter
        self.random_state = random_state
        self.tol = tol
        self.momentum = momentum
        self.nesterovs_momentum = nesterovs_momentum
        self.early_stopping = early_stopping
        self.validation_fraction = validation_fraction
        self.n_iter_no_change = n_iter_no_change
        self.verbose = verbose

    def fit(self, X: ArrayLike, y: ArrayLike) -> MLPClassifier:
        """Train a new network on the samples X (n, n_features) and their labels y (n,).

        Raises
        ------
        ValueError
            If a parameter is out of range, the data hold NaN or infinity, or there is one class.
        FloatingPointError
            If the loss grows beyond all bounds.

        Warns
        -----
        ConvergenceWarning
            If training was still making progress after `max_iter` epochs.
        """
        self._check_parameters()
        inputs, labels = validate_data(self, X, y, dtype=(np.float64, np.float32))
        check_classification_targets(labels)
        self.classes_, indices = np.unique(labels, return_inverse=True)
        if len(self.classes_) < 2:
            raise ValueError(f"y must hold at least 2 classes, got 1 class: {self.classes_[0]!r}")
        rng = np.random.default_rng(check_random_state(self.random_state).randint(2**31))
        validation = None
        if self.early_stopping:
            inputs, x_val, indices, y_val = train_val_split(
                inputs, indices, self.validation_fraction, seed=rng
            )
            validation = x_val, y_val
        batch_size = min(200 if self.batch_size == "auto" else int(self.batch_size), len(inputs))
        self.model_ = self._network(inputs, rng)
        self.history_ = fit(
            self.model_,
            inputs,
            indices,
            optimizer=self._optimizer(batch_size),
            epochs=self.max_iter,
            batch_size=batch_size,
            validation=validation,
            callbacks=[self._stopping()],
            seed=rng,
            progress=self.verbose,
        )
        self.loss_curve_ = self.history_.loss
        self.n_iter_ = len(self.history_)
        if self.n_iter_ == self.max_iter:
            warnings.warn(
                f"still learning after max_iter={self.max_iter} epochs: allow more epochs, "
                f"or raise learning_rate_init",
                ConvergenceWarning,
                stacklevel=2,
            )
        return self

    def predict(self, X: ArrayLike) -> Array:
        """Return the most probable label of each row of X (n, n_features)."""
        best = self.predict_proba(X).argmax(axis=1)
        labels: Array = self.classes_[best]
        return labels

    def predict_proba(self, X: ArrayLike) -> Array:
        """Return the probability of each class for each row of X: (n, K), rows sum to 1.

        Raises
        ------
        NotFittedError
            If `fit` was not called before.
        ValueError
            If X has another number of features than in `fit`, or holds NaN or infinity.
        """
        check_is_fitted(self)
        inputs = validate_data(self, X, dtype=(np.float64, np.float32), reset=False)
        return self.model_.predict_proba(inputs)

    def _network(self, inputs: Array, rng: np.random.Generator) -> Sequential:
        kind, init = ACTIVATIONS[self.activation]
        sizes = [inputs.shape[1], *self._hidden_sizes()]
        layers: list[Layer] = []
        for n_in, n_out in pairwise(sizes):
            layers += [Dense(n_in, n_out, init), kind()]
        layers.append(Dense(sizes[-1], len(self.classes_), "glorot"))
        return Sequential(*layers, seed=rng, dtype=inputs.dtype)

    def _optimizer(self, batch_size: int) -> Optimizer:
        lr, weight_decay = self.learning_rate_init, self.alpha / batch_size
        if self.solver == "adam":
            return Adam(lr, weight_decay=weight_decay)
        nesterov = self.nesterovs_momentum and self.momentum > 0
        return SGD(lr, self.momentum, nesterov, weight_decay)

    def _stopping(self) -> Callback:
        if self.early_stopping:
            return EarlyStopping(self.n_iter_no_change, monitor="val_accuracy")
        return Plateau(self.n_iter_no_change, self.tol)

    def _hidden_sizes(self) -> list[Any]:
        sizes: Any = self.hidden_layer_sizes
        return list(sizes) if np.iterable(sizes) else [sizes]

    def _check_parameters(self) -> None:
        never = self.n_iter_no_change == inf
        valid = {
            "hidden_layer_sizes": (
                all(map(is_count, self._hidden_sizes())),
                "whole numbers of at least 1, one per hidden layer, such as (128,)",
            ),
            "activation": (self.activation in list(ACTIVATIONS), f"one of {list(ACTIVATIONS)}"),
            "solver": (self.solver in SOLVERS, f"one of {list(SOLVERS)}"),
            "alpha": (is_real(self.alpha) and 0 <= self.alpha < inf, "at least 0"),
            "batch_size": (
                is_count(self.batch_size) or self.batch_size == "auto",
                "'auto' or a whole number of at least 1",
            ),
            "learning_rate_init": (
                is_real(self.learning_rate_init) and 0 < self.learning_rate_init < inf,
                "above 0",
            ),
            "max_iter": (is_count(self.max_iter), "a whole number of at least 1"),
            "tol": (is_real(self.tol) and self.tol >= 0, "at least 0"),
            "momentum": (is_real(self.momentum) and 0 <= self.momentum < 1, "in [0, 1)"),
            "validation_fraction": (
                is_real(self.validation_fraction) and 0 <= self.validation_fraction < 1,
                "in [0, 1)",
            ),
            "n_iter_no_change": (
                is_count(self.n_iter_no_change) or never,
                "a whole number of at least 1, or infinity",
            ),
        }
        for name, (ok, expected) in valid.items():
            if not ok:
                raise ValueError(f"{name} must be {expected}, got {getattr(self, name)!r}")


class Plateau(Callback):
    """Stop after `patience` epochs, none of which lowered the best training loss by over `tol`."""

    def __init__(self, patience: float, tol: float) -> None:
        self.patience, self.tol = patience, tol

    def start(self, run: Run) -> None:
        self.best, self.waited = inf, 0

    def epoch_end(self, run: Run) -> None:
        loss = run.history.loss[-1]
        self.waited = 0 if loss < self.best - self.tol else self.waited + 1
        self.best = min(self.best, loss)
        run.stop = run.stop or self.waited >= self.patience


def is_count(value: Any) -> bool:
    """Whether the value is a whole number of at least 1, of Python or NumPy."""
    return isinstance(value, int | np.integer) and not isinstance(value, bool) and bool(value >= 1)


def is_real(value: Any) -> bool:
    """Whether the value is a number, of Python or NumPy."""
    return isinstance(value, Real) and not isinstance(value, bool)
