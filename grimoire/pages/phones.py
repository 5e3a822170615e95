"""An extension of the pages' kernels: a figure that is too small on a phone is drawn twice.

The narrow drawing comes with the output as metadata, beside its forms and not among them, so that
only the site sees it, which asks for it.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from IPython.core.formatters import BaseFormatter
from IPython.core.pylabtools import print_figure
from traitlets import Unicode

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.transforms import Bbox

NARROW = "narrow"


class NarrowFormatter(BaseFormatter):
    """No form of a figure, but what its metadata say; it is asked after the forms are drawn."""

    format_type = Unicode(NARROW)

    def __call__(self, value: object) -> tuple[None, dict[str, str | bool]] | None:
        library = sys.modules.get("matplotlib.figure")
        if library is None or not isinstance(value, library.Figure):
            return None
        from grimoire.pages.narrow import narrow_drawing

        if not (found := narrow_drawing(value, drawn)):
            return None
        svg, is_stacked = found
        return None, {"svg": svg, "stacked": is_stacked}


def drawn(figure: Figure, bounds: Bbox) -> str:
    return str(print_figure(figure, "svg", bbox_inches=bounds, metadata={"Date": None}))


def load_ipython_extension(shell: Any) -> None:
    formatter = NarrowFormatter(parent=shell.display_formatter)
    shell.display_formatter.formatters[NARROW] = formatter
