"""The network that the site sends for drawn digits reads as well as the page promises."""

from __future__ import annotations

import json

import pytest

LEAST = {"mnist": 0.985, "mnist-sample": 0.94}
MOST_BYTES = 110_000


def test_it_reads_test_pictures_and_is_small(site_dir):
    [facts] = site_dir.glob("play/*/digit/reader.json")
    said = json.loads(facts.read_text())
    assert said["accuracy"] >= LEAST[said["name"]]
    sent = facts.with_suffix(".bin").stat().st_size + facts.stat().st_size
    assert sent < MOST_BYTES


@pytest.mark.parametrize("page", ["index", "deep-learning/literacy", "draw-a-digit"])
def test_the_pages_that_have_a_sheet_name_its_scripts(site_dir, page):
    html = (site_dir / f"{page}.html").read_text(encoding="utf-8")
    assert html.count("/play.js") == 1
