"""What is slow in the page's NumPy, as WebAssembly: products of matrices, and the step of Adam.

`products.c`, `matmul.c` and `adam.c` are the source, `products.wasm` is what browsers get, and
`make.py` makes the one from the other.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

HERE = Path(__file__).parent
WASM = HERE / "products.wasm"
SOURCES = (HERE / "products.c", HERE / "matmul.c", HERE / "adam.c")
FLAGS = (
    "--target=wasm32",
    "-O2",
    "-msimd128",
    "-ffp-contract=off",  # no fused operations: the bits of NumPy
    "-fno-builtin",  # no calls of memcpy or memset, which nobody would answer
    "-Wall",
    "-Wextra",
)
LETTERS = {"s": "float", "d": "double"}  # as in BLAS: sgemm is for float, dgemm for double
FUNCTIONS = ("gemm", "gemm_scratch", "matmul", "adam")


def source_digest() -> str:
    """A name for all that `products.wasm` is made from."""
    text = "".join(file.read_text(encoding="utf-8") for file in SOURCES)
    return hashlib.sha256((text + repr((FLAGS, LETTERS, FUNCTIONS))).encode()).hexdigest()
