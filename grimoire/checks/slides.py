"""Each slide has a title and notes with minutes, and all minutes add up to those of the lecture."""

from __future__ import annotations

from collections.abc import Iterator

from grimoire.checks.lecture import is_deck, reading_minutes, slides_of
from grimoire.checks.pieces import Block
from grimoire.course import Page
from grimoire.problem import Problem

BREAKS = {"---", "***", "___"}
"""A line between two slides, as other programs for slides have it."""

NOTES = "Write `:::{notes}` and `:minutes: 2` below its text."


def check_slides(page: Page) -> Iterator[Problem]:
    if not is_deck(page):
        return
    for line, message in (*_settings(page), *_breaks(page), *_slides(page), *_sum(page)):
        yield Problem(page.file, line, message, "slides")
    for slide in slides_of(page):
        for notes in slide.notes:
            if 0 < slide.minutes < (takes := reading_minutes(notes)):
                message = (
                    f"these notes say {slide.minutes} minutes, but to read them aloud and to hear"
                    f" the room takes {takes:.1f}. Say less, or give the slide more."
                )
                yield Problem(page.file, notes.line_of("minutes"), message, "minutes")


def _settings(page: Page) -> Iterator[tuple[int, str]]:
    if page.front_matter["slides"] is not True:
        message = f"`slides:` is true or left out, got {page.front_matter['slides']!r}."
        yield page.line_of("slides"), message
    if not _is_number(page.front_matter.get("minutes")):
        message = (
            "a page of slides says how long the lecture is, in minutes, such as `minutes: 75`, got"
            f" {page.front_matter.get('minutes')!r}."
        )
        yield page.line_of("minutes"), message


def _breaks(page: Page) -> Iterator[tuple[int, str]]:
    before = ""
    for line, text in page.prose_lines():
        if text.strip() in BREAKS and not before.strip():
            message = (
                f"this {text.strip()!r} would begin a slide without a title. A slide begins with a"
                " heading: write `### Title` in its place."
            )
            yield line, message
        before = text


def _slides(page: Page) -> Iterator[tuple[int, str]]:
    for slide in slides_of(page):
        if not slide.title.strip():
            yield slide.line, "this slide has no title. Write it behind the signs #."
        if len(slide.notes) != 1:
            message = f"the slide {slide.title!r} has {len(slide.notes)} notes, expected one."
            yield slide.line, f"{message} {NOTES}"
        for notes in slide.notes:
            yield from _minutes(notes)


def _minutes(notes: Block) -> Iterator[tuple[int, str]]:
    given = str(notes.options.get("minutes", ""))
    if not (given.isascii() and given.isdigit() and int(given) > 0):
        message = (
            f"`:minutes:` takes a whole number above 0, got {given!r}. Write it as in"
            " `:minutes: 2`."
        )
        yield notes.line_of("minutes"), message


def _sum(page: Page) -> Iterator[tuple[int, str]]:
    whole, total = page.front_matter.get("minutes"), sum(s.minutes for s in slides_of(page))
    if _is_number(whole) and total != whole:
        message = (
            f"the lecture has {whole} minutes, but those of its slides add up to {total}. Change"
            " the one or the others."
        )
        yield page.line_of("minutes"), message


def _is_number(value: object) -> bool:
    return type(value) is int and value > 0
