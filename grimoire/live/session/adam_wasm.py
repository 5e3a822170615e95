"""Let the page's kernel take Adam's step, which is many passes over the parameters in NumPy."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnlib import optimizers
from nnlib.arrays import Array

from .products_wasm import address

numpy_adam_step = optimizers.adam_step


def install(kernel: Any) -> None:
    """Put the kernel's step in the place of nnlib's; what it does not know is left to NumPy."""
    kernels = {np.dtype(np.float32): kernel.sadam, np.dtype(np.float64): kernel.dadam}

    def adam_step(theta: Array, grad: Array, m: Array, v: Array, *numbers: float) -> None:
        vectors = theta, grad, m, v
        adam = kernels.get(theta.dtype)
        if adam is None or not all(
            x.flags.carray and x.dtype == theta.dtype and x.shape == theta.shape for x in vectors
        ):
            numpy_adam_step(*vectors, *numbers)
        else:
            adam(theta.size, *map(address, vectors), *numbers)

    optimizers.adam_step = adam_step
