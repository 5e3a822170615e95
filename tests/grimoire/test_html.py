"""HTML in a page, said in the nodes of the document tree."""

from __future__ import annotations

import pytest
from docutils import nodes
from docutils.utils import new_document

from grimoire.directives.named_files import LOCAL
from grimoire.html import say_html
from grimoire.pages.choices import choose

ADDRESS = "https://example.org/unit/page.html"


def said(*parts: nodes.Node | str, inline: bool = False) -> str:
    """What stands in the tree for these parts, each text a piece of HTML."""
    page = new_document("page.md")
    parent = nodes.paragraph() if inline else nodes.section()
    page += parent
    parent += [
        nodes.raw("", part, format="html") if isinstance(part, str) else part for part in parts
    ]
    say_html(page, ADDRESS)
    return "".join(map(str, parent.children))


def test_pieces_around_a_block_are_read_together():
    paragraph = nodes.paragraph("", "Words")
    assert said("<div>", paragraph, "</div>") == (
        "<container><paragraph>Words</paragraph></container>"
    )


@pytest.mark.parametrize(
    ("tag", "node"),
    [("b", "strong"), ("em", "emphasis"), ("kbd", "literal"), ("sub", "subscript")],
)
def test_a_mark_in_a_line_is_the_same_mark(tag, node):
    pieces = f"<{tag}>", nodes.Text("x"), f"</{tag}>", "<!-- no word -->"
    assert said(*pieces, inline=True) == f"<{node}>x</{node}>"


@pytest.mark.parametrize(
    ("html", "nodes_said"),
    [
        ("<p>A<p>B", "<paragraph>A</paragraph><paragraph>B</paragraph>"),
        (
            "<ul><li>a<li>b</ul>",
            "<bullet_list><list_item><paragraph>a</paragraph></list_item>"
            "<list_item><paragraph>b</paragraph></list_item></bullet_list>",
        ),
        (
            "<dl><dt>t<dd>d</dl>",
            "<definition_list><definition_list_item><term>t</term><definition>"
            "<paragraph>d</paragraph></definition></definition_list_item></definition_list>",
        ),
        ("<style>p {}</style><script>x()</script>", ""),
        ('<svg aria-hidden="true"><title>x</title></svg>', ""),
        (
            '<video src="a.mp4">No film</video>',
            f'<paragraph><reference refuri="{ADDRESS}">The site shows a film here.</reference>'
            "</paragraph>",
        ),
        (
            '<a href="other.html#x">o</a><a href="data.csv">d</a>',
            '<paragraph><reference refuri="other.html#x">o</reference>'
            '<reference refuri="https://example.org/unit/data.csv">d</reference></paragraph>',
        ),
    ],
)
def test_html_is_read_as_a_browser_reads_it(html, nodes_said):
    assert said(html) == nodes_said


def test_a_table_has_its_head_its_spans_and_its_sides():
    html = '<table><tr><th>a<th>b</tr><tr><td colspan="2" style="text-align: right">c</tr></table>'
    assert said(html) == (
        '<table><tgroup cols="2"><colspec colwidth="1"/><colspec colwidth="1"/>'
        '<thead><row><entry heading="True"><paragraph>a</paragraph></entry>'
        '<entry heading="True"><paragraph>b</paragraph></entry></row></thead>'
        '<tbody><row><entry classes="text-right" morecols="1"><paragraph>c</paragraph></entry>'
        "</row></tbody></tgroup></table>"
    )


def test_what_is_written_for_another_format_is_left_out():
    page = new_document("page.md")
    page += nodes.raw("", "\\newpage", format="latex")
    say_html(page, ADDRESS)
    assert not page.children


@pytest.mark.parametrize(
    ("html", "files"),
    [
        ('<p><img alt="a" src="plot.png"></p>', ["plot.png"]),
        ("<VIDEO SRC = film.mp4 controls>", ["film.mp4"]),
        ('<img src="https://example.org/a.png"><img src="data:image/png;base64,a">', []),
        ('<a href="other.html">a</a>', []),
    ],
)
def test_a_file_that_only_html_names_is_found(html, files):
    assert LOCAL.findall(html) == files


# -- one form of an output


@pytest.mark.parametrize(
    ("forms", "chosen"),
    [
        ({"text/plain": "<Table>", "text/html": "<p>a</p>"}, "<p>a</p>"),
        ({"text/plain": "Model(2)", "text/html": "<p>a</p>"}, "Model(2)"),
        ({"text/plain": "a  1", "text/html": "<table></table>"}, "<table></table>"),
        ({"text/plain": "<Table>"}, "<Table>"),
        (
            {"text/plain": "<Plot>", "text/html": "<script>a</script>"},
            "The site shows this output.",
        ),
        ({"text/plain": "<JS>", "application/javascript": "a()"}, "The site shows this output."),
        ({"image/png": "a.png", "text/plain": "Figure(1)"}, "a.png"),
    ],
)
def test_a_face_shows_the_form_that_says_most(forms, chosen):
    page = new_document("page.md")
    bundle = nodes.container(nb_element="mime_bundle")
    for mime_type, text in forms.items():
        bundle += nodes.container("", nodes.literal_block("", text), mime_type=mime_type)
    page += bundle
    choose(page, (), ("image/png", "text/html", "text/plain"), ADDRESS)
    assert page.astext() == chosen
