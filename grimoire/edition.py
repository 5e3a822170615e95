"""Which state of the course something was made from: to say so, and to make it again."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True)
class Edition:
    """The version of the sources and the time of their last commit."""

    version: str
    time: datetime

    @classmethod
    def of(cls, root: Path) -> Edition:
        """The edition of the course in the folder `root`.

        The time is `SOURCE_DATE_EPOCH` where that is set, else that of the last commit. Sources
        without a history have neither a version nor a date of their own.
        """
        version = git(root, "describe", "--tags", "--always", "--dirty=, with changes")
        seconds = os.environ.get("SOURCE_DATE_EPOCH") or git(root, "log", "-1", "--format=%ct")
        return cls(version, datetime.fromtimestamp(int(seconds or 0), UTC))

    @property
    def date(self) -> str:
        """The date as people write it, or nothing without a version."""
        return f"{self.time.day} {self.time:%B %Y}" if self.version else ""


def git(root: Path, *words: str) -> str:
    """What git says, or nothing where it or the history is missing."""
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *words], capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
