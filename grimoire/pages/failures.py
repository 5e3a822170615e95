"""What to say where a page's cells did not come to their end: which line, why, and what to do."""

from __future__ import annotations

import re

from nbclient.exceptions import CellTimeoutError, DeadKernelError

from grimoire.pages.execution import Run
from grimoire.pages.kernel import LARGEST, OutputError

FRAME = re.compile(r"Cell In\[(?P<cell>\d+)\], line (?P<line>\d+)")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def describe_failure(run: Run, index: int, error: Exception) -> str:
    """Which cell of which page failed, at which line, and how."""
    cells = run.notebook.cells
    begin = f"{run.file}:{run.notebook.metadata['source_map'][index]}"
    if isinstance(error, CellTimeoutError):
        return (
            f"{begin}: this cell was stopped, since it ran longer than the limit. Make it quicker,"
            " or raise the seconds of `execute: timeout:` in _config.yml."
        )
    if isinstance(error, DeadKernelError):
        return (
            f"{begin}: Python ended while it ran this cell, as it does where memory runs out or the"
            " cell ends it. Let the cell use less, and run it again."
        )
    if isinstance(error, OutputError):
        return (
            f"{begin}: up to this cell the page has printed or drawn more than"
            f" {LARGEST // 1_000_000} MB. Show a part of it."
        )
    number = sum(cell.cell_type == "code" for cell in cells[: index + 1])
    detail = f"{error.ename}: {error.evalue}"  # type: ignore[attr-defined]
    return (
        f"{run.file}:{failing_line(run, index)}: code cell {number} failed.\n{detail}\n"
        f"The cell:\n{cells[index].source}"
    )


def failing_line(run: Run, index: int) -> int:
    """The line of the file at which a cell raised its error, or at which the cell begins."""
    cell, begin = run.notebook.cells[index], run.notebook.metadata["source_map"][index]
    traceback = "\n".join(
        line for output in cell.outputs if "traceback" in output for line in output.traceback
    )
    raised = [
        int(frame["line"])
        for frame in FRAME.finditer(COLOUR.sub("", traceback))
        if int(frame["cell"]) == cell.execution_count
    ]
    if not raised:
        return begin
    page = [line.strip() for line in run.file.read_text(encoding="utf-8-sig").split("\n")]
    source = [line.strip() for line in cell.source.split("\n")]
    first = next(
        (k for k in range(begin, len(page)) if page[k : k + len(source)] == source), begin - 1
    )
    return first + raised[-1]
