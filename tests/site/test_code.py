"""Code on the site: no element that nothing shows, and every word still there."""

from __future__ import annotations

import re

import pytest

from grimoire import ROOT
from grimoire.site.breaks import with_breaks
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


@pytest.mark.parametrize(
    ("code", "parts"),
    [
        ("nn.Sequential(nn.Dense(784,", ["nn.Sequential(", "nn.Dense(", "784,"]),
        ("nnlib.confusion_matrix", ["nnlib.", "confusion_matrix"]),
        ("CosineDecay(0.001,", ["CosineDecay(", "0.001,"]),
        ("init=&quot;zeros&quot;),", ["init=", "&quot;zeros&quot;),"]),
        ("model.theta", ["model.theta"]),
    ],
)
def test_long_code_breaks_between_its_words(code, parts):
    assert with_breaks(f'<span class="pre">{code}</span>') == (
        f'<span class="pre">{"<wbr>".join(parts)}</span>'
    )


def test_a_signature_breaks_behind_its_bracket_and_before_a_value():
    signature = '<span class="sig-paren">(</span><em class="sig-param">lr=<span>0.01</span></em>'
    broken = signature.replace("(", "(<wbr>").replace("lr=", "lr=<wbr>")
    assert with_breaks(signature) == broken
