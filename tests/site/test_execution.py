"""Cells that do not come to their end: each is named in a sentence, and nothing hangs."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from grimoire.pages import kernel
from grimoire.pages.execution import Run
from grimoire.pages.failures import describe_failure
from grimoire.pages.kernel import Kernel


def run(tmp_path: Path, *sources: str, timeout: int = 30) -> str:
    """What is said of a page with these cells, which begin at lines 10, 20, ..."""
    page = tmp_path / "page.md"
    page.write_text("\n" * 9 + "\n".join(f"{source}\n" + "\n" * 8 for source in sources))
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    metadata = {"source_map": [10 * number for number in range(1, len(cells) + 1)]}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=metadata)
    ran = Kernel(page, notebook, timeout).run()
    return describe_failure(Run(page, notebook), ran.index, ran.error) if ran.error else ""


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (["1", "2 +\\\n 3", "import os; os._exit(1)"], "page.md:30: Python ended while it ran"),
        (["1", "print('x' * 2000)"], "page.md:20: up to this cell the page has printed"),
        (["1", "a = 1\nb = a / 0\nc = 2"], "page.md:21: code cell 2 failed.\nZeroDivisionError: "),
    ],
)
def test_a_cell_that_fails_is_named_with_its_line(tmp_path, monkeypatch, cells, message):
    monkeypatch.setattr(kernel, "LARGEST", 1000)
    assert message in run(tmp_path, *cells)


def test_a_cell_that_never_ends_is_named_then_stopped(tmp_path, monkeypatch, capfd):
    monkeypatch.setattr(kernel, "SLOW", 0.1)
    said = run(tmp_path, "1", "while True:\n    pass", timeout=1)
    assert "page.md:20: this cell was stopped, since it ran longer than the limit" in said
    told = capfd.readouterr().err
    assert "page.md:20: this cell has run for 0 s. It is stopped after 1 s" in told


def test_cells_that_end_say_nothing(tmp_path):
    assert run(tmp_path, "print(1)") == ""
