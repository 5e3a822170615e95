"""Run one cell: what it prints, draws and returns goes to the page, an error as a traceback."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from . import figures, outputs, tracebacks
from .streams import Stream

Say = Callable[[dict[str, Any]], None]
"""Takes one message for the page."""

TOO_MUCH_MEMORY = (
    "The cell needs more memory than the browser gives to a page. Take fewer rows or smaller"
    " layers, then run it again."
)


async def run(code: str, name: str, say: Say) -> str:
    """Run the code of a cell in the reader's namespace.

    Parameters
    ----------
    code : str
        What the cell holds.
    name : str
        The file name of the cell in tracebacks, such as "cell_3.py".
    say : function
        Is given each output: a dictionary with "kind" and what that kind needs.

    Returns
    -------
    str
        "done", "failed", or "stopped" where the reader has stopped it.
    """
    from pyodide.code import eval_code_async  # type: ignore[import-not-found,unused-ignore]

    space = sys.modules["__main__"].__dict__
    space.pop("__warningregistry__", None)  # a warning is for every run, not for the first
    streams = [Stream(kind, say) for kind in ("stdout", "stderr")]
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = streams
    try:
        try:
            value = await eval_code_async(code, space, filename=name, quiet_trailing_semicolon=True)
            if value is not None:
                space["_"] = value
                outputs.show(value, say)
        finally:
            for stream in streams:
                stream.flush()
            figures.show_all(say)
        return "done"
    except KeyboardInterrupt:
        return "stopped"
    except MemoryError:
        say({"kind": "error", "text": TOO_MUCH_MEMORY, "line": None, "memory": True})
        return "failed"
    except BaseException as error:
        text, line = tracebacks.of(error, name)
        say({"kind": "error", "text": text, "line": line})
        return "failed"
    finally:
        for stream in streams:
            stream.close()
        sys.stdout, sys.stderr = before
