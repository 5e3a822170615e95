"""Callbacks: when early stopping stops, what it puts back, and in which order all are called."""

from pathlib import Path

import numpy as np
import pytest

import nnlib as nn

X = np.random.default_rng(0).standard_normal((30, 3))
Y = (X[:, 0] > 0).astype(int)


class Scripted(nn.Callback):
    """Writes a value per epoch into the history, in place of what was measured."""

    def __init__(self, name: str, values: list[float]) -> None:
        self.name, self.values = name, values
        self.thetas: list[np.ndarray] = []

    def epoch_end(self, run) -> None:
        getattr(run.history, self.name)[-1] = self.values[run.epoch - 1]
        self.thetas.append(run.model.theta.copy())


def run(script: Scripted, stopper: nn.EarlyStopping, epochs: int = 6):
    model = nn.Sequential(nn.Dense(3, 2))
    history = nn.fit(
        model,
        X,
        Y,
        epochs=epochs,
        validation=(X, Y),
        callbacks=[script, stopper],
        progress=False,
    )
    return model, history


@pytest.mark.parametrize(
    ("monitor", "values", "patience", "epochs", "best"),
    [
        ("val_loss", [5, 4, 6, 7, 1, 1], 2, 4, 1),
        ("val_loss", [5, 4, 6, 3, 7, 8], 2, 6, 3),
        ("val_loss", [5, 5, 5, 5, 5, 5], 3, 4, 0),
        ("loss", [1, 2, 3, 4, 5, 6], 1, 2, 0),
        ("val_accuracy", [0.1, 0.3, 0.2, 0.2, 0.9, 0.9], 2, 4, 1),
        ("accuracy", [0.1, 0.2, 0.3, 0.4, 0.5, 0.6], 1, 6, 5),
    ],
)
def test_stops_after_patience_and_puts_back_the_best(
    monitor: str, values: list[float], patience: int, epochs: int, best: int
) -> None:
    script = Scripted(monitor, values)
    model, history = run(script, nn.EarlyStopping(patience=patience, monitor=monitor))
    assert len(history) == epochs
    assert (model.theta == script.thetas[best]).all()


def test_the_best_is_of_this_run_only() -> None:
    stopper = nn.EarlyStopping(patience=5)
    run(Scripted("val_loss", [1, 2, 3, 4, 5, 6]), stopper)
    script = Scripted("val_loss", [9, 8])
    model, _ = run(script, stopper, epochs=2)
    assert (model.theta == script.thetas[1]).all()


def test_early_stopping_without_validation_says_what_to_do() -> None:
    with pytest.raises(ValueError, match=r"validation=\(X_val, y_val\)"):
        nn.fit(nn.Sequential(nn.Dense(3, 2)), X, Y, callbacks=[nn.EarlyStopping()], progress=False)


@pytest.mark.parametrize(
    ("options", "message"),
    [({"patience": 0}, "patience must be at least 1"), ({"monitor": "f1"}, "monitor must be")],
)
def test_bad_arguments_are_refused(options, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        nn.EarlyStopping(**options)


def test_checkpoints_come_last_so_they_hold_what_the_others_did(tmp_path: Path) -> None:
    class Shift(nn.Callback):
        def epoch_end(self, run) -> None:
            run.model.theta += 1

    model = nn.Sequential(nn.Dense(3, 2))
    path = tmp_path / "c.npz"
    nn.fit(model, X, Y, epochs=1, callbacks=[nn.Checkpoint(path), Shift()], progress=False)
    assert (nn.load(path).theta == model.theta).all()


def test_a_callback_is_told_start_epochs_and_end_and_may_stop_the_run() -> None:
    calls = []

    class Record(nn.Callback):
        def start(self, run) -> None:
            calls.append("start")

        def epoch_end(self, run) -> None:
            calls.append(run.epoch)
            run.stop = run.epoch == 2

        def end(self, run) -> None:
            calls.append("end")

    nn.fit(nn.Sequential(nn.Dense(3, 2)), X, Y, epochs=9, callbacks=[Record()], progress=False)
    assert calls == ["start", 1, 2, "end"]
