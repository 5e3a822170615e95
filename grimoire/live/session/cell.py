"""Run one cell: what it prints, draws and returns goes to the page, an error as a traceback."""

from __future__ import annotations

import sys
import warnings
from asyncio import CancelledError
from math import prod

from . import figures, outputs, tracebacks
from .transcript import Transcript

ROOM, MUCH = 1 << 26, 1 << 28
"""Bytes that a cell needs to go on, and bytes of an array that it may well need."""

ENDED = "No memory is left, so Python has been ended: the next Run starts it again."


async def run(code: str, name: str, transcript: Transcript) -> str:
    """Run the code of a cell in the reader's namespace.

    Parameters
    ----------
    code : str
        What the cell holds.
    name : str
        The file name of the cell in tracebacks, such as "cell_3.py".
    transcript : Transcript
        Takes all that the cell gives.

    Returns
    -------
    str
        "done", "failed", "full" if it failed since there is no memory left, or "stopped" where the
        reader has stopped it.
    """
    before = sys.stdout, sys.stderr
    transcript.begin()
    sys.stdout, sys.stderr = transcript.streams
    try:
        return await outcome_of(code, name, transcript)
    finally:
        sys.stdout, sys.stderr = transcript.streams  # the cell may have put others there
        figures.show_all()
        transcript.end()
        sys.stdout, sys.stderr = before


async def outcome_of(code: str, name: str, transcript: Transcript) -> str:
    from pyodide.code import eval_code_async  # type: ignore[import-not-found,unused-ignore]

    space = sys.modules["__main__"].__dict__
    with warnings.catch_warnings():
        pass  # from here on each warning is shown again: it is for every run, not for the first
    try:
        value = await eval_code_async(code, space, filename=name, quiet_trailing_semicolon=True)
        if value is not None:
            space["_"] = value
            outputs.show(value, transcript.say)
        return "done"
    except (KeyboardInterrupt, CancelledError):
        return "stopped"
    except BaseException as error:
        message = tracebacks.told(error, name, code)
        lacking = bytes_lacking(error) if isinstance(error, MemoryError) else 0
    full = bool(lacking) and is_full(lacking)
    if full:
        message["text"] += f"\n{ENDED}"
    transcript.say(message | {"memory": full})
    return "full" if full else "failed"


def bytes_lacking(error: MemoryError) -> int:
    """How much memory would have been enough to go on; NumPy's errors name an array."""
    shape, dtype = getattr(error, "shape", ()), getattr(error, "dtype", None)
    asked = prod(shape) * getattr(dtype, "itemsize", 0)
    return min(max(asked, ROOM), MUCH)


def is_full(lacking: int) -> bool:
    """Whether there is still no memory left; the cell may only have asked for too much at once."""
    try:
        return not bytearray(lacking)
    except MemoryError:
        return True
