"""A network as a scikit-learn regressor: it answers with numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from sklearn.base import RegressorMixin  # type: ignore[import-untyped,unused-ignore]
from sklearn.metrics import r2_score  # type: ignore[import-untyped,unused-ignore]
from sklearn.utils.validation import (  # type: ignore[import-untyped,unused-ignore]
    column_or_1d,
)

from nnlib.arrays import Array
from nnlib.estimator.base import InSteps, Network
from nnlib.estimator.data import Data
from nnlib.estimator.rules import Activation


class MLPRegressor(RegressorMixin, Network):  # type: ignore[misc,unused-ignore]
    """A multilayer perceptron for numbers: dense layers, and a last one without activation.

    The parameters are named as in scikit-learn's `MLPRegressor` and mean the same, so one can take
    the place of the other. It computes in the type of `X`, float32 or float64. Scale the targets:
    a network starts with outputs near 0.

    Parameters
    ----------
    loss : {"squared_error", "poisson"}
        Half the squared error; or half the Poisson deviance for counts, where the network computes
        the logarithm of its answer.
    hidden_layer_sizes : sequence of int, or int
        Neurons of each hidden layer; empty for none. A whole number stands for one layer.
    activation : {"relu", "tanh", "logistic", "identity"}, or a list of them
        Follows each hidden layer; a list has one for each.
    solver : {"adam", "sgd", "lbfgs"}
        The optimizer. "lbfgs" looks at all samples at once: good for few.
    alpha : float
        Strength of the L2 penalty alpha/2 · (sum of all W²), divided by the number of samples in
        the batch.
    batch_size : int or "auto"
        Samples per step; "auto" takes 200, or all if there are fewer.
    learning_rate : {"constant", "invscaling", "adaptive"}
        Of `solver="sgd"`: how `learning_rate_init` goes on. "invscaling" divides it by
        `(t_ + 1)^power_t` after each epoch. "adaptive" divides it by 5 where training would stop,
        and stops when it is down to 1e-6.
    learning_rate_init : float
        Learning rate at first.
    power_t : float
        Exponent of `learning_rate="invscaling"`.
    max_iter : int
        Epochs at most; iterations of "lbfgs".
    shuffle : bool
        Whether each epoch takes the samples in a new order.
    random_state : int, RandomState or None
        Drives initial weights, order of samples and the validation split.
    tol : float
        An epoch counts as progress unless the training loss stays above its best less this, or with
        `early_stopping` the validation score below its best plus this. Slope at which "lbfgs" is
        done.
    verbose : bool
        Whether to print the loss of each epoch.
    warm_start : bool
        Whether `fit` goes on from the network that is there.
    momentum : float
        Of `solver="sgd"`, in [0, 1).
    nesterovs_momentum : bool
        Whether that momentum looks a step ahead.
    early_stopping : bool
        Whether to keep samples back for validation, watch the score on them instead of the training
        loss, and go back to the best epoch in the end.
    validation_fraction : float
        Share of the samples kept back.
    beta_1, beta_2, epsilon : float
        Of `solver="adam"`.
    n_iter_no_change : int or inf
        Training stops when more than so many epochs in a row were no progress.
    max_fun : int
        Of `solver="lbfgs"`: evaluations of the loss at most.
    dropout : float
        Probability of dropping each hidden neuron's output in training. Not in scikit-learn.
    batch_norm : bool
        Whether batch normalization stands before each activation. Not in scikit-learn.

    Attributes
    ----------
    model_ : Sequential
        The network.
    coefs_ : list of ndarray
        Weights of each layer (n_in, n_out), the transposed W, as views: writing into them changes
        the network.
    intercepts_ : list of ndarray
        Biases of each layer, as views.
    history_ : History
        Losses, accuracies and seconds of each epoch of the last call.
    loss_ : float
        Training loss of the last epoch, without the penalty.
    loss_curve_ : list of float
        Training loss of each epoch.
    best_loss_ : float or None
        The lowest of them, None with early stopping.
    validation_scores_ : list of float or None
        Score on the validation data after each epoch, None where there are none.
    validation_loss_curve_ : list of float or None
        Loss on them. Not in scikit-learn.
    best_validation_score_ : float or None
        The highest of the scores.
    n_iter_ : int
        Epochs of the last call.
    t_ : int
        Samples seen in training.
    n_layers_ : int
        Layers, with the inputs as one of them.
    n_outputs_ : int
        Outputs.
    out_activation_ : str
        "identity", or "exp" for `loss="poisson"`.
    n_features_in_ : int
        Numbers in a sample.

    Examples
    --------
    >>> X = np.linspace(-1, 1, 200)[:, None]
    >>> y = np.sin(3 * X[:, 0])
    >>> regressor = MLPRegressor(
    ...     hidden_layer_sizes=30, solver="lbfgs", max_iter=2000, random_state=0
    ... )
    >>> bool(regressor.fit(X, y).score(X, y) > 0.99)
    True
    """

    def __init__(
        self,
        loss: Literal["squared_error", "poisson"] = "squared_error",
        hidden_layer_sizes: Sequence[int] | int = (100,),
        activation: Activation | Sequence[Activation] = "relu",
        *,
        solver: Literal["adam", "sgd", "lbfgs"] = "adam",
        alpha: float = 1e-4,
        batch_size: int | Literal["auto"] = "auto",
        learning_rate: Literal["constant", "invscaling", "adaptive"] = "constant",
        learning_rate_init: float = 1e-3,
        power_t: float = 0.5,
        max_iter: int = 200,
        shuffle: bool = True,
        random_state: int | np.random.RandomState | None = None,
        tol: float = 1e-4,
        verbose: bool = False,
        warm_start: bool = False,
        momentum: float = 0.9,
        nesterovs_momentum: bool = True,
        early_stopping: bool = False,
        validation_fraction: float = 0.1,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-8,
        n_iter_no_change: float = 10,
        max_fun: int = 15_000,
        dropout: float = 0.0,
        batch_norm: bool = False,
    ) -> None:
        self.loss = loss
        self.hidden_layer_sizes = hidden_layer_sizes
        self.activation = activation
        self.solver = solver
        self.alpha = alpha
        self.batch_size = batch_size
        self.learning_rate = learning_rate
        self.learning_rate_init = learning_rate_init
        self.power_t = power_t
        self.max_iter = max_iter
        self.shuffle = shuffle
        self.random_state = random_state
        self.tol = tol
        self.verbose = verbose
        self.warm_start = warm_start
        self.momentum = momentum
        self.nesterovs_momentum = nesterovs_momentum
        self.early_stopping = early_stopping
        self.validation_fraction = validation_fraction
        self.beta_1 = beta_1
        self.beta_2 = beta_2
        self.epsilon = epsilon
        self.n_iter_no_change = n_iter_no_change
        self.max_fun = max_fun
        self.dropout = dropout
        self.batch_norm = batch_norm

    def fit(
        self,
        X: ArrayLike,
        y: ArrayLike,
        sample_weight: ArrayLike | None = None,
        validation: tuple[ArrayLike, ArrayLike] | None = None,
    ) -> MLPRegressor:
        """Train on the samples X (n, n_features), which may be sparse, and their targets.

        Parameters
        ----------
        X : array-like or sparse matrix of shape (n, n_features)
            Samples. A sparse matrix is filled up.
        y : array-like of shape (n,) or (n, K)
            Numbers; at least 0 for `loss="poisson"`.
        sample_weight : array-like of shape (n,), optional
            How much each sample counts: 2 is the same as two of it.
        validation : (X_val, y_val), optional
            Validation data of your own, used in place of samples kept back. Not in scikit-learn.

        Raises
        ------
        ValueError
            If a parameter is out of range, or the data hold NaN or infinity.
        DivergedError
            If the loss grows beyond all bounds: a `FloatingPointError` and a `ValueError`.

        Warns
        -----
        ConvergenceWarning
            If training was still making progress after `max_iter` epochs.
        """
        self._train(X, y, sample_weight, validation)
        return self

    @InSteps
    def partial_fit(
        self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None
    ) -> MLPRegressor:
        """Go on for one epoch on these samples."""
        self._train(X, y, sample_weight, goes_on=True)
        return self

    def predict(self, X: ArrayLike) -> Array:
        """Return the answer to each row of X: (n,), or (n, K) for several targets.

        Raises
        ------
        NotFittedError
            If `fit` was not called before.
        ValueError
            If X has another number of features than in `fit`, or holds NaN or infinity.
        """
        answers = self._answers(self._outputs(X))
        return answers[:, 0] if answers.shape[1] == 1 else answers

    def _answers(self, z: Array) -> Array:
        """Return what the outputs z say."""
        return np.exp(z) if self.out_activation_ == "exp" else z

    def _targets(self, y: Array, known: bool) -> Array:
        self.out_activation_ = "exp" if self.loss == "poisson" else "identity"
        if y.ndim == 2 and y.shape[1] == 1:
            y = column_or_1d(y, warn=True)
        targets: Array = y.reshape(len(y), -1)
        if self.loss == "poisson" and targets.min() < 0:
            raise ValueError(f"loss='poisson' needs targets of at least 0, got {targets.min()}")
        return targets

    def _score(self, z: Array, data: Data) -> float:
        answers = self._answers(z)
        if not np.isfinite(answers).all():
            return float("nan")
        return float(r2_score(data.y, answers, sample_weight=data.weights))
