"""Callbacks: when early stopping stops, what it puts back, in which order all are called, and when
a run that is interrupted ends.
"""

from pathlib import Path

import numpy as np
import pytest

import nnlib as nn
from nnlib.callbacks import batch_ends, watchers

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


@pytest.mark.parametrize("monitor", ["val_loss", "val_accuracy"])
def test_early_stopping_without_validation_says_what_to_do_before_the_first_epoch(monitor) -> None:
    batches = Batches()
    with pytest.raises(ValueError, match=r"validation=\(X_val, y_val\)"):
        train(batches, nn.EarlyStopping(monitor=monitor))
    assert not batches.seen


@pytest.mark.parametrize("monitor", ["accuracy", "val_accuracy"])
def test_early_stopping_on_an_accuracy_that_a_regression_does_not_have_is_refused(monitor) -> None:
    model = nn.Sequential(nn.Dense(3, 1))
    with pytest.raises(ValueError, match=f"use monitor='{monitor.replace('accuracy', 'loss')}'"):
        nn.fit(
            model,
            X,
            X[:, 0],
            loss=nn.MSE(),
            validation=(X, X[:, 0]),
            callbacks=[nn.EarlyStopping(monitor=monitor)],
            progress=False,
        )


NAN = float("nan")


@pytest.mark.parametrize(
    ("values", "epochs", "best"),
    [
        ([NAN, NAN, NAN, NAN, NAN, NAN], 3, 2),  # none was best: the model stays as it is
        ([5, NAN, 4, NAN, NAN, 1], 5, 2),
        ([NAN, 5, 6, 7, 1, 1], 4, 1),
    ],
)
def test_an_epoch_whose_loss_is_nan_is_never_the_best(values, epochs: int, best: int) -> None:
    script = Scripted("val_loss", values)
    model, history = run(script, nn.EarlyStopping(patience=2))
    assert len(history) == epochs
    assert (model.theta == script.thetas[best]).all()


@pytest.mark.parametrize(
    ("place", "kind", "words"),
    [
        ("no folder/c.npz", FileNotFoundError, "make the folder .*no folder first"),
        (".", IsADirectoryError, "it is a folder, so add a file name"),
    ],
)
def test_a_checkpoint_that_cannot_be_written_says_so_before_the_first_epoch(
    place: str, kind, words: str, tmp_path: Path
) -> None:
    batches = Batches()
    with pytest.raises(kind, match=f"cannot be written: {words}"):
        train(batches, nn.Checkpoint(tmp_path / place))
    assert not batches.seen


def test_a_layer_that_no_file_can_hold_is_refused_before_the_first_epoch(tmp_path: Path) -> None:
    class Through(nn.Identity):
        def __init__(self, function) -> None:
            self.function = function

    batches, model = Batches(), nn.Sequential(nn.Dense(3, 2), Through(np.tanh))
    callbacks = [batches, nn.Checkpoint(tmp_path / "c.npz")]
    with pytest.raises(TypeError, match=r"<ufunc 'tanh'> cannot be written into a file"):
        nn.fit(model, X, Y, callbacks=callbacks, progress=False)
    assert not batches.seen


NO_CALLBACKS = {
    "a class": ([nn.EarlyStopping], r"callbacks\[0\] must be .*EarlyStopping\(\.\.\.\) with paren"),
    "a name": (["early"], r"callbacks\[0\] must be a Callback such as EarlyStopping.* got 'early'"),
    "a function": ([nn.Callback(), print], r"callbacks\[1\] must be a Callback"),
    "no list": (nn.EarlyStopping(), r"callbacks must be a list, such as \[EarlyStopping"),
    "a text": ("early", "callbacks must be a list"),
    "a class, no list": (nn.EarlyStopping, "callbacks must be a list"),
}


@pytest.mark.parametrize(("callbacks", "message"), NO_CALLBACKS.values(), ids=NO_CALLBACKS)
def test_what_is_no_callback_is_refused(callbacks, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        nn.fit(nn.Sequential(nn.Dense(3, 2)), X, Y, callbacks=callbacks, progress=False)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"patience": 0}, "patience must be at least 1"),
        ({"patience": "3"}, "patience must be at least 1 epoch, got '3'"),
        ({"patience": NAN}, "patience must be at least 1"),
        ({"monitor": "f1"}, "monitor must be"),
    ],
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


class Batches(nn.Callback):
    """Notes where the run is after each batch, and ends it after batch `last`."""

    def __init__(self, last: int | None = None) -> None:
        self.last = last
        self.seen: list[tuple[int, int, int, int]] = []
        self.losses: list[float] = []
        self.thetas: list[np.ndarray] = []

    def batch_end(self, run) -> None:
        self.seen.append((run.epoch, run.batch, run.batches, run.optimizer.t))
        self.losses.append(run.batch_loss)
        self.thetas.append(run.model.theta.copy())
        if len(self.seen) == self.last:
            run.interrupt()


def train(*callbacks: nn.Callback, epochs: int = 2, batch_size: int | None = 8, **options):
    model = nn.Sequential(nn.Dense(3, 2))
    history = nn.fit(
        model,
        X,
        Y,
        epochs=epochs,
        batch_size=batch_size,
        callbacks=callbacks,
        progress=False,
        **options,
    )
    return model, history


def test_batch_end_is_called_once_a_batch_when_its_step_is_taken() -> None:
    batches = Batches()
    model, history = train(batches)
    counted = [(epoch, batch) for epoch in range(2) for batch in range(1, 5)]
    assert batches.seen == [(*place, 4, t) for t, place in enumerate(counted, 1)]
    assert (batches.thetas[-1] == model.theta).all()
    assert len({theta.tobytes() for theta in batches.thetas}) == 8
    sizes = [8, 8, 8, 6]
    for epoch in range(2):
        losses = batches.losses[4 * epoch : 4 * epoch + 4]
        assert history.loss[epoch] == pytest.approx(np.average(losses, weights=sizes))


def test_callbacks_with_and_without_batch_end_keep_their_order() -> None:
    calls = []

    class Named(nn.Callback):
        def __init__(self, name: str) -> None:
            self.name = name

        def epoch_end(self, run) -> None:
            calls.append(f"{self.name} epoch")

    class PerBatch(Named):
        def batch_end(self, run) -> None:
            calls.append(f"{self.name} batch {run.batch}")

    train(PerBatch("a"), Named("b"), PerBatch("c"), epochs=1, batch_size=15)
    assert calls == [
        *("a batch 1", "c batch 1", "a batch 2", "c batch 2"),
        *("a epoch", "b epoch", "c epoch"),
    ]


def test_only_what_defines_batch_end_is_called_after_a_batch() -> None:
    assert batch_ends([nn.Callback(), Scripted("loss", []), nn.EarlyStopping()]) == []
    given = Scripted("loss", [])
    given.batch_end = print  # of the object alone
    assert batch_ends([given]) == [print]


@pytest.mark.parametrize(("last", "epochs"), [(1, 0), (3, 0), (4, 1), (6, 1), (8, 2)])
def test_interrupt_keeps_whole_epochs_and_the_model_after_its_batch(last: int, epochs: int) -> None:
    batches = Batches(last)
    model, history = train(batches, epochs=3)
    assert len(batches.seen) == last
    assert len(history) == len(history.seconds) == epochs
    assert (model.theta == batches.thetas[-1]).all()
    undisturbed = Batches()
    train(undisturbed, epochs=3)
    assert (model.theta == undisturbed.thetas[last - 1]).all()


def test_interrupt_in_full_batch_training_ends_it_after_the_epoch() -> None:
    batches = Batches(2)
    _, history = train(batches, epochs=5, batch_size=None)
    assert batches.seen == [(0, 1, 1, 1), (1, 1, 1, 2)]
    assert len(history) == 2


def test_interrupt_between_epochs_takes_no_further_step() -> None:
    class AfterOne(Batches):
        def epoch_end(self, run) -> None:
            run.interrupt()

    batches = AfterOne()
    _, history = train(batches, epochs=5)
    assert len(batches.seen) == 4
    assert len(history) == 1


@pytest.mark.parametrize("last", [3, 4, None])
def test_a_run_ends_once_for_its_callbacks_also_where_it_is_interrupted(last) -> None:
    class End(Batches):
        ended = 0

        def end(self, run) -> None:
            self.ended += 1

    callback = End(last)
    train(callback)
    assert callback.ended == 1


def test_the_best_epoch_is_put_back_also_where_a_run_is_interrupted() -> None:
    batches = Batches(10)  # in the third epoch
    script = Scripted("loss", [1, 2, 3])
    model, history = train(batches, script, nn.EarlyStopping(5, monitor="loss"), epochs=5)
    assert len(history) == 2
    assert (model.theta == script.thetas[0]).all()


def test_callbacks_show_how_they_were_made() -> None:
    assert repr(nn.EarlyStopping(monitor="loss")) == "EarlyStopping(monitor='loss')"
    assert repr(nn.Checkpoint("c.npz")) == "Checkpoint('c.npz')"


class Stateful(Batches):
    def state(self):
        return {"count": np.array(len(self.seen))}


@pytest.fixture
def watcher():
    batches = Stateful()
    watchers.append(batches)
    yield batches
    watchers.clear()


@pytest.mark.filterwarnings("ignore:still learning")
def test_a_watcher_follows_every_run_and_changes_none(watcher: Batches) -> None:
    model, _ = train()
    estimator = nn.MLPClassifier((4,), max_iter=1, batch_size=15, random_state=0).fit(X, Y)
    assert watcher.seen[:8] == [(e, b, 4, 4 * e + b) for e in range(2) for b in range(1, 5)]
    assert watcher.seen[8:] == [(0, 1, 2, 1), (0, 2, 2, 2)]
    assert (watcher.thetas[-1] == estimator.model_.theta).all()
    watcher.last = 3
    watcher.seen.clear()
    interrupted, history = train()
    assert len(history) == 0
    assert (interrupted.theta == watcher.thetas[2]).all()
    assert (model.theta == watcher.thetas[7]).all()


def test_a_watcher_is_no_part_of_a_checkpoint(watcher: Batches, tmp_path: Path) -> None:
    path = tmp_path / "c.npz"
    own = [nn.EarlyStopping(monitor="loss"), nn.Checkpoint(path)]
    train(*own)
    assert len(watcher.seen) == 8
    with np.load(path) as arrays:
        assert not [name for name in arrays if "count" in name]
    watchers.clear()
    _, history = train(*own, epochs=3, resume=path)
    assert len(history) == 3
