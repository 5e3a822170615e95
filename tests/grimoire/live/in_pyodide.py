"""What `test_products_in_pyodide.py` runs inside Pyodide; the last line is its result as JSON."""

import json

import numpy as np
from page import asked, kernel

import nnlib as nn
from grimoire.live.session import adam_wasm, products_wasm
from nnlib import optimizers

functions, _ = products_wasm.lists_of_matmul()
numpys = functions.copy(), optimizers.adam_step
assert products_wasm.install(kernel)
adam_wasm.install(kernel)
asked()
RNG = np.random.default_rng(6)


def beside_the_grid(x):
    """The same numbers, one byte beside the places where numbers of their size belong."""
    raw = np.zeros(x.nbytes + 1, np.uint8)[1:]
    raw[...] = np.frombuffer(x.tobytes(), np.uint8)
    return raw.view(x.dtype).reshape(x.shape)


VIEWS = {
    "rows": lambda x: x,
    "columns": lambda x: np.asfortranarray(x),
    "turned around": lambda x: x[::-1, ::-1],
    "every second": lambda x: np.repeat(np.repeat(x, 2, axis=0), 2, axis=1)[::2, ::2],
    "one row for all": lambda x: np.broadcast_to(x[:1], x.shape),
    "beside the grid": beside_the_grid,
}
PARTS = {
    "rows": lambda x: x[10:50, 5:55],
    "every second row": lambda x: x[10:90:2, 5:55],
    "from below": lambda x: x[49:9:-1, 5:55],
    "every second column": lambda x: x[10:50, 5:105:2],
    "columns": lambda x: x[20:70, 30:70].T,
}
SIZES = [(64, 784, 128), (784, 64, 128), (64, 128, 10), (1, 784, 128), (200, 300, 1), (37, 1, 700)]


def numbers(*shape, dtype=np.float32):
    return RNG.standard_normal(shape).astype(dtype)


def kernel_packed():
    """Whether the kernel has had something in hand since it was last asked."""
    used = bool(products_wasm.scratch.any())
    products_wasm.scratch[:] = 0
    return used


def largest_error(a, b, out=None):
    """In units of what rounding allows."""
    got = np.matmul(a, b, out=out)
    wide, other = a.astype(np.float64), b.astype(np.float64)
    bound = a.shape[-1] * np.finfo(a.dtype).eps * np.einsum("...ij,...jk", abs(wide), abs(other))
    return float((abs(got - np.einsum("...ij,...jk", wide, other)) / (2 * bound)).max())


def errors():
    found = {}
    for dtype in (np.float32, np.float64):
        for m, k, n in SIZES:
            a, b = numbers(m, k, dtype=dtype), numbers(k, n, dtype=dtype)
            for name, view in VIEWS.items():
                other = dict(zip(VIEWS.values(), [*list(VIEWS.values())[1:], view], strict=True))
                error = largest_error(view(a), other[view](b))
                found[f"{np.dtype(dtype)} {m}x{k}x{n} {name}"] = error, kernel_packed()
    return found


def into_out():
    """Products written into parts of an array, and whether what is around them stayed."""
    found = {}
    for name, part in PARTS.items():
        whole = np.full((90, 120), 7, np.float32)
        error = largest_error(numbers(40, 30), numbers(30, 50), part(whole))
        part(whole)[...] = 7
        found[name] = error, bool((whole == 7).all())
    return found


def over_itself():
    x, y = numbers(40, 40), numbers(40, 40)
    right = np.einsum("ij,jk", x, y)
    return float(abs(np.matmul(x, y, out=x) - right).max())


def stacks_and_vectors():
    vector, matrix = numbers(1, 300), numbers(300, 90)
    right = np.einsum("ij,jk", vector, matrix)[0]
    return {
        "a stack": largest_error(numbers(3, 1, 40, 30), numbers(5, 30, 20)),
        "a vector first": float(abs(vector[0] @ matrix - right).max()),
        "a vector last": float(abs(matrix.T @ vector[0] - right).max()),
    }


def empty():
    shapes = [((0, 3), (3, 2)), ((2, 0), (0, 3)), ((2, 3), (3, 0))]
    return [(np.ones(a, np.float32) @ np.ones(b, np.float32)).tolist() for a, b in shapes]


def left_to_numpy():
    whole = np.arange(6).reshape(2, 3)
    mixed = whole.astype(np.float32) @ whole.T.astype(np.float64)
    kernel_packed()
    half = whole.astype(np.float16)
    others = [whole @ whole.T, half @ half.T, whole.astype(object) @ whole.T]
    return {"products": [x.tolist() for x in [mixed, *others]], "packed": kernel_packed()}


def mistake():
    try:
        return repr(numbers(2, 3) @ numbers(2, 3))
    except ValueError as error:
        return str(error)


def counts_of_classes():
    """Whole numbers of 64 bits cannot be counted, or picked by, where NumPy's own have 32."""
    moons, digits = nn.datasets.moons(n=40), nn.datasets.load_mnist(source="sample")
    answers = [nn.Sequential(nn.Dense(2, n)).predict(moons.x_train) for n in (1, 3)]
    labels = [moons.y_train, moons.y_test, digits.y_train, digits.y_test, *answers]
    return [bool(np.bincount(y).take(y).all()) for y in labels]


def after_growth():
    """The memory grows while arrays and the kernel are in use."""
    a = numbers(60, 50)
    before = a @ a.T
    large = np.ones(400 << 20, np.uint8)
    far = np.ones((1000, 50), np.float32)
    assert large[-1] == 1
    return {"same": bool((a @ a.T == before).all()), "far": float((far @ far.T).sum())}


def neighbours_changed():
    """Whether a product writes into arrays that were made after the kernel was installed."""
    neighbours = [np.full(products_wasm.scratch.nbytes, 7, np.uint8) for _ in range(20)]
    for dtype in (np.float32, np.float64):
        a = np.ones((600, 600), dtype)
        assert (a @ a == 600).all()
    return any((neighbour != 7).any() for neighbour in neighbours)


def adam_bits():
    same = []
    for dtype in (np.float32, np.float64):
        vectors = [abs(numbers(1003, dtype=dtype)) for _ in range(4)]
        others = [vector.copy() for vector in vectors]
        optimizers.adam_step(*vectors, 0.9, 0.999, 1e-8, 1e-3)
        adam_wasm.numpy_adam_step(*others, 0.9, 0.999, 1e-8, 1e-3)
        same += [vectors[i].tobytes() == others[i].tobytes() for i in (0, 2, 3)]
    return {"same": same, "asked": asked()}


def losses(*widths):
    data = nn.datasets.load_mnist(source="sample")
    layers = [
        layer for i, n in enumerate(widths[1:]) for layer in (nn.Dense(widths[i], n), nn.ReLU())
    ]
    model = nn.Sequential(*layers[:-1])
    x, y = data.x_train[:640], data.y_train[:640]
    history = nn.fit(model, x, y, epochs=2, batch_size=64, progress=False)
    return [*history.loss, nn.evaluate(model, data.x_test, data.y_test)["loss"]]


def training():
    """With the kernel and without; the second net leaves out blank inputs."""
    nets = ((784, 64, 32, 10), (784, 300, 10))
    with_kernel = [loss for net in nets for loss in losses(*net)]
    asked_with, packed = asked(), kernel_packed()
    functions[:], optimizers.adam_step = numpys
    without = [loss for net in nets for loss in losses(*net)]
    return {
        "with": with_kernel,
        "without": without,
        "asked": asked_with,
        "packed": packed,
        "left": [asked(), kernel_packed()],
    }


parts = (
    *(neighbours_changed, errors, into_out, over_itself, stacks_and_vectors, empty),
    *(left_to_numpy, mistake, counts_of_classes, after_growth, adam_bits, training),
)
json.dumps({part.__name__: part() for part in parts})
