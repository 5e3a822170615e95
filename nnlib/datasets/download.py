"""Fetch a file, and give up in time even where a name server or a mirror never answers.

Python's own `urllib` does it: it needs no further package.
"""

import threading
import time

MIN_SPEED = 50_000  # bytes per second; a transfer earns more time while it is faster than this


def bytes_at(url: str, limit: int, grace: float) -> bytes:
    """The bytes at a URL, at most `limit` and a little.

    Raises OSError where the server fails, or falls behind: after s seconds it must have sent more
    than (s - grace) * MIN_SPEED bytes. The transfer runs in a thread of its own, because no time
    limit of a socket covers the name server, the headers and bytes that drip in one by one.
    """
    from http.client import HTTPException
    from urllib.error import HTTPError
    from urllib.request import urlopen

    received = bytearray()
    failures: list[Exception] = []
    finished, abandoned = threading.Event(), threading.Event()

    def fetch() -> None:
        try:
            with urlopen(url, timeout=grace) as response:
                while len(received) <= limit and not abandoned.is_set():
                    chunk = response.read1(1 << 16)
                    if not chunk:
                        break
                    received.extend(chunk)
        except (OSError, HTTPException, ValueError) as error:
            if isinstance(error, HTTPError):
                error.close()
            failures.append(error)
        finally:
            finished.set()

    start = time.monotonic()
    threading.Thread(target=fetch, daemon=True).start()
    try:
        while not finished.is_set():
            left = start + grace + len(received) / MIN_SPEED - time.monotonic()
            if left <= 0:
                raise TimeoutError(f"too slow: {len(received):,} bytes in {grace:.1f} s and more")
            finished.wait(left)
    finally:
        abandoned.set()
    if failures:
        raise OSError(reason(failures[0])) from failures[0]
    return bytes(received)


def reason(error: Exception) -> str:
    """What went wrong, in one line: the system's words where it has some."""
    if isinstance(error, FileNotFoundError):
        return "no such file"
    return str(error) or type(error).__name__
