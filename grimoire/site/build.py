"""Build the site with Sphinx, and put it in place only when all of it is good."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.docutils import docutils_namespace, patch_docutils

from grimoire.course import CONTENT, Course
from grimoire.problem import BookError
from grimoire.site.fingerprint import fingerprint

CONF = Path(__file__).parent
BUILD = Path("_build")
FINISHED = "finished"
"""The file of the working folder that says from which state of the sources it was made."""


Face = Callable[[Sphinx, Course], object]
"""What makes further files beside the site that the app has just built."""


def build_site(course: Course, faces: Iterable[Face] = ()) -> Path:
    """Build the site of `course`, and the other `faces` with it, into `_build/html`.

    Sphinx works in `_build/work`; the finished pages replace `_build/html` in one step, so that
    a build that fails leaves the last good site untouched. Where nothing has changed since the
    last build, its pages are put in place again.

    Returns
    -------
    Path
        The home page.

    Raises
    ------
    BookError
        If a page cannot be built, a cell fails, Sphinx warns of anything, or a face fails.
    """
    build = course.root / BUILD
    work = build / "work"
    faces = list(faces)
    state = fingerprint(course.root, [make.__name__ for make in faces])
    mark = work / FINISHED
    if not (mark.is_file() and mark.read_text() == state):
        mark.unlink(missing_ok=True)
        make_all(course, faces, work)
        mark.write_text(state)
    publish(work / "html", build / "html")
    return build / "html" / "index.html"


def make_all(course: Course, faces: Iterable[Face], work: Path) -> None:
    """Build the site, and the other `faces` with it, into the folder `html` of `work`."""
    try:
        with patch_docutils(CONF), docutils_namespace():
            app = Sphinx(
                srcdir=course.root / CONTENT,
                confdir=CONF,
                outdir=work / "html",
                doctreedir=work / "doctrees",
                buildername="html",
                status=None,
                warning=sys.stderr,
                warningiserror=True,
                keep_going=True,
            )
            app.build()
            if app.statuscode:
                raise BookError("The site was not built: mend the warnings above.")
            for make in faces:
                make(app, course)
    except SphinxError as error:
        raise BookError(str(error)) from error


def publish(finished: Path, site: Path) -> None:
    """Replace the folder `site` by a copy of the folder `finished`."""
    new, old = site.with_name("html.new"), site.with_name("html.old")
    for leftover in (new, old):
        shutil.rmtree(leftover, ignore_errors=True)
    shutil.copytree(finished, new, ignore=shutil.ignore_patterns(".buildinfo*"))
    if site.exists():
        site.rename(old)
    new.rename(site)
    shutil.rmtree(old, ignore_errors=True)
