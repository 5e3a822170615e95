"""Run the scripts of a page in Node, with no page around them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from grimoire import ROOT
from grimoire.node import NODE

PAGE = ROOT / "grimoire/play/page"


def in_node(body: str, given: Any = None, page: Path = PAGE) -> Any:
    """What the module `body` hands to `answer`.

    It finds `given`, and imports from the folder `page`: `await load("playground/run.js")`.
    """
    begin = (
        f"const load = (name) => import('file://{page}/' + name);"
        "const given = JSON.parse(await new Response(process.stdin).text());"
        "const answer = (value) => console.log(JSON.stringify(value));\n"
    )
    done = subprocess.run(
        [NODE, "--input-type=module", "--eval", begin + body],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
