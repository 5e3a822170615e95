"""Run one cell: what it prints, draws and returns goes to the page, an error as a traceback."""

from __future__ import annotations

import sys
import warnings
from asyncio import CancelledError

from . import figures, outputs, tracebacks
from .transcript import Transcript

ROOM = 1 << 26
"""Bytes that a cell needs to go on."""


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
        transcript.say(tracebacks.told(error, name, code))
        return "full" if isinstance(error, MemoryError) and is_full() else "failed"


def is_full() -> bool:
    """Whether no memory is left, or the cell has asked for far too much at once."""
    try:
        return not bytearray(ROOM)
    except MemoryError:
        return True
