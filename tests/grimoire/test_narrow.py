"""Figures laid out once more for phones: what is drawn, what is refused, what stays as it was."""

from __future__ import annotations

import io

import matplotlib as mpl
import pytest
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from grimoire.pages import narrow
from grimoire.pages.listener import Listener
from grimoire.pages.narrow import LETTERS, narrow_drawing


def drawn(figure: Figure, bounds=None) -> str:
    page = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": "test"}):
        figure.savefig(page, format="svg", bbox_inches=bounds or "tight", metadata={"Date": None})
    return page.getvalue()


def panels(rows: int, columns: int, size: tuple[float, float], **shared: bool):
    """A figure as cells draw it, and its panels, each with a curve."""
    figure = Figure(figsize=size, layout="constrained", dpi=72)
    FigureCanvasSVG(figure)
    axes = figure.subplots(rows, columns, squeeze=False, **shared)
    for ax in axes.flat:
        ax.plot([0, 1, 4], [3, 1, 2])
        ax.tick_params(labelsize=11)
    axes[0, 0].set_ylabel("loss")
    drawn(figure)
    return figure, axes


def layout(figure: Figure) -> tuple[list[tuple[float, ...]], list[str], float]:
    """Where the panels of the narrow drawing stand, what stands beside them, and its letters."""
    seen = []

    def draw(figure: Figure, bounds) -> str:
        heard = Listener(figure)
        corners = [tuple(panel.min.round()) for panel in heard.panels]
        seen.append((corners, [ax.get_ylabel() for ax in figure.axes], heard.letters))
        return "drawn"

    assert narrow_drawing(figure, draw) is not None
    return seen[0]


def test_letters_of_a_wide_figure_are_large_enough_in_its_narrow_drawing():
    figure, _ = panels(1, 1, (6.8, 3.4))
    assert Listener(figure).letters < 9
    assert layout(figure)[2] >= LETTERS


def test_panels_side_by_side_come_to_stand_one_above_the_other_with_their_labels():
    figure, axes = panels(1, 3, (6.8, 2.8), sharey=True)
    corners, labels, _ = layout(figure)
    left, bottom = zip(*corners, strict=True)
    assert len(set(left)) == 1
    assert sorted(bottom, reverse=True) == list(bottom)
    assert labels == ["loss"] * 3
    assert [ax.get_ylabel() for ax in axes[0]] == ["loss", "", ""]
    assert not axes[0, 1].yaxis.get_tick_params()["labelleft"]


def settled(figure: Figure) -> str:
    """The drawing after so many that the layout moves nothing more."""
    return [drawn(figure) for _ in range(5)][-1]


@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (1, 2)])
def test_the_figure_is_drawn_afterwards_as_before(rows, columns):
    figure, _ = panels(rows, columns, (6.8, 3.2))
    engine, before = figure.get_layout_engine(), settled(figure)
    found = narrow_drawing(figure, drawn)
    assert found is not None
    assert found[0] != before
    assert settled(figure) == before
    assert figure.get_layout_engine() is engine


@pytest.mark.parametrize(
    ("rows", "columns", "is_stacked"), [(1, 1, False), (1, 2, True), (2, 1, False)]
)
def test_it_is_known_whether_left_and_right_have_become_above_and_below(rows, columns, is_stacked):
    figure, _ = panels(rows, columns, (6.8, 3.2 * rows))
    _, found = narrow_drawing(figure, drawn) or ("", None)
    assert found is is_stacked


def test_a_figure_whose_letters_are_large_enough_is_not_drawn_again():
    figure, _ = panels(1, 1, (4.0, 3.4))
    assert narrow_drawing(figure, drawn) is None


def test_where_words_would_touch_there_is_no_narrow_drawing():
    figure, axes = panels(1, 1, (6.8, 3.4))
    axes[0, 0].set_xticks([0, 1, 2, 3, 4], ["nonflavanoid"] * 5)
    drawn(figure)
    assert Listener(figure).touching[0] == 0
    assert narrow_drawing(figure, drawn) is None


def test_where_a_line_would_run_into_a_word_there_is_no_narrow_drawing():
    figure, axes = panels(1, 1, (6.8, 3.4))
    axes[0, 0].axvline(2.9)
    axes[0, 0].text(0.1, 2.8, "forty letters beside a line that stands")
    drawn(figure)
    assert narrow_drawing(figure, drawn) is None
    axes[0, 0].texts[0].remove()
    assert narrow_drawing(figure, drawn) is not None


def test_a_drawing_much_taller_than_a_phone_is_not_used(monkeypatch):
    figure, axes = panels(1, 2, (6.8, 9.0))
    for ax in axes.flat:
        ax.set_title("titles that touch in two columns", size=13)
    drawn(figure)
    assert narrow_drawing(figure, drawn) is None
    monkeypatch.setattr(narrow, "TALLEST", 9)
    assert narrow_drawing(figure, drawn) is not None
