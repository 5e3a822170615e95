"""An error in the reader's words: from the reader's own line on, without what runs the cell."""

from __future__ import annotations

import re
import traceback
from pathlib import Path
from typing import Any

from .hints import hint_for

CELL = re.compile(r"cell_\d+\.py")
RUNTIME = re.compile(rf"{re.escape(str(Path(__file__).parent))}/.*|.*/_?pyodide/\w+\.py")
"""The files of what runs a cell."""


def told(error: BaseException, name: str, code: str) -> dict[str, Any]:
    """The message for the page: the traceback as text, and the line of the cell `name`, if any.

    An error that knows itself what a notebook shows of it is shown so, as those of `nnlib.checks`.

    Parameters
    ----------
    error : BaseException
        What the cell has raised.
    name : str
        The file name of the cell.
    code : str
        What the cell holds.
    """
    story = traceback.TracebackException.from_exception(error, compact=True)
    trim(story)
    render = getattr(error, "_render_traceback_", None)
    text = "\n".join(render()) if callable(render) else "".join(story.format()).strip("\n")
    hint = hint_for(error, code)
    return {
        "kind": "error",
        "text": f"{text}\n{hint}" if hint else text,
        "line": line_in(error, story, name),
    }


def trim(story: traceback.TracebackException | None) -> None:
    """Drop the frames of what runs the cell, here and in what caused the error."""
    if story is None:
        return
    story.stack[:] = [frame for frame in story.stack if not RUNTIME.fullmatch(frame.filename)]
    first = next((i for i, frame in enumerate(story.stack) if CELL.fullmatch(frame.filename)), 0)
    del story.stack[:first]
    if not story.stack:  # no line has run: a heading over nothing would stand there
        story.stack = None  # type: ignore[assignment]
    for other in (story.__cause__, story.__context__, *(story.exceptions or ())):
        trim(other)


def line_in(error: BaseException, story: traceback.TracebackException, name: str) -> int | None:
    """The last line of the cell that ran, or the one that is no Python."""
    if isinstance(error, SyntaxError) and error.filename == name:
        return error.lineno
    lines = [frame.lineno for frame in story.stack or () if frame.filename == name]
    return lines[-1] if lines else None
