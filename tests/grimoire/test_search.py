"""What the search finds: the records of a page, and the index that Pagefind makes of them."""

from __future__ import annotations

import json

import pytest

from grimoire.problem import BookError
from grimoire.site import search
from grimoire.site.records import Record, records_of

PAGE = """\
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Nets</title>
<meta content="About nets." name="description"><meta name="keywords" content="net, mesh"></head>
<body><nav>Home</nav><article>
<div class="page-head"><p>5 min to read</p></div>
<section id="nets"><h1>Nets<a class="headerlink" href="#nets">#</a></h1>
<p>All parameters <span class="math"><math><semantics><mi>θ</mi>
<annotation>\\theta</annotation></semantics></math><span class="katex-html">θ</span></span> are
numbers.<br>They change.</p>
<section id="knots"><h2>Knots</h2>
<pre>tie(knot)</pre>
<div class="block question"><p>Which knot holds?</p>
<div class="reply"><label>Your answer</label></div>
<details class="hint"><summary>Hint</summary><p>Pull.</p></details>
<details class="answer"><summary>Answer</summary><p>The bowline.</p></details></div>
<details class="fold"><summary>Show the code</summary><pre>draw()</pre></details>
<p hidden>Nobody sees this.</p>
<table><thead><tr><th>symbol</th><th>meaning</th></tr></thead>
<tbody><tr><td>K</td><td>number of knots</td></tr></tbody></table>
<p>After the table.</p></section>
</section></article><footer>© Us</footer></body></html>
"""
GLOSSARY = """\
<article><section id="words"><h1>Words</h1><dl class="glossary">
<dt id="term-bias">bias<a class="headerlink">#</a></dt><dd><p>The constant.</p></dd>
<dt id="term-net">net</dt><dd><p>Knots and strings.</p></dd></dl></section></article>
"""
LIBRARY = """\
<article><section id="library"><h1>Library</h1><dl class="py class">
<dt class="sig sig-object py" id="lib.Net"><span>class lib.Net(n)</span></dt>
<dd><p>A net.</p><dl class="py method"><dt class="sig sig-object py" id="lib.Net.tie">tie()</dt>
<dd><p>Tie a knot.</p></dd></dl></dd></dl><p>The end.</p></section></article>
"""


def test_a_page_is_cut_into_what_a_reader_sees():
    page, knots, symbol = records_of("deep/nets", PAGE)
    assert page == Record(
        "deep/nets.html",
        "page",
        "Nets",
        "All parameters θ are numbers. They change.",
        about="About nets.",
        teaches="net, mesh",
    )
    assert (knots.place, knots.kind, knots.title) == ("deep/nets.html#knots", "section", "Knots")
    assert knots.text == "tie(knot) Which knot holds? symbol meaning After the table."
    assert knots.code == "tie(knot)"
    assert symbol == Record("deep/nets.html#knots", "symbol", "K", "number of knots")


def test_each_term_is_a_record():
    _, bias, net = records_of("glossary", GLOSSARY)
    assert bias == Record("glossary.html#term-bias", "term", "bias", "The constant.")
    assert (net.title, net.text) == ("net", "Knots and strings.")


def test_a_class_of_the_library_is_one_record_with_its_methods():
    page, net = records_of("api", LIBRARY)
    assert page.text == "The end."
    assert (net.kind, net.place, net.title) == ("name", "api.html#lib.Net", "lib.Net")
    assert net.text == "class lib.Net(n) A net. tie() Tie a knot."


def test_an_index_is_a_function_of_the_records():
    records = {"nets": records_of("nets", PAGE), "glossary": records_of("glossary", GLOSSARY)}
    files = search.search_files(records, {"nets"}, "en")
    assert files == search.search_files(records, {"nets"}, "en")
    entry = json.loads(files["pagefind-entry.json"])
    assert entry["languages"]["en"]["page_count"] == 6
    assert not [name for name in files if "ui" in name]


def test_the_words_are_those_of_the_language_and_the_letters_of_formulas():
    words = json.loads(search.words_of(records_of("nets", PAGE) + records_of("g", GLOSSARY)))
    known = words["words"].split()
    assert {"knots", "numbers", "θ", "mesh"} <= set(known)
    assert not {"tie", "bowline", "draw", "to"} & set(known)
    assert known.index("knots") < known.index("constant")
    assert words["code"] == "tie"
    assert words["terms"][0] == ["bias", "g.html#term-bias", "The constant."]


def test_what_pagefind_cannot_do_is_said(monkeypatch):
    monkeypatch.setattr(search, "get_executable", lambda: "/bin/false")
    with pytest.raises(BookError, match="Pagefind made no index for the search"):
        search.index_of(["<html></html>"])


def test_a_book_of_nothing_but_titles_has_an_index():
    files = search.search_files({"index": [Record("index.html", "page", "Home")]}, set(), "en")
    assert "pagefind-entry.json" in files
