"""What a page that runs says in its head, read as a browser reads it."""

from __future__ import annotations

import base64
import hashlib
import json

import pytest
from bs4 import BeautifulSoup

from grimoire.live.head import live_lines, with_head
from grimoire.policy import findings_in, policy, with_policy

SCRIPT = 'document.title = "a < b && c > d";\n'
PAGE = f"""<!doctype html>
<html><head><meta charset="utf-8"><title>A page</title></head>
<body><script>{SCRIPT}</script>
<script src="site.js"></script>
<script type="module">import "./a.js";</script>
<p>In text, &lt;script&gt;no()&lt;/script&gt; is no script.</p>
<div class="cell docutils container"><div class="cell_input"></div></div>
<div class="big cell"></div><span class="cell"></span>
<a class="video-card" href="https://tube.example/watch" data-embed="https://player.example/1">v</a>
<img src="own.svg"><img src="https://pictures.example/a.png"><img src="//pictures.example/b.png">
</body></html>
"""


def rules(html: str, *, python: bool = True) -> dict[str, list[str]]:
    """The policy of a page by its rules."""
    said = policy(findings_in(html), python=python).split(";")
    return {name: values for name, *values in map(str.split, said)}


def sha256(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def test_cells_are_counted_and_nothing_else():
    assert findings_in(PAGE).cells == 2


def test_a_script_may_run_if_it_is_a_file_of_the_site_or_stands_in_the_page():
    assert rules(PAGE)["script-src"] == [
        "'self'",
        "'wasm-unsafe-eval'",
        sha256(SCRIPT),
        sha256('import "./a.js";'),
    ]


def test_other_hosts_are_asked_for_what_the_author_put_there_alone():
    found = rules(PAGE)
    assert found["frame-src"] == ["'self'", "https://player.example"]
    assert found["img-src"] == [
        *("'self'", "data:", "blob:"),
        *("https://pictures.example", "pictures.example"),
    ]
    assert found["connect-src"] == ["'self'"]
    assert found["default-src"] == ["'self'"]
    assert found["worker-src"] == ["blob:", "'self'"]
    assert found["object-src"] == ["'none'"]
    assert "tube.example" not in str(found)


def test_a_page_that_names_no_other_host_has_none_in_its_policy():
    assert "://" not in policy(findings_in("<p>Words</p>"))


def test_a_page_without_python_runs_no_assembly_and_starts_no_worker_of_its_own_making():
    found = rules(PAGE, python=False)
    assert found["script-src"] == ["'self'", sha256(SCRIPT), sha256('import "./a.js";')]
    assert found["worker-src"] == ["'self'"]


def test_a_policy_takes_the_place_of_an_older_one():
    once = with_policy(PAGE, findings_in(PAGE))
    assert once != PAGE
    assert with_policy(once, findings_in(once)) == once
    assert with_policy(once, findings_in(once), python=True).count("http-equiv") == 1


def test_the_policy_stands_behind_the_charset_and_the_lines_at_the_end_of_the_head():
    lines = live_lines("../", "page-1", "m.json", "p/1.json", [[], []])
    page = with_head(PAGE, findings_in(PAGE), lines)
    head = BeautifulSoup(page, "html.parser").head
    charset, rule = head.find_all("meta")
    assert charset["charset"] == "utf-8"
    assert rule["content"] == policy(findings_in(PAGE), python=True)
    script, style = head.find_all(recursive=False)[-2:]
    assert script.attrs == {
        "type": "module",
        "src": "../live/page-1/live.js",
        "data-manifest": "../live/m.json",
        "data-program": "../live/p/1.json",
        "id": "live",
    }
    assert style["href"] == "../live/page-1/live.css"
    added = page.replace(str(rule), "")
    assert added.count("<body>") == PAGE.count("<body>")


def test_what_cells_cannot_have_is_said_to_the_first_script():
    missing = [["torch"], [], ["a", "b"]]
    page = "".join(live_lines("", "page-1", "m.json", "p/1.json", missing))
    assert json.loads(BeautifulSoup(page, "html.parser").script["data-missing"]) == missing


@pytest.mark.parametrize("page", ["<p>no head</p>", "<head><meta charset='utf-8'></head>"])
def test_a_page_of_another_form_is_refused(page):
    with pytest.raises(ValueError, match="its head"):
        with_head(page, findings_in(page), [])
