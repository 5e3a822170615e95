"""Terms are linked at their first use, and symbols are those of the notation table."""

from __future__ import annotations

from pathlib import Path

import pytest

from grimoire.checks import InCourse
from grimoire.checks.glossary import check_glossary
from grimoire.checks.symbols import check_symbols, symbols
from grimoire.checks.wording import check_wording
from grimoire.course import Course

TOC = """\
format: jb-book
root: index
chapters:
  - file: unit/index
  - file: unit/page
  - file: glossary
  - file: notation
"""
GLOSSARY = """\
# Glossary

```{glossary}
weight
  A number. The {term}`loss` changes it.

weight decay
  Smaller weights.

loss
  How wrong.

class
  A kind.

Adam
  An optimizer.
```
"""
NOTATION = """\
# Notation

| symbol | meaning | shape |
| --- | --- | --- |
| $W^{[l]}$ | weights of layer $q$ | $(r, s)$ |
| $\\mu, \\sigma$ | mean and deviation | |
| $\\hat{y}$ | prediction | |

| other | letter |
| --- | --- |
| $u$ | not a symbol |
"""


def course(root: Path, page: str) -> Course:
    pages = {
        "index": "# Home\n\nThe weight and $u$.\n",
        "unit/index": "---\nunit:\n  number: 2\n  title: Deep\n---\n\n# Unit\n",
        "unit/page": page,
        "glossary": GLOSSARY,
        "notation": NOTATION,
    }
    (root / "_toc.yml").write_text(TOC)
    for docname, text in pages.items():
        file = root / "content" / f"{docname}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return Course.load(root)


def seen(check: InCourse, root: Path, body: str) -> list[str]:
    small = course(root, "# Page\n\n" + body)
    return [str(problem) for page in small.pages for problem in check(small, page)]


def terms(root: Path, body: str) -> list[str]:
    return seen(check_glossary, root, body)


@pytest.mark.parametrize(
    "body",
    [
        "The {term}`weight` is a weight.\n",
        "The {term}`weights <weight>` and each Weight.\n",
        "With {term}`weight decay` only.\n",
        "A weighty three-class matter of weight-free first-class tests; adam is a name.\n",
        "## The weight\n\nText.\n",
        "`weight` and $weight$ and [the weight](index.md).\n",
        "```python\nweight = 1  # the loss\n```\n",
        "::::{question} Its loss\n:::{hint}\nThe {term}`loss`.\n:::\n::::\n\nThe loss.\n",
    ],
)
def test_what_is_linked_first_or_is_no_use_of_the_term_has_no_problem(tmp_path, body):
    assert terms(tmp_path, body) == []


@pytest.mark.parametrize(
    ("body", "line", "link"),
    [
        ("Each weight counts.\n", 3, "{term}`weight`"),
        ("One line,\nmany weights.\n", 4, "{term}`weights <weight>`"),
        ("Two classes.\n", 3, "{term}`classes <class>`"),
        ("Use weight decay.\n", 3, "{term}`weight decay`"),
        ("We use weight\ndecay.\n", 3, "{term}`weight decay`"),
        ("We use no\nweight.\n", 4, "{term}`weight`"),
        ("Use Adam.\n", 3, "{term}`Adam`"),
        ("The loss, then the {term}`loss`.\n", 3, "{term}`loss`"),
        ("*Loss* is a word.\n", 3, "{term}`Loss`"),
        ("| a | b |\n| --- | --- |\n| the loss | 1 |\n", 5, "{term}`loss`"),
        (":::{note}\n:class: tip\n\nThe loss.\n:::\n", 6, "{term}`loss`"),
    ],
)
def test_a_term_that_is_not_linked_at_its_first_use_is_found(tmp_path, body, line, link):
    (problem,) = terms(tmp_path, body)
    assert problem.startswith(f"content/unit/page.md:{line}:")
    assert problem.endswith(f"Link it: {link}. [term-link]")


def test_each_term_is_named_once_on_a_page(tmp_path):
    assert len(terms(tmp_path, "Weight, weight, loss.\n")) == 2


def unknown(root: Path, body: str) -> list[str]:
    return seen(check_symbols, root, body)


@pytest.mark.parametrize(
    "body",
    [
        "$W_l$, $\\hat y$, $\\widehat{y}$, $\\mu + \\sigma$\n",
        "$$\n\\operatorname{relu}(W) = \\text{if } \\mathrm{so} \\quad e^{\\pi}\n$$\n",
        "`$u$` is code.\n",
        "| symbol | meaning |\n| --- | --- |\n| $u_v$ | ours |\n\nThen $u + v$.\n",
    ],
)
def test_known_symbols_words_and_a_page_s_own_table_have_no_problem(tmp_path, body):
    assert unknown(tmp_path, body) == []


@pytest.mark.parametrize(
    ("body", "line", "symbol"),
    [
        ("Then $u$.\n", 3, "$u$"),
        ("Then\n$W_q$.\n", 4, "$q$"),
        ("The $y$.\n", 3, "$y$"),
        ("$$\nW \\tilde{W}\n$$\n", 3, "$\\tilde{W}$"),
        ("\\begin{align}\n\\eta\n\\end{align}\n", 3, "$\\eta$"),
        (":::{hint}\nThe $r$.\n:::\n", 4, "$r$"),
    ],
)
def test_a_symbol_without_a_row_is_found_where_it_is_first_used(tmp_path, body, line, symbol):
    (problem,) = unknown(tmp_path, body)
    assert problem.startswith(f"content/unit/page.md:{line}:")
    assert f": the symbol {symbol} is not in the" in problem


@pytest.mark.parametrize(
    ("tex", "found"),
    [
        (r"z = Wa + b", ["z", "W", "a", "b"]),
        (r"\hat{y}_k = \frac{e^{z_k}}{\sum_j z}", [r"\hat{y}", "k", "e", "z", "k", "j", "z"]),
        (r"\overline{ab} \bm\theta", ["a", "b", r"\mathbf{\theta}"]),
        (r"\nabla_\theta L \in \mathbb{R}^n", [r"\theta", "L", r"\mathbb{R}", "n"]),
        (r"\begin{cases} 1 & \text{if } x > 0 \end{cases}", ["x"]),
        (r"\operatorname*{arg\,min}_w \mathrm{MSE}", ["w"]),
        (r"\begin{array}{c|cc} 0 & 1 \end{array}", []),
        (r"\begin{array}[t]{l@{\quad}r} x & 1 \end{array}", ["x"]),
        (r"\begin{alignat}{2} a &= b \end{alignat}", ["a", "b"]),
        (r"1 \\[2ex] 2 \\*[-1.5pt] z", ["z"]),
        (r"\hspace{1cm} 1 \hspace*{-2em} \vspace{3pt}", []),
        (r"\kern1em x \mkern-3mu y \hskip 2pt z", ["x", "y", "z"]),
        (r"\rule{1em}{2pt} \rule[1ex]{1em}{2pt} \raisebox{2pt}{x}", []),
        (r"\color{red} 1 + \textcolor{blue}{w}", ["w"]),
        (r"\colorbox{red}{hi} \fcolorbox{red}{white}{x}", []),
        (r"\label{eq:loss} 1 \tag*{rule} \tag{a} \eqref{eq:b}", []),
        (r"\phantom{xy} \hphantom{\frac{a}{b}} z", ["z"]),
        (r"\text{if {nested} words} 5\,\mathrm{ms} \mbox{or so}", []),
        (r"\href{https://a.example}{x} \htmlClass{big}{y}", ["x", "y"]),
        ("a % of a comment\nb", ["a", "b"]),
        (r"50\% x", ["x"]),
        (r"\sqrt[n]{x} \sin t", ["n", "x", "t"]),
        ("", []),
    ],
)
def test_symbols_are_letters_with_what_they_wear(tex, found):
    assert list(symbols(tex)) == found


# -- words of the site


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Predict, and then open\nwhat is folded away.", (4, 9, "folded away")),
        ("Do it. At the end, press *See my result*.", (3, 20, "press")),
        ("In the boxes above {wording}`it | books: this browser` works.", (3, 8, "boxes above")),
        ("Write {wording}`here | books: in this browser`.", (3, 16, "this browser")),
        ("See {wording}`what is folded away | notebook: it`.", (3, 14, "folded away")),
        ("It is {wording}`here`.", (3, 16, "the same everywhere")),
        ("It is {wording}`here | bokks: there`.", (3, 16, "no face 'bokks'")),
    ],
)
def test_words_of_the_site_are_found_where_a_book_prints_them(tmp_path, text, found):
    given = course(tmp_path, f"# Page\n\n{text}\n")
    first, *_ = sorted(check_wording(given, given.page("unit/page")))
    assert (first.line, first.rule) == (found[0], "wording")
    assert found[2] in first.message
    line = f"# Page\n\n{text}\n".splitlines()[first.line - 1]
    assert line[first.column - 1 :].startswith(found[2].split()[0]) or "{wording}" in line


@pytest.mark.parametrize(
    "text",
    [
        "See {wording}`what is folded away | books: what stands behind`.",
        ":::{only} html\nPress *Run*; it is folded away.\n:::",
        "Two parts, folded `this browser`: a function of a function, as the cell above shows.",
        "```python\nfolded away = this browser\n```",
    ],
)
def test_words_that_a_book_may_print_are_left_alone(tmp_path, text):
    given = course(tmp_path, f"# Page\n\n{text}\n")
    assert list(check_wording(given, given.page("unit/page"))) == []


def test_a_page_outside_the_units_may_tell_of_the_site(tmp_path):
    given = course(tmp_path, "# Page\n")
    (tmp_path / "content/index.md").write_text("# Home\n\nPress the button.\n")
    given = Course.load(tmp_path)
    assert list(check_wording(given, given.pages[0])) == []
