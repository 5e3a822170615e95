"""Losses: known values, gradients, extreme logits, and targets that do not fit."""

import pickle
import sys
import threading
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


@pytest.mark.parametrize("dtype", [np.uint8, np.int8, np.int64])
@pytest.mark.parametrize(("kind", "y"), CASES.values(), ids=CASES)
def test_outputs_in_whole_numbers_mean_the_same_as_in_floats(kind, y, dtype) -> None:
    out = RNG.integers(0, 9, (5, 3)).astype(dtype)
    loss, floating = kind(), kind()
    assert loss(out, y) == floating(out.astype(float), y)
    assert (loss.backward() == floating.backward()).all()
    assert loss.accuracy(out, y) == pytest.approx(floating.accuracy(out * 1.0, y), nan_ok=True)


def test_targets_are_not_cut_to_the_type_of_the_outputs() -> None:
    assert nn.MSE()([1, 2], [0.5, 1.5]) == 0.25
    assert nn.BinaryCrossEntropy()([[0]], [0.5]) == pytest.approx(np.log(2))
    assert np.isnan(nn.MSE().accuracy([[1], [0]], np.array([0.5, 0.25])))


@pytest.mark.parametrize(("kind", "y"), CASES.values(), ids=CASES)
def test_a_loss_may_be_shared_by_threads(kind, y) -> None:
    loss, alone = kind(), kind()
    here, there = RNG.standard_normal((2, 5, 3))
    value = loss(here, y)
    slopes = []

    def use_it() -> None:
        with pytest.raises(RuntimeError, match="before"):
            loss.backward()
        loss(there, y)
        slopes.append(loss.backward())

    thread = threading.Thread(target=use_it)
    thread.start()
    thread.join()
    assert alone(here, y) == value
    assert (loss.backward() == alone.backward()).all()
    alone(there, y)
    assert (slopes[0] == alone.backward()).all()
    assert (pickle.loads(pickle.dumps(loss)).backward() == loss.backward()).all()


WRONG_LABELS = {
    "below 0": (nn.CrossEntropy(), [-1, 0], "class indices from 0, got -1"),
    "one column": (nn.CrossEntropy(), [[1], [0]], r"got \(2, 1\): .* y\.ravel\(\)"),
    "one-hot": (nn.CrossEntropy(), [[1, 0], [0, 1]], r"got \(2, 2\): .* y\.argmax\(axis=1\)"),
    "-1 and 1": (nn.BinaryCrossEntropy(), [[-1, 1], [1, 1]], r"expected labels 0 and 1.*-1\.0\.\."),
}


@pytest.mark.parametrize(("loss", "y", "message"), WRONG_LABELS.values(), ids=WRONG_LABELS)
def test_labels_out_of_range_are_refused_in_a_direct_call(loss, y, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        loss(np.zeros((2, 2)), np.array(y))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_what_is_too_small_for_a_float_is_zero_and_no_error(dtype) -> None:
    out = np.array([[0, -200, -1000, 1000]], dtype)
    with np.errstate(all="raise"):
        for loss, y in ((nn.CrossEntropy(), [0]), (nn.BinaryCrossEntropy(), [[0, 0, 1, 1]])):
            assert np.isfinite(loss(out, np.array(y)))
            assert np.isfinite(loss.backward()).all()
