"""Objects say how they were made: `Adam(lr=0.01)`, without what is at its default."""

from __future__ import annotations

from inspect import Parameter, signature
from numbers import Real
from typing import Any

import numpy as np


def parameters(thing: Any) -> dict[str, Parameter]:
    """Return what the constructor of a thing takes, by name."""
    named = signature(type(thing)).parameters.items()
    return {name: p for name, p in named if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)}


def arguments(thing: Any) -> dict[str, Any]:
    """Return what the constructor was called with: a thing keeps each under its own name."""
    missing = [name for name in parameters(thing) if not hasattr(thing, name)]
    if missing:
        raise TypeError(
            f"{type(thing).__name__} cannot be copied or saved, because it does not keep its "
            f"{missing[0]!r}: write self.{missing[0]} = {missing[0]} in its __init__"
        )
    return {name: getattr(thing, name) for name in parameters(thing)}


def settings(thing: Any) -> dict[str, Any]:
    """Return those arguments of the constructor that are numbers, text or None."""
    values = {name: getattr(thing, name, None) for name in parameters(thing)}
    return {name: v for name, v in values.items() if v is None or isinstance(v, str | Real)}


def described(thing: Any, **instead: Any) -> str:
    """Return the call that makes such a thing; `instead` are arguments to show in any case."""
    parts = []
    for name, parameter in parameters(thing).items():
        value = instead.get(name, getattr(thing, name, parameter.default))
        if parameter.default is parameter.empty:
            parts.append("..." if value is parameter.empty else short(value))
        elif name in instead or not np.array_equal(value, parameter.default):
            parts.append(f"{name}={short(value)}")
    return f"{type(thing).__name__}({', '.join(parts)})"


def short(value: Any) -> str:
    """Return the value as one would write it: 9 for 9.0."""
    if isinstance(value, float) and float(f"{value:g}") == value:
        return f"{value:g}"
    return repr(value)
