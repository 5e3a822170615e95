"""Values, figures and packages as a cell meets them in a page."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from grimoire.live.session import figures, outputs, packages


def value(x: object) -> dict:
    sent: list[dict] = []
    outputs.show(x, sent.append)
    [message] = sent
    return message


class Table:
    def _repr_html_(self) -> str | None:
        return "<table></table>"


class NoPicture(Table):
    def _repr_svg_(self) -> None:
        return None


class Picture:
    def _repr_png_(self) -> bytes:
        return b"\x89PNG"


@pytest.mark.parametrize(
    "x, message",
    [
        (7, {"kind": "value", "text": "7"}),
        ("a\n", {"kind": "value", "text": "'a\\n'"}),
        (Table(), {"kind": "html", "data": "<table></table>"}),
        (NoPicture(), {"kind": "html", "data": "<table></table>"}),
        (Picture(), {"kind": "png", "data": "iVBORw=="}),
        (Table, {"kind": "value", "text": repr(Table)}),
        ({"b": 1, "a": (2,)}, {"kind": "value", "text": "{'b': 1, 'a': (2,)}"}),
    ],
    ids=["number", "text", "table", "no picture", "picture", "class", "dictionary"],
)
def test_a_value_is_shown_as_it_describes_itself(x, message):
    assert value(x) == message


def test_a_long_list_ends_in_dots():
    text = value(list(range(10**6)))["text"]
    assert text.startswith("[0,\n 1,\n") and text.endswith(" 999,\n ...]")


def test_long_collections_in_others_are_cut_too():
    text = value({"a": list(range(5000)), "b": {i: i for i in range(5000)}})["text"]
    assert text.count("...") == 3 and "4999" not in text


def test_a_list_that_holds_itself_is_shown():
    x: list = [1]
    x.append(x)
    assert "Recursion" in value(x)["text"]


def test_a_long_text_says_how_much_is_not_shown():
    text = value("a" * 200_000)["text"]
    assert text.endswith("… and 100,002 characters more, not shown.")


# -- figures


@pytest.fixture
def sent(monkeypatch) -> Iterator[list[dict]]:
    """What figures send, of the figures of the test alone."""
    pyplot = pytest.importorskip("matplotlib.pyplot")
    pyplot.close("all")
    messages: list[dict] = []
    monkeypatch.setattr(figures, "say", messages.append)
    yield messages
    pyplot.close("all")


def test_a_figure_has_a_dark_twin_where_nnlib_draws(sent):
    import matplotlib.pyplot as plt

    from nnlib import plots

    plt.figure().text(0.5, 0.5, "a", color=plots.LIGHT["ink"])
    figures.show_all()
    [message] = sent
    assert plots.LIGHT["ink"] in message["data"] and plots.DARK["ink"] in message["dark"]
    assert plt.get_fignums() == []


def test_the_same_figure_is_the_same_text(sent):
    import matplotlib.pyplot as plt

    for _ in range(2):
        plt.plot([1, 2])
        figures.show_all()
    assert sent[0] == sent[1]


def test_a_figure_that_fails_is_named_and_the_next_is_drawn(sent):
    import matplotlib.pyplot as plt

    plt.figure(3).text(0, 0, r"$\bad{$")
    plt.figure(4)
    figures.show_all()
    assert [message["kind"] for message in sent] == ["error", "svg"]
    assert sent[0]["text"].startswith("Figure 3 cannot be drawn: ValueError:")


def test_a_drawing_that_is_long_is_painted(sent, monkeypatch):
    import matplotlib.pyplot as plt

    monkeypatch.setattr(figures, "LONG", 1000)
    plt.plot(range(1000))
    figures.show_all()
    assert [message["kind"] for message in sent] == ["png"]
    assert sent[0]["data"].startswith("iVBORw")


# -- packages


def import_as_reader(name: str, *finders: packages.Finder) -> None:
    """Import as a cell does."""
    sys.meta_path.extend(finders)
    try:
        exec(f"import {name}", {"__name__": "__main__"})
    finally:
        for finder in finders:
            sys.meta_path.remove(finder)


def test_what_is_not_there_is_named_with_what_is():
    finder = packages.Finder({"numpy": ["numpy"], "scipy": ["scipy"]}, lambda names: True)
    with pytest.raises(ModuleNotFoundError) as caught:
        import_as_reader("pandas_of_nobody", finder)
    assert str(caught.value) == (
        "pandas_of_nobody is not to be had in this page; nnlib, numpy, scipy are. Open the page in"
        " Colab for the rest: the menu at its top leads there."
    )


def test_what_the_site_has_is_brought(tmp_path, monkeypatch):
    asked = []

    def bring(names: list[str]) -> bool:
        asked.append(names)
        (tmp_path / "brought_now.py").write_text("there = True\n")
        return True

    monkeypatch.syspath_prepend(str(tmp_path))
    finder = packages.Finder({"brought_now": ["needed", "brought-now"]}, bring)
    import_as_reader("brought_now", finder)
    assert asked == [["needed", "brought-now"]]
    assert sys.modules.pop("brought_now").there


def test_what_did_not_come_may_come_the_next_time(tmp_path, monkeypatch):
    def fail(names: list[str]) -> bool:
        raise ImportError("late.pack did not arrive.")

    monkeypatch.syspath_prepend(str(tmp_path))
    finder = packages.Finder({"late_comer": ["late"]}, fail)
    with pytest.raises(ImportError, match="did not arrive"):
        import_as_reader("late_comer", finder)
    (tmp_path / "late_comer.py").write_text("")
    finder.bring = lambda names: True
    import_as_reader("late_comer", finder)
    del sys.modules["late_comer"]


def test_where_python_cannot_wait_an_import_stands_in_the_cell():
    finder = packages.Finder({"scipy_of_nobody": ["scipy"]}, lambda names: False)
    with pytest.raises(ModuleNotFoundError, match="write `import scipy_of_nobody` into a line"):
        import_as_reader("scipy_of_nobody", finder)


def test_a_library_that_only_tries_is_not_disturbed():
    finder = packages.Finder({}, lambda names: True)
    sys.meta_path.append(finder)
    try:
        with pytest.raises(ModuleNotFoundError, match="No module named"):
            exec("import tried_by_a_library", {"__name__": "scipy.special"})
    finally:
        sys.meta_path.remove(finder)
