"""Compare a student's work with what is right, and with what comes out of known mistakes.

A message names the step, the mistake it looks like, and where to think again. It holds no code but
the student's own line.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

import numpy as np


class NotYet(AssertionError):
    """A step is not right yet; the text says what it looks like and where to think again."""

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows: the text, without the lines of code that led here."""
        return [str(self)]


class NotWritten(NotYet, NotImplementedError):
    """A step still waits to be written; the text says which."""


class Mistake(NamedTuple):
    """A mistake that is often made: what comes out with it, its name, and where to think again."""

    result: Any
    name: str
    think: str


def call(step: str, f: Callable[..., Any], *arguments: Any, hint: str = "") -> Any:
    """Return what `f` makes of the arguments; it must not write into them."""
    copies = [np.array(a) if isinstance(a, np.ndarray) else a for a in arguments]
    result = attempt(step, lambda: f(*copies), hint)
    for given, now in zip(arguments, copies, strict=True):
        if isinstance(given, np.ndarray) and not np.array_equal(given, now):
            fail(
                step,
                "an input was changed in its place",
                "Others still need this array as it was. Make a new one.",
            )
    return result


def attempt(step: str, action: Callable[[], Any], hint: str = "") -> Any:
    """Return the result of `action`; an error in it becomes a message that says where to look."""
    try:
        return action()
    except NotYet:
        raise
    except NotImplementedError as unwritten:
        raise NotWritten(str(unwritten)) from unwritten
    except Exception as error:
        if isinstance(error, NameError):
            hint = "Is the name spelt right, and has the cell that defines it been run?"
        if isinstance(error, AttributeError):
            hint = "Is the name spelt right, and was it given to the object before this line?"
        reason = f"it stopped{line_of(error)} with {type(error).__name__}: {error}"
        raise NotYet(message(step, reason, hint or "Try it on a small array first.")) from error


def line_of(error: Exception) -> str:
    """The student's own line at which it stopped."""
    ours = Path(__file__).parents[1], Path(np.__file__).parent
    frames = traceback.extract_tb(error.__traceback__)
    theirs = [f.line for f in frames if not any(p in Path(f.filename).parents for p in ours)]
    return f" at `{theirs[-1]}`" if theirs and theirs[-1] else ""


def compare(
    step: str,
    got: Any,
    right: Any,
    *mistakes: Mistake,
    tolerance: float = 1e-6,
    think: str = "Try it on a small array, and work out one number by hand.",
) -> None:
    """Raise `NotYet` unless `got` is `right`, and say which of the mistakes it looks like."""
    if alike(got, right, tolerance):
        return
    for mistake in mistakes:
        if alike(got, mistake.result, tolerance):
            fail(step, mistake.name, mistake.think)
    if got is None:
        fail(step, "nothing was returned", "Does the function end with `return`?")
    shape, wanted = shape_of(got), np.shape(right)
    if shape is None:
        fail(step, "the rows differ in length", f"Expected is an array of shape {wanted}.")
    if shape != wanted:
        think = "Write the shape beside each array of your formula."
        fail(step, f"the shape is {shape}, expected {wanted}", think)
    if has_nan(got):
        fail(
            step,
            "nan came out, which is not a number",
            "It comes from 0 / 0, or from the logarithm of a negative number. Where in your work?",
        )
    if np.ndim(right) == 2:
        row = next(i for i in range(len(right)) if not alike(got[i], right[i], tolerance))
        fail(step, f"row {row} is {brief(got[row])}, expected {brief(right[row])}", think)
    fail(step, f"got {brief(got)}, expected {brief(right)}", think)


def alike(got: Any, wanted: Any, tolerance: float) -> bool:
    try:
        return np.shape(got) == np.shape(wanted) and bool(
            np.allclose(np.asarray(got, float), wanted, rtol=tolerance, atol=tolerance)
        )
    except (TypeError, ValueError):
        return False


def shape_of(value: Any) -> tuple[int, ...] | None:
    """The shape of an array or a list, or None if its rows differ in length."""
    try:
        shape: tuple[int, ...] = np.shape(value)
    except ValueError:
        return None
    return shape


def has_nan(value: Any) -> bool:
    try:
        return bool(np.isnan(np.asarray(value, float)).any())
    except (TypeError, ValueError):
        return False


def brief(value: Any) -> str:
    """The value in a few characters."""
    if isinstance(value, float):
        return f"{value:.4g}"
    with np.printoptions(precision=4, suppress=True, threshold=6):
        return str(value)


def passed(step: str) -> None:
    print(f"Right: {step}.")


def message(step: str, looks_like: str, think: str) -> str:
    return f"Not yet: {step}.\nIt looks like this: {looks_like}.\nThink again: {think}"


def fail(step: str, looks_like: str, think: str) -> NoReturn:
    raise NotYet(message(step, looks_like, think))
