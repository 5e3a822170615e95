"""The consistent build that follows a change, out of the way of the next one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Lock, Timer

REST = 1.0
"""Seconds without a change before a build begins."""

COMMAND = ("nice", "-n", "19", sys.executable, "-m", "grimoire", "build")


class WholeBuild:
    """At most one build at a time, of the newest state.

    Parameters
    ----------
    root : Path
        The repository.
    done : callable
        Gets what a build that failed has printed, or "" from one that is good. A build that was
        cancelled says nothing.
    """

    def __init__(self, root: Path, done: Callable[[str], None]) -> None:
        self.root, self.done = root, done
        self._lock = Lock()
        self._timer: Timer | None = None
        self._build: subprocess.Popen[str] | None = None

    def soon(self) -> None:
        """Build when there was no change for a while."""
        with self._lock:
            self._end()
            self._timer = timer = Timer(REST, lambda: self._run(timer))
            timer.daemon = True
            timer.start()

    def cancel(self) -> None:
        """End the build that runs; what it has finished is kept by content, so nothing is lost."""
        with self._lock:
            self._end()

    def _end(self) -> None:
        if self._timer:
            self._timer.cancel()
        if self._build and self._build.poll() is None:
            os.killpg(self._build.pid, signal.SIGKILL)
        self._timer = self._build = None

    def _run(self, timer: Timer) -> None:
        with self._lock:
            if timer is not self._timer:
                return
            build = self._build = subprocess.Popen(
                COMMAND,
                cwd=self.root,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
                start_new_session=True,
            )
        _, printed = build.communicate()
        if build is self._build:
            self.done(printed if build.returncode else "")
