"""What a page that runs says in its head: where its program is, and that Python may run."""

from __future__ import annotations

import json
from collections.abc import Iterable
from html import escape

from grimoire.policy import Findings, with_policy


def with_head(html: str, findings: Findings, lines: Iterable[str]) -> str:
    """The page with the policy of a page that runs, and these lines at the end of its head.

    Raises
    ------
    ValueError
        If the page has no head of the form that the site gives it.
    """
    html = with_policy(html, findings, python=True)
    end = html.find("</head>")
    if end < 0:
        raise ValueError("its head does not end")
    return html[:end] + "".join(f"{line}\n" for line in lines) + html[end:]


def live_lines(
    root: str, page: str, manifest: str, program: str, missing: list[list[str]]
) -> list[str]:
    """The lines that load our script and style sheet; the names are those in `live/`.

    `missing` names for each cell that the page shows the packages that no page can have.
    """
    live = f"{root}live/"
    lacks = f' data-missing="{escape(json.dumps(missing))}"' if any(missing) else ""
    return [
        f'<script type="module" src="{live}{page}/live.js" data-manifest="{live}{manifest}"'
        f' data-program="{live}{program}"{lacks} id="live"></script>',
        f'<link rel="stylesheet" href="{live}{page}/live.css">',
    ]
