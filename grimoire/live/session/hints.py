"""What a traceback does not say: why a browser cannot do it, and what to do in its place."""

from __future__ import annotations

import re

COLAB = "open the page in Colab: the menu at its top leads there."
ELSEWHERE = (
    "Code in this page reaches no other address on the internet. Where a cell must fetch"
    f" something, {COLAB}"
)
JUPYTER = (
    "Lines that begin with % or !, or end with ?, are Jupyter's own: here a cell holds Python"
    " alone. Leave the line out, or " + COLAB
)
ALONE = (
    "Python in this page has one thread and starts no other program. Let the code run one part"
    f" after the other, or {COLAB}"
)
MEMORY = (
    "The cell needs more memory than the browser gives to a page. Take fewer rows or smaller"
    " layers, then run it again."
)
OWN_FILES = (
    "Python in this page has files of its own: those of your computer are not among them, and what"
    " a cell writes is gone when Python ends."
)
EXIT = "A page has no program to leave: the cell ends here, and the next one can run."

HINTS: list[tuple[type[BaseException], str, str]] = [
    (SystemExit, "", EXIT),
    (MemoryError, "", MEMORY),
    (ValueError, "array is too big|[Mm]aximum allowed (size|dimension)", MEMORY),
    (OverflowError, "index-sized integer", MEMORY),
    (RuntimeError, "can't start new thread", ALONE),
    (OSError, "does not support processes", ALONE),
    (ImportError, "sem_open|_multiprocessing|_posixsubprocess", ALONE),
    (FileNotFoundError, "", OWN_FILES),
    (OSError, "unknown url type: https|Failed to fetch|NetworkError|Load failed", ELSEWHERE),
]
"""What one sees, by the kind of error and by words in it: the first that fits."""

MAGIC = re.compile(r"\s*([\w, ]+=\s*)?[%!]|.*\?\s*$")


def hint_for(error: BaseException, code: str) -> str | None:
    """A sentence to stand below the traceback of an error in a cell that holds `code`."""
    if isinstance(error, SyntaxError):
        return JUPYTER if is_magic(error, code) else None
    if is_refused(error):
        return ELSEWHERE
    text = str(error)
    return next(
        (hint for kind, words, hint in HINTS if isinstance(error, kind) and re.search(words, text)),
        None,
    )


def is_magic(error: SyntaxError, code: str) -> bool:
    """Whether the line that is no Python is one of Jupyter's."""
    lines = code.splitlines()
    place = (error.lineno or 0) - 1
    return 0 <= place < len(lines) and MAGIC.match(lines[place]) is not None


def is_refused(error: BaseException) -> bool:
    """Whether the browser has refused a request of the cell."""
    words = f"{type(error).__name__} {error}"
    refused = r"fetch|network|XMLHttp|importScripts|Content Security|imported module|script at"
    return "JsException" in words and re.search(refused, words, re.I) is not None
