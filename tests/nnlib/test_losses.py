"""Losses: known values, gradients, extreme logits, and targets that do not fit."""

import sys
from importlib.util import find_spec

import numpy as np
import pytest

import nnlib as nn
from nnlib.fused import compiled

LOOPS = ["interpreted", "compiled"] if find_spec("numba") else ["interpreted"]
RNG = np.random.default_rng(3)
CASES = {
    "cross-entropy": (nn.CrossEntropy, RNG.integers(0, 3, 5)),
    "mse": (nn.MSE, RNG.standard_normal((5, 3))),
    "binary": (nn.BinaryCrossEntropy, RNG.integers(0, 2, (5, 3))),
    "binary, soft labels": (nn.BinaryCrossEntropy, RNG.random((5, 3))),
}


@pytest.mark.parametrize(("kind", "y"), CASES.values(), ids=CASES)
def test_slope_is_the_central_difference(kind, y) -> None:
    loss, out = kind(), RNG.standard_normal((5, 3))
    loss(out, y)
    slope = loss.backward()
    for place in np.ndindex(out.shape):
        h = np.zeros_like(out)
        h[place] = 1e-6
        assert slope[place] == pytest.approx((loss(out + h, y) - loss(out - h, y)) / 2e-6, rel=1e-6)


@pytest.mark.parametrize(("kind", "y"), CASES.values(), ids=CASES)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_keeps_dtype_writes_into_nothing_and_repeats_itself(kind, y, dtype) -> None:
    loss, out = kind(), RNG.standard_normal((5, 3)).astype(dtype)
    before = out.copy(), y.copy()
    value = loss(out, y)
    first, second = loss.backward(), loss.backward()
    assert type(value) is float
    assert first.dtype == dtype
    assert (first == second).all()
    assert (out == before[0]).all()
    assert (y == before[1]).all()


@pytest.mark.parametrize(
    ("loss", "out", "y", "expected"),
    [
        (nn.CrossEntropy(), [[0, 0, 0, 0]], [2], np.log(4)),
        (nn.CrossEntropy(), [[1e4, -1e4]], [0], 0),
        (nn.CrossEntropy(), [[1e4, -1e4]], [1], 2e4),
        (nn.MSE(), [[0.25, 0.75]], [[0, 1]], 0.0625),
        (nn.MSE(), [[1], [3]], [1, 1], 2),
        (nn.BinaryCrossEntropy(), [[0]], [1], np.log(2)),
        (nn.BinaryCrossEntropy(), [[1e4]], [1], 0),
        (nn.BinaryCrossEntropy(), [[-1e4]], [1], 1e4),
    ],
)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_known_values(loss, out, y, expected: float, dtype) -> None:
    with np.errstate(all="raise", under="ignore"):
        value = loss(np.array(out, dtype), np.array(y))
        assert np.isfinite(loss.backward()).all()
    assert value == pytest.approx(expected, rel=1e-6)


def test_lists_will_do() -> None:
    assert nn.MSE()([0.25, 0.75], [0, 1]) == 0.0625
    assert nn.CrossEntropy()([[0.0, 0.0]], [1]) == pytest.approx(np.log(2))
    assert nn.BinaryCrossEntropy()([[0.0]], [1]) == pytest.approx(np.log(2))


@pytest.fixture(params=LOOPS)
def fused_loss(request, monkeypatch) -> nn.CrossEntropy:
    """The loss that is one loop: as Python runs it, and as numba does where it is installed."""
    if request.param == "interpreted":
        monkeypatch.setattr("nnlib.losses.compiled", lambda loop: loop)
    return nn.CrossEntropy(fused=True)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("scale", [1, 1e4])
def test_the_fused_loss_is_the_same_up_to_rounding(fused_loss, dtype, scale: float) -> None:
    out, y = (scale * RNG.standard_normal((50, 10))).astype(dtype), RNG.integers(0, 10, 50)
    plain = nn.CrossEntropy()
    rounding = 20 * float(np.finfo(dtype).eps)
    assert fused_loss(out, y) == pytest.approx(plain(out, y), rel=rounding)
    assert fused_loss.backward().dtype == dtype
    np.testing.assert_allclose(fused_loss.backward(), plain.backward(), atol=rounding)


def test_the_fused_loss_takes_whole_numbers_and_shows_nan(fused_loss) -> None:
    assert fused_loss([[0, 0]], [1]) == pytest.approx(np.log(2))
    np.testing.assert_allclose(fused_loss.backward(), [[0.5, -0.5]])
    assert np.isnan(fused_loss(np.array([[0.0, np.nan], [0.0, 1.0]]), [0, 1]))


@pytest.mark.parametrize("label", [-1, 3])
def test_the_fused_loss_reads_no_memory_but_its_own(fused_loss, label: int) -> None:
    with pytest.raises(IndexError, match="label"):
        fused_loss(np.zeros((1, 3)), np.array([label]))


def test_the_fused_loss_without_numba_says_what_to_install(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "numba", None)  # as if it were not installed
    compiled.cache_clear()
    with pytest.raises(ImportError, match="pip install numba"):
        nn.CrossEntropy(fused=True)


@pytest.mark.parametrize(
    ("loss", "out", "y", "expected"),
    [
        (nn.CrossEntropy(), [[1, 2], [2, 1]], [1, 1], 0.5),
        (nn.MSE(), [[0.9, 0.2], [0.1, 0.3]], [[1, 0], [1, 0]], 0.5),
        (nn.MSE(), [[0.6], [0.4]], [1, 1], 0.5),
        (nn.BinaryCrossEntropy(), [[0.1], [-0.1]], [1, 1], 0.5),
        (nn.MSE(), [[1.5], [0.5]], [2, 1], None),  # a regression
        (nn.MSE(), [[1, 1]], [[1, 1]], None),  # not one-hot
    ],
)
def test_accuracy_where_it_has_a_meaning(loss, out, y, expected: float | None) -> None:
    value = loss.accuracy(np.array(out, float), np.array(y))
    assert np.isnan(value) if expected is None else value == expected


REFUSED = {
    "one-hot": (nn.CrossEntropy(), np.eye(3), r"shape \(3, 3\).*argmax"),
    "float": (nn.CrossEntropy(), np.array([0.0, 1.0]), r"dtype float64.*astype\(int\)"),
    "too large": (nn.CrossEntropy(), np.array([0, 3]), r"labels 0\.\.3"),
    "negative": (nn.CrossEntropy(), np.array([-1, 2]), r"labels -1\.\.2"),
    "indices for mse": (nn.MSE(), np.array([0, 1]), r"np\.eye\(K\)\[y\]"),
    "other width": (nn.MSE(), np.zeros((4, 2)), r"expected y of shape \(n, 3\).*got \(4, 2\)"),
    "NaN": (nn.MSE(), np.full((2, 3), np.nan), "finite"),
    "words": (nn.MSE(), np.full((2, 3), "a"), "numbers"),
    "labels above 1": (nn.BinaryCrossEntropy(), np.full((2, 3), 2), r"got 2\.\.2"),
}


@pytest.mark.parametrize(("loss", "y", "message"), REFUSED.values(), ids=REFUSED)
def test_targets_that_do_not_fit_three_outputs_are_refused(loss, y, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        loss.check(y, n_out=3)


def test_cross_entropy_refuses_a_single_output() -> None:
    with pytest.raises(ValueError, match="BinaryCrossEntropy"):
        nn.CrossEntropy().check(np.array([0, 0]), n_out=1)


@pytest.mark.parametrize("loss", [nn.CrossEntropy(), nn.MSE(), nn.BinaryCrossEntropy()])
def test_shapes_that_do_not_match_are_refused(loss) -> None:
    with pytest.raises(ValueError, match=r"expected .* shape"):
        loss(np.zeros((4, 3)), np.zeros((4, 2), int))
    with pytest.raises(ValueError, match=r"expected .* shape"):
        loss(np.zeros((4, 1)), np.zeros(3, int))


@pytest.mark.parametrize("kind", [nn.CrossEntropy, nn.MSE, nn.BinaryCrossEntropy])
def test_backward_before_the_loss_is_refused(kind) -> None:
    with pytest.raises(RuntimeError, match="backward was called before"):
        kind().backward()


def test_a_loss_without_methods_says_what_is_missing() -> None:
    class Empty(nn.Loss):
        pass

    out = np.ones((1, 1))
    with pytest.raises(NotImplementedError, match="__call__"):
        Empty()(out, out)
    with pytest.raises(NotImplementedError, match="backward"):
        Empty().backward()
    assert np.isnan(Empty().accuracy(out, out))
