"""The one place that makes a build: check, resolve the pages once, hand them to each face, publish.

A build is a function of the sources. What it has made of a page is kept by content in a store, so
a build after a small change is quick, and gives the same bytes as one that begins with nothing.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

from grimoire.checks import check, report
from grimoire.course import Course
from grimoire.fingerprint import fingerprint, listing, shared_state

BUILD = Path("_build")
FACES = {
    "site": "grimoire.site",
    "pdf": "grimoire.pdf",
    "ebook": "grimoire.ebook",
    "notebooks": "grimoire.notebooks",
    "play": "grimoire.play",
    "review": "grimoire.review",
    "live": "grimoire.live",
    "slides": "grimoire.slides",
    "bank": "grimoire.bank",
    "licences": "grimoire.licences",
    "offline": "grimoire.offline",
}
"""Each face is a package with a function `make(resolved, out)`, which writes into `out`, in this
order: the last adds to the pages of the first."""

MARK = "published"
"""The file in `_build/work` that says from which state the site was made."""


def build(root: Path, faces: Iterable[str] = FACES) -> Path:
    """Check the course in the folder `root`, make its faces, and publish them in `_build/html`.

    Where `_build/html` is already what these sources make, nothing is done.

    Returns
    -------
    Path
        The home page.

    Raises
    ------
    BookError
        If the sources have errors, or as `make_book` says.
    """
    faces, published = in_order(faces), root / BUILD / "html"
    if not is_published(root, fingerprint(root, faces)):
        course = Course.load(root)
        report.tell(check(course))
        make_book(course, faces)
    return published / "index.html"


def make_book(course: Course, faces: Iterable[str] = FACES) -> Path:
    """Make the faces of a course that has been checked, and publish them; return their folder.

    Sphinx works in `_build/work`; the finished folder replaces `_build/html` in one step, so that
    a build that fails, or is killed, leaves the last good one.

    Raises
    ------
    BookError
        If a page cannot be made, a cell fails, or anything is warned of.
    """
    from grimoire.digits import supply  # loads NumPy
    from grimoire.live.runtime import prepare

    faces = in_order(faces)
    site, work = course.root / BUILD / "html", course.root / BUILD / "work"
    supply()
    if "live" in faces:
        prepare()
    state = fingerprint(course.root, faces)
    make(course, faces, work)
    publish(work / "html", site)
    (work / MARK).write_text(json.dumps([state, listing(site)]), encoding="utf-8", newline="\n")
    return site


def in_order(faces: Iterable[str]) -> list[str]:
    """These faces, in the order in which they are made."""
    chosen = set(faces)
    return [face for face in FACES if face in chosen]


def is_published(root: Path, state: str) -> bool:
    """Whether the site was made from this state, and no file of it has been touched since."""
    mark, site = root / BUILD / "work" / MARK, root / BUILD / "html"
    return mark.is_file() and json.loads(mark.read_text(encoding="utf-8")) == [state, listing(site)]


def make(course: Course, faces: Iterable[str], work: Path) -> None:
    """Make the faces into the folder `html` of `work`."""
    from grimoire.pages.app import require_no_warnings
    from grimoire.pages.resolved import resolved_course

    out = work / "html"
    shutil.rmtree(out, ignore_errors=True)
    (out / "_static").mkdir(parents=True)  # MyST-NB copies a file into it, whatever face is made
    with resolved_course(course, work, shared_state(course)) as resolved:
        for face in faces:
            import_module(FACES[face]).make(resolved, out)
            require_no_warnings(resolved.app)
        resolved.store.sweep()


def publish(finished: Path, site: Path) -> None:
    """Put the folder `finished` in the place of the folder `site`."""
    old = site.with_name("html.old")
    if site.exists():
        shutil.rmtree(old, ignore_errors=True)
        site.rename(old)
    finished.rename(site)
    shutil.rmtree(old, ignore_errors=True)
