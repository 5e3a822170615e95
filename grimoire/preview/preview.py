"""What a save leads to: pages are checked, run, read and shown, or it is said what is wrong."""

from __future__ import annotations

import time
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from threading import RLock

import click
from sphinx.errors import SphinxError

from grimoire.checks import check_page
from grimoire.course import CONTENT, SETTINGS, TOC, Course
from grimoire.digits import supply
from grimoire.pages.execution import Run, missing_figures
from grimoire.pages.failures import describe_failure
from grimoire.preview.cells import Cells, Outcome, Progress, sources
from grimoire.preview.engine import Engine
from grimoire.preview.errors import as_data, problems_in, problems_of
from grimoire.preview.hub import Hub
from grimoire.preview.whole import WholeBuild
from grimoire.problem import BookError, CourseError, Problem

BOOK = ""
"""The place of problems that belong to no page."""

SHARED = {".bib", ".yml", ".yaml"}
"""Files of `content/` with these endings are read by no page, but by the house for all of them."""


class Preview:
    """A book that is being written, and those who look at it.

    Parameters
    ----------
    root : Path
        The repository.
    hub : Hub
        The browsers.

    Attributes
    ----------
    ready : bool
        Whether pages can be shown.
    gone : set of str
        Pages that are no longer in the book.
    """

    def __init__(self, root: Path, hub: Hub) -> None:
        self.root, self.hub = root, hub
        self.ready = False
        self.gone: set[str] = set()
        self._lock = RLock()
        self._engine: Engine | None = None
        self._cells: Cells | None = None
        self._whole = WholeBuild(root, self._on_whole)
        self._html: dict[str, str] = {}
        self._stale: set[str] = set()
        self._problems: dict[tuple[str, str], list[Problem]] = {}
        self._failed: dict[str, tuple[list[str], list[Problem]]] = {}
        self._without_results: set[str] = set()
        self._progress: list[Progress] = []

    def close(self) -> None:
        """End what runs."""
        self._whole.cancel()
        if self._cells:
            self._cells.close()

    # What the book is, and what is said of it.

    @property
    def docnames(self) -> set[str]:
        return {page.docname for page in self._engine.course.pages} if self._engine else set()

    def state(self) -> dict[str, object]:
        """What every browser shows beside its page."""
        problems = sorted({p for found in self._problems.values() for p in found})
        again = {self._file(docname).as_posix(): docname for docname in self._failed}
        return {
            "ready": self.ready,
            "problems": [
                {**data, "again": again.get(str(data["file"]), "")} for data in as_data(problems)
            ],
            "running": [vars(progress) for progress in self._progress],
            "now": time.time(),
        }

    def _tell(self) -> None:
        self.hub.send("state", self.state())

    def _say_problems(self, place: str, stage: str, problems: list[Problem]) -> None:
        """Replace what is said against a page at one stage of its making."""
        if problems == self._problems.get((place, stage), []):
            return
        self._problems.pop((place, stage), None)
        if problems:
            self._problems[place, stage] = problems
            click.echo("\n".join(str(problem) for problem in problems), err=True)
        self._tell()

    def _file(self, docname: str) -> Path:
        return CONTENT / f"{docname}.md"

    # The beginning, and changes.

    def start(self) -> None:
        """Read the whole book, and show it."""
        with self._lock:
            begun = time.monotonic()
            course = self._loaded()
            if course is None:
                return
            if self._engine:
                self._engine.close()
            self._engine = None
            try:
                supply()
                self._engine = Engine(course)
            except (BookError, SphinxError) as error:
                self._say_problems(BOOK, "course", problems_of(error, self.root, SETTINGS))
                return
            timeout = self._engine.app.config.nb_execution_timeout
            self._cells = self._cells or Cells(timeout, self._on_progress)
            known = self._engine.read_pages
            self._refresh(self.docnames - {page for page in known if self._is_valid(page)})
            self.ready = True
            click.echo(f"{len(course.pages)} pages were read in {time.monotonic() - begun:.1f} s.")
            self._tell()
            self._show(set(), begun)
            self._build_soon()

    def changed(self, files: set[Path]) -> None:
        """Show what has become of these files."""
        self._whole.cancel()
        with self._lock:
            names = {file.relative_to(self.root) for file in files}
            self._say_problems(BOOK, "whole", [])
            if self._engine is None or any(self._is_shared(name) for name in names):
                self.start()
                return
            pages = {page for name in names if name != TOC for page in self._engine.depending(name)}
            if TOC in names or (BOOK, "course") in self._problems or self._is_missing(pages):
                pages |= self._arranged()
            faulty = {place for place, stage in self._problems if stage == "read"}
            self._refresh(pages | faulty)
            self._build_soon()

    def _is_shared(self, name: Path) -> bool:
        return name.is_relative_to(CONTENT) and name.suffix in SHARED

    def _is_missing(self, docnames: Iterable[str]) -> bool:
        return any(not (self.root / self._file(docname)).is_file() for docname in docnames)

    def _loaded(self) -> Course | None:
        """The course as its files are now, or None where they cannot be understood."""
        try:
            course = Course.load(self.root)
        except CourseError as error:
            self._say_problems(BOOK, "course", error.problems)
            return None
        self._say_problems(BOOK, "course", [])
        return course

    def _arranged(self) -> set[str]:
        """Take the pages and the order that `_toc.yml` has now; return the pages to read for it."""
        course = self._loaded()
        if course is None:
            return set()
        assert self._engine
        before = self.docnames
        pages = self._engine.arrange(course)
        self.gone = (self.gone | before) - self.docnames
        for place, stage in [*self._problems]:
            if place and place not in self.docnames:
                self._say_problems(place, stage, [])
        return pages

    # One page, from its text to the screen.

    def _refresh(self, docnames: Iterable[str]) -> None:
        """Check, run, read and show pages."""
        assert self._engine
        begun = time.monotonic()
        pages = sorted(docnames)
        whole = {page for page in pages if self._is_valid(page) and self._has_results(page)}
        unread = set(pages) - whole - self._engine.read_pages
        found = self._engine.read(whole) | self._engine.read(unread, cells=False)
        self._without_results = (self._without_results | unread) - whole
        for page in whole:
            self._say_problems(page, "read", found.get(page, []))
        self._stale = set(self.docnames)
        if self.ready:
            self._show(whole, begun)

    def _is_valid(self, docname: str) -> bool:
        """Take the page's text into the course, and let the checks see it."""
        assert self._engine
        try:
            course = self._engine.course.reread(docname)
            self._engine.take(course)
            page = course.page(docname)
            problems = check_page(course, page) if page else []
        except (CourseError, OSError) as error:
            problems = problems_of(error, self.root, self._file(docname))
        self._say_problems(docname, "check", problems)
        return not any(problem.level == "error" for problem in problems)

    def _has_results(self, docname: str) -> bool:
        """Whether the page's cells have run as they are; they begin to, unless they just failed."""
        assert self._engine and self._cells
        run = self._engine.pending(docname)
        if run is None:
            self._cells.drop(docname)
            self._note_failure(docname, run, [])
            return True
        if self._failed.get(docname, ([],))[0] == sources(run.notebook):
            return False
        self._note_failure(docname, run, [])
        if not self._cells.has_begun(docname, run.notebook):
            self._cells.start(docname, run, partial(self._on_outcome, docname))
        return False

    def _note_failure(self, docname: str, run: Run | None, problems: list[Problem]) -> None:
        """Know these cells by their failure, so that a change of the prose does not run them."""
        self._failed.pop(docname, None)
        if run and problems:
            self._failed[docname] = (sources(run.notebook), problems)
        self._say_problems(docname, "cells", problems)

    def _show(self, changed: set[str], begun: float) -> None:
        """Make the pages that are looked at, the changed ones first, and those with a fault."""
        watched = self.hub.watched() & self.docnames
        faulty = {place for place, stage in self._problems if stage == "render"} & self.docnames
        order = (watched & changed, watched - changed, (changed | faulty) - watched)
        for docname in (page for pages in order for page in sorted(pages)):
            self._make(docname)
            if docname in changed:
                click.echo(f"{self._file(docname)}: made in {time.monotonic() - begun:.2f} s")

    def _make(self, docname: str) -> None:
        assert self._engine
        html, problems = self._engine.render(docname)
        self._stale.discard(docname)
        # A reference to a result that is still to come is no fault.
        awaited = docname in self._without_results or self._without_results - self._failed.keys()
        self._say_problems(docname, "render", [] if awaited else problems)
        if html and (awaited or not problems or docname not in self._html):
            self._html[docname] = html
            self.hub.show(docname, html)

    def page(self, docname: str) -> str | None:
        """The page as it is now, or as it was last good; None where it never was."""
        with self._lock:
            if docname in self._stale:
                self._make(docname)
            self._prepare_kernel(docname)
            return self._html.get(docname)

    # The cells, and the whole.

    def _prepare_kernel(self, docname: str) -> None:
        """Whoever looks at a page with code may be about to change it."""
        assert self._engine and self._cells
        page = self._engine.course.page(docname)
        if page and page.has_code_cells and not self._progress:
            kernel = page.front_matter.get("kernelspec", {}).get("name", "python3")
            self._cells.prepare((kernel, self.root / page.file.parent))

    def stop(self, docname: str) -> None:
        """Interrupt the cell of the page that runs."""
        if self._cells:
            self._cells.stop(docname)

    def again(self, docname: str) -> None:
        """Run cells that failed or were stopped once more."""
        with self._lock:
            if docname in self.docnames:
                self._failed.pop(docname, None)
                self._refresh([docname])

    def _on_progress(self, progress: list[Progress]) -> None:
        self._progress = progress
        self._tell()

    def _on_outcome(self, docname: str, outcome: Outcome) -> None:
        with self._lock:
            assert self._engine
            problems = faults(outcome, self.root)
            self._note_failure(docname, outcome.run, problems)
            if not problems:
                self._engine.remember(outcome.run, outcome.seconds)
                self._refresh([docname])
            self._build_soon()

    def _build_soon(self) -> None:
        """Let the whole build follow, when no cell runs that it would run once more."""
        if self._cells and not self._cells.busy:
            self._whole.soon()

    def _on_whole(self, printed: str) -> None:
        with self._lock:
            problems = list(problems_in(printed, self.root))
            if printed and not problems:
                problems = [Problem(SETTINGS, 1, f"the whole book cannot be built: {printed}")]
            self._say_problems(BOOK, "whole", problems)


def faults(outcome: Outcome, root: Path) -> list[Problem]:
    """What is wrong with a run, if anything."""
    if outcome.stopped:
        file = outcome.run.file.relative_to(root)
        cell, line = (p.cell, p.line) if (p := outcome.progress) else (1, 1)
        message = f"code cell {cell} was stopped after {outcome.seconds:.1f} s, as you asked."
        return [Problem(file, line, f"{message} Change it, or run the cells again.")]
    if outcome.error:
        return list(problems_in(describe_failure(outcome.run, outcome.index, outcome.error), root))
    return list(problems_in("\n".join(missing_figures(outcome.run)), root))
