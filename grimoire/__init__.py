"""The generator: from the Markdown in `content/` to the site students read."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""The repository: settings, content and library stand here."""
