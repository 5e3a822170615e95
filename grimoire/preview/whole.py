"""The consistent build that follows a change, out of the way of the next one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Lock, Timer

import psutil

REST = 1.0
"""Seconds without a change before a build begins."""

COMMAND = (sys.executable, "-m", "grimoire", "build")
LAST = psutil.IDLE_PRIORITY_CLASS if os.name == "nt" else 19
"""The priority of what may wait for everything else."""


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
        self._build: psutil.Popen | None = None

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
            end_family(self._build)
        self._timer = self._build = None

    def _run(self, timer: Timer) -> None:
        with self._lock:
            if timer is not self._timer:
                return
            build = self._build = psutil.Popen(
                COMMAND,
                cwd=self.root,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
                start_new_session=True,
            )
            with suppress(psutil.NoSuchProcess):
                build.nice(LAST)
        _, printed = build.communicate()
        if build is self._build:
            self.done(printed if build.returncode else "")


def end_family(process: psutil.Process) -> None:
    """End a process and all that it has begun."""
    with suppress(psutil.NoSuchProcess):
        family = [process, *process.children(recursive=True)]
        for member in family:
            with suppress(psutil.NoSuchProcess):
                member.kill()
