"""Before training: are these a model, data and a loss, and do they fit together?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nnlib.activations import Sigmoid, Softmax
from nnlib.arguments import brief, of_kind
from nnlib.arrays import Array, checked_pair
from nnlib.losses import CrossEntropy, Loss
from nnlib.model import Sequential
from nnlib.optimizers import Adam, Optimizer
from nnlib.run import Callback


def checked_model(model: Any) -> Sequential:
    """Return the model, or raise `TypeError`."""
    return of_kind("model, the first argument,", model, Sequential, "Sequential(Dense(784, 10))")


def checked_optimizer(optimizer: Any) -> Optimizer:
    """Return the optimizer, `Adam()` for None, or raise `TypeError`."""
    optimizer = Adam() if optimizer is None else optimizer
    return of_kind("optimizer", optimizer, Optimizer, "Adam(lr=1e-3)")


def checked_loss(loss: Any) -> Loss:
    """Return the loss, `CrossEntropy()` for None, or raise `TypeError`."""
    return CrossEntropy() if loss is None else of_kind("loss", loss, Loss, "CrossEntropy()")


def checked_callbacks(callbacks: Any) -> list[Callback]:
    """Return the callbacks as a list, or raise `TypeError`."""
    if not isinstance(callbacks, Sequence) or isinstance(callbacks, str):
        raise TypeError(
            f"callbacks must be a list, such as [EarlyStopping(patience=3)], got {brief(callbacks)}"
        )
    for i, callback in enumerate(callbacks):
        of_kind(f"callbacks[{i}]", callback, Callback, "EarlyStopping(patience=3)")
    return list(callbacks)


def checked_validation(
    model: Sequential, validation: Any, loss: Loss
) -> tuple[Array, Array] | None:
    """Return the pair of validation data, None for None, or raise `TypeError`."""
    if validation is None:
        return None
    if not isinstance(validation, tuple | list) or len(validation) != 2:
        raise TypeError(
            f"validation must be a pair (X_val, y_val), got {brief(validation)}: to keep a part of "
            f"the data back, write X, X_val, y, y_val = train_val_split(X, y, fraction=0.1)"
        )
    X_val, y_val = validation
    return checked_data(model, X_val, y_val, loss, name="validation ")


def checked_data(
    model: Sequential, X: Any, y: Any, loss: Loss, name: str = ""
) -> tuple[Array, Array]:
    """Return X and y as arrays; raise `ValueError` unless data, model and loss fit together."""
    last = model.layers[-1]
    if loss.takes_logits and isinstance(last, Softmax | Sigmoid):
        raise ValueError(
            f"{loss!r} expects logits and applies {type(last).__name__.lower()} itself, got a "
            f"model that ends with {last!r}, which would apply it twice and flatten the gradient: "
            f"leave the last layer out; predict_proba still gives probabilities"
        )
    X, y = checked_pair(X, y, name)
    loss.check(y, n_out=model.width_for(X))
    return X, y
