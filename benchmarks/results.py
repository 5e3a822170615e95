"""The files of results have one part per benchmark; each command replaces its own."""

from __future__ import annotations

import platform
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

FILE = Path(__file__).parent / "RESULTS.md"
SITE = Path(__file__).parent / "RESULTS-site.md"


def write_part(title: str, lines: list[str], file: Path = FILE) -> None:
    """Put the lines under `# title`, in place of what stood there, and keep the other parts."""
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    parts = {part.split("\n")[0]: part for part in text.split("\n# ") if part}
    parts = {name.removeprefix("# "): part.removeprefix("# ") for name, part in parts.items()}
    parts[title] = "\n".join([title, "", *lines])
    file.write_text("\n".join(f"# {part.strip()}\n" for part in parts.values()), encoding="utf-8")


def machine(modules: dict[str, str]) -> str:
    """Name the processor, the system and the versions of the packages that are installed."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    cpu = next((line.split(": ")[1] for line in lines if line.startswith("model name")), "")
    versions = [f"{name} {version(name)}" for module, name in modules.items() if find_spec(module)]
    return (
        f"{cpu or platform.processor()}, one thread, {platform.system()}; "
        f"Python {platform.python_version()}, {', '.join(versions)}."
    )
