"""Guards around the training loop: no step is cut in half, no thread gets in the way."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from nnlib.model import Sequential
from nnlib.run import Run

SMALL = 30_000_000  # multiplications in a batch's largest product, below which one thread is best


@contextmanager
def blas_limit(model: Sequential, rows: int, threads: int | str | None) -> Iterator[None]:
    """Limit the threads of matrix products, if threadpoolctl is there and a limit is wanted."""
    if threads == "auto":
        largest = rows * max(layer.n_weights for layer in model.layers)
        threads = 1 if largest < SMALL else None
    elif threads is not None and (not isinstance(threads, int) or threads < 1):
        raise ValueError(f"blas_threads must be a whole number, None or 'auto', got {threads!r}")
    try:
        from threadpoolctl import (  # type: ignore[import-untyped,unused-ignore]
            threadpool_limits,
        )
    except ImportError:
        threads = None
    with nullcontext() if threads is None else threadpool_limits(threads, user_api="blas"):
        yield


@contextmanager
def ctrl_c_interrupts(run: Run) -> Iterator[None]:
    """Let Ctrl-C end the run, but cut no step in half; a second one interrupts at once."""

    def note(number: int, frame: Any) -> None:
        run.interrupt()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    ours = (
        threading.current_thread() is threading.main_thread()  # only there can it be caught
        and signal.getsignal(signal.SIGINT) is signal.default_int_handler
    )
    if ours:
        signal.signal(signal.SIGINT, note)
    try:
        yield
    except KeyboardInterrupt:
        run.interrupt()
    finally:
        if ours:
            signal.signal(signal.SIGINT, signal.default_int_handler)
