"""A network as a scikit-learn classifier, for pipelines, cross-validation and parameter search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike
from sklearn.base import ClassifierMixin  # type: ignore[import-untyped,unused-ignore]
from sklearn.utils.class_weight import (  # type: ignore[import-untyped,unused-ignore]
    compute_sample_weight,
)
from sklearn.utils.multiclass import (  # type: ignore[import-untyped,unused-ignore]
    check_classification_targets,
    type_of_target,
)
from sklearn.utils.validation import (  # type: ignore[import-untyped,unused-ignore]
    column_or_1d,
)

from nnlib.activations import sigmoid, softmax
from nnlib.arrays import Array
from nnlib.estimator.base import InSteps, Network
from nnlib.estimator.data import Data
from nnlib.estimator.rules import Activation


class MLPClassifier(ClassifierMixin, Network):  # type: ignore[misc,unused-ignore]
    """A multilayer perceptron: dense layers with one activation between them, trained by `fit`.

    The parameters are named as in scikit-learn's `MLPClassifier` and mean the same, so one can take
    the place of the other. It computes in the type of `X`, float32 or float64. float32 is about
    twice as fast. Needs scikit-learn 1.6 or newer.

    Parameters
    ----------
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
    class_weight : dict, "balanced" or None
        Weight of each class, by label; "balanced" gives rare classes more. Not in scikit-learn.

    Attributes
    ----------
    classes_ : ndarray of shape (K,)
        The labels, sorted; 0..K-1 where a sample may have several.
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
        "softmax" for three classes and more, "logistic" for one output per label.
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

    numeric = False

    def __init__(
        self,
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
        class_weight: Mapping[Any, float] | Literal["balanced"] | None = None,
    ) -> None:
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
        self.class_weight = class_weight

    def fit(
        self,
        X: ArrayLike,
        y: ArrayLike,
        sample_weight: ArrayLike | None = None,
        validation: tuple[ArrayLike, ArrayLike] | None = None,
    ) -> MLPClassifier:
        """Train on the samples X (n, n_features), which may be sparse, and their labels.

        Parameters
        ----------
        X : array-like or sparse matrix of shape (n, n_features)
            Samples. A sparse matrix is filled up.
        y : array-like of shape (n,) or (n, K)
            Labels, or for each of K labels whether the sample has it.
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
        self,
        X: ArrayLike,
        y: ArrayLike,
        sample_weight: ArrayLike | None = None,
        classes: ArrayLike | None = None,
    ) -> MLPClassifier:
        """Go on for one epoch on these samples; a first call needs all `classes`."""
        if not hasattr(self, "classes_"):
            if classes is None:
                raise ValueError("classes must be passed on the first call to partial_fit.")
            self.classes_ = np.unique(np.asarray(classes))
            self._set_outputs(type_of_target(y).startswith("multilabel"))
        elif classes is not None and not np.array_equal(self.classes_, np.unique(classes)):
            raise ValueError(
                f"`classes={classes}` is not the same as on last call to partial_fit, "
                f"was: {self.classes_}"
            )
        if isinstance(self.class_weight, str):
            raise ValueError("class_weight='balanced' needs all samples at once: pass a dictionary")
        self._train(X, y, sample_weight, goes_on=True)
        return self

    def predict(self, X: ArrayLike) -> Array:
        """Return the most probable label of each row of X, or (n, K) whether it has each label."""
        return self._answers(self._outputs(X))

    def predict_proba(self, X: ArrayLike) -> Array:
        """Return the probability of each class for each row of X: (n, K).

        Rows sum to 1, except where a sample may have several labels.

        Raises
        ------
        NotFittedError
            If `fit` was not called before.
        ValueError
            If X has another number of features than in `fit`, or holds NaN or infinity.
        """
        z = self._outputs(X)
        if self.out_activation_ == "softmax":
            return softmax(z)
        p = sigmoid(z)
        return p if self._multilabel else np.hstack([1 - p, p])

    def predict_log_proba(self, X: ArrayLike) -> Array:
        """Return the logarithms of `predict_proba`."""
        with np.errstate(divide="ignore"):
            logarithms: Array = np.log(self.predict_proba(X))
        return logarithms

    def _answers(self, z: Array) -> Array:
        """Return what the outputs z say, in the user's labels."""
        if self._multilabel:
            return (z > 0).astype(np.int64)
        best = z.argmax(axis=1) if z.shape[1] > 1 else (z[:, 0] > 0).astype(np.intp)
        labels: Array = self.classes_[np.minimum(best, len(self.classes_) - 1)]
        return labels

    def _set_outputs(self, multilabel: bool) -> None:
        self._multilabel = multilabel
        several = len(self.classes_) > 2 and not multilabel
        self.out_activation_ = "softmax" if several else "logistic"

    def _targets(self, y: Array, known: bool) -> Array:
        check_classification_targets(y)
        kind = type_of_target(y)
        if kind == "multiclass-multioutput":
            raise ValueError(f"y must hold one class per sample, or 0 and 1, got shape {y.shape}")
        multilabel = kind.startswith("multilabel")
        if not multilabel:
            y = column_or_1d(y, warn=True)
        found = np.arange(y.shape[1]) if multilabel else np.unique(y)
        if not known:
            self.classes_ = found
            self._set_outputs(multilabel)
        elif self.warm_start and not np.array_equal(found, self.classes_):
            raise ValueError(
                f"warm_start can only be used where `y` has the same classes as in the previous "
                f"call to fit. Previously got {self.classes_}, `y` has {found}"
            )
        elif len(np.setdiff1d(found, self.classes_)):
            raise ValueError(
                f"`y` has classes not in `self.classes_`. `self.classes_` has {self.classes_}. "
                f"'y' has {found}."
            )
        if multilabel:
            has_label: Array = y.astype(bool)
            return has_label
        if len(self.classes_) > 2:
            one_hot: Array = y[:, None] == self.classes_
            return one_hot
        last: Array = y == self.classes_[-1]
        return last[:, None] & (len(self.classes_) == 2)  # of one class alone, nobody is the second

    def _weights(self, y: Array, X: Array, sample_weight: ArrayLike | None) -> Array | None:
        weights = super()._weights(y, X, sample_weight)
        if self.class_weight is None:
            return weights
        of_class: Array = compute_sample_weight(self.class_weight, y)
        return of_class if weights is None else weights * of_class

    def _stratify(self, y: Array, n: int) -> bool:
        if y.shape[1] == 1 or self._multilabel:
            return not self._multilabel
        return bool(y.sum(axis=0).min() > 1 and y.shape[1] <= n <= len(y) - y.shape[1])

    def _score(self, z: Array, data: Data) -> float:
        right = (np.equal(self._answers(z), self._answers(data.y - 0.5))).reshape(len(z), -1)
        return float(np.average(right.all(axis=1), weights=data.weights))

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_label = True
        return tags
