"""What each parameter of an estimator may be; scikit-learn wants this checked in `fit`."""

from __future__ import annotations

from math import inf
from typing import Any, Literal

import numpy as np

from nnlib.activations import Identity, ReLU, Sigmoid, Tanh
from nnlib.arguments import is_number, whole_number

Activation = Literal["relu", "tanh", "logistic", "identity"]
ACTIVATIONS = {
    "relu": ReLU,
    "tanh": Tanh,
    "logistic": Sigmoid,
    "identity": Identity,
}
SOLVERS = ("adam", "sgd", "lbfgs")
RATES = ("constant", "invscaling", "adaptive")
LOSSES = ("squared_error", "poisson")


def check_parameters(estimator: Any) -> None:
    """Raise `ValueError` if a parameter is not what it may be."""
    sizes, activations = hidden_sizes(estimator), hidden_activations(estimator)
    one_each = len(activations) == len(sizes) and set(activations) <= set(ACTIVATIONS)
    rules = {
        "hidden_layer_sizes": (
            all(map(is_count, sizes)),
            "whole numbers of at least 1, one per hidden layer, such as (128,)",
        ),
        "activation": (one_each, f"one of {list(ACTIVATIONS)}, or a list of one per hidden layer"),
        "solver": among(estimator.solver, SOLVERS),
        "loss": among(getattr(estimator, "loss", "squared_error"), LOSSES),
        "learning_rate": among(estimator.learning_rate, RATES),
        "alpha": within(estimator.alpha, 0, inf),
        "batch_size": (
            is_count(estimator.batch_size) or is_text(estimator.batch_size, "auto"),
            "'auto' or a whole number of at least 1",
        ),
        "learning_rate_init": above_zero(estimator.learning_rate_init),
        "power_t": within(estimator.power_t, 0, inf),
        "max_iter": (is_count(estimator.max_iter), "a whole number of at least 1"),
        "max_fun": (is_count(estimator.max_fun), "a whole number of at least 1"),
        "tol": (is_number(estimator.tol) and estimator.tol >= 0, "at least 0"),
        "momentum": within(estimator.momentum, 0, 1),
        "beta_1": within(estimator.beta_1, 0, 1),
        "beta_2": within(estimator.beta_2, 0, 1),
        "epsilon": above_zero(estimator.epsilon),
        "validation_fraction": within(estimator.validation_fraction, 0, 1),
        "n_iter_no_change": (
            is_count(estimator.n_iter_no_change) or estimator.n_iter_no_change == inf,
            "a whole number of at least 1, or infinity",
        ),
        "dropout": within(estimator.dropout, 0, 1),
    }
    for name, (ok, expected) in rules.items():
        if not ok:
            raise ValueError(f"{name} must be {expected}, got {getattr(estimator, name)!r}")
    if estimator.solver == "lbfgs" and estimator.dropout:
        raise ValueError("solver='lbfgs' needs a loss without chance, got dropout > 0: use 'adam'")


def hidden_sizes(estimator: Any) -> list[Any]:
    """Return the neurons of each hidden layer; a whole number stands for one layer."""
    sizes = estimator.hidden_layer_sizes
    return list(sizes) if np.iterable(sizes) else [sizes]


def hidden_activations(estimator: Any) -> list[Any]:
    """Return the activation of each hidden layer."""
    activation = estimator.activation
    if isinstance(activation, list | tuple):
        return [name if isinstance(name, str) else None for name in activation]
    name = activation if isinstance(activation, str) else None
    return [name] * len(hidden_sizes(estimator)) if name in ACTIVATIONS else [None]


def is_count(value: Any) -> bool:
    """Whether the value is a whole number of at least 1, of Python or NumPy."""
    try:
        return whole_number("", value, 1) > 0
    except ValueError:
        return False


def is_text(value: Any, text: str) -> bool:
    return isinstance(value, str) and value == text


def among(value: Any, names: tuple[str, ...]) -> tuple[bool, str]:
    return isinstance(value, str) and value in names, f"one of {list(names)}"


def within(value: Any, low: float, high: float) -> tuple[bool, str]:
    expected = f"at least {low}" if high == inf else f"in [{low}, {high})"
    return is_number(value) and low <= value < high, expected


def above_zero(value: Any) -> tuple[bool, str]:
    return is_number(value) and 0 < value < inf, "above 0"
