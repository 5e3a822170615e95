"""The step in numba's loops is the plain one: as Python runs the loops, and as numba does."""

from __future__ import annotations

from importlib.util import find_spec

import numpy as np
import pytest

import nnlib as nn
from nnlib.fused_step import FusedStep, can_be_fused
from nnlib.run import Run
from nnlib.step import PlainStep, step_for

LOOPS = ["interpreted", *(["compiled"] if find_spec("numba") else [])]
RNG = np.random.default_rng(0)
X = RNG.standard_normal((33, 5)).astype(np.float32)
Y = RNG.integers(0, 3, 33)
NETS = {
    "one layer": lambda: [nn.Dense(5, 3)],
    "a hidden layer": lambda: [nn.Dense(5, 4), nn.ReLU(), nn.Dense(4, 3)],
    "nothing between": lambda: [nn.Dense(5, 4), nn.Dense(4, 3)],
    "two hidden layers": lambda: [
        *(nn.Dense(5, 4), nn.ReLU(), nn.Dense(4, 6), nn.ReLU(), nn.Dense(6, 3))
    ],
    "on another scale": lambda: [nn.Scale(0.1), nn.Dense(5, 3)],
}


@pytest.fixture(params=LOOPS, autouse=True)
def loops(request, monkeypatch) -> None:
    if request.param == "interpreted":
        for module in ("losses", "optimizers", "fused_step"):
            monkeypatch.setattr(f"nnlib.{module}.compiled", lambda loop: loop)


def trained(net, fused: bool, dtype=np.float32, optimizer=nn.Adam, **options):
    model = nn.Sequential(*NETS[net](), seed=1, dtype=dtype)
    options = {"epochs": 3, "batch_size": 8, "progress": False} | options
    loss = nn.CrossEntropy(fused=fused)
    history = nn.fit(model, X.astype(dtype), Y, loss, optimizer(), **options)
    return model.theta, history


@pytest.mark.parametrize("net", NETS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("batch_size", [1, 8, 16, None])  # of 33 rows: the last one joins, or not
def test_it_ends_at_the_same_parameters(net: str, dtype, batch_size) -> None:
    rounding = 2000 * float(np.finfo(dtype).eps)
    plain, history = trained(net, False, dtype, batch_size=batch_size)
    fused, fused_history = trained(net, True, dtype, batch_size=batch_size)
    np.testing.assert_allclose(fused, plain, atol=rounding)
    np.testing.assert_allclose(fused_history.loss, history.loss, rtol=rounding)
    assert fused_history.accuracy == history.accuracy


@pytest.mark.parametrize("dtype", [np.uint8, np.int64, np.float64])
def test_it_takes_inputs_of_any_type(dtype) -> None:
    pixels = RNG.integers(0, 256, (33, 5)).astype(dtype)
    ends = []
    for fused in (False, True):
        model = nn.Sequential(nn.Scale(1 / 255), nn.Dense(5, 4), nn.ReLU(), nn.Dense(4, 3), seed=1)
        loss = nn.CrossEntropy(fused=fused)
        nn.fit(model, pixels, Y, loss, epochs=3, batch_size=8, progress=False)
        ends.append(model.theta)
    np.testing.assert_allclose(*ends, atol=1e-5)


@pytest.mark.parametrize(
    "optimizer",
    [
        lambda: nn.SGD(lr=0.1, momentum=0.9, weight_decay=0.01),
        lambda: nn.Adam(weight_decay=0.01, fused=True),
        lambda: nn.AdamW(weight_decay=0.1),
    ],
    ids=["SGD", "Adam", "AdamW"],
)
def test_any_optimizer_can_take_it(optimizer) -> None:
    plain, _ = trained("two hidden layers", False, optimizer=optimizer)
    fused, _ = trained("two hidden layers", True, optimizer=optimizer)
    np.testing.assert_allclose(fused, plain, atol=1e-4)


def test_a_loss_that_is_not_finite_leaves_the_model_as_it_was() -> None:
    model = nn.Sequential(nn.Dense(5, 4), nn.ReLU(), nn.Dense(4, 3), seed=0)
    model.theta = 1e30  # the logits overflow float32
    before = model.theta.copy()
    with pytest.raises(FloatingPointError, match=r"epoch 1, batch 1 \(loss (nan|inf)"):
        nn.fit(model, X, Y, nn.CrossEntropy(fused=True), batch_size=8, progress=False)
    assert (model.theta == before).all()


def run_of(*layers, x=X, **options) -> Run:
    model = nn.Sequential(*layers)
    loss = options.pop("loss", nn.CrossEntropy())
    rng = np.random.default_rng(0)
    return Run(model, x, Y, loss, nn.Adam(), rng, epochs=1, batch_size=8, **options)


class MyDense(nn.Dense):
    """A layer of somebody else, which may do anything."""


@pytest.mark.parametrize(
    "run",
    [
        lambda: run_of(nn.Dense(5, 4), nn.Dropout(0.5), nn.Dense(4, 3)),
        lambda: run_of(nn.Dense(5, 4), nn.Tanh(), nn.Dense(4, 3)),
        lambda: run_of(nn.Dense(5, 3), nn.ReLU()),
        lambda: run_of(MyDense(5, 3)),
        lambda: run_of(nn.Dense(5, 3), x=np.asfortranarray(X)),
        lambda: run_of(nn.Dense(5, 4), nn.Scale(2), nn.Dense(4, 3)),
        lambda: run_of(nn.Scale(2), nn.ReLU(), nn.Dense(5, 3)),
        lambda: run_of(nn.Dense(5, 3), augment=lambda x, rng: x),
        lambda: run_of(nn.Dense(5, 3), loss=nn.MSE()),
    ],
)
def test_whatever_is_not_plain_takes_the_plain_step(run) -> None:
    assert not can_be_fused(run())


@pytest.mark.parametrize(
    ("worth", "fused", "step"),
    [
        (True, None, FusedStep),
        (False, None, PlainStep),
        (True, False, PlainStep),
        (False, True, FusedStep),
    ],
)
def test_fit_decides_unless_one_has_decided(monkeypatch, worth, fused, step) -> None:
    monkeypatch.setattr("nnlib.step.is_worth", lambda multiplications: worth)
    run = run_of(nn.Dense(5, 3), loss=nn.CrossEntropy(fused=fused))
    assert type(step_for(run)) is step
    assert run.optimizer.in_numba is worth


def test_a_short_epoch_is_not_worth_loading_numba(monkeypatch) -> None:
    monkeypatch.setattr("nnlib.fused.find_spec", lambda name: object())
    assert type(step_for(run_of(nn.Dense(5, 3)))) is PlainStep
