"""An error in the reader's words: from the reader's own line on, without what runs the cell."""

from __future__ import annotations

import re
import traceback

CELL = re.compile(r"cell_\d+\.py")

ELSEWHERE = (
    "Code in this page reaches no other address on the internet. Where a cell must fetch"
    " something, open the page in Colab: the menu at its top leads there."
)


def of(error: BaseException, name: str) -> tuple[str, int | None]:
    """The traceback as text, and the line of the cell `name` where it began (None if unknown).

    An error that knows itself what a notebook shows of it is shown so, as those of `nnlib.checks`.
    """
    told = traceback.TracebackException.from_exception(error)
    trim(told)
    render = getattr(error, "_render_traceback_", None)
    text = "\n".join(render()) if callable(render) else "".join(told.format()).strip()
    if seeks_network(error):
        text += f"\n{ELSEWHERE}"
    return text, line_in(error, told, name)


def trim(told: traceback.TracebackException) -> None:
    """Drop the frames before the first one of a cell, here and in what caused the error."""
    first = next((i for i, frame in enumerate(told.stack) if CELL.fullmatch(frame.filename)), 0)
    del told.stack[:first]
    if first == 0 and told.stack and not CELL.fullmatch(told.stack[0].filename):
        told.stack.clear()  # a syntax error: no line of the cell has run
    for cause in (told.__cause__, told.__context__):
        if cause is not None:
            trim(cause)


def line_in(error: BaseException, told: traceback.TracebackException, name: str) -> int | None:
    if isinstance(error, SyntaxError) and error.filename == name:
        return error.lineno
    lines = [frame.lineno for frame in told.stack if frame.filename == name]
    return lines[-1] if lines else None


def seeks_network(error: BaseException) -> bool:
    """Whether the browser has refused a request of the cell."""
    words = f"{type(error).__name__} {error}"
    return "JsException" in words and re.search(r"fetch|network|XMLHttp", words, re.I) is not None
