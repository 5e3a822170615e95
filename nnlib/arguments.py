"""What a function is called with is checked, and refused in one sentence: name, rule, value."""

from __future__ import annotations

from math import inf
from numbers import Integral, Real
from typing import Any, TypeVar

import numpy as np

Kind = TypeVar("Kind")


def whole_number(name: str, value: Any, least: int, or_else: str = "") -> int:
    """Return a whole number of at least `least` as an int, or raise `ValueError`.

    `or_else` names what else may stand in its place.
    """
    if not isinstance(value, Integral) or isinstance(value, bool) or value < least:
        raise ValueError(
            f"{name} must be a whole number of at least {least}{or_else}, got {brief(value)}"
        )
    return int(value)


def is_number(value: Any) -> bool:
    """Whether the value is one real number, of Python or NumPy, and not True or False."""
    return isinstance(value, Real) and not isinstance(value, bool)


def in_range(
    name: str,
    value: Any,
    low: float,
    high: float,
    open_low: bool = False,
    open_high: bool = False,
    when: str = "",
) -> float:
    """Return a number from `low` to `high`, or raise `ValueError`, which says `when` it was so.

    It comes back as a float of Python: one of NumPy would turn float32 vectors into float64.
    """
    open_high = open_high or high == inf
    above = is_number(value) and (value > low if open_low else value >= low)
    if not (above and (value < high if open_high else value <= high)):
        left, right = "(" if open_low else "[", ")" if open_high else "]"
        number = "" if is_number(value) else "a number "
        raise ValueError(
            f"{name} must be {number}in {left}{low:g}, {high:g}{right}{when}, "
            f"got {name}={brief(value)}"
        )
    return float(value)


def of_kind(name: str, value: Any, kind: type[Kind], example: str) -> Kind:
    """Return `value` if it is of this kind, or raise `TypeError` with an example of one."""
    if not isinstance(value, kind):
        hint = f"such as {example}"
        if isinstance(value, type) and issubclass(value, kind):
            hint = f"made by calling the class: {value.__name__}(...) with parentheses"
        article = "an" if kind.__name__[0] in "AEIOU" else "a"
        raise TypeError(f"{name} must be {article} {kind.__name__} {hint}, got {brief(value)}")
    return value


def brief(value: Any) -> str:
    """Name a value in a few words."""
    if isinstance(value, type):
        return f"the class {value.__name__}"
    if isinstance(value, np.ndarray) and value.ndim:
        return f"an array of shape {value.shape}"
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."
