"""nnlib in a page: where its data come from, and how a training hears that it is to stop."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

import nnlib as nn
from grimoire.live.session import data, training
from nnlib import callbacks
from nnlib.datasets import mnist
from nnlib.optimizers import Optimizer


@pytest.fixture(autouse=True)
def as_it_was(monkeypatch, tmp_path):
    """What a session changes in nnlib, changed back; and no MNIST but what a test supplies."""
    for name in ("MIRRORS", "bytes_at", "load_sample"):
        monkeypatch.setattr(mnist, name, getattr(mnist, name))
    monkeypatch.setattr(Optimizer, "step", Optimizer.step)
    monkeypatch.delenv("NNLIB_DATA", raising=False)
    monkeypatch.delenv("NNLIB_OFFLINE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with warnings.catch_warnings():
        yield
    callbacks.watchers.clear()


def test_files_that_do_not_arrive_are_a_sample_and_a_sentence(capsys):
    def fetch(address: str) -> bytes:
        raise OSError(f"{address} did not arrive.")

    data.Supply("live/data/", fetch)
    assert nn.datasets.load_mnist().name == "mnist-sample"
    assert capsys.readouterr().err == (
        "live/data/train-images-idx3-ubyte.gz did not arrive. The cell goes on with a sample of"
        " MNIST, 6,000 of its 60,000 images.\n"
    )
    nn.datasets.load_mnist(source="sample")
    assert capsys.readouterr().err == ""


def test_a_page_that_takes_the_sample_asks_for_nothing(capsys):
    data.Supply(None, lambda address: pytest.fail(f"{address} was asked for"))
    assert nn.datasets.load_mnist().name == "mnist-sample"
    assert capsys.readouterr().err == ""


def test_damaged_files_are_not_used():
    data.Supply("live/data/", lambda address: b"not MNIST")
    with pytest.raises(nn.datasets.DatasetError, match="was not found"):
        nn.datasets.load_mnist(source="mnist")


class Reader:
    """Wants to stop when it is asked for the `n`-th time."""

    def __init__(self, n: int) -> None:
        self.left = n

    def __call__(self) -> bool:
        self.left -= 1
        return self.left < 0


@pytest.fixture
def hurry(monkeypatch):
    """Ask at each batch."""
    monkeypatch.setattr(training, "PAUSE", 0)


def fit(epochs: int) -> nn.run.History:
    x = np.ones((40, 3), np.float32)
    model = nn.Sequential(nn.Dense(3, 2))
    return nn.fit(model, x, np.zeros(40, int), epochs=epochs, batch_size=10, progress=False)


def test_a_training_that_is_stopped_returns_its_history(hurry):
    told: list[dict] = []
    follower = training.Follower(told.append, Reader(10))
    callbacks.watchers.append(follower)
    history = fit(100)
    assert len(history) == 2  # four batches each, and asked once at the start
    assert told[0] == {"epoch": 0, "epochs": 100, "line": ""}
    assert told[-1]["epoch"] == 2 and told[-1]["line"] == history.line()
    with pytest.raises(KeyboardInterrupt):
        fit(100)  # the next one does not begin


def test_a_loop_around_an_optimizer_ends_after_a_step(hurry):
    training.follow_steps(Reader(3))
    theta = np.zeros(2)
    optimizer = nn.SGD(lr=1.0)
    with pytest.raises(KeyboardInterrupt):
        while True:
            optimizer.step(theta, np.ones(2))
    assert theta.tolist() == [-4, -4]


def test_nobody_is_asked_more_often_than_need_be(monkeypatch):
    now = 100.0
    monkeypatch.setattr(training, "perf_counter", lambda: now)
    is_due = training.timer(0.05)
    assert is_due() and not is_due()
    now += 0.06
    assert is_due() and not is_due()
