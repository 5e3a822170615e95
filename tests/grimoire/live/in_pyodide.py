"""What `test_products_in_pyodide.py` runs inside Pyodide; the last line is its result as JSON."""

import json

import numpy as np
from page import asked, kernel

import nnlib as nn
from grimoire.live.session import products_wasm
from nnlib import optimizers, products

numpy_product, numpy_adam_step = products.product, optimizers.adam_step
assert products_wasm.install(kernel)
asked()
RNG = np.random.default_rng(6)
VIEWS = {
    "rows": lambda x: x,
    "columns": lambda x: np.asfortranarray(x),
    "turned around": lambda x: x[::-1, ::-1],
    "every second": lambda x: np.repeat(np.repeat(x, 2, axis=0), 2, axis=1)[::2, ::2],
    "one row for all": lambda x: np.broadcast_to(x[:1], x.shape),
}
SIZES = [(64, 784, 128), (784, 64, 128), (64, 128, 10), (1, 784, 128), (200, 300, 1), (37, 1, 700)]


def largest_error(a, b, out=None):
    """In units of what rounding allows."""
    got = products.product(a, b, out=out)
    bound = a.shape[1] * np.finfo(a.dtype).eps * (abs(a) @ abs(b))
    right = np.matmul(a, b, dtype=np.float64) if a.dtype == np.float32 else a @ b
    return float((abs(got - right) / (2 * bound)).max())


def errors():
    found = {}
    for dtype in (np.float32, np.float64):
        for m, k, n in SIZES:
            a, b = (RNG.standard_normal(shape).astype(dtype) for shape in [(m, k), (k, n)])
            for name, view in VIEWS.items():
                other = dict(zip(VIEWS.values(), [*list(VIEWS.values())[1:], view], strict=True))
                error = largest_error(view(a), other[view](b))
                found[f"{np.dtype(dtype)} {m}x{k}x{n} {name}"] = error
    return found


def into_out():
    grad = np.full(50 * 40 + 7, 7, np.float32)
    part = grad[3:-4].reshape(50, 40)
    error = largest_error(
        *(RNG.standard_normal(s).astype(np.float32) for s in [(50, 30), (30, 40)]), part
    )
    return {"error": error, "around": sorted(set(grad[[0, 1, 2, -4, -3, -2, -1]].tolist()))}


def after_growth():
    """The memory grows while arrays and the kernel are in use."""
    a = RNG.standard_normal((60, 50)).astype(np.float32)
    before = products.product(a, a.T)
    large = np.ones(400 << 20, np.uint8)
    far = np.ones((1000, 50), np.float32)
    assert large[-1] == 1
    return {
        "same": bool((products.product(a, a.T) == before).all()),
        "far": float(products.product(far, far.T).sum()),
    }


def neighbours_changed():
    """Whether a product writes into arrays that were made after the kernel was installed."""
    size = products.product.scratch.nbytes
    neighbours = [np.full(size, 7, np.uint8) for _ in range(20)]
    for dtype in (np.float32, np.float64):
        a = np.ones((600, 600), dtype)
        products.product(a, a)
    return any((neighbour != 7).any() for neighbour in neighbours)


def adam_bits():
    same = []
    for dtype in (np.float32, np.float64):
        vectors = [abs(RNG.standard_normal(1003)).astype(dtype) for _ in range(4)]
        others = [vector.copy() for vector in vectors]
        optimizers.adam_step(*vectors, 0.9, 0.999, 1e-8, 1e-3)
        numpy_adam_step(*others, 0.9, 0.999, 1e-8, 1e-3)
        same += [vectors[i].tobytes() == others[i].tobytes() for i in (0, 2, 3)]
    return same


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
    with_kernel, calls = [], []
    for widths in ((784, 64, 32, 10), (784, 300, 10)):
        with_kernel += losses(*widths)
        calls.append(asked())
    products.product, optimizers.adam_step = numpy_product, numpy_adam_step
    without = losses(784, 64, 32, 10) + losses(784, 300, 10)
    return {"with": with_kernel, "without": without, "calls": calls, "left": asked()}


parts = (neighbours_changed, errors, into_out, after_growth, adam_bits, training)
result = {}
for part in parts:
    result[part.__name__] = part()
    if part is not training:
        result[f"{part.__name__} asked"] = asked()
json.dumps(result)
