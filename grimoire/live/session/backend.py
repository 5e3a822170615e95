"""A backend of Matplotlib for the page: it draws as SVG, and `plt.show()` shows at once.

Matplotlib finds it by the environment variable MPLBACKEND.
"""

from __future__ import annotations

from typing import Any

from matplotlib.backend_bases import FigureManagerBase
from matplotlib.backends.backend_svg import FigureCanvasSVG

from . import figures


class FigureManager(FigureManagerBase):
    """Lets `figure.show()` do what `plt.show()` does."""

    def show(self) -> None:
        show()


class FigureCanvas(FigureCanvasSVG):
    manager_class = FigureManager


def show(*args: Any, **options: Any) -> None:
    """Show all figures now, not at the end of the cell."""
    figures.show_all()
