"""The gradient check accepts right gradients, also at kinks and extremes, and finds wrong ones."""

import numpy as np
import pytest

import nnlib as nn

RNG = np.random.default_rng(9)
X, Y = RNG.standard_normal((8, 5)), RNG.integers(0, 3, 8)


class HalfTanh(nn.Tanh):
    def backward(self, d_out):
        return 0.5 * super().backward(d_out)


class ForgetfulDense(nn.Dense):
    def gradients(self, d_out):
        super().gradients(d_out)
        self.db[0] *= 1.01


@pytest.mark.parametrize("wrong", [HalfTanh(), ForgetfulDense(6, 6)])
def test_finds_a_mistake(wrong: nn.Layer) -> None:
    model = nn.Sequential(nn.Dense(5, 6), wrong, nn.Dense(6, 3))
    assert nn.check_gradients(model, nn.CrossEntropy(), X, Y) > 1e-3


@pytest.mark.parametrize("seed", range(5))
def test_accepts_a_deep_network_with_everything(seed: int) -> None:
    model = nn.Sequential(
        nn.Dense(5, 9),
        nn.BatchNorm(9),
        nn.ReLU(),
        nn.Dropout(0.3),
        nn.Dense(9, 8, init="glorot"),
        nn.Tanh(),
        nn.Dense(8, 7),
        nn.LeakyReLU(),
        nn.Dense(7, 3),
        seed=seed,
    )
    before = {key: array.copy() for key, array in model.state().items()}
    assert nn.check_gradients(model, nn.CrossEntropy(), X, Y, seed=seed) < 1e-5
    for key, array in model.state().items():
        assert (array == before[key]).all()


@pytest.mark.parametrize(
    ("loss", "y"),
    [(nn.MSE(), RNG.standard_normal((8, 3))), (nn.BinaryCrossEntropy(), np.eye(3, dtype=int)[Y])],
)
def test_takes_any_loss(loss: nn.Loss, y) -> None:
    model = nn.Sequential(nn.Dense(5, 4), nn.Sigmoid(), nn.Dense(4, 3))
    assert nn.check_gradients(model, loss, X, y) < 1e-6


def test_a_large_network_takes_a_sample_of_its_entries() -> None:
    model = nn.Sequential(nn.Dense(784, 128), nn.ReLU(), nn.Dense(128, 10))
    images = RNG.random((4, 784))
    assert nn.check_gradients(model, nn.CrossEntropy(), images, Y[:4]) < 1e-5


def test_one_random_direction_through_the_whole_network() -> None:
    model = nn.Sequential(nn.Dense(5, 50), nn.Tanh(), nn.Dense(50, 3), dtype=np.float64)
    loss, direction = nn.CrossEntropy(), RNG.standard_normal(model.theta.size)
    theta = model.theta.copy()

    def loss_at(h: float) -> float:
        model.theta = theta + h * direction
        return loss(model.forward(X, training=True), Y)

    loss_at(0)
    model.backward(loss.backward())
    slope = model.grad @ direction
    assert slope == pytest.approx((loss_at(1e-5) - loss_at(-1e-5)) / 2e-5, rel=1e-7)


def test_refuses_what_fit_refuses() -> None:
    with pytest.raises(ValueError, match="argmax"):
        nn.check_gradients(nn.Sequential(nn.Dense(5, 3)), nn.CrossEntropy(), X, np.eye(3)[Y])
