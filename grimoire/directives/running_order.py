"""What the plan of a lecture takes from the notes of its slides: its parts, and its questions."""

from __future__ import annotations

from itertools import accumulate
from posixpath import dirname, join, normpath

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx

from grimoire.checks.lecture import Part, Slide, asks_in, is_deck, parts_of
from grimoire.checks.pieces import Block as PageBlock
from grimoire.directives.block import Block, full_stop


def setup(app: Sphinx) -> None:
    app.add_directive("running-order", RunningOrder)
    app.add_directive("room-questions", RoomQuestions)


class OfSlides(Block):
    """A block that names a page of slides, and says something of it in Markdown."""

    has_content = False

    def markdown(self, parts: list[Part]) -> str:
        raise NotImplementedError

    def run(self) -> list[nodes.Node]:
        name = normpath(join(dirname(self.env.docname), self.argument().removesuffix(".md")))
        page = self.env.app.course.page(name)  # type: ignore[attr-defined]
        if page is None or not is_deck(page):
            raise self.error(
                f"{self.argument()!r} is no page of slides. Name one behind the block, as in"
                f" `{{{self.name}}} slides.md`."
            )
        self.env.note_dependency(self.env.doc2path(name))
        whole = nodes.container()
        lines = self.markdown(parts_of(page)).splitlines()
        self.state.nested_parse(StringList(lines, source=page.file.as_posix()), 0, whole)
        return whole.children


class RunningOrder(OfSlides):
    """{running-order} slides.md: when each part of the lecture begins, and how long it takes."""

    def markdown(self, parts: list[Part]) -> str:
        return table(parts)


class RoomQuestions(OfSlides):
    """{room-questions} slides.md: what the room is asked at which slide, and what one hears."""

    def markdown(self, parts: list[Part]) -> str:
        return "\n".join(entry(slide, ask) for part in parts for slide, ask in asked(part))


def asked(part: Part) -> list[tuple[Slide, PageBlock]]:
    """The questions of a part, each with its slide."""
    return [
        (slide, ask) for slide in part.slides for notes in slide.notes for ask in asks_in(notes)
    ]


def entry(slide: Slide, ask: PageBlock) -> str:
    """A question as an entry of a definition list."""
    heard = "\n  ".join(ask.body.strip().splitlines())
    return f"{ask.argument}\n: *{slide.title}{full_stop(slide.title)}* {heard}\n"


def table(parts: list[Part]) -> str:
    """The parts as a table, with their sum."""
    lines = [
        "| at | part | minutes | slides | questions to the room |",
        "| ---: | :--- | ---: | ---: | ---: |",
    ]
    ends = list(accumulate(part.minutes for part in parts))
    for part, end in zip(parts, ends, strict=True):
        lines.append(row(clock(end - part.minutes), part.name, part))
    slides = tuple(slide for part in parts for slide in part.slides)
    lines.append(row(clock(ends[-1]), "*together*", Part("", slides)))
    return "\n".join(lines)


def row(when: str, name: str, part: Part) -> str:
    return f"| {when} | {name} | {part.minutes} | {len(part.slides)} | {part.questions or ''} |"


def clock(minutes: int) -> str:
    """So many minutes as hours and minutes: 1:05."""
    return f"{minutes // 60}:{minutes % 60:02}"
