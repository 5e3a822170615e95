"""Show the site while it is being written."""

from __future__ import annotations

import socket

from grimoire import ROOT
from grimoire.build import BUILD
from grimoire.course import CONTENT, TOC, Course
from grimoire.problem import BookError

CONF = """
from pathlib import Path
from grimoire.site.settings import settings_of
globals().update(settings_of(Path({root!r})))
"""


def serve_site(course: Course, port: int) -> None:
    """Serve the site on this machine and rebuild it at each change, until Ctrl-C.

    Raises
    ------
    BookError
        If another program uses the port.
    """
    from sphinx_autobuild.__main__ import main as autobuild

    _require_free(port)
    work = course.root / BUILD / "work"
    conf = work / "serve"
    conf.mkdir(parents=True, exist_ok=True)
    (conf / "conf.py").write_text(CONF.format(root=str(course.root)))
    autobuild(
        [
            *("-q", "-c", str(conf), "-d", str(work / "doctrees"), "--port", str(port)),
            *("--watch", str(course.root / "nnlib"), "--watch", str(ROOT / "grimoire")),
            *("--watch", str(course.root / TOC), "--re-ignore", r"__pycache__|\.py[co]$"),
            *(str(course.root / CONTENT), str(work / "html")),
        ]
    )


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise BookError(
                f"Port {port} is in use. Stop the other program, or choose another port:"
                f" make serve PORT={port + 1}"
            ) from None
