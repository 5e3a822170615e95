"""Optimizers on bare vectors: formulas, penalties, schedules, ranges."""

import sys
from importlib.util import find_spec

import numpy as np
import pytest

import nnlib as nn
from nnlib.fused import compiled

LOOPS = ["interpreted", "compiled"] if find_spec("numba") else ["interpreted"]
OPTIMIZERS = {
    "sgd": lambda **options: nn.SGD(lr=0.1, **options),
    "momentum": lambda **options: nn.SGD(lr=0.05, momentum=0.8, **options),
    "nesterov": lambda **options: nn.SGD(lr=0.05, momentum=0.8, nesterov=True, **options),
    "rmsprop": lambda **options: nn.RMSProp(lr=0.02, **options),
    "adam": lambda **options: nn.Adam(lr=0.05, **options),
    "adamw": lambda **options: nn.AdamW(lr=0.05, **options),
}


@pytest.mark.parametrize("make", OPTIMIZERS.values(), ids=OPTIMIZERS)
def test_walks_down_a_bowl(make) -> None:
    theta, optimizer = np.array([2.0, -1.0]), make()
    for _ in range(300):
        optimizer.step(theta, grad=2 * theta * [1, 10] * 0.5)
    assert np.abs(theta).max() < 0.05


NUMBERS = {
    nn.SGD: {"lr": 0.1, "momentum": 0.9, "nesterov": True, "weight_decay": 0.1, "l1": 0.1},
    nn.RMSProp: {"lr": 0.1, "alpha": 0.9, "eps": 1e-3, "weight_decay": 0.1},
    nn.Adam: {"lr": lambda epoch: np.float64(0.1), "beta1": 0.7, "beta2": 0.9, "eps": 1e-3},
    nn.AdamW: {"lr": nn.CosineDecay(np.float64(0.1), np.int64(3)), "weight_decay": 0.1},
}


@pytest.mark.parametrize("kind", NUMBERS)
def test_numbers_of_numpy_mean_the_same_bits_and_no_float64(kind) -> None:
    plain = NUMBERS[kind]
    numpys = {name: np.float64(v) if type(v) is float else v for name, v in plain.items()}
    ends = []
    for options in (plain, numpys):
        theta, optimizer = np.array([2.0, -1.0, 0.5], np.float32), kind(**options)
        for epoch in range(3):
            optimizer.start_epoch(epoch)
            optimizer.step(theta, theta.copy())
        numbers = [v for v in vars(optimizer).values() if isinstance(v, float)]
        assert numbers and all(type(v) is float for v in numbers)
        ends.append(theta)
    assert ends[0].tobytes() == ends[1].tobytes()


@pytest.mark.parametrize("make", OPTIMIZERS.values(), ids=OPTIMIZERS)
@pytest.mark.parametrize("penalty", ["weight_decay", "l1"])
def test_penalties_shrink_weights_only(make, penalty: str) -> None:
    theta, optimizer = np.array([3.0, 3.0]), make(**{penalty: 0.1})
    for _ in range(5):
        optimizer.step(theta, np.zeros(2), weights=[slice(0, 1)])
    assert 0 < theta[0] < 3
    assert theta[1] == 3


def test_l1_adds_the_sign_and_l2_the_weight_itself() -> None:
    theta = np.array([3.0, -2.0, 0.0])
    nn.SGD(lr=1, weight_decay=0.1, l1=0.01).step(theta, np.zeros(3))
    np.testing.assert_allclose(theta, [3 - 0.3 - 0.01, -2 + 0.2 + 0.01, 0])


def test_adam_takes_steps_of_size_lr_at_first() -> None:
    theta = np.array([1.0, 1.0])
    nn.Adam(lr=0.01).step(theta, np.array([100.0, -1e-3]))
    np.testing.assert_allclose(theta, [0.99, 1.01], rtol=1e-6)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("kind", [nn.Adam, nn.AdamW])
@pytest.mark.parametrize("loop", LOOPS)
def test_the_fused_step_gives_the_same_bits(monkeypatch, loop: str, kind, dtype) -> None:
    if loop == "interpreted":
        monkeypatch.setattr("nnlib.optimizers.compiled", lambda loop: loop)
    rng = np.random.default_rng(0)
    theta = rng.standard_normal(1000).astype(dtype)
    fused_theta = theta.copy()
    plain, fused = kind(weight_decay=0.1), kind(weight_decay=0.1, fused=True)
    for _ in range(20):
        grad = rng.standard_normal(1000).astype(dtype)
        fused.step(fused_theta, grad.copy())
        plain.step(theta, grad)
        assert (fused_theta == theta).all()


def test_the_fused_step_without_numba_says_what_to_install(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "numba", None)  # as if it were not installed
    compiled.cache_clear()
    with pytest.raises(ImportError, match="pip install numba"):
        nn.Adam(fused=True)


@pytest.mark.parametrize("make", OPTIMIZERS.values(), ids=OPTIMIZERS)
def test_keeps_float32(make) -> None:
    theta, optimizer = np.ones(3, np.float32), make(weight_decay=0.1)
    optimizer.step(theta, np.ones(3, np.float32))
    assert theta.dtype == np.float32
    assert all(array.dtype == np.float32 for array in optimizer.state.values())


@pytest.mark.parametrize(
    ("schedule", "epoch", "lr"),
    [
        (nn.StepDecay(1.0, every=3, factor=0.1), 2, 1.0),
        (nn.StepDecay(1.0, every=3, factor=0.1), 3, 0.1),
        (nn.CosineDecay(1.0, epochs=10, lr_min=0.2), 0, 1.0),
        (nn.CosineDecay(1.0, epochs=10, lr_min=0.2), 5, 0.6),
        (nn.CosineDecay(1.0, epochs=10, lr_min=0.2), 10, 0.2),
        (nn.CosineDecay(1.0, epochs=10, lr_min=0.2), 99, 0.2),
        (lambda epoch: 1 / (1 + epoch), 3, 0.25),
    ],
)
def test_schedules_set_the_rate_of_each_epoch(schedule, epoch: int, lr: float) -> None:
    optimizer = nn.SGD(lr=schedule)
    assert optimizer.lr == schedule(0)
    optimizer.start_epoch(epoch)
    assert optimizer.lr == pytest.approx(lr)


REFUSED = {
    "lr 0": (lambda: nn.SGD(lr=0), r"lr must be in \(0, inf\), got lr=0"),
    "lr negative": (lambda: nn.Adam(lr=-1), "lr must be in"),
    "lr infinite": (lambda: nn.Adam(lr=float("inf")), "lr must be in"),
    "lr text": (lambda: nn.Adam(lr="1e-3"), r"a number in \(0, inf\), got lr='1e-3'"),
    "lr None": (lambda: nn.SGD(lr=None), "a number in .* got lr=None"),
    "lr True": (lambda: nn.SGD(lr=True), "a number in .* got lr=True"),
    "lr a class": (lambda: nn.SGD(lr=nn.StepDecay), "a number in .* got lr=the class StepDecay"),
    "momentum text": (lambda: nn.SGD(momentum="0.9"), "momentum must be a number in"),
    "lr NaN": (lambda: nn.RMSProp(lr=float("nan")), "lr must be in"),
    "schedule": (lambda: nn.SGD(lr=lambda epoch: -1), "lr must be in"),
    "momentum": (lambda: nn.SGD(momentum=1), r"momentum must be in \[0, 1\)"),
    "nesterov": (lambda: nn.SGD(nesterov=True), "needs momentum > 0"),
    "alpha": (lambda: nn.RMSProp(alpha=1.5), "alpha must be in"),
    "beta1": (lambda: nn.Adam(beta1=1), "beta1 must be in"),
    "beta2": (lambda: nn.AdamW(beta2=-0.1), "beta2 must be in"),
    "eps": (lambda: nn.Adam(eps=0), "eps must be in"),
    "weight_decay": (lambda: nn.SGD(weight_decay=-1), "weight_decay must be in"),
    "l1": (lambda: nn.SGD(l1=-1), "l1 must be in"),
    "every": (lambda: nn.StepDecay(0.1, every=0), "every must be in"),
    "factor": (lambda: nn.StepDecay(0.1, every=1, factor=2), "factor must be in"),
    "epochs": (lambda: nn.CosineDecay(0.1, epochs=0), "epochs must be in"),
    "lr_min": (lambda: nn.CosineDecay(0.1, epochs=1, lr_min=0.2), "lr_min must be in"),
}


@pytest.mark.parametrize(("make", "message"), REFUSED.values(), ids=REFUSED)
def test_arguments_out_of_range_are_refused(make, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()


def test_an_optimizer_without_update_says_what_is_missing() -> None:
    class Empty(nn.Optimizer):
        pass

    with pytest.raises(NotImplementedError, match="update"):
        Empty(lr=0.1).step(np.ones(1), np.ones(1))


@pytest.mark.parametrize("kind", [nn.Adam, nn.AdamW])
def test_a_step_put_in_the_place_of_adam_step_is_taken(kind, monkeypatch) -> None:
    calls = []
    monkeypatch.setattr("nnlib.optimizers.adam_step", lambda *given: calls.append(given))
    theta, optimizer = np.ones(3, np.float32), kind(lr=0.5, beta1=0.5, beta2=0.75, eps=3)
    optimizer.step(theta, np.ones(3, np.float32), weights=[])
    ((given, _, m, v, *numbers),) = calls
    assert given is theta
    assert (m is optimizer.state["m"], v is optimizer.state["v"]) == (True, True)
    assert numbers == [0.5, 0.75, 3, 0.5]  # at the first step both corrections are 1
    assert (theta == 1).all()


REPRESENTED = {
    "Adam(lr=0.001)": nn.Adam(lr=1e-3),
    "SGD(lr=0.1, momentum=0.9, nesterov=True)": nn.SGD(0.1, 0.9, True),
    "SGD(lr=0.01)": nn.SGD(),
    "AdamW(lr=0.001)": nn.AdamW(weight_decay=0.01),
    "AdamW(lr=0.001, weight_decay=0.1)": nn.AdamW(weight_decay=0.1),
    "RMSProp(lr=StepDecay(0.1, 3), l1=0.5)": nn.RMSProp(nn.StepDecay(0.1, every=3), l1=0.5),
    "CosineDecay(0.1, 9, lr_min=0.01)": nn.CosineDecay(0.1, 9, lr_min=0.01),
}


@pytest.mark.parametrize(("shown", "optimizer"), REPRESENTED.items(), ids=REPRESENTED)
def test_repr_shows_the_learning_rate_and_what_is_not_at_its_default(shown, optimizer) -> None:
    assert repr(optimizer) == shown


@pytest.mark.parametrize("kind", [nn.SGD, nn.RMSProp, nn.Adam, nn.AdamW])
@pytest.mark.parametrize("penalty", ["weight_decay", "l1"])
def test_a_models_biases_are_not_decayed_where_nobody_says_which_are_weights(kind, penalty) -> None:
    model = nn.Sequential(nn.Dense(2, 2), nn.BatchNorm(2), nn.Dense(2, 1), dtype=np.float64)
    model.theta, told = 3, np.full(model.theta.size, 3.0)
    for theta, *weights in ((model.theta,), (told, model.weights)):
        optimizer = kind(lr=0.1, **{"weight_decay": 0, penalty: 0.1})
        for _ in range(3):
            optimizer.step(theta, np.zeros(theta.size), *weights)
    assert (model.theta == told).all()
    assert (model.layers[0].W < 3).all() and (model.layers[2].W < 3).all()
    for array in (model.layers[0].b, model.layers[1].gamma, model.layers[1].beta):
        assert (array == 3).all()


def test_of_a_vector_without_a_model_every_entry_is_a_weight() -> None:
    for _ in range(20):  # vectors that take the place of a model's in memory
        model = nn.Sequential(nn.Dense(2, 1))
        size = model.theta.size
        del model
        theta = np.full(size, 3, np.float32)
        nn.SGD(lr=1, weight_decay=0.5).step(theta, np.zeros(size, np.float32))
        assert (theta == 1.5).all()


@pytest.mark.parametrize("rate", [-0.1, np.nan, np.inf, "0.1", None])
def test_a_schedule_may_not_leave_the_range_in_a_later_epoch(rate) -> None:
    optimizer = nn.SGD(lr=lambda epoch: rate if epoch == 3 else 0.1)
    optimizer.start_epoch(2)
    with pytest.raises(ValueError, match=r"lr must be .*\[0, inf\) in epoch 4, got lr="):
        optimizer.start_epoch(3)
    assert optimizer.lr == 0.1


def test_a_schedule_may_end_at_zero() -> None:
    optimizer = nn.Adam(lr=nn.CosineDecay(0.1, epochs=2))
    optimizer.start_epoch(2)
    assert optimizer.lr == 0


def test_a_rate_set_from_outside_is_looked_at_too() -> None:
    optimizer = nn.Adam()
    optimizer.lr = np.float64(0.5)
    optimizer.start_epoch(1)
    assert type(optimizer.lr) is float
    optimizer.lr = -1
    with pytest.raises(ValueError, match="in epoch 2, got lr=-1"):
        optimizer.start_epoch(1)


def test_parameters_given_to_the_constructor_are_told_from_a_learning_rate() -> None:
    model = nn.Sequential(nn.Dense(2, 1))
    with pytest.raises(TypeError, match=r"lr must be a number .* array of shape \(3,\): .*step\("):
        nn.Adam(model.theta)


def test_squares_too_small_for_a_float_are_zero_and_no_error() -> None:
    for kind in (nn.Adam, nn.RMSProp):
        theta = np.ones(2, np.float32)
        with np.errstate(all="raise"):
            kind().step(theta, np.full(2, 1e-30, np.float32))
        assert np.isfinite(theta).all()
