"""Write the site: each page from its resolved tree, then what stands for all pages together."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.build_phase import BuildPhase
from sphinx.util.parallel import SerialTasks

from grimoire.pages.resolved import Resolved
from grimoire.policy import findings_in, with_policy
from grimoire.site import card, desk
from grimoire.site.lost import PAGE, from_the_root
from grimoire.site.scripts import send_scripts
from grimoire.site.sitemap import write_sitemap
from grimoire.site.words import Words
from grimoire.store import digest


@dataclass(frozen=True)
class Page:
    """A finished page, the images it shows (file and name), and the words it is found by."""

    html: bytes
    images: dict[str, str]
    words: Words


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
    for docname in resolved.pages:
        page = made_page(resolved, builder, docname)
        write(Path(builder.get_outfilename(docname)), page.html)
        images |= page.images
        if builder.indexer:
            page.words.add_to(builder.indexer, docname)
    builder.images = images
    write(out / desk.PLACE, desk.course_facts(resolved))
    lists = made_lists(resolved, builder, out)
    for name, html in lists.items():
        write(out / name, html)
    builder.copy_image_files()
    builder.handle_finish()
    builder.finish_tasks.join()
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
    words = Words.of(builder, docname, tree)
    builder.write_doc(docname, tree)
    html = finished(Path(builder.get_outfilename(docname)))
    return Page(html, dict(builder.images), words)


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


def write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
