"""The preview: what a save brings to those who look at a page, and whom it answers."""

from __future__ import annotations

import os
import re
import socket
import subprocess
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from threading import Event

import nbformat
import pytest
from previewed import Reader, ask, previewed

from grimoire.pages.execution import Run
from grimoire.preview.beside import with_beside
from grimoire.preview.cells import Cells
from grimoire.preview.errors import problems_in
from grimoire.preview.server import Server, with_client
from grimoire.preview.watch import Sources
from grimoire.problem import BookError

PAGES = {
    "_toc.yml": "format: jb-book\nroot: index\nchapters:\n  - file: sums\n  - file: words\n",
    "content/index.md": "# Home\n\nSee [](sums.md) and {numref}`q-why`.\n",
    "content/words.md": """\
# Words

A first sentence.

::::{question} Why words?
:name: q-why

What do they do?

:::{hint} Read one.
:::
:::{answer} They say it.
:::
::::
""",
    "content/later.md": "# Later\n\nNot in the book yet.\n",
}


FIRST = """\
::::{question} First?
A sum.

:::{hint} Add.
:::
:::{answer} Two.
:::
::::
"""


@pytest.fixture(scope="module")
def book(module_book) -> Path:
    for name, text in PAGES.items():
        (module_book / name).write_text(text)
    return module_book


@pytest.fixture(scope="module")
def port(book) -> Iterator[int]:
    with previewed(book) as port:
        Reader(port, "index").wait("state", lambda state: state["ready"])
        yield port


EDITIONS = count(1)


@pytest.fixture
def saved(book, port) -> Iterator[Path]:
    """The content to change; when the test is over, the book is shown as it was before."""
    texts = {book / name: (book / name).read_text() for name in (*PAGES, "content/sums.md")}
    yield book / "content"
    texts[book / "content/index.md"] = f"{PAGES['content/index.md']}\nEdition {next(EDITIONS)}.\n"
    for file, text in texts.items():
        file.write_text(text)
    Reader(port, "index").page_with(texts[book / "content/index.md"].split("\n")[-2])


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def runs(content: Path) -> int:
    """How often the page's cells have run."""
    return len((content.parent / "runs.txt").read_text().splitlines())


def test_a_changed_sentence_is_shown_and_runs_no_cell(port, saved):
    reader = Reader(port, "sums")
    reader.page_with("one and one is 2")
    before = runs(saved)
    edit(saved / "sums.md", "Adding is easy.", "Adding is quite easy.")
    assert "one and one is 2" in reader.page_with("quite easy")
    assert runs(saved) == before


def test_a_changed_cell_runs_and_its_result_is_shown(port, saved):
    reader = Reader(port, "sums")
    before = runs(saved) if (saved.parent / "runs.txt").exists() else 0
    edit(saved / "sums.md", "1 + 1)", "1 + 2)")
    reader.page_with("one and one is 3")
    assert runs(saved) == before + 1


def test_a_new_title_reaches_the_pages_that_name_it(port, saved):
    home = Reader(port, "index")
    edit(saved / "sums.md", "# Sums", "# Additions")
    html = home.page_with("Additions")
    assert "Sums" not in html
    assert html.count("Additions") >= 2, "in the list of pages and in the sentence"


def test_a_new_question_changes_the_numbers_on_other_pages(port, saved):
    home = Reader(port, "index")
    home.page_with("Question\N{NO-BREAK SPACE}1")
    edit(saved / "words.md", "A first sentence.", FIRST)
    home.page_with("Question\N{NO-BREAK SPACE}2")


def test_a_page_comes_into_the_book_and_leaves_it(port, saved):
    home = Reader(port, "index")
    edit(saved.parent / "_toc.yml", "- file: words", "- file: words\n  - file: later")
    home.page_with("later.html")
    assert "Not in the book yet" in ask(port, "/later.html")[1]
    edit(saved.parent / "_toc.yml", "\n  - file: later", "")
    assert "later.html" not in home.page_with("words.html")
    assert ask(port, "/later.html")[0] == 404


@pytest.mark.parametrize(
    ("broken", "line", "words"),
    [
        ("A {nonsense}`role`.", 3, "nonsense"),
        ("See {ref}`nowhere`.", 3, "nowhere"),
        ("### Too deep", 3, "heading"),
    ],
    ids=["while it is read", "while it is resolved", "in a check"],
)
def test_a_mistake_is_told_until_it_is_mended(port, saved, broken, line, words):
    reader = Reader(port, "words")
    reader.page_with("A first sentence.")
    edit(saved / "words.md", "A first sentence.", broken)
    problem = reader.problem(words)
    assert (problem["file"], problem["line"]) == ("content/words.md", line)
    assert "A first sentence." in ask(port, "/words.html")[1], "the last good page stays"
    edit(saved / "words.md", broken, "A mended sentence.")
    reader.page_with("A mended sentence.")
    Reader(port, "words").no_problem()


def test_a_source_that_is_added_mends_the_page_that_cites_it(port, saved, book):
    sources = book / "content/references.bib"
    reader = Reader(port, "words")
    edit(saved / "words.md", "A first sentence.", "See {cite}`hebb1949`.\n\n```{bibliography}\n```")
    assert "hebb1949" in reader.problem("hebb1949")["message"]
    sources.write_text(
        "@book{hebb1949, author={Hebb, D.}, title={Behavior}, publisher={Wiley}, year={1949}}\n"
    )
    reader.page_with("Behavior")
    Reader(port, "words").no_problem()
    sources.write_text("")


def test_other_pages_keep_what_a_broken_page_gave_them(port, saved):
    home = Reader(port, "index")
    edit(saved / "words.md", ":name: q-why", ":name: q-why\n:kind: nonsense")
    home.wait("state", lambda state: state["problems"])
    edit(saved / "index.md", "# Home", "# At home")
    assert "Question\N{NO-BREAK SPACE}1" in home.page_with("At home")


def test_a_failing_cell_names_its_line_and_runs_again_only_with_new_code(port, saved):
    reader = Reader(port, "sums")
    edit(saved / "sums.md", "1 + 1)", "1 + two)")
    problem = reader.problem("code cell 1 failed.\nNameError: name 'two' is not defined")
    line = (saved / "sums.md").read_text().split("\n").index('print("one and one is", 1 + two)') + 1
    assert (problem["file"], problem["line"]) == ("content/sums.md", line)
    before = runs(saved)
    edit(saved / "sums.md", "Adding is easy.", "Adding is hard.")
    edit(saved / "words.md", "A first sentence.", "Another sentence.")
    Reader(port, "words").page_with("Another sentence.")
    assert runs(saved) == before
    edit(saved / "sums.md", "1 + two)", "2 + 2)")
    assert "Adding is hard." in reader.page_with("one and one is 4")
    Reader(port, "sums").no_problem()


def test_cells_say_that_they_run_and_can_be_stopped_and_run_again(port, saved):
    reader = Reader(port, "sums")
    edit(saved / "sums.md", 'print("one', 'import time; time.sleep(3600)\nprint("one')
    state = reader.wait("state", lambda state: state["running"])
    assert (state["running"][0]["docname"], state["running"][0]["cell"]) == ("sums", 1)
    own = f"http://127.0.0.1:{port}"
    assert ask(port, "/-preview/stop?page=sums", "POST", Origin=own)[0] == 204
    assert reader.problem("code cell 1 was stopped")["again"] == "sums"
    assert ask(port, "/-preview/again?page=sums", "POST", Origin=own)[0] == 204
    reader.wait("state", lambda state: state["running"])
    edit(saved / "sums.md", "import time; time.sleep(3600)\n", "print(3 * 3)\n")
    reader.page_with("9\none and one is 2")


def test_every_way_to_save_is_seen(port, saved):
    reader, page = Reader(port, "words"), saved / "words.md"
    text = page.read_text()

    def said(sentence: str) -> str:
        return text.replace("A first sentence.", sentence)

    beside = saved / ".words.md.new"
    beside.write_text(said("Under the same name."))
    beside.rename(page)
    reader.page_with("Under the same name.")

    page.unlink()
    page.write_text(said("After the old file was gone."))
    reader.page_with("After the old file was gone.")

    with page.open("w") as stream:
        for sentence in said("In two pieces.").partition("pieces"):
            stream.write(sentence)
            stream.flush()
    reader.page_with("In two pieces.")


def test_a_port_in_use_is_named_with_another(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(BookError, match=rf"^Port {port} is in use\..* PORT={port + 1}$"):
            Server(tmp_path, port)


@pytest.mark.parametrize(
    ("path", "method", "headers"),
    [
        ("/", "GET", {"Host": "evil.example"}),
        ("/-preview/events", "GET", {"Host": "evil.example:{port}"}),
        ("/", "GET", {"Host": "127.0.0.1:{port}", "Origin": "http://evil.example"}),
        ("/-preview/stop?page=sums", "POST", {"Host": "127.0.0.1:{port}"}),
        ("/-preview/again", "POST", {"Host": "127.0.0.1:{port}", "Origin": "null"}),
        ("/-preview/stop", "POST", {"Host": "x:{port}", "Origin": "http://127.0.0.1:{port}"}),
    ],
)
def test_other_sites_get_nothing(port, path, method, headers):
    headers = {name: value.format(port=port) for name, value in headers.items()}
    status, said = ask(port, path, method, **headers)
    assert (status, said) == (403, "This preview is for this machine only.\n")


def test_only_this_machine_is_listened_to(port):
    listening = Path("/proc/net/tcp").read_text()
    assert re.search(rf" 0100007F:{port:04X} 00000000:0000 0A", listening)


def test_no_file_outside_of_the_book_is_sent(port):
    assert ask(port, "/%2e%2e/%2e%2e/pyproject.toml")[0] == 404
    assert ask(port, "/-preview/server.py")[0] == 404


def test_the_site_itself_has_nothing_of_the_preview(port):
    html = ask(port, "/words.html")[1]
    head = re.search(r'<meta name="preview".*</script>(?=</head>)', html)
    assert head
    assert "preview" not in html.replace(head[0], "")
    assert with_client(html.replace(head[0], ""), "words", "1").count("client.js") == 1


def test_what_readers_play_with_comes_from_the_last_build(tmp_path):
    page = '<head></head><div class="play digit container"></div>'
    assert with_beside(page, "unit/page", tmp_path) == page
    for name in ("play/abc/play.js", "review/def/review.js"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).touch()
    shown = with_beside(page, "unit/page", tmp_path)
    assert '<script type="module" src="../play/abc/play.js">' in shown
    assert "review" not in shown


# The watcher.


def test_a_file_is_changed_where_it_holds_something_else(book):
    sources, page = Sources(book), book / "content/words.md"
    assert sources.changed() == set()
    os.utime(page)
    (book / "content/.words.md.swp").write_text("x")
    (book / "content/words.md~").write_text("x")
    assert sources.changed() == set()
    text = page.read_text()
    page.write_text(text + "\nMore.\n")
    new = book / "content/new.md"
    new.write_text("# New\n")
    assert sources.changed() == {page, new}
    page.write_text(text)
    new.unlink()
    assert sources.changed() == {page, new}


# The cells.


def test_a_kernel_that_was_ready_has_run_nothing(tmp_path):
    outcomes, reports = [], []
    cells = Cells(60, reports.append)
    try:
        for value in (1, 2):
            run = a_run(tmp_path, f"seen = 'x' in globals()\nx = {value}\nprint(seen, x)")
            cells.prepare(("python3", tmp_path))
            finish(cells, run, outcomes)
    finally:
        cells.close()
    assert [o.run.notebook.cells[0].outputs[0].text for o in outcomes] == ["False 1\n", "False 2\n"]
    assert [o.run.notebook.cells[0].execution_count for o in outcomes] == [1, 1]
    assert [progress.cell for report in reports for progress in report] == [1, 1]


def test_no_kernel_outlives_the_preview(tmp_path):
    outcomes = []
    cells = Cells(60, lambda progress: None)
    finish(cells, a_run(tmp_path, "import os; print(os.getpid())"), outcomes)
    cells.prepare(("python3", tmp_path))
    cells.start("slow", a_run(tmp_path, "import time; time.sleep(3600)"), outcomes.append)
    cells.close()
    children = subprocess.run(
        ["pgrep", "-P", str(os.getpid()), "-f", "ipykernel"], capture_output=True, check=False
    )
    assert children.stdout == b""
    assert len(outcomes) == 1, "a run that nobody wants any more ends without a word"


def a_run(folder: Path, source: str) -> Run:
    cell = nbformat.v4.new_code_cell(source)
    notebook = nbformat.v4.new_notebook(cells=[cell], metadata={"source_map": [1]})
    return Run(folder / "page.md", notebook)


def finish(cells: Cells, run: Run, outcomes: list) -> None:
    ended = Event()
    cells.start("page", run, lambda outcome: (outcomes.append(outcome), ended.set()))
    assert ended.wait(120)


def test_what_a_build_prints_becomes_problems():
    printed = (
        "Running the cells of 1 page: sums …\n"
        "\x1b[91m/book/content/a.md:3: WARNING: Unknown target. [ref]\x1b[39;49;00m\n"
        "content/b.md:12:1: a heading is missing.\n"
    )
    assert [str(problem) for problem in problems_in(printed, Path("/book"))] == [
        "content/a.md:3:1: Unknown target. [ref]",
        "content/b.md:12:1: a heading is missing.",
    ]
