"""How each notebook begins: what it is, and a cell that fetches what it needs."""

from __future__ import annotations

from dataclasses import dataclass

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from grimoire.edition import Edition
from grimoire.notebooks import markdown as md

MINUTES = (1, 2, 5, 10, 20, 30)
"""Run times are rounded up to one of these, so that a faster machine writes the same notebook."""

SETUP = """\
# Run this cell first. It fetches what this notebook needs, and says so if something is missing.
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec


def installed(name):
    try:
        return version(name)
    except PackageNotFoundError:
        return None


if sys.version_info < (3, 11):
    raise RuntimeError("This notebook needs Python 3.11 or newer: choose another kernel.")
if installed("nnlib"):
    raise RuntimeError(
        f"Here is nnlib {{installed('nnlib')}}, which is not the library of this course: PyPI has"
        " another project of that name. Run `%pip uninstall -y nnlib grimoire-nnlib` in a cell of"
        " its own, restart the kernel, and run this cell again."
    )
here = find_spec("nnlib") and (installed("grimoire-nnlib") or "unpacked")
if here not in ("unpacked", "{version}"):
    for source in (
        "{wheel}",
        "{repository}",
    ):
        install = [sys.executable, "-m", "pip", "install", "-q", f"{distribution} @ {{source}}"]
        if subprocess.run(install).returncode == 0:
            break
    else:
        if not here:
            raise RuntimeError(
                "nnlib could not be installed. Connect to the internet (on Kaggle: Settings,"
                " Internet on), then run this cell again."
            )
        print(f"nnlib could not be renewed, so this notebook goes on with version {{here}}.")

from nnlib import checks

checks.ready()"""
KINDS = {
    "student": "for you to work in",
    "solution": "with solutions",
    "instructor": "for nbgrader, which takes the solutions out of it",
}
"""What each kind of notebook is."""

DISTRIBUTION = "grimoire-nnlib[all]"
"""What pip calls nnlib, with all that the notebooks use."""


@dataclass(frozen=True)
class Imprint:
    """Where the notebooks come from.

    Attributes
    ----------
    course : str
        The name of the course.
    site, repository : str
        Their addresses; that of the site ends with a slash.
    wheel, version : str
        The address of nnlib's wheel, and its version.
    edition : Edition
        The state of the sources.
    """

    course: str
    site: str
    repository: str
    wheel: str
    version: str
    edition: Edition


def first_cells(
    imprint: Imprint, docname: str, title: str, seconds: float | None, kind: str
) -> list[NotebookNode]:
    """The title cell and the cell that sets a notebook of this kind up.

    `seconds` is the run time of the page, or None where the build does not run it.
    """
    page = f"{imprint.site}{docname}.html"
    edition = imprint.edition
    state = f" Version {edition.version}, {edition.date}." if edition.version else ""
    takes = ""
    if seconds is not None:
        takes = f"To run all cells takes {duration(seconds)} on a plain computer. "
    text = md.blocks(
        [
            f"# {title}",
            f"A notebook {KINDS[kind]}, from [{md.words(imprint.course)}]({imprint.site})."
            f" It holds what stands on [this page]({page}).{md.words(state)}",
            "- **In Colab**, save a copy to your Drive first (*File, Save a copy in Drive*)."
            " Otherwise your work is gone when you close the tab.\n"
            f"- {takes}No graphics card is needed.",
        ]
    )
    setup = SETUP.format(
        wheel=imprint.wheel,
        version=imprint.version,
        repository=f"git+{imprint.repository}",
        distribution=DISTRIBUTION,
    )
    return [
        new_markdown_cell(text, id="title"),
        new_code_cell(setup, id="setup"),
    ]


def duration(seconds: float) -> str:
    """A run time, rounded up generously."""
    most = next((minutes for minutes in MINUTES if seconds <= 60 * minutes), None)
    if most is None:
        return f"more than {MINUTES[-1]} minutes"
    return "less than a minute" if most == 1 else f"up to {most} minutes"
