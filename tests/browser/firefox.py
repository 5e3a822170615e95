"""Drive Firefox by the protocol that it speaks itself, WebDriver BiDi (w3.org/TR/webdriver-bidi).

Playwright drives only a Firefox of its own make.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from itertools import count
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import websocket

BROWSERS = "firefox-esr", "firefox"
PATIENCE = 60
"""Seconds for which an answer is waited for."""

INTO_VIEW = "(x) => (x.scrollIntoView({ block: 'center', behavior: 'instant' }), x)"
CONTROL = "\ue009"


def installed() -> str:
    """The program; the test fails where there is none."""
    found = os.environ.get("FIREFOX") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        pytest.fail(
            "This test needs Firefox. Install it (Debian: `apt-get install firefox-esr`), or name"
            " yours: `FIREFOX=/path/to/firefox make test`.",
            pytrace=False,
        )
    return found


class Firefox:
    """A Firefox of its own, with one tab.

    Parameters
    ----------
    profile : Path
        An empty folder, for what it keeps.
    """

    def __init__(self, profile: Path) -> None:
        options = ["--headless", "--no-remote", "--remote-debugging-port", "0"]
        command = [installed(), *options, "--profile", str(profile)]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert self.process.stderr is not None
        place = next(line for line in self.process.stderr if "BiDi listening on ws" in line)
        self.reader = Thread(target=self.process.communicate, daemon=True)  # it must not fill up
        self.reader.start()
        self.socket = websocket.create_connection(
            f"{place.split()[-1]}/session", timeout=PATIENCE, suppress_origin=True
        )
        self.numbers = count(1)
        self.ask("session.new", capabilities={})
        self.tab = self.ask("browsingContext.getTree")["contexts"][0]["context"]

    def close(self) -> None:
        self.socket.close()
        self.process.terminate()
        self.reader.join()

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """The answer to a command."""
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while (answer := json.loads(self.socket.recv())).get("id") != number:
            pass  # an event
        assert answer["type"] == "success", f"{method}: {answer['message']}"
        return answer["result"]

    def visit(self, address: str) -> None:
        self.ask("browsingContext.navigate", context=self.tab, url=address, wait="complete")

    def evaluate(self, script: str) -> dict[str, Any]:
        """What a script gives; a promise is waited for."""
        given = self.ask(
            "script.evaluate", expression=script, target={"context": self.tab}, awaitPromise=True
        )
        assert given["type"] == "success", given["exceptionDetails"]["text"]
        return given["result"]

    def until(self, condition: str) -> Any:
        """Wait until a script gives something, and return that."""
        look = f"""new Promise((resolve) => {{
          const look = () => {{
            const found = {condition};
            if (found) resolve(found);
            else setTimeout(look, 50);
          }};
          look();
        }})"""
        return self.evaluate(look)["value"]

    def click(self, element: str) -> None:
        """Press the mouse on what a script finds."""
        found = self.evaluate(f"({INTO_VIEW})({element})")
        origin = {"type": "element", "element": {"sharedId": found["sharedId"]}}
        self.act(
            "pointer",
            {"type": "pointerMove", "x": 0, "y": 0, "origin": origin},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        )

    def type(self, text: str) -> None:
        steps = [{"type": kind, "value": c} for c in text for kind in ("keyDown", "keyUp")]
        self.act("key", *steps)

    def press_with_control(self, key: str) -> None:
        pressed = [(CONTROL, "keyDown"), (key, "keyDown"), (key, "keyUp"), (CONTROL, "keyUp")]
        self.act("key", *({"type": kind, "value": value} for value, kind in pressed))

    def act(self, kind: str, *steps: dict[str, Any]) -> None:
        actions = [{"type": kind, "id": kind, "actions": list(steps)}]
        self.ask("input.performActions", context=self.tab, actions=actions)
