"""The texts of the licences of those works that come to the site with our Python packages.

The other works bring theirs along in the folders where they stand.
"""

from __future__ import annotations

import re
from importlib.metadata import distribution
from pathlib import Path

from grimoire.licences.works import Work

HERE = Path(__file__).parent
LICENCE = re.compile(r"(LICEN[CS]E|COPYING)[^/]*(?<!\.py)$", re.IGNORECASE)
LINE = f"\n\n{'=' * 78}\n\n"
HEAD = """\
Others made the works below, which this site passes on. Each keeps its licence, and here is its
text. The texts for Python in the browser and for its packages stand in live/runtime-*/LICENSES.txt,
those for the editor in live/page-*/LICENSES.txt, for KaTeX in _static/katex/LICENSE, for reveal.js
in slides/*/LICENSE-reveal, and for the font Literata in _static/fonts/OFL.txt.
"""


def licence_texts(works: tuple[Work, ...]) -> str:
    """The name of each such work and the texts in its package."""
    packaged = [work for work in works if work.package.startswith("pkg:pypi/")]
    return LINE.join([HEAD, *(text_of(work) for work in packaged)])


def text_of(work: Work) -> str:
    name = work.package.removeprefix("pkg:pypi/").partition("@")[0]
    files = [file for file in distribution(name).files or [] if LICENCE.search(file.as_posix())]
    own = [] if files else [HERE / f"{name}.txt"]  # a package without its text: we have it here
    texts = [file.read_text(encoding="utf-8").strip() for file in [*sorted(files), *own]]
    return "\n\n".join([f"{work.name} {work.version}, by {work.by} ({work.home})", *texts])
