"""Code on the site: no element that nothing shows, and every word still there."""

from __future__ import annotations

import re

from grimoire import ROOT
from grimoire.site.code import PLAIN, drop_plain_words

STYLES = ROOT / "grimoire/site/static"


def dropped(body: str) -> str:
    context = {"body": body}
    drop_plain_words(None, "", "", context, None)
    return context["body"]


def test_words_without_a_colour_need_no_element():
    body = (
        '<pre><span></span><span class="kn">import</span><span class="w"> </span>'
        '<span class="nn">nnlib</span> <span class="p">(</span><span class="mi">1</span></pre>'
    )
    left = '<pre><span class="kn">import</span> nnlib (<span class="mi">1</span></pre>'
    assert dropped(body) == left


def test_the_names_of_a_signature_need_none_either():
    name = '<em><span class="n"><span class="pre">x</span></span></em>'
    value = '<span class="default_value"><span class="pre">1</span></span>'
    assert dropped(name + value) == f"<em>x</em>{value}"


def test_the_style_sheets_give_these_words_no_look():
    for file in STYLES.glob("*.css"):
        styled = set(re.findall(r"\.([\w-]+)", file.read_text(encoding="utf-8")))
        assert not styled & set(PLAIN), file.name
