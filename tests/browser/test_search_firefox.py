"""The search in the other browser: on the site, and in the folder that opens from a disk."""

from __future__ import annotations

import json
import zipfile

FIRST = """async () => {
  const box = document.getElementById("search-results");
  while (!box.dataset.shows) await new Promise(requestAnimationFrame);
  return [document.querySelector(".search-said"), document.querySelector(".hit-title a")]
    .map((one) => one?.textContent).join(" | ");
}"""
"""Wait for the answer; what is said, and the title of the first hit."""

FOUND = "The course does not say “backpropogation”; this is “backpropagation”."


def test_a_slip_is_mended_and_the_page_found(tab, address):
    tab.open(f"{address}/search.html?q=backpropogation")
    said = tab.run(FIRST)
    assert said.startswith(FOUND)
    assert said.endswith("| Backpropagation")


def test_the_folder_is_searched_from_a_disk(tab, site_dir, tmp_path):
    listing = json.loads((site_dir / "offline.json").read_text(encoding="utf-8"))
    with zipfile.ZipFile(site_dir / listing["folder"]["file"]) as packed:
        packed.extractall(tmp_path / "a folder")
        top = packed.namelist()[0].partition("/")[0]
    page = (tmp_path / "a folder" / top / "search.html").as_uri()
    tab.open(f"{page}?q=backpropogation")
    said = tab.run(FIRST)
    assert said.startswith(FOUND)
    assert said.endswith("| Backpropagation")
