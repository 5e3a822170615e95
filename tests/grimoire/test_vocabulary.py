"""What Sphinx and its extensions know is asked once, and asked again when they change."""

from __future__ import annotations

from subprocess import CompletedProcess

import pytest

from grimoire.checks import vocabulary as module
from grimoire.checks.vocabulary import similar, vocabulary
from grimoire.problem import BookError


def test_the_vocabulary_holds_what_pages_and_settings_use():
    known = vocabulary()
    options = {"name", "kind", "bonus", "tolerance", "level", "bank"}
    assert known.directives["question"] == options
    assert {"note", "figure", "grid-item-card", "glossary", "py:function"} <= set(known.directives)
    assert "figure" in known.with_argument and "note" not in known.with_argument
    assert "image" in known.without_body and "figure" not in known.without_body
    assert {"term", "std:term", "cite:t", "glue:text", "club", "py:func", "sub"} <= known.roles
    assert {"html_title", "myst_heading_anchors", "bibtex_bibfiles"} <= known.settings
    assert {"image", "figure", "code_prompt_show"} <= known.cell_settings


@pytest.fixture
def asked(tmp_path, monkeypatch):
    """How often the extensions were asked, in a house of its own."""
    answer = {"directives": {}} | {name: [] for name in module.SETS}
    times: list[int] = []
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "_ask", lambda: times.append(1) or answer)
    return times


def test_it_is_asked_again_only_when_settings_or_extensions_change(tmp_path, asked):
    (tmp_path / "grimoire/site").mkdir(parents=True)
    for text in ("a", "a", "b"):
        (tmp_path / "grimoire/site/part.py").write_text(text)
        vocabulary.__wrapped__()
    assert len(asked) == 2
    (tmp_path / "_config.yml").write_text("title: A\n")
    vocabulary.__wrapped__()
    assert len(asked) == 3


def test_an_extension_that_cannot_be_loaded_is_named_in_a_sentence(monkeypatch):
    failed = CompletedProcess(
        [], 1, "", "Traceback\nExtensionError: Could not import extension x\n"
    )
    monkeypatch.setattr(module.subprocess, "run", lambda *_, **__: failed)
    with pytest.raises(BookError, match="cannot be loaded: ExtensionError: Could not import ext"):
        module._ask()


@pytest.mark.parametrize(
    ("name", "hint"), [("admonitoin", " Did you mean 'admonition'?"), ("zzz", "")]
)
def test_a_name_that_is_nearly_right_is_guessed(name, hint):
    assert similar(name, {"admonition", "note"}) == hint
