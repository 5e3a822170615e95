"""Write the site: each page from its resolved tree, then what stands for all pages together."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.build_phase import BuildPhase
from sphinx.util.parallel import SerialTasks

from grimoire.edition import Edition
from grimoire.pages.resolved import Resolved
from grimoire.policy import findings_in, with_policy
from grimoire.site import card, desk, report
from grimoire.site.lost import PAGE, from_the_root
from grimoire.site.records import Record, records_of
from grimoire.site.scripts import send_scripts
from grimoire.site.search import FOLDER, search_files
from grimoire.site.sitemap import write_sitemap
from grimoire.store import digest


@dataclass(frozen=True)
class Page:
    """A finished page, the images it shows (file and name), and what the search finds of it."""

    html: bytes
    images: dict[str, str]
    records: list[Record]


def make(resolved: Resolved, out: Path) -> None:
    """Write the site of the course into the folder `out`."""
    builder = resolved.app.builder
    assert isinstance(builder, StandaloneHTMLBuilder)
    builder.prepare_writing(set(resolved.pages))
    builder.finish_tasks = SerialTasks()
    builder.copy_assets()
    send_scripts(out / "_static")
    write(out / card.PLACE, card.made_card(builder.config, resolved.store))
    images: dict[str, str] = {}
    records: dict[str, list[Record]] = {}
    for docname in resolved.pages:
        page = made_page(resolved, builder, docname)
        write(Path(builder.get_outfilename(docname)), page.html)
        images |= page.images
        records[docname] = page.records
    builder.images = images
    write(out / desk.PLACE, desk.course_facts(resolved))
    lists = made_lists(resolved, builder, out)
    for name, html in lists.items():
        write(out / name, html)
    builder.copy_image_files()
    builder.handle_finish()
    builder.finish_tasks.join()
    for name, data in made_search(resolved, records).items():
        write(out / FOLDER / name, data)
    write(out / report.EDITION, report.edition_file(Edition.of(resolved.course.root)))
    write_sitemap(out / "sitemap.xml", builder.config.html_baseurl, resolved.pages)


def made_page(resolved: Resolved, builder: StandaloneHTMLBuilder, docname: str) -> Page:
    """The page as it was kept, or written now."""
    key = digest("site", resolved.key(docname))
    return resolved.store.make("site", key, lambda: written_page(resolved, builder, docname))


def written_page(resolved: Resolved, builder: StandaloneHTMLBuilder, docname: str) -> Page:
    tree = resolved.tree_for_site(docname)
    resolved.app.phase = BuildPhase.WRITING
    builder.images = {}
    builder.imgpath = builder.imagedir
    builder.post_process_images(tree)
    builder.write_doc(docname, tree)
    html = finished(Path(builder.get_outfilename(docname)))
    return Page(html, dict(builder.images), records_of(docname, html.decode()))


def finished(file: Path) -> bytes:
    """A page as it was written, with its policy."""
    html = file.read_text(encoding="utf-8")
    return with_policy(html, findings_in(html)).encode()


def made_lists(resolved: Resolved, builder: StandaloneHTMLBuilder, out: Path) -> dict[str, bytes]:
    """The index, the search page and the pages of code, by their place in the site."""
    key = digest("lists", resolved.state)
    lists: dict[str, bytes] | None = resolved.store.get("site", key)
    if lists is None:
        before = set(out.rglob("*.html"))
        builder.gen_indices()
        builder.gen_pages_from_extensions()
        builder.gen_additional_pages()
        made = sorted(set(out.rglob("*.html")) - before)
        lists = {file.relative_to(out).as_posix(): finished(file) for file in made}
        lost = lists[PAGE].decode()
        lists[PAGE] = from_the_root(lost, builder.config.html_baseurl).encode()
        resolved.store.put("site", key, lists)
    return lists


def made_search(resolved: Resolved, records: dict[str, list[Record]]) -> dict[str, bytes]:
    """The index of the search as it was kept, or made now."""
    teaching = {page.docname for page in resolved.course.pages if page.is_for_teachers}
    language = resolved.app.config.language
    key = digest(resolved.state, records, sorted(teaching), language)
    return resolved.store.make("search", key, lambda: search_files(records, teaching, language))


def write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
