"""A video has its id, its channel and its length, before a build asks for them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grimoire.checks.markdown import blocks
from grimoire.checks.pieces import Block
from grimoire.course import Page
from grimoire.problem import Edit, Problem

ID = re.compile(r"[\w-]{11}", re.ASCII)
IN_ADDRESS = re.compile(r"(?:v=|youtu\.be/|embed/|shorts/)([\w-]{11})")
WHOLE = re.compile(r"[1-9][0-9]*")


def check_videos(page: Page) -> Iterator[Problem]:
    for block in blocks(page, "video", "task"):
        for option, message in _faults(block):
            edit = _without_address(block) if option == "id" else None
            yield Problem(page.file, block.line_of(option), message, "video", edit=edit)


def _faults(block: Block) -> Iterator[tuple[str, str]]:
    options = block.options
    if block.name == "video":
        if not block.argument:
            yield "", "this video has no title. Write it behind the name of the block."
        if not options.get("channel"):
            yield "", "this video has no line `:channel:`, such as `:channel: 3Blue1Brown`."
        yield from _of_id(str(options.get("id", "")))
    for option in ("minutes", "start"):
        value = options.get(option)
        if value is None and option == "minutes":
            yield "", f"this {block.name} has no line `:minutes:`, such as `:minutes: 20`."
        elif value is not None and not WHOLE.fullmatch(str(value)):
            yield option, f"`:{option}:` takes a whole number above 0, got {value!r}."


def _without_address(video: Block) -> Edit | None:
    """The id in the place of its address, where that says no more."""
    given = str(video.options["id"])
    address = IN_ADDRESS.search(given)
    alone = address is not None and not re.search(r"[?&](?:t|start|list)=", given)
    return Edit(given, address[1]) if address and alone else None


def _of_id(given: str) -> Iterator[tuple[str, str]]:
    if address := IN_ADDRESS.search(given):
        yield "id", f"`:id:` takes the id alone, not the address. Write `:id: {address[1]}`."
    elif not ID.fullmatch(given):
        message = "the 11 letters that stand behind `v=` in the video's address"
        yield "id" if given else "", f"`:id:` takes {message}, got {given!r}."
