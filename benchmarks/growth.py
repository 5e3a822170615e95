"""How the time and the memory of a build grow with the number of pages.

    python benchmarks/growth.py [pages ...]

For each number of pages a course is written: units of 20 pages with text, a heading, a formula, a
table, a figure, a question and links to other pages, and no code cells, whose time is their own.
Three builds are measured in programs of their own, with all faces: from nothing, after one changed
word, and with nothing changed.
"""

from __future__ import annotations

import math
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from results import machine, write_part

ROOT = Path(__file__).resolve().parent.parent
SIZES = (10, 30, 100, 300, 1000)
PAGES_IN_A_UNIT = 20
KINDS = ("from nothing", "one word", "nothing")

BUILD = """
import sys
from pathlib import Path
from grimoire.build import build
build(Path(sys.argv[1]))
"""

CONFIG = """\
title: A Course that Grows
author: Nobody
repository:
  url: https://github.com/nobody/course
"""

LINE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="240" height="90">'
    '<path d="M10 80L230 10" stroke="#1d1b26" fill="none"/></svg>'
)

PARAGRAPH = (
    "A network turns numbers into numbers, one layer after the other, and each layer weighs what"
    " the one before it says. What it weighs with is learned from examples, a small step at a time,"
    " and how long a step may be is the first thing that one tries out. "
)

PAGE = """\
# Page {number}

{text}

## What it says

{text}

$$
z_{{{number}}} = w_{{{number}}} a + b
$$ (eq-{number})

| epoch | loss | accuracy |
| --- | --- | --- |
| 1 | 0.52 | 0.86 |
| 2 | 0.31 | 0.91 |

:::{{figure}} line.svg
:name: fig-{number}
:alt: A line that rises from the left to the right.

The line of page {number}.
:::

## What to ask

See {{numref}}`fig-{other}` and {{eq}}`eq-{other}` on [](page-{other}.md).

:::::{{question}} What does page {number} say?
:name: q-{number}

Say it in a sentence.

::::{{hint}}
It stands at the top.
::::
::::{{answer}}
That each layer weighs what the one before it says.
::::
:::::
"""


@dataclass(frozen=True)
class Cost:
    """CPU seconds, and the largest memory of the program in MiB."""

    seconds: float
    memory: float


def write_course(root: Path, pages: int) -> None:
    """A course with this many pages, the home page and the units' first pages among them."""
    settings = (ROOT / "_config.yml").read_text(encoding="utf-8")
    rest = settings[settings.index("only_build_toc_files") :]
    write(root / "_config.yml", CONFIG + rest)
    write(root / "content/references.bib", "")
    write(root / "content/index.md", "# Home\n\nA course that grows.\n")
    toc = ["format: jb-book", "root: index", "parts:"]
    units = [range(1, pages)[i : i + PAGES_IN_A_UNIT] for i in range(0, pages - 1, PAGES_IN_A_UNIT)]
    for unit, numbers in enumerate(units, 1):
        folder = root / f"content/unit-{unit}"
        first, *others = numbers
        front = f"---\nunit:\n  number: {unit}\n  title: Unit {unit}\n---\n\n"
        write(folder / "index.md", front + page(first, first).replace("page-", "index-", 0))
        write(folder / "line.svg", LINE)
        toc += [f"  - caption: Unit {unit}", "    chapters:", f"      - file: unit-{unit}/index"]
        toc += ["        sections:"] * bool(others)
        for number in others:
            other = others[0] if number != others[0] else others[-1]
            write(folder / f"page-{number}.md", page(number, other))
            toc.append(f"          - file: unit-{unit}/page-{number}")
    write(root / "_toc.yml", "\n".join(toc) + "\n")


def page(number: int, other: int) -> str:
    text = "\n\n".join([PARAGRAPH * 2] * 4)
    whole = PAGE.format(number=number, other=other, text=text)
    return whole.replace(f" on [](page-{number}.md)", "")


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def cost_of_a_build(root: Path) -> Cost:
    program = [sys.executable, "-c", BUILD, str(root)]
    with subprocess.Popen(program, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"The build of {root} failed.")
    unit = 1024 if sys.platform != "darwin" else 1024**2
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit)


def costs(pages: int) -> dict[str, Cost]:
    """What each kind of build takes in a course of this many pages."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_course(root, pages)
        found = {KINDS[0]: cost_of_a_build(root)}
        file = root / "content/unit-1/page-2.md"
        write(file, file.read_text(encoding="utf-8").replace("A network", "One network", 1))
        found[KINDS[1]] = cost_of_a_build(root)
        found[KINDS[2]] = cost_of_a_build(root)
    return found


def exponent(small: tuple[int, float], large: tuple[int, float]) -> float:
    """The power of the number of pages with which a cost grows between two sizes."""
    return math.log(large[1] / small[1]) / math.log(large[0] / small[0])


def main() -> None:
    sizes = [int(word) for word in sys.argv[1:]] or list(SIZES)
    table = {}
    for pages in sizes:
        table[pages] = costs(pages)
        print(pages, table[pages], flush=True)
    head = "| pages | from nothing | one word changed | nothing changed | memory |"
    tools = machine({name: name for name in ("sphinx", "typst")})
    lines = [f"All faces; CPU seconds, and the largest memory. {tools}", "", head]
    lines.append("| --- " * 5 + "|")
    for pages, found in table.items():
        seconds = " | ".join(f"{found[kind].seconds:.1f} s" for kind in KINDS)
        lines.append(f"| {pages:,} | {seconds} | {found[KINDS[0]].memory:.0f} MiB |")
    if len(sizes) > 1:
        first, last = sizes[-2], sizes[-1]
        powers = [
            exponent((first, table[first][kind].seconds), (last, table[last][kind].seconds))
            for kind in KINDS
        ]
        memory = exponent(
            (first, table[first][KINDS[0]].memory), (last, table[last][KINDS[0]].memory)
        )
        shown = " | ".join(f"{power:.2f}" for power in (*powers, memory))
        lines.append(f"| exponent from {first} to {last:,} | {shown} |")
    write_part("Growth with the number of pages", lines)


if __name__ == "__main__":
    main()
