"""Wait until KaTeX's server listens: sphinxcontrib-katex 0.9.11 waits for its socket alone.

The socket is there a moment earlier. On a busy machine a call in that moment was refused, and with
it the build. Whoever asks KaTeX imports this file.
"""

from __future__ import annotations

import socket
import time
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

from sphinxcontrib.katex import KaTeXServer

PAUSE = 0.005
"""Seconds between two calls."""


def start_server_process(
    cls: type[KaTeXServer], rundir: Path, timeout: float
) -> tuple[Popen[bytes], socket.socket]:
    """The server, and a connection to it.

    Raises
    ------
    KaTeXError
        If it does not answer within `timeout` seconds.
    """
    place = rundir / "katex.sock"
    process = Popen(cls.build_command(socket=place), stdin=PIPE, stdout=PIPE, cwd=rundir)
    latest = time.monotonic() + timeout
    while time.monotonic() < latest:
        calling = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            calling.connect(str(place))
        except (FileNotFoundError, ConnectionRefusedError):
            calling.close()
            time.sleep(PAUSE)
        else:
            return process, calling
    process.kill()
    raise cls.timeout_error(timeout)


patient: Any = classmethod(start_server_process)
KaTeXServer.start_server_process = patient
