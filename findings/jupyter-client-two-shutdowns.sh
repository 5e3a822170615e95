#!/usr/bin/env bash
# jupyter_client 8.10.0: two shutdown_kernel() calls on one AsyncKernelManager that overlap, as happen where
# a time limit and a user end a kernel at the same moment, do not both succeed. Each replaces or settles
# the manager's one future, and one of them raises asyncio's InvalidStateError, although the
# kernel is ended. A good guess would be that to end what is ending does nothing.
# Seen: InvalidStateError from one of the two calls.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check jupyter-client==8.10.0 ipykernel==7.4.0
cd "$folder"
"$folder/env/bin/python" - 2>/dev/null <<'PY'
import asyncio

from jupyter_client import AsyncKernelManager


async def main():
    manager = AsyncKernelManager(kernel_name="python3")
    await manager.start_kernel()
    both = (manager.shutdown_kernel(now=True) for _ in range(2))
    return await asyncio.gather(*both, return_exceptions=True)


results = asyncio.run(main())
print("jupyter_client 8.10.0, two overlapping calls:", [type(r).__name__ for r in results])
assert any(type(r).__name__ == "InvalidStateError" for r in results)
PY
