"""What the pages claim of the digits holds of the sample too: it is what a book without MNIST has.

A sentence that compares has a claim in a cell beside it, and so has a text alternative.
"""

from __future__ import annotations

from collections.abc import Iterator

import matplotlib
import pytest
from matplotlib import pyplot as plt
from myst_nb.core.read import read_myst_markdown_notebook
from myst_parser.config.main import MdParserConfig

import nnlib as nn
from grimoire import ROOT
from grimoire.course import Course, Page

pytestmark = pytest.mark.filterwarnings("ignore:MNIST was not found")

PAGES = [
    page
    for page in Course.load(ROOT).pages
    if page.has_code_cells and page.setting("mystnb", "execution_mode") != "off"
]


@pytest.fixture(scope="module", autouse=True)
def no_mnist(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    before = matplotlib.get_backend()
    plt.switch_backend("agg")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("NNLIB_DATA", raising=False)
        patch.setenv("NNLIB_OFFLINE", "1")
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        assert nn.datasets.load_mnist().name == "mnist-sample"
        yield
    plt.switch_backend(before)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.docname)
def test_what_a_page_claims_holds_on_the_sample(page: Page) -> None:
    text = page.file.read_text(encoding="utf-8")
    notebook = read_myst_markdown_notebook(text, MdParserConfig())
    names: dict[str, object] = {"__name__": "__main__"}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            exec(compile(cell.source, page.file.name, "exec"), names)
            plt.close("all")
