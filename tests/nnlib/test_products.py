"""Products: NumPy's own bits at home, and one place to put others."""

import ast
from pathlib import Path

import numpy as np
import pytest

import nnlib as nn
from nnlib import products

RNG = np.random.default_rng(5)
X = RNG.standard_normal((12, 6)).astype(np.float32)
Y = RNG.integers(0, 3, 12)


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.int64])
@pytest.mark.parametrize("shape", [(3, 4, 5), (1, 1, 1), (0, 4, 5), (3, 0, 5), (3, 4, 0)])
def test_a_product_is_that_of_numpy(dtype, shape: tuple[int, int, int]) -> None:
    m, k, n = shape
    a, b = RNG.normal(0, 9, (k, m)).astype(dtype).T, RNG.normal(0, 9, (k, n)).astype(dtype)
    out = np.full((m, n), 7, dtype)
    assert products.product(a, b, out=out) is out
    assert out.tobytes() == products.product(a, b).tobytes() == (a @ b).tobytes()


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int, int, bool]]:
    """(m, k, n, whether `out` was given) of each product, made by one that was put in place."""
    calls: list[tuple[int, int, int, bool]] = []
    numpy_product = products.product

    def other(a, b, out=None):
        calls.append((*a.shape, b.shape[1], out is not None))
        return numpy_product(a, b, out)

    monkeypatch.setattr(products, "product", other)
    return calls


def step(model: nn.Sequential, x: np.ndarray) -> np.ndarray:
    loss = nn.CrossEntropy()
    loss(model.forward(x, training=True), Y)
    model.backward(loss.backward())
    return model.grad.copy()


def test_a_product_put_in_place_makes_all_products_of_a_step(seen) -> None:
    model = nn.Sequential(
        nn.Dense(6, 5), nn.BatchNorm(5), nn.ReLU(), nn.Dropout(0.5), nn.Dense(5, 3)
    )
    step(model, X)
    forward, backward = (
        [(12, 6, 5, False), (12, 5, 3, False)],
        [(5, 12, 3, True), (12, 3, 5, False)],
    )
    assert seen == [*forward, *backward, (6, 12, 5, True)]
    seen.clear()
    model.predict(X)
    assert seen == forward


def test_a_wide_layer_multiplies_there_too_without_its_blank_inputs(seen) -> None:
    x = X.copy()
    x[:, 2:] = 0
    step(nn.Sequential(nn.Dense(6, 300), nn.ReLU(), nn.Dense(300, 3)), x)
    assert seen[0] == (12, 2, 300, False)
    assert seen[-1] == (2, 12, 300, False)


def test_what_the_other_product_returns_is_what_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    model = nn.Sequential(nn.Dense(6, 3))
    gradient = step(model, X)

    def twice(a, b, out=None):
        return np.multiply(2, a @ b, out=out)

    monkeypatch.setattr(products, "product", twice)
    layer = model.layers[0]
    np.testing.assert_allclose(model(X) - layer.b, 2 * X @ layer.W.T, rtol=1e-5)
    d_out = RNG.standard_normal((12, 3)).astype(np.float32)
    np.testing.assert_allclose(layer.backward(d_out), 2 * d_out @ layer.W, rtol=1e-5)
    assert not np.allclose(step(model, X), gradient)


@pytest.mark.parametrize("module", ["layers", "activations", "losses", "model", "optimizers"])
def test_no_module_that_trains_multiplies_matrices_elsewhere(module: str) -> None:
    source = (Path(nn.__file__).parent / f"{module}.py").read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(source)):
        assert not isinstance(node, ast.MatMult)
        assert not (isinstance(node, ast.Attribute) and node.attr in ("matmul", "dot", "tensordot"))
