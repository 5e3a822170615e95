"""Drive the machine's Firefox by WebDriver BiDi, which it speaks itself: no driver is needed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websocket import WebSocket, create_connection

NAMES = ("firefox-esr", "firefox")
MISSING = (
    "These tests need Firefox. Install it (Debian: `apt-get install firefox-esr`), or name yours:"
    " `FIREFOX=/path/to/firefox make test`."
)
LISTENS = re.compile(rb"WebDriver BiDi listening on (ws://\S+)")
PATIENCE = 120
"""Seconds that Firefox may take for one answer."""

SETTINGS = {
    "app.normandy.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "remote.prefs.recommended": True,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
}
"""What lets a new profile start at once and ask nobody for anything."""


def installed() -> str | None:
    return os.environ.get("FIREFOX") or next(filter(None, map(shutil.which, NAMES)), None)


class Tab:
    """A tab of Firefox with a page in it."""

    def __init__(self, socket: WebSocket) -> None:
        self.socket, self.sent = socket, 0
        self.call("session.new", capabilities={})
        self.context = self.call("browsingContext.create", type="tab")["context"]

    def call(self, method: str, **parameters: Any) -> Any:
        """Ask Firefox for something, and return its answer."""
        self.sent += 1
        self.socket.send(json.dumps({"id": self.sent, "method": method, "params": parameters}))
        while (answer := json.loads(self.socket.recv())).get("id") != self.sent:
            pass
        if answer["type"] == "error":
            raise AssertionError(f"{method}: {answer['error']}: {answer['message']}")
        return answer["result"]

    def open(self, address: str) -> None:
        self.call("browsingContext.navigate", context=self.context, url=address, wait="complete")

    def run(self, function: str, *given: str | int) -> Any:
        """What a JavaScript function returns in the page, once its promise is kept."""
        answer = self.call(
            "script.callFunction",
            functionDeclaration=function,
            awaitPromise=True,
            arguments=[local(value) for value in given],
            target={"context": self.context},
            userActivation=True,
        )
        if answer["type"] == "exception":
            raise AssertionError(answer["exceptionDetails"]["text"])
        return answer["result"].get("value")

    def type(self, text: str, *held: str) -> None:
        """Press keys one after the other, while others are held down."""
        keys = [("keyDown", key) for key in held]
        keys += [(kind, key) for key in text for kind in ("keyDown", "keyUp")]
        keys += [("keyUp", key) for key in reversed(held)]
        actions = [{"type": kind, "value": key} for kind, key in keys]
        source = {"type": "key", "id": "keyboard", "actions": actions}
        self.call("input.performActions", context=self.context, actions=[source])


def local(value: str | int) -> dict[str, Any]:
    return {"type": "string" if isinstance(value, str) else "number", "value": value}


@contextmanager
def tab(firefox: str) -> Iterator[Tab]:
    """Firefox without a window, with a profile that nobody has used."""
    with tempfile.TemporaryDirectory() as profile:
        settings = (f'user_pref("{k}", {json.dumps(v)});' for k, v in SETTINGS.items())
        Path(profile, "user.js").write_text("\n".join(settings))
        command = [firefox, "--headless", "--remote-debugging-port=0", "--profile", profile]
        with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
            try:
                assert process.stderr
                address = next(filter(None, map(LISTENS.search, process.stderr)))[1].decode()
                socket = create_connection(
                    f"{address}/session", timeout=PATIENCE, suppress_origin=True
                )
                yield Tab(socket)
                socket.close()
            finally:
                process.kill()
