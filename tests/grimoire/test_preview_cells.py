"""The kernels of the preview."""

from __future__ import annotations

import asyncio
from pathlib import Path

from grimoire.preview.cells import Ready


def test_a_kernel_that_two_want_to_end_is_ended_once():
    ended = []

    class Manager:
        async def shutdown_kernel(self, now: bool) -> None:
            ended.append("begun")
            await asyncio.sleep(0)
            ended.append("done")

    class Client:
        def stop_channels(self) -> None:
            ended.append("silent")

    async def end_twice() -> None:
        kernel = Ready(("python3", Path()), Manager(), Client())
        await asyncio.gather(kernel.end(), kernel.end())
        await kernel.end()

    asyncio.run(end_twice())
    assert ended == ["silent", "begun", "done"]
