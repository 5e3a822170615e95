"""Where the letters of a figure stand, how large they are, and what they touch."""

from __future__ import annotations

from functools import cached_property
from itertools import combinations
from math import inf, radians
from typing import Any

from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Bbox

PHONE = 350
"""The pixels that a figure may be wide on a phone 390 pixels wide."""

MARGIN = 14.4
"""The points that a saved drawing leaves free, left and right of what is drawn together."""

GAP, SLACK = 3.0, 1.5
"""The points between two words in a line that one reads apart, and by which a line may run into
the box of a word."""


class Listener(RendererBase):
    """Draws nothing, and notes what is drawn, in the figure's pixels.

    Attributes
    ----------
    bounds : Bbox
        The bounds of all that is drawn, in inches.
    panels : list of Bbox
        The places of the figure's axes.
    sizes : list of float
        The size of each text, in points.
    """

    def __init__(self, figure: Figure) -> None:
        super().__init__()
        self.scale = figure.dpi / 72
        self.sizes: list[float] = []
        self.words: list[Bbox] = []
        self.lines: list[Path] = []
        self.points: list[Any] = []
        figure.draw(self)
        self.bounds = figure.get_tightbbox(self)
        self.panels = [ax.get_window_extent().frozen() for ax in figure.axes]

    @property
    def letters(self) -> float:
        """The height of the smallest letters on a phone, in pixels; without letters infinite."""
        share = min(PHONE / (self.bounds.width * 72 + MARGIN), 96 / 72)
        return min(self.sizes, default=inf) * share

    @cached_property
    def touching(self) -> tuple[int, int, int]:
        """How many pairs of words touch, and into how many words a line or a point runs."""
        gap, slack = GAP / 2 * self.scale, SLACK * self.scale
        apart = [Bbox.from_extents(w.x0 - gap, w.y0, w.x1 + gap, w.y1) for w in self.words]
        cores = [word.padded(-min(slack, word.height / 4)) for word in self.words]
        return (
            sum(bool(one.overlaps(other)) for one, other in combinations(apart, 2)),
            sum(line.intersects_bbox(core, False) for line in self.lines for core in cores),
            sum(inside(points, core) for points in self.points for core in cores),
        )

    def flipy(self) -> bool:
        return False

    def points_to_pixels(self, points: Any) -> Any:
        return points * self.scale

    def draw_text(
        self, gc: Any, x: float, y: float, s: str, prop: Any, angle: float,
        ismath: Any = False, mtext: Any = None,
    ) -> None:  # fmt: skip
        width, height, descent = self.get_text_width_height_descent(s, prop, ismath)
        turned = Affine2D().rotate(radians(angle)).translate(x, y)
        self.words.append(Bbox([(0, -descent), (width, height - descent)]).transformed(turned))
        self.sizes.append(prop.get_size_in_points())

    def draw_path(self, gc: Any, path: Path, transform: Any, rgbFace: Any = None) -> None:
        filled = rgbFace is not None and (len(rgbFace) < 4 or rgbFace[3] > 0)
        if filled or gc.get_linewidth() > 0:
            self.lines.append(path.transformed(transform))

    def draw_markers(
        self, gc: Any, marker_path: Path, marker_trans: Any, path: Path, trans: Any,
        rgbFace: Any = None,
    ) -> None:  # fmt: skip
        self.points.append(path.transformed(trans).vertices)

    def draw_path_collection(
        self, gc: Any, master_transform: Any, paths: Any, all_transforms: Any, offsets: Any,
        offset_trans: Any, *looks: Any, **more: Any,
    ) -> None:  # fmt: skip
        self.points.append(offset_trans.transform(offsets))

    def draw_image(self, *args: Any, **more: Any) -> None:
        """A picture touches nothing."""

    def draw_gouraud_triangles(self, *args: Any, **more: Any) -> None:
        """A shade touches nothing."""


def inside(points: Any, box: Bbox) -> bool:
    """Whether any of the points (n, 2) lies in the box."""
    return bool(((points > box.min) & (points < box.max)).all(axis=1).any())
