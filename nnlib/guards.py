"""Guards around the training loop: no step is cut in half, no thread gets in the way."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from nnlib.arguments import whole_number
from nnlib.model import Sequential
from nnlib.run import Run

SMALL = 30_000_000  # multiplications in a batch's largest product, below which one thread is best
LIMITING = threading.Lock()  # held by the run that limits the threads of matrix products
LOCK = threading.Lock()
busy: set[int] = set()  # the identities of what trains just now, behind the lock


@contextmanager
def alone(run: Run) -> Iterator[None]:
    """Raise `RuntimeError` if a part of the run trains in another one that has not ended."""
    parts = {id(part): part for part in (run.model, run.optimizer, *run.stateful)}
    with LOCK:
        for part in (parts[key] for key in parts.keys() & busy):
            name = "the model" if part is run.model else repr(part)
            raise RuntimeError(
                f"{name} trains in another run that has not ended, and the two would mix: "
                f"give each run its own"
            )
        busy.update(parts)
    try:
        yield
    finally:
        with LOCK:
            busy.difference_update(parts)


@contextmanager
def blas_limit(model: Sequential, rows: int, threads: int | str | None) -> Iterator[None]:
    """Limit the threads of matrix products, if threadpoolctl is there and a limit is wanted.

    Their number belongs to the whole process. If two runs that overlap both changed it, each would
    put back what it found, and the limit would stay for good. So only the first one does.
    """
    if threads == "auto":
        largest = rows * max(layer.n_weights for layer in model.layers)
        threads = 1 if largest < SMALL else None
    elif threads is not None:
        threads = whole_number("blas_threads", threads, 1, ", None or 'auto'")
    try:
        from threadpoolctl import (  # type: ignore[import-untyped,unused-ignore]
            threadpool_limits,
        )
    except ImportError:
        threads = None
    if threads is None or not LIMITING.acquire(blocking=False):
        yield
        return
    try:
        with threadpool_limits(threads, user_api="blas"):
            yield
    finally:
        LIMITING.release()
