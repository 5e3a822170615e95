"""What a reader is told of an error: the frames of the cell on, and a sentence where one helps."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from grimoire.live.session import hints, tracebacks

RUNTIME = str(Path(tracebacks.__file__).parent / "cell.py")
"""A file of what runs cells."""


def told(code: str, name: str = "cell_2.py", file: str = RUNTIME) -> dict:
    """What is told of the error that the code of a cell raises; `file` runs the cell."""
    space = {"code": code, "name": name}
    try:
        exec(compile("exec(compile(code, name, 'exec'), {})", file, "exec"), space)
    except BaseException as error:
        begin = error.__traceback__.tb_next  # in the file that runs the cell
        return tracebacks.told(error.with_traceback(begin), name, code)
    raise AssertionError("no error")


def frames(message: dict) -> list[str]:
    return [line.strip() for line in message["text"].splitlines() if '  File "' in line]


@pytest.mark.parametrize(
    "file", [RUNTIME, "/lib/python312.zip/_pyodide/_base.py", "/lib/python312.zip/pyodide/ffi.py"]
)
def test_what_runs_the_cell_is_not_shown(file):
    message = told("def f():\n    1 / 0\n\nf()", file=file)
    assert frames(message) == [
        'File "cell_2.py", line 4, in <module>',
        'File "cell_2.py", line 2, in f',
    ]
    assert message["text"].startswith("Traceback (most recent call last):\n")
    assert message["text"].endswith("ZeroDivisionError: division by zero")
    assert message["line"] == 2


def test_the_line_is_the_last_one_of_this_cell():
    message = told("import json\n\njson.loads('{')")
    assert message["line"] == 3
    assert "json" in frames(message)[-1] and "decoder.py" in frames(message)[-1]


def test_a_guard_of_ours_is_not_shown_below_the_readers_line():
    message = told("from grimoire.live.session.guards import no_input\nno_input()")
    assert frames(message) == ['File "cell_2.py", line 2, in <module>']
    assert message["text"].endswith("such as name = 'Ada'")


def test_causes_keep_the_frames_of_libraries():
    message = told(
        "import json\ntry:\n    json.loads('{')\nexcept ValueError as error:\n"
        "    raise KeyError('x') from error"
    )
    first, second = message["text"].split("The above exception was the direct cause")
    assert "decoder.py" in first and "cell.py" not in first
    assert 'File "cell_2.py", line 5' in second
    assert message["line"] == 5


def test_each_error_of_a_group_is_trimmed():
    message = told("raise ExceptionGroup('both', [ValueError('a'), KeyError('b')])")
    assert "ValueError: a" in message["text"] and "session" not in message["text"]


def test_a_cell_that_is_no_python_shows_no_frames():
    message = told("x = 1\nif x\n")
    assert message["text"].startswith('  File "cell_2.py", line 2\n')
    assert message["line"] == 2


def test_an_error_that_knows_what_a_notebook_shows_is_shown_so():
    message = told(
        "class Short(Exception):\n    def _render_traceback_(self):\n"
        "        return ['Step 1', 'is not right yet']\nraise Short"
    )
    assert message["text"] == "Step 1\nis not right yet"
    assert message["line"] == 4


@pytest.mark.parametrize(
    "line, is_magic",
    {
        "%matplotlib inline": True,
        "%%time": True,
        "!pip install x": True,
        "  !ls": True,
        "files = !ls": True,
        "a, b = %who": True,
        "model?": True,
        "model??": True,
        "x = = 2": False,
        "if x": False,
        "5 % % 2": False,
        "a != = b": False,
    }.items(),
)
def test_lines_of_jupyter_are_told_from_other_mistakes(line, is_magic):
    code = f"x = 1\n{line}"
    with pytest.raises(SyntaxError) as caught:
        ast.parse(code)
    assert hints.hint_for(caught.value, code) == (hints.JUPYTER if is_magic else None)


class JsException(Exception):
    """Named as Pyodide names an error of JavaScript."""


@pytest.mark.parametrize(
    "error, hint",
    [
        (JsException("TypeError: Failed to fetch"), hints.ELSEWHERE),
        (
            JsException("NetworkError: Failed to execute 'send' on 'XMLHttpRequest'"),
            hints.ELSEWHERE,
        ),
        (JsException("Error: WebSocket: no network"), hints.ELSEWHERE),
        (JsException("TypeError: x is not a function"), None),
        (OSError("<urlopen error unknown url type: https>"), hints.ELSEWHERE),
        (RuntimeError("can't start new thread"), hints.ALONE),
        (OSError(138, "emscripten does not support processes."), hints.ALONE),
        (ModuleNotFoundError("No module named '_multiprocessing'"), hints.ALONE),
        (MemoryError(), hints.MEMORY),
        (ValueError("array is too big; `arr.size * arr.dtype.itemsize` is larger"), hints.MEMORY),
        (OverflowError("cannot fit 'int' into an index-sized integer"), hints.MEMORY),
        (FileNotFoundError(44, "No such file or directory"), hints.OWN_FILES),
        (SystemExit(2), hints.EXIT),
        (ValueError("shapes (2,) and (3,)"), None),
        (RuntimeError("other"), None),
        (KeyError("fetch"), None),
    ],
    ids=repr,
)
def test_a_sentence_stands_where_it_helps(error, hint):
    assert hints.hint_for(error, "") == hint
