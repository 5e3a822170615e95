"""The examples in the docstrings give what they show."""

from doctest import DocTest, DocTestFinder, DocTestRunner
from importlib import import_module
from io import StringIO
from pkgutil import walk_packages

import pytest
from matplotlib import pyplot

import nnlib as nn

MODULES = [nn, *(import_module(module.name) for module in walk_packages(nn.__path__, "nnlib."))]
EXAMPLES = [test for module in MODULES for test in DocTestFinder(exclude_empty=True).find(module)]


@pytest.fixture(autouse=True)
def no_figure_is_left():
    yield
    pyplot.close("all")


@pytest.mark.parametrize(
    "example", [test for test in EXAMPLES if test.examples], ids=lambda example: example.name
)
def test_an_example_gives_what_it_shows(example: DocTest) -> None:
    report = StringIO()
    result = DocTestRunner().run(example, out=report.write)
    assert result.failed == 0, report.getvalue()
