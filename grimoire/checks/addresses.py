"""An address in a link holds no blank, which would make text of the link."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grimoire.checks.markdown import spans
from grimoire.course import Page
from grimoire.problem import Edit, Problem

WITH_A_BLANK = re.compile(r"\]\(([^()<>\"'\n]*[/.#][^()<>\"'\n]*)\)")
APART = re.compile(r"\]( )\((?:https?://|\.{0,2}/)?[\w./#-]+\.[\w/#-]+\)")


def check_addresses(page: Page) -> Iterator[Problem]:
    for span in spans(page, "text", "heading"):
        for match in WITH_A_BLANK.finditer(span.text):
            if " " not in match[1].strip():
                continue
            right = f"](<{match[1].strip()}>)"
            message = (
                f"the address {match[1]!r} holds a blank, so that this is no link. Write"
                f" `{right}`, or give the file a name without blanks."
            )
            column = span.column + match.start(1)
            edit = Edit(match[0], right)
            yield Problem(page.file, span.line, message, "address", column, edit=edit)
        for match in APART.finditer(span.text):
            message = "a blank stands between `]` and `(`, so that this is no link. Take it out."
            edit = Edit(match[0], match[0].replace("] (", "]("))
            column = span.column + match.start(1)
            yield Problem(page.file, span.line, message, "address", column, edit=edit)
