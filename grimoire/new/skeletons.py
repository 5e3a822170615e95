"""What a new unit, page or question says until somebody has written it."""

from __future__ import annotations

import json

from grimoire.checks.jupytext import HEADER
from grimoire.names import slug


def unit(number: int, title: str) -> str:
    settings = f"unit:\n  number: {number}\n  title: {json.dumps(title, ensure_ascii=False)}"
    description = f"Unit {number} of the course: say in a sentence what it is about."
    return f"""\
{front_matter(settings, description)}

# {title}

Begin with the question that this unit answers.

## What you will be able to do

- Say what a reader can do at the end.

## Step by step

:::{{task}} Read this page
:minutes: 5
:::
"""


def page(docname: str, title: str, code: bool) -> str:
    header = HEADER.removeprefix("---\n").removesuffix("\n---") if code else ""
    return f"""\
{front_matter(header, "Say in a sentence what a reader learns here.")}

# {title}

Begin with the question that this page answers.

## First step

{figure(docname) if code else "Explain one thing, with an example."}

{question(f"q-{slug(docname)}-1", "What happens if you change it?", "open")}
## What you can now do

- Say what a reader can do at the end.
"""


def front_matter(settings: str, description: str) -> str:
    above = f"{settings}\n" if settings else ""
    return f'---\n{above}myst:\n  html_meta:\n    description: "{description}"\n---'


def figure(docname: str) -> str:
    name = f"fig-{slug(docname)}"
    return f"""\
Say what {{numref}}`{name}` shows before the reader sees it.

```{{code-cell}} python
---
mystnb:
  figure:
    name: {name}
    caption: Say what the reader should notice.
  image:
    alt: A curve that lies flat on the left and rises in a straight line on the right.
---
import matplotlib.pyplot as plt
import nnlib as nn
import numpy as np

x = np.linspace(-3, 3, 200)
with nn.plots.style() as colours:
    fig, ax = plt.subplots(figsize=(4.6, 2.6))
    ax.plot(x, nn.relu(x), color=colours["accent"])
    ax.set(xlabel="input", ylabel="output")
```"""


def question(name: str, title: str, kind: str) -> str:
    kind_line = f":kind: {kind}\n" if kind != "open" else ""
    return f"""\
::::{{question}} {title}
{kind_line}:name: {name}

Ask for one thing that the lines above let a reader work out.

{REPLIES[kind]}:::{{answer}}
Give the answer and its reason, which begins with *because*.
:::
::::
"""


HINT = """\
:::{hint}
Say where to look.
:::
"""
REPLIES = {
    "open": HINT,
    "choice": """\
:::{option} The right one
:correct:
Say why it is right.
:::
:::{option} A tempting one
Say which slip leads to it.
:::
""",
    "numeric": f"""\
:::{{response}} 0.5
:correct:
Say why it is right.
:::
:::{{response}} 2
Say which slip leads to it.
:::
{HINT}""",
}
"""What stands between the text of a question and its answer."""
