"""How a page becomes a manuscript, and what stops it: each error names file and line."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pypdfium2
import pytest
from docutils import nodes
from docutils.utils import new_document
from pypdf import PdfReader

from grimoire import ROOT
from grimoire.latex.formulas import Formulas, convert
from grimoire.latex.problem import FormulaError
from grimoire.pages.shelf import Book, Part
from grimoire.paper.chapter import Chapter, PageWriter, chapters_of
from grimoire.paper.figures import FIGURES, width
from grimoire.paper.listing import listing
from grimoire.paper.markup import anchor, call, quoted, words
from grimoire.paper.tables import columns
from grimoire.paper.typeset import typeset
from grimoire.paper.writer import Context
from grimoire.pdf.book import Manuscripts, volumes
from grimoire.problem import BookError

PAGE = "content/page.md"


@pytest.fixture
def formulas(tmp_path: Path) -> Formulas:
    return Formulas(tmp_path / "formulas.json")


@pytest.fixture
def writer(tmp_path: Path, formulas: Formulas) -> PageWriter:
    env = SimpleNamespace(srcdir=str(tmp_path), toc_fignumbers={})
    site = "https://example.org/"
    context = Context(env, tmp_path, {"page", "other"}, site, formulas, {"glossary#term-a": "a"})
    return PageWriter(context, "page", 1)


def at(line: int, node: nodes.Element) -> nodes.Element:
    """The node as it would stand in a page, in this line of it."""
    document = new_document(PAGE)
    node.source, node.line = PAGE, line
    document += node
    return node


# -- formulas


@pytest.mark.parametrize(
    ("latex", "typst"),
    [
        (r"z = W a + b", "z = W a + b"),
        (r"\operatorname{relu}(z)", r'op("relu") \( z \)'),
        (r"\operatorname*{argmin}_x", 'op("argmin", limits: #true)_x'),
        (r"x \! y", "x y"),
        (r"\bigl[ a \bigr]", "[a]"),
        (r"101{,}770", '101 class("normal", comma) 770'),
        (r"a \odot b", "a dot.o b"),
        (r"\sum_i |w_i|", r"sum_i lr(\|w_i\|)"),
        (
            r"\begin{aligned} \bigl\lVert a \\ & + b \bigr\rVert^2 \end{aligned}",
            'class("opening", lr(bar.v.double, size: #180%)) a\\\n'
            ' & "" + b class("closing", lr(bar.v.double, size: #180%))^2',
        ),
        (r"p(a | b)", r"p \( a \| b \)"),
        ("\\begin{align} a &= b \\\\ c &= d \\end{align}", "a & = b\\\nc & = d"),
        (r"\begin{aligned} a &= b & c &= d \end{aligned}", "a & = b quad & c & = d"),
        (
            r"\begin{array}{c|c} x & y \\ \hline 0 & 1 \end{array}",
            "mat(delim: #none, augment: #(hline: (1, ), vline: (1, ), stroke: .5pt),"
            " column-gap: #.9em, x, y; 0, 1)",
        ),
        (
            r"\left[\begin{array}{l*{2}{|r}} 1 & 2 & 3 \end{array}\right.",
            'mat(delim: #("[", none), augment: #(vline: (1, 2, ), stroke: .5pt),'
            " column-gap: #.9em, & 1, 2 &, 3 &)",
        ),
        (
            r"\begin{vmatrix} a & \begin{matrix} b \end{matrix} \end{vmatrix}",
            'mat(delim: "|", a, mat(delim: #none, b))',
        ),
        (r"\begin{Vmatrix} a \end{Vmatrix}", 'mat(delim: "\N{DOUBLE VERTICAL LINE}", a)'),
        (r"\begin{cases} a & b \end{cases}", 'cases(delim: "{", a quad & b)'),
    ],
)
def test_a_formula_in_typst(formulas, monkeypatch, latex, typst):
    monkeypatch.setattr("grimoire.latex.formulas.spoken", lambda new: new)
    formulas.learn([latex])
    assert formulas[latex] == typst


@pytest.mark.parametrize(
    "latex",
    [
        r"x \tag{3}",
        r"\nosuchcommand{x}",
        r"\begin{array}{|c|} a \end{array}",
        r"\begin{array}{p{2cm}} a \end{array}",
        r"\begin{array}{cc} a & b \\ \cline{1-1} c & d \end{array}",
    ],
)
def test_a_formula_that_pandoc_cannot_say_is_refused(formulas, latex):
    with pytest.raises(FormulaError, match="this formula cannot be printed") as error:
        formulas.learn([latex])
    assert error.value.formula == latex


def page(*formulas: str) -> nodes.document:
    section = nodes.section("", nodes.title("", "A page"), ids=["a-page"])
    section += [nodes.math_block(formula, formula) for formula in formulas]
    at(5, section)
    return section.document


def contexts(writer) -> dict[str, object]:
    return {"context_of": lambda docname: writer.context, "formulas": writer.context.formulas}


def test_pandoc_runs_once_for_the_new_formulas_of_all_pages(writer, monkeypatch):
    trees = {"one": page("a + b", "c"), "two": page("c", r"\frac{d}{e}")}
    runs = []
    monkeypatch.setattr(
        "grimoire.latex.formulas.convert", lambda new: runs.append(new) or convert(new)
    )
    chapters = chapters_of({"one": 1, "two": 2}, trees.__getitem__, **contexts(writer))
    assert runs == [[r"\frac{d}{e}", "a + b", "c"]]
    assert "$ a + b $" in chapters["one"].text
    assert "$ d / e $" in chapters["two"].text
    assert chapters["two"].title == '#"A page";'


def test_a_formula_that_cannot_be_printed_is_named_with_its_place(writer):
    trees = {"one": page("a + b"), "two": page(r"\nosuchcommand{x}")}
    with pytest.raises(BookError, match=r"^content/page.md:5: this formula cannot be printed"):
        chapters_of({"one": 1, "two": 1}, trees.__getitem__, **contexts(writer))


def test_a_known_formula_needs_no_pandoc(formulas, monkeypatch):
    formulas.learn(["a + b"])
    monkeypatch.setattr("grimoire.latex.formulas.convert", lambda new: pytest.fail("it ran again"))
    again = Formulas(formulas.file)
    again.learn(["a + b"])
    assert again["a + b"] == "a + b"


# -- markup


def test_no_character_of_a_text_is_markup(tmp_path):
    text = r'= 1. #let *x* _y_ $z$ <a> @b \ "c" [d] // e ~ --'
    source = tmp_path / "a.typ"
    source.write_text(f'#set document(title: "a")\n{words(text)}')
    typeset(source, tmp_path / "a.pdf", tmp_path, datetime(2027, 1, 4, tzinfo=UTC))
    page = pypdfium2.PdfDocument(tmp_path / "a.pdf")[0]
    assert page.get_textpage().get_text_range() == text


def test_a_call_has_its_values_and_its_contents():
    assert call("f", "[a]", name='x"y', whole=True, hint=None, level=2) == (
        '#f(name: "x\\"y", whole: true, hint: none, level: 2)[[a]];'
    )


# -- nodes


def test_a_node_the_book_does_not_know_stops_the_build(writer):
    class widget(nodes.General, nodes.Element):
        pass

    with pytest.raises(BookError, match=r"^content/page.md:12: .*'widget'.*write_widget"):
        writer.write(at(12, widget()))


def test_an_image_without_a_text_alternative_stops_the_build(writer, tmp_path):
    (tmp_path / "a.svg").write_text("<svg/>")
    with pytest.raises(BookError, match=r"^content/page.md:7: the image a.svg has no text"):
        writer.write(at(7, nodes.image(uri="a.svg")))


def test_a_missing_image_stops_the_build(writer):
    with pytest.raises(BookError, match=r"^content/page.md:7: there is no image lost.svg"):
        writer.write(at(7, nodes.image(uri="lost.svg", alt="A curve.")))


def test_a_picture_of_the_web_and_one_of_another_kind_stop_the_build(writer, tmp_path):
    remote = nodes.image(uri="https://example.org/badge.svg", alt="A badge.")
    with pytest.raises(BookError, match=rf"^{PAGE}:7: paper needs a copy of the picture https"):
        writer.write(at(7, remote))
    (tmp_path / "film.bmp").touch()
    with pytest.raises(BookError, match=rf"^{PAGE}:8: film.bmp cannot be printed"):
        writer.write(at(8, nodes.image(uri="film.bmp", alt="A film.")))


def test_a_picture_and_its_dark_copy_stand_in_no_line(writer, tmp_path):
    (tmp_path / "a.png").touch()
    light, dark = (nodes.image(uri="a.png", alt="A line.") for _ in range(2))
    dark["classes"] = ["only-dark"]
    assert "#picture(" in writer.write(at(1, nodes.paragraph("", "", light, dark)))
    beside = nodes.paragraph("", "Here: ", light.deepcopy())
    assert "#small-picture(" in writer.write(at(1, beside))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"width": "50%"}, ", width: 50.0%"),
        ({"width": "200px"}, ", width: 150.0pt"),
        ({"width": "200"}, ", width: 150.0pt"),
        ({"width": "3cm"}, ", width: 3.0cm"),
        ({"scale": 40}, ", scale: 40%"),
        ({}, ""),
    ],
)
def test_a_picture_is_as_wide_as_the_page_says(given, said):
    assert width(nodes.image(uri="a.png", **given)) == said


def test_the_dark_copy_of_a_figure_is_not_printed(writer):
    assert writer.write(at(1, nodes.image(uri="a-dark.svg", classes=["only-dark"]))) == ""


def test_a_block_is_preceded_by_its_place(writer):
    assert "/*@ content/page.md:4 */" in writer.write(at(4, nodes.paragraph("", "Words.")))


@pytest.mark.parametrize(
    ("uri", "markup"),
    [
        ("%other", '#go("other")'),
        ("%other#part", '#go("other#part")'),
        ("%glossary", '#if-here("glossary", go, "https://example.org/glossary.html")'),
        ("https://a.org/?b=1&amp;c", '#link("https://a.org/?b=1&c")'),
    ],
)
def test_where_a_link_leads(writer, uri, markup):
    heading = nodes.title("", "", nodes.reference("", "words", refuri=uri))
    at(1, nodes.section("", heading))
    assert writer.write(heading[0]).startswith(markup)


def test_a_link_out_of_the_course_tells_paper_its_address(writer):
    paragraph = at(1, nodes.paragraph("", "", nodes.reference("", "a", refuri="https://b.org")))
    assert '#web("https://b.org")[' in writer.write(paragraph)


def test_a_term_outside_the_book_is_in_its_index(writer):
    link = nodes.reference("", "a", refuri="%glossary#term-a")
    assert '#index-mark(term: "a"' in writer.write(at(1, nodes.paragraph("", "", link)))


@pytest.mark.parametrize(
    ("text", "after", "leads"),
    [
        ("In code:", nodes.literal_block(), True),
        ("It says nothing about", nodes.bullet_list(), True),
        ("This is all.", nodes.bullet_list(), False),
        ("Look (twice.)", nodes.literal_block(), False),
        ("One thing:", nodes.paragraph(), False),
    ],
)
def test_a_paragraph_that_leads_to_something_stays_with_it(writer, text, after, leads):
    paragraph = nodes.paragraph("", text)
    at(1, nodes.section("", paragraph, after))
    assert ("#lead-in(" in writer.write(paragraph)) == leads


@pytest.mark.parametrize(("size", "start"), [(8, "#box(raw("), (80, "#raw(")])
def test_short_code_is_not_parted_at_the_end_of_a_line(writer, size, start):
    assert writer.write(at(1, nodes.literal("", "x" * size))).startswith(start)


def test_the_short_end_of_a_page_is_not_left_alone_on_a_sheet(writer):
    def section(*parts: nodes.Node) -> nodes.section:
        return nodes.section("", nodes.title("", "A"), *parts, ids=["a"])

    first, end = section(nodes.paragraph("", "One.")), section(nodes.paragraph("", "Two."))
    page = writer.write(at(1, section(first, end)))
    assert page.count("#together(") == 1
    assert page.index("One.") < page.index("#together(") < page.index("Two.")


def row(*cells: str) -> nodes.row:
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", text)) for text in cells))


def table(*rows: nodes.row) -> nodes.table:
    return nodes.table("", nodes.tgroup("", nodes.tbody("", *rows), cols=len(rows[0])))


def test_a_table_tells_the_widest_word_of_each_column(writer):
    markup = writer.write(at(1, table(row("a bc", "d"), row("e", "many wide words"))))
    assert '([#strong()[#"bc";];], [#strong()[#"words";];], )' in markup


def test_a_column_is_as_wide_as_the_cells_that_stand_in_it_alone(writer):
    wide, tall = row("ab", "c"), row("d", "e", "f")
    wide[0]["morecols"], tall[0]["morerows"] = 1, 1
    rows = [wide, tall, row("g", "h")]
    assert columns(rows, 3) == [[2], [3, 5], [1, 4, 6]]


def test_a_short_table_stands_on_one_page_and_a_long_one_may_not(writer):
    assert "whole: true" in writer.write(at(1, table(row("a"))))
    assert "whole: false" in writer.write(at(1, table(*[row("a")] * 20)))


# -- code


def test_a_listing_tells_what_its_words_are():
    source = "def f():  # why\n    return 'a', 1"
    assert listing(source, "python") == (
        '(("keyword", "def"), ("", " "), ("name", "f"), ("", "():  "), ("comment", "# why"), ), '
        '(("", "    "), ("keyword", "return"), ("", " "), ("string", "\'a\'"), ("", ", "),'
        ' ("number", "1"), )'
    )


def test_the_lines_of_a_listing_may_be_numbered():
    assert listing("a\nb", "", 9) == (
        '(("comment", " 9  "), ("", "a"), ), (("comment", "10  "), ("", "b"), )'
    )


def test_an_output_is_plain():
    assert listing("def\n\n1") == '(("", "def"), ), (), (("", "1"), )'


# -- typesetting


def manuscript(tmp_path: Path, body: str) -> Path:
    """A book in a folder like the repository's."""
    root = tmp_path / "root"
    shutil.copytree(ROOT / "grimoire/paper", root / "grimoire/paper", dirs_exist_ok=True)
    source = root / "a.typ"
    facts = 'title: "A", author: "B", site: "https://example.org/"'
    head = f'#import "/grimoire/paper/book.typ": *\n#show: book.with({facts})\n'
    source.write_text(f"{head}{call('chapter', words('One'), level=1)}\n{body}\n#index()")
    return source


def set_in(source: Path, name: str) -> bytes:
    target = source.with_name(name)
    typeset(source, target, source.parent, datetime(2027, 1, 4, tzinfo=UTC))
    return target.read_bytes()


def test_the_same_manuscript_gives_the_same_bytes(tmp_path):
    source = manuscript(tmp_path, call("index-mark", term="a", main=True) + words("Text."))
    assert set_in(source, "a.pdf") == set_in(source, "b.pdf")


def test_a_paragraph_with_long_code_may_lead_to_something(writer, tmp_path):
    code = nodes.literal("", "python -m grimoire new page name")
    text = nodes.paragraph("", "", nodes.Text("Run "), code, nodes.Text(":"))
    at(1, nodes.section("", text, nodes.literal_block("", "a")))
    set_in(manuscript(tmp_path, writer.write(text)), "a.pdf")


@pytest.mark.parametrize("line", ["f(first=1, second=2)  # " + "word " * 40, "x" * 200])
def test_no_line_of_code_runs_off_the_page(writer, tmp_path, line):
    code = writer.write(at(1, nodes.literal_block(line, line, language="python")))
    set_in(manuscript(tmp_path, code), "a.pdf")
    page = pypdfium2.PdfDocument(tmp_path / "root/a.pdf")[3]
    text = page.get_textpage()
    rights = [text.get_charbox(i)[2] for i in range(text.count_chars())]
    millimetre = page.get_width() / 210
    assert max(rights) <= page.get_width() - 30 * millimetre
    assert "\N{RIGHTWARDS ARROW WITH HOOK}" in text.get_text_range()


def pages_of(file: Path) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(file)]


def page_with(pages: list[str], text: str) -> int:
    [found] = [number for number, page in enumerate(pages) if text in page]
    return found


DRAWING = '#picture("/grimoire/paper/cover.svg", "A book", width: 60%);'


def figure(name: str) -> str:
    markup = call("picture-with-caption", DRAWING, words("A book."), name=name)
    return f"\n\n#show: with-figure.with([{markup}]);\n\n"


FILLER = words("Filler.") + "#block(height: {}cm)[];"


@pytest.mark.parametrize("above", [0, 8])
def test_a_figure_stands_where_it_is_named_if_there_is_room(tmp_path, above):
    before = FILLER.format(above) + words("Before.")
    body = f"#[{before}{figure('Fig. 1')}{words('After.')}\n]"
    set_in(manuscript(tmp_path, body), "a.pdf")
    [text] = [page for page in pages_of(tmp_path / "root/a.pdf") if "Fig. 1" in page]
    assert text.index("Before.") < text.index("Fig. 1") < text.index("After.")


def test_a_figure_without_room_moves_to_the_next_page_and_the_text_fills_this_one(tmp_path):
    body = f"#[{FILLER.format(13)}{figure('Fig. 1')}{words('After.')}\n]"
    set_in(manuscript(tmp_path, body), "a.pdf")
    pages = pages_of(tmp_path / "root/a.pdf")
    assert page_with(pages, "After.") == page_with(pages, "Filler.")
    assert page_with(pages, "Fig. 1") == page_with(pages, "Filler.") + 1


def test_as_many_figures_may_move_as_typst_can_nest(tmp_path):
    body = "".join(figure(f"Fig. {n}") for n in range(FIGURES))
    set_in(manuscript(tmp_path, f"#[{body}]"), "a.pdf")
    pages = pages_of(tmp_path / "root/a.pdf")
    places = [page_with(pages, f"Fig. {n}.") for n in range(FIGURES)]
    assert places == sorted(places)


def test_a_page_ends_within_a_listing_only_at_an_empty_line(tmp_path):
    parts = ["\n".join(f"{name}{n} = {n}" for n in range(8)) for name in "abc"]
    code = f"#code({listing(chr(10).join([*parts[:2], '', parts[2]]), 'python')});"
    set_in(manuscript(tmp_path, FILLER.format(12) + code), "a.pdf")
    pages = pages_of(tmp_path / "root/a.pdf")
    assert page_with(pages, "a0 =") == page_with(pages, "b7 =")
    assert page_with(pages, "c0 =") == page_with(pages, "b7 =") + 1


def test_no_caption_ends_with_a_single_word(tmp_path):
    captions = (words("alpha " * count) for count in range(12, 22))
    figures = [call("picture-with-caption", DRAWING, caption) for caption in captions]
    set_in(manuscript(tmp_path, "\n\n".join(figures)), "a.pdf")
    lines = "\n".join(pages_of(tmp_path / "root/a.pdf")).splitlines()
    counts = [line.count("alpha") for line in lines if "alpha" in line]
    assert len(counts) > 10
    assert min(counts) > 4


@pytest.mark.parametrize("file", ["grimoire/paper/cover.svg", "page.typ", "a.typ"])
def test_a_book_is_set_again_when_something_changed_and_only_then(tmp_path, monkeypatch, file):
    source = manuscript(tmp_path, '#include "/page.typ"')
    (source.parent / "page.typ").write_text("Text.")
    set_in(source, "a.pdf")
    done = []
    monkeypatch.setattr("typst.compile_with_warnings", lambda *_, **__: done.append(1) or (b"", []))
    set_in(source, "a.pdf")
    assert not done
    with (source.parent / file).open("a") as changed:
        changed.write("\n")
    set_in(source, "a.pdf")
    assert done


def test_a_page_that_opens_a_chapter_has_no_head_and_the_next_ones_name_the_chapter(tmp_path):
    body = "#pagebreak()\n".join(map(words, ["First.", "Second.", "Third."]))
    more = f"#pagebreak()\n{call('chapter', words('Two'), level=1)}\n{words('Last.')}"
    set_in(manuscript(tmp_path, body + more), "a.pdf")
    pages = [" ".join(text.split()) for text in pages_of(tmp_path / "root/a.pdf")[3:]]
    assert pages == ["One First. 4", "Second. One 5", "Third. 6 One", "Two Last. 7"]


def links_of(file: Path) -> list[str]:
    links = [link for page in PdfReader(file).pages for link in page.get("/Annots", [])]
    found = [link.get_object() for link in links]
    return ["here" if "/Dest" in link else link["/A"]["/URI"] for link in found]


@pytest.mark.parametrize(("there", "place"), [(True, "here"), (False, "https://example.org/b")])
def test_a_link_leads_to_the_site_where_the_book_lacks_the_page(tmp_path, there, place):
    link = '#if-here("b", see, "https://example.org/b")[There];'
    set_in(manuscript(tmp_path, link + (anchor("b") if there else "")), "a.pdf")
    assert place in links_of(tmp_path / "root/a.pdf")


def test_books_share_the_files_of_their_pages_and_write_only_what_is_new(tmp_path):
    chapters = {name: Chapter(words(name), words(f"Text of {name}."), "", "") for name in "ab"}
    manuscripts = Manuscripts(tmp_path, tmp_path / "work", chapters, {})
    whole = Book("whole", "A", "B", (Part("", ("a", "b"), 1),))
    unit = Book("unit", "B", "A", (Part("", ("b",), 1),), "Unit 1")
    both = [manuscripts.write(book).read_text() for book in (whole, unit)]
    assert all('#include "/work/pages/b.typ"' in text for text in both)
    before = {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*.typ")}
    chapters["a"] = Chapter(words("a"), words("Another text."), "", "")
    manuscripts.write(whole)
    after = {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*.typ")}
    assert [file.name for file in after if after[file] != before[file]] == ["a.typ"]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (words("\N{CJK UNIFIED IDEOGRAPH-6F22}"), "could not be displayed with font"),
        ("#nosuchblock[]", "unknown variable: nosuchblock"),
        (f"#go({quoted('nowhere')})[a]", "label `<nowhere>` does not exist"),
        ('#image("lost.svg", alt: "A")', "file not found"),
    ],
)
def test_what_typst_cannot_set_is_named_with_its_place(tmp_path, body, message):
    source = manuscript(tmp_path, f"/*@ {PAGE}:31 */ {body}")
    with pytest.raises(BookError) as error:
        set_in(source, "a.pdf")
    assert str(error.value).startswith(f"{PAGE}:31: the page cannot be typeset: ")
    assert message in str(error.value)


def test_what_cannot_be_set_in_a_page_of_its_own_is_named_with_its_place(tmp_path):
    source = manuscript(tmp_path, '#include "/page.typ"')
    text = f'#import "/grimoire/paper/book.typ": *\n/*@ {PAGE}:31 */ #see("nowhere")[a];'
    (source.parent / "page.typ").write_text(text)
    with pytest.raises(BookError, match=f"^{PAGE}:31: .*label `<nowhere>` does not exist"):
        set_in(source, "a.pdf")


def test_a_table_that_no_sheet_can_hold_is_refused_with_its_place(writer, tmp_path):
    wide = table(row(*("a_long_name_of_a_column_" * 2 for _ in range(14))))
    source = manuscript(tmp_path, writer.write(at(17, wide)))
    with pytest.raises(BookError, match=rf"^{PAGE}:17: this table is too large for a sheet"):
        set_in(source, "a.pdf")


def test_a_sign_that_no_font_has_is_found_in_code_too(writer, tmp_path):
    before = at(3, nodes.paragraph("", "Words."))
    code = at(9, nodes.literal_block("", "print('\N{ROCKET}')", language="python"))
    source = manuscript(tmp_path, writer.write(before) + writer.write(code))
    with pytest.raises(BookError, match=rf"^{PAGE}:9: .*could not be displayed"):
        set_in(source, "a.pdf")


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ([1, 100, 49], [[1, 100, 49]]),
        ([1, 100, 50], [[1, 100], [50]]),
        ([1, 400, 20, 20], [[1], [400], [20, 20]]),
    ],
)
def test_a_book_of_many_pages_is_bound_in_volumes_that_part_no_unit(sizes, expected):
    parts = tuple(
        Part("", tuple(f"{place}/{number}" for number in range(size)), 1)
        for place, size in enumerate(sizes)
    )
    bound = volumes(Book("book", "A Book", "A Club", parts))
    assert [[len(part.pages) for part in volume.parts] for volume in bound] == expected
    assert [volume.name for volume in bound] == ["book", "book-2", "book-3"][: len(bound)]
    assert len(bound) == 1 or bound[-1].subtitle == f"Volume {len(bound)} of {len(bound)}. A Club"
