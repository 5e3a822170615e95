"""Show the site while it is being written."""

from __future__ import annotations

import socket

from grimoire.course import CONTENT, TOC, Course
from grimoire.problem import BookError
from grimoire.site.build import BUILD, CONF, FINISHED


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
    (work / FINISHED).unlink(missing_ok=True)
    autobuild(
        [
            *("-q", "-c", str(CONF), "-d", str(work / "doctrees"), "--port", str(port)),
            *("--watch", str(course.root / "nnlib"), "--watch", str(CONF)),
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
