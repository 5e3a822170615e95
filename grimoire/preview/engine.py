"""A Sphinx that stays: it reads, resolves and writes one page at a time.

What other pages depend on (titles, labels, numbers, citations) is brought up to date with each page
that is read. Which pages have to be written again is for the caller to say.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import ExitStack
from functools import lru_cache
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.build_phase import BuildPhase
from sphinx.util.osutil import relative_uri
from sphinx.util.parallel import SerialTasks
from sphinx_external_toc.events import parse_toc_to_env

from grimoire.build import BUILD
from grimoire.course import CONTENT, Course
from grimoire.fingerprint import shared_state
from grimoire.pages.app import opened_app
from grimoire.pages.execution import Run, remember, run_of
from grimoire.pages.reading import known
from grimoire.pages.resolved import TARGETS
from grimoire.pages.transforms import apply, keep_for_the_site
from grimoire.preview.errors import collected
from grimoire.problem import Problem
from grimoire.site.numbers import Labels, by_unit
from grimoire.store import Store


class Engine:
    """The pages of a course, each made when it is asked for.

    Parameters
    ----------
    course : Course
        Its pages. What a build has read of them is taken from there; the others are not read yet.
    """

    def __init__(self, course: Course) -> None:
        self._work = course.root / BUILD / "work"
        self._open = ExitStack()
        self.app = self._open.enter_context(opened_app(course.root, self._work.parent / "preview"))
        assert isinstance(self.app.builder, StandaloneHTMLBuilder)
        self.builder = self.app.builder
        self.env: Any = self.app.env  # extensions keep what they know in it
        self._steps_of_the_site = keep_for_the_site(self.app)
        self._shown_tree = lru_cache(TARGETS)(self.env.get_doctree)
        self._labels: dict[str, Labels] = {}
        self._seen: dict[str, str] = {}
        self._good: dict[str, str] = {}
        self._instead: str | None = None
        self.app.connect("source-read", self._on_source)
        self._share_results_of_cells()
        self.arrange(course)
        self._take_from_builds()
        self.builder.finish_tasks = SerialTasks()
        self.builder.copy_assets()

    def close(self) -> None:
        self._open.close()

    def _share_results_of_cells(self) -> None:
        """Take and keep what cells gave where the build does."""
        config = self.app.config
        cache = str(self._work / "executed" / Path(config.nb_execution_cache_path).name)
        config.nb_execution_cache_path = cache
        self.env.mystnb_config = self.env.mystnb_config.copy(execution_cache_path=cache)

    def _take_from_builds(self) -> None:
        """Know every page that a build has read as it is now."""
        store, state = Store(self._work / "store"), shared_state(self.course)
        for page in self.course.pages:
            if piece := known(self.app, store, state, page.docname):
                piece.merge_into(self.env)
                self._labels |= self.env.numbered
                self._good[page.docname] = self._file(page.docname).read_text(encoding="utf-8-sig")
        self.app.events.emit("env-updated", self.env)
        self._put_together()

    @property
    def read_pages(self) -> set[str]:
        """The pages that Sphinx knows, as they are or as they were."""
        return set(self.env.all_docs)

    def take(self, course: Course) -> None:
        """Have the course as its pages are now."""
        self.course = self.app.course = course  # type: ignore[attr-defined]

    def arrange(self, course: Course) -> set[str]:
        """Take another order, or other pages; return the pages that have to be read for it."""
        env, config = self.env, self.app.config
        self.take(course)
        names = {page.docname for page in course.pages}
        # What `_toc.yml` did not name was kept out; some of it may be in the book now.
        config.exclude_patterns = [
            name for name in config.exclude_patterns if name.removesuffix(".md") not in names
        ]
        parse_toc_to_env(self.app, config)
        env.find_files(config, self.builder)
        added, removed = names - set(env.all_docs), set(env.all_docs) - names
        self._forget(removed)
        self._forget_navigation()
        moved = self.app.events.emit("env-get-outdated", env, added, set(), removed)
        return added.union(*moved) & names

    def pending(self, docname: str) -> Run | None:
        """The page's cells, where they have not run yet as they are."""
        return run_of(self.env, docname)

    def remember(self, run: Run, seconds: float) -> None:
        """Keep what the cells gave."""
        remember(self.env, run, seconds)

    def depending(self, file: Path) -> set[str]:
        """The pages that are, include or show the file, named from the repository's root."""
        path = os.path.relpath(file, CONTENT)
        shows = {page for page, files in self.env.dependencies.items() if path in files}
        return shows | {page.docname for page in self.course.pages if page.file == file}

    def read(self, docnames: Iterable[str], cells: bool = True) -> dict[str, list[Problem]]:
        """Read pages again; return what is wrong with which.

        A page that cannot be read stays as it was when it last could, so that the others keep what
        they refer to. Without `cells` a page shows no results.
        """
        docnames = list(docnames)
        before = self._citations(docnames), self._outline(docnames)
        self._forget(docnames)  # all at once, since a label may move from one to another
        settings = self.env.mystnb_config
        if not cells:
            self.env.mystnb_config = settings.copy(execution_mode="off")
        found = {docname: self._read(docname) for docname in docnames}
        self.env.mystnb_config = settings
        for docname, problems in found.items():
            if problems:
                self._restore(docname)
        if self._citations(docnames) != before[0]:
            self.app.events.emit("env-updated", self.env)
        if self._outline(docnames) != before[1]:
            self._forget_navigation()
        self._put_together()
        return {docname: problems for docname, problems in found.items() if problems}

    def _put_together(self) -> None:
        """Number what the book numbers, and let the writer know the pages."""
        self.env.toc_fignumbers = by_unit(self._labels, self.course)
        self.builder.prepare_writing(set(self.env.found_docs))

    def _read(self, docname: str) -> list[Problem]:
        with collected(self.app, self.course.root, self._file(docname)) as problems:
            self.app.phase = BuildPhase.READING
            self.builder.read_doc(docname)
            self._labels |= self.env.numbered
        self.env.temp_data.clear()
        self.env.ref_context.clear()
        if not problems:
            self._good[docname] = self._seen[docname]
        return problems

    def _restore(self, docname: str) -> None:
        """Read the page as it was when it was good; a page that never was is at least there."""
        if docname not in self._good and docname in self.env.all_docs:
            return
        text = self._good.get(docname, f"# {docname}\n")
        self._forget([docname])
        self._instead = text
        self._read(docname)
        self._instead = None

    def _on_source(self, app: Sphinx, docname: str, source: list[str]) -> None:
        if self._instead is not None:
            source[0] = self._instead
        self._seen[docname] = source[0]

    def _forget(self, docnames: Iterable[str]) -> None:
        for docname in docnames:
            self.app.emit("env-purge-doc", self.env, docname)
            self.env.clear_doc(docname)
            self.env._pickled_doctree_cache.pop(docname, None)
            self.env._write_doc_doctree_cache.pop(docname, None)
            self._labels.pop(docname, None)
        self._shown_tree.cache_clear()

    def _citations(self, docnames: list[str]) -> list[Any]:
        """What the lists of sources hang on in these pages; a list itself is never the same."""
        cite = self.env.domaindata["cite"]
        lists = [object() for key in cite["bibliographies"] if key.docname in docnames]
        refs = [
            (ref.docname, tuple(target.key for target in ref.targets))
            for ref in cite["citation_refs"]
        ]
        return [*lists, *(ref for ref in refs if ref[0] in docnames)]

    def _outline(self, docnames: list[str]) -> list[Any]:
        """What the list of pages takes from these pages."""
        titles, lists = self.env.titles, self.env.toctree_includes
        return [(d in titles and titles[d].astext(), lists.get(d)) for d in docnames]

    def _forget_navigation(self) -> None:
        vars(self.builder).pop("navigation", None)
        vars(self.env).pop("master_doctree", None)

    def _file(self, docname: str) -> Path:
        return self.course.root / CONTENT / f"{docname}.md"

    def render(self, docname: str) -> tuple[str, list[Problem]]:
        """The page's HTML and what is wrong with it; its images are put beside it."""
        written = Path(self.builder.get_outfilename(docname))
        with collected(self.app, self.course.root, self._file(docname)) as problems:
            self._write(docname)
        return (written.read_text(encoding="utf-8") if written.is_file() else ""), problems

    def _write(self, docname: str) -> None:
        builder = self.builder
        self.app.phase = BuildPhase.RESOLVING
        trees = self.env._write_doc_doctree_cache
        if docname not in trees:
            trees[docname] = self.env.get_doctree(docname)
        self.env.get_doctree = self._shown_tree
        try:
            tree = self.env.get_and_resolve_doctree(docname, builder)
        finally:
            del self.env.get_doctree
        apply(self.app, self._steps_of_the_site, tree, docname)
        self.app.phase = BuildPhase.WRITING
        builder.images = {}
        builder.imgpath = relative_uri(builder.get_target_uri(docname), builder.imagedir)
        builder.post_process_images(tree)
        builder.write_doc(docname, tree)
        builder.copy_image_files()
        builder.copy_download_files()
