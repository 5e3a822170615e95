"""What the cells of a page put out is not so much that the page becomes slow to load."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from grimoire.checks.markdown import blocks
from grimoire.course import Page
from grimoire.problem import Problem

if TYPE_CHECKING:
    from nbformat import NotebookNode

MOST = 200_000
"""Bytes: about a second on a slow phone."""


def check_outputs(page: Page, notebook: NotebookNode) -> Iterator[Problem]:
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    sources = [block for block in blocks(page, "code-cell") if not block.depth]
    for source, cell in zip(sources, cells, strict=False):
        size = sum(_weight(output) for output in cell.get("outputs", []))
        if size > MOST:
            message = (
                f"this cell puts out {size // 1000} kB, more than {MOST // 1000}. Print less, or"
                " draw a picture with fewer points, with `rasterized=True` where there are many."
            )
            yield Problem(page.file, source.line, message, "output")


def printed(notebook: NotebookNode) -> Iterator[str]:
    """What the cells printed as text, their figures aside."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if text := output.get("text") or output.get("data", {}).get("text/plain"):
                yield text


def _weight(output: Any) -> int:
    """What a reader loads of it: the heaviest of its forms."""
    forms = output.get("data") or {"text/plain": output.get("text", "")}
    return max(_bytes(kind, str(content)) for kind, content in forms.items())


def _bytes(kind: str, content: str) -> int:
    if kind == "image/svg+xml":  # sent compressed
        return len(zlib.compress(content.encode()))
    if kind.startswith("image/"):  # base64
        return len(content) * 3 // 4
    return len(content.encode())
