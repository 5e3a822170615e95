"""Files: what is saved comes back, runs go on bit for bit, and damage is named, never executed."""

import copy
import gc
import io
import json
import os
import pickle
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

import nnlib as nn
from nnlib import files

CASES = int(os.environ.get("NNLIB_FUZZ_CASES", "300"))
KILLS = int(os.environ.get("NNLIB_KILLS", "3"))
RNG = np.random.default_rng(2)
X, Y = RNG.standard_normal((40, 4)).astype(np.float32), RNG.integers(0, 3, 40)
OPTIMIZERS = {
    "sgd": nn.SGD,
    "momentum": lambda: nn.SGD(momentum=0.9),
    "rmsprop": nn.RMSProp,
    "adam": nn.Adam,
    "schedule": lambda: nn.AdamW(lr=nn.CosineDecay(0.01, epochs=6)),
}


def net(width: int = 6) -> nn.Sequential:
    return nn.Sequential(
        nn.Dense(4, width), nn.BatchNorm(width), nn.ReLU(), nn.Dropout(0.2), nn.Dense(width, 3)
    )


def trained(epochs: int, **options):
    model = net()
    options = {"batch_size": 16, "validation": (X, Y), "progress": False} | options
    return model, nn.fit(model, X, Y, epochs=epochs, **options)


@pytest.fixture
def checkpoint(tmp_path: Path) -> Path:
    path = tmp_path / "run.npz"
    trained(2, callbacks=[nn.Checkpoint(path)])
    return path


def test_a_saved_model_comes_back(tmp_path: Path) -> None:
    model, _ = trained(2)
    model.save(tmp_path / "model")  # the name is taken as it is
    loaded = nn.load(tmp_path / "model")
    assert repr(loaded) == repr(model)
    assert (loaded(X) == model(X)).all()
    assert os.listdir(tmp_path) == ["model"]


def test_every_layer_and_both_dtypes_can_be_saved(tmp_path: Path) -> None:
    layers = [nn.Flatten(), nn.Scale(0.5), nn.Dense(6, 3, init="glorot"), nn.LeakyReLU(0.3)]
    layers += [nn.Sigmoid()]
    layers += [nn.BatchNorm(3, momentum=0.5, eps=0.1), nn.Tanh(), nn.Identity(), nn.Softmax()]
    model = nn.Sequential(*layers, dtype=np.float64)
    model.save(tmp_path / "m.npz")
    loaded = nn.load(tmp_path / "m.npz")
    assert loaded.dtype == np.float64
    assert [repr(layer) for layer in loaded.layers] == [repr(layer) for layer in layers]


class Shift(nn.Layer):
    """A user's layer, with a parameter."""

    def __init__(self, n: int, start: float = 1.0) -> None:
        self.n, self.start = n, start
        self.shapes = {"s": (n,)}

    def reset(self, rng) -> None:
        self.s = self.start

    def forward(self, x, training):
        return x + self.s

    def backward(self, d_out):
        self.ds = d_out.sum(axis=0)
        return d_out


class Tanh(nn.Layer):
    """A user's layer that is called as one of ours."""

    def forward(self, x, training):
        return x + 100

    def backward(self, d_out):
        return d_out


class Halved(nn.Dense):
    """A layer derived from one of ours."""

    def forward(self, x, training):
        return super().forward(x, training) / 2


def test_layers_of_ones_own_come_back_as_what_they_were(tmp_path: Path) -> None:
    class Local(Shift):
        pass

    model = nn.Sequential(Shift(4, start=3.0), nn.Tanh(), Tanh(), Halved(4, 3), Local(3))
    model.theta += RNG.standard_normal(model.theta.size)
    model.save(tmp_path / "m.npz")
    for loaded in (nn.load(tmp_path / "m.npz"), model.copy()):
        kinds = [type(layer) for layer in loaded.layers]
        assert kinds == [Shift, nn.Tanh, Tanh, Halved, Local]
        assert loaded.layers[0].start == 3
        assert (loaded(X) == model(X)).all()


def test_a_file_of_nnlibs_layers_is_not_hijacked_by_a_class_of_the_same_name(tmp_path) -> None:
    nn.Sequential(nn.Tanh()).save(tmp_path / "m.npz")
    assert type(nn.load(tmp_path / "m.npz").layers[0]) is nn.Tanh
    chosen = nn.load(tmp_path / "m.npz", layers={"Tanh": Tanh})
    assert type(chosen.layers[0]) is Tanh


def test_a_layer_of_an_unknown_class_is_refused_and_can_be_given_by_name(tmp_path: Path) -> None:
    path = tmp_path / "m.npz"
    kind = type("Vanished", (Shift,), {"__module__": "their_project.layers"})
    nn.Sequential(kind(4)).save(path)
    del kind
    gc.collect()
    words = r"m\.npz .* a layer their_project\.layers\.Vanished, .*load\(path, layers={"
    with pytest.raises(ValueError, match=words):
        nn.load(path)
    for name in ("Vanished", "their_project.layers.Vanished"):
        assert type(nn.load(path, layers={name: Shift}).layers[0]) is Shift
    with pytest.raises(ValueError, match=r"m\.npz"):
        nn.load(path, layers={"Vanished": nn.ReLU})  # takes other arguments


def test_loading_imports_no_module_that_a_file_names(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "trap.py").write_text("open('sprung', 'w')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    write_json(tmp_path / "m.npz", layers=[["trap.Layer", {}]])
    with pytest.raises(ValueError, match=r"a layer trap\.Layer"):
        nn.load("m.npz")
    assert not (tmp_path / "sprung").exists()


def test_a_missing_folder_is_named_when_a_model_is_saved(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"m\.npz cannot be written: make the folder .*no"):
        net().save(tmp_path / "no" / "m.npz")


def test_a_model_can_be_loaded_from_a_checkpoint(checkpoint: Path) -> None:
    assert (nn.load(checkpoint)(X) == trained(2)[0](X)).all()


@pytest.mark.parametrize("make", OPTIMIZERS.values(), ids=OPTIMIZERS)
def test_a_resumed_run_goes_on_bit_for_bit(make, tmp_path: Path) -> None:
    path = tmp_path / "c.npz"

    def jitter(x, rng):
        return x + rng.standard_normal(x.shape, np.float32)

    def run(epochs: int, **options):
        callbacks = [nn.Checkpoint(path), nn.EarlyStopping(patience=5)]
        return trained(epochs, optimizer=make(), augment=jitter, callbacks=callbacks, **options)

    model, history = run(6)
    run(3)
    resumed, resumed_history = run(6, resume=path, seed=99)
    for key, array in model.state().items():
        assert (resumed.state()[key] == array).all()
    for name in ("loss", "accuracy", "val_loss", "val_accuracy"):
        assert getattr(resumed_history, name) == getattr(history, name)
    assert len(resumed_history.seconds) == 6


def test_the_best_epoch_survives_a_resume(tmp_path: Path) -> None:
    """Validation on other labels gets worse from the start, so the first epoch is the best."""
    path, wrong = tmp_path / "c.npz", (X, (Y + 1) % 3)
    options = {"validation": wrong, "optimizer": nn.Adam(lr=0.05)}
    best, _ = trained(1, **options)
    stopper = nn.EarlyStopping(patience=3)
    trained(2, **options, callbacks=[stopper, nn.Checkpoint(path)])
    resumed, history = trained(9, **options, callbacks=[stopper], resume=path)
    assert len(history) == 4
    assert (resumed.theta == best.theta).all()


@pytest.mark.parametrize("kind", ["PCG64", "PCG64DXSM", "Philox", "SFC64", "MT19937"])
def test_every_kind_of_generator_goes_on(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "c.npz"

    def seed():
        return np.random.Generator(getattr(np.random, kind)(5))

    whole, _ = trained(4, seed=seed())
    trained(2, seed=seed(), callbacks=[nn.Checkpoint(path)])
    for again in (seed(), 0):
        resumed, _ = trained(4, seed=again, resume=path)
        assert (resumed.theta == whole.theta).all()


class Weighted(nn.CrossEntropy):
    """A user's loss, which returns what NumPy returns."""

    def __call__(self, out, y):
        return np.float32(super().__call__(out, y))

    def accuracy(self, out, y):
        return np.float32(super().accuracy(out, y))


def test_a_loss_may_return_a_number_of_numpy(tmp_path: Path) -> None:
    path = tmp_path / "c.npz"
    trained(2, loss=Weighted(), callbacks=[nn.Checkpoint(path)])
    _, history = trained(3, loss=Weighted(), resume=path)
    for name in nn.History.names:
        assert [type(value) for value in getattr(history, name)] == [float] * 3


def test_a_run_that_early_stopping_has_ended_does_not_train_on(tmp_path: Path) -> None:
    path, wrong = tmp_path / "c.npz", (X, (Y + 1) % 3)
    options = {"validation": wrong, "optimizer": nn.Adam(lr=0.05)}
    callbacks = [nn.EarlyStopping(patience=2), nn.Checkpoint(path)]
    ended, history = trained(20, **options, callbacks=callbacks)
    assert len(history) < 20
    resumed, again = trained(20, **options, callbacks=callbacks, resume=path)
    assert again.loss == history.loss
    assert (resumed.theta == ended.theta).all()


class Halve(nn.Callback):
    """Halves the learning rate after each epoch."""

    def epoch_end(self, run) -> None:
        run.optimizer.lr /= 2


def test_a_learning_rate_that_a_callback_has_changed_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "c.npz"
    whole, _ = trained(4, callbacks=[Halve()])
    trained(2, callbacks=[Halve(), nn.Checkpoint(path)])
    resumed, _ = trained(4, callbacks=[Halve()], resume=path)
    assert (resumed.theta == whole.theta).all()


def test_a_run_may_go_on_with_another_learning_rate(checkpoint: Path) -> None:
    rates = []

    class Watch(nn.Callback):
        def epoch_end(self, run) -> None:
            rates.append(run.optimizer.lr)

    trained(3, optimizer=nn.Adam(lr=1e-4), callbacks=[Watch()], resume=checkpoint)
    assert rates == [1e-4]


def test_resuming_a_finished_run_changes_nothing(checkpoint: Path) -> None:
    model, history = trained(2, resume=checkpoint)
    assert len(history) == 2
    assert (model.theta == nn.load(checkpoint).theta).all()


def test_a_missing_file_is_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        nn.load(tmp_path / "none.npz")
    with pytest.raises(FileNotFoundError):
        trained(1, resume=tmp_path / "none.npz")


def refused(path: Path, *messages: str, **options) -> None:
    model = options.pop("model", None) or net()
    before = {key: array.copy() for key, array in model.state().items()}
    with pytest.raises(ValueError) as caught:
        nn.fit(model, X, Y, resume=path, progress=False, **options)
    for message in (str(path), *messages):
        assert message in str(caught.value)
    assert all((model.state()[key] == array).all() for key, array in before.items())


def test_another_width_names_file_key_and_both_shapes(checkpoint: Path) -> None:
    refused(checkpoint, "'layers.0.W'", "(6, 4)", "(7, 4)", model=net(width=7))


def test_another_list_of_layers_is_named(checkpoint: Path) -> None:
    longer = nn.Sequential(*net().layers[:0], nn.Dense(4, 6), nn.ReLU(), nn.Dense(6, 3))
    refused(checkpoint, "layers.2.W", model=longer)
    other = nn.Sequential(
        nn.Dense(4, 6), nn.BatchNorm(6), nn.Tanh(), nn.Dropout(0.2), nn.Dense(6, 3)
    )
    refused(checkpoint, "'Tanh'", "'ReLU'", model=other)


@pytest.mark.parametrize("optimizer", [nn.SGD(), nn.RMSProp(), nn.AdamW()])
def test_another_optimizer_is_named(checkpoint: Path, optimizer: nn.Optimizer) -> None:
    refused(checkpoint, "Adam", type(optimizer).__name__, optimizer=optimizer)


def other_net(p: float = 0.2, **options) -> nn.Sequential:
    return nn.Sequential(
        nn.Dense(4, 6), nn.BatchNorm(6), nn.ReLU(), nn.Dropout(p), nn.Dense(6, 3), **options
    )


OTHER_RUNS = {
    "dtype": ({"model": other_net(dtype=np.float64)}, ["'float32'", "'float64'"]),
    "dropout": ({"model": other_net(p=0.5)}, ["layer 3", "0.2", "0.5"]),
    "beta1": ({"optimizer": nn.Adam(beta1=0.5)}, ["optimizer", "'beta1': 0.9", "'beta1': 0.5"]),
    "decay": ({"optimizer": nn.Adam(weight_decay=1)}, ["'weight_decay': 0.0"]),
    "loss": ({"loss": Weighted()}, ["loss", "'CrossEntropy'", "'Weighted'"]),
    "more callbacks": (
        {"callbacks": [nn.EarlyStopping(monitor="loss")]}, ["callbacks", "'EarlyStopping'", "[]"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("options", "words"), OTHER_RUNS.values(), ids=OTHER_RUNS)
def test_a_run_does_not_go_on_as_another_one(checkpoint: Path, options, words) -> None:
    refused(checkpoint, "written by another run", *words, **copy.deepcopy(options))


def test_momentum_belongs_to_the_run(tmp_path: Path) -> None:
    path = tmp_path / "c.npz"
    trained(1, optimizer=nn.SGD(momentum=0.9), callbacks=[nn.Checkpoint(path)])
    for optimizer in (nn.SGD(), nn.SGD(momentum=0.5), nn.SGD(momentum=0.9, nesterov=True)):
        refused(path, "written by another run", optimizer=optimizer)


def test_the_states_of_callbacks_are_not_mixed_up(tmp_path: Path) -> None:
    path = tmp_path / "c.npz"
    accuracy, loss = nn.EarlyStopping(9, monitor="accuracy"), nn.EarlyStopping(9, monitor="loss")
    options = {"validation": (X, Y), "epochs": 4}
    trained(2, callbacks=[accuracy, loss, nn.Checkpoint(path)])
    refused(path, "callbacks", callbacks=[loss, accuracy], **options)
    refused(path, "callbacks", callbacks=[accuracy], **options)
    trained(3, callbacks=[nn.Callback(), accuracy, Halve(), loss], resume=path)


def test_a_model_file_is_no_checkpoint(tmp_path: Path) -> None:
    net().save(tmp_path / "m.npz")
    refused(tmp_path / "m.npz", "no checkpoint of a run")


class Trap:
    """Unpickling it would create a file."""

    def __reduce__(self):
        return open, ("trapped", "w")


def write_json(path: Path, **header) -> None:
    whole = {"format": "nnlib model 1", "dtype": "float32", "layers": [["Dense", [2, 1]]]} | header
    np.savez(path, header=np.array(json.dumps(whole)))


def npy(array: np.ndarray) -> bytes:
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


NOT_OURS = {
    "empty": lambda path: path.write_bytes(b""),
    "text": lambda path: path.write_text("hello"),
    "an array": lambda path: path.write_bytes(npy(np.ones(3))),
    "no header": lambda path: np.savez(path, theta=np.ones(3)),
    "header no json": lambda path: np.savez(path, header=np.array("{")),
    "header a list": lambda path: np.savez(path, header=np.array("[]")),
    "pickle": lambda path: path.write_bytes(pickle.dumps(Trap())),
    "pickle inside": lambda path: np.savez(path, header=np.array(Trap(), dtype=object)),
    "other format": lambda path: write_json(path, format="nnlib model 99"),
    "unknown layer": lambda path: write_json(path, layers=[["Conv", {}]]),
    "bad arguments": lambda path: write_json(path, layers=[["Dense", {"n_in": -1, "n_out": 1}]]),
    "other arguments": lambda path: write_json(path, layers=[["Dense", {"width": 1}]]),
    "no layers": lambda path: write_json(path, layers=[]),
    "layers no list": lambda path: write_json(path, layers=3),
    "bad dtype": lambda path: write_json(path, layers=[["ReLU", {}]], dtype="int8"),
    "no arrays": lambda path: write_json(path, layers=[["Dense", {"n_in": 2, "n_out": 1}]]),
    "giant": lambda path: write_json(path, layers=[["Dense", {"n_in": 10**6, "n_out": 10**6}]]),
}


@pytest.mark.parametrize("write", NOT_OURS.values(), ids=NOT_OURS)
def test_files_that_are_not_ours_are_refused(write, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "m.npz"
    write(path)
    with pytest.raises(ValueError, match=r"m\.npz"):
        nn.load(path)
    refused(path)
    assert not (tmp_path / "trapped").exists()


def test_a_folder_is_not_called_damaged(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        nn.load(tmp_path)


def damaged(whole: bytes, chance: random.Random) -> bytes:
    """Cut, overwrite, insert, repeat or remove bytes at random places."""
    data = bytearray(whole)
    for _ in range(chance.randint(1, 4)):
        i, n = chance.randrange(len(data) + 1), chance.choice([1, 1, 2, 8, 100])
        kind = chance.choice(["cut", "change", "insert", "repeat", "remove"])
        if kind == "cut":
            del data[i:]
        elif kind == "change":
            data[i : i + n] = chance.randbytes(len(data[i : i + n]))
        elif kind == "insert":
            data[i:i] = chance.randbytes(n)
        elif kind == "repeat":
            data[i:i] = data[i : i + n]
        else:
            del data[i : i + n]
    return bytes(data)


def test_damaged_checkpoints_are_refused_or_read_right(checkpoint: Path, tmp_path: Path) -> None:
    """Some bytes of a zip file mean nothing; a file that still loads must hold the same numbers."""
    whole, reference, chance = checkpoint.read_bytes(), nn.load(checkpoint), random.Random(0)
    path, refusals = tmp_path / "damaged.npz", 0
    for _ in range(CASES):
        path.write_bytes(damaged(whole, chance))
        try:
            model, _ = trained(2, resume=path)
            assert (nn.load(path).theta == reference.theta).all()
            assert (model.theta == reference.theta).all()
        except ValueError as error:
            refusals += 1
            assert str(path) in str(error)
    assert refusals > CASES / 2


def test_a_crash_while_writing_leaves_the_old_file_whole(checkpoint: Path, monkeypatch) -> None:
    before = checkpoint.read_bytes()

    def crash(*arguments: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(os, "fsync", crash)
    with pytest.raises(OSError, match="no space"):
        files.write(checkpoint, {}, {"a": np.ones(3)})
    assert checkpoint.read_bytes() == before
    assert os.listdir(checkpoint.parent) == ["run.npz"]


KILLED = """
import sys
import numpy as np
import nnlib as nn
X, y = np.eye(4, dtype=np.float32), np.arange(4)
model = nn.Sequential(nn.Dense(4, 40_000), nn.ReLU(), nn.Dense(40_000, 4))
nn.fit(model, X, y, epochs=10_000, callbacks=[nn.Checkpoint(sys.argv[1])], progress=False)
"""


def test_a_process_killed_while_it_writes_checkpoints_leaves_one_whole(tmp_path: Path) -> None:
    chance = random.Random(1)
    for kill in range(KILLS):
        path = tmp_path / f"{kill}.npz"
        process = subprocess.Popen([sys.executable, "-c", KILLED, str(path)])
        while not path.exists():
            assert process.poll() is None
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 0.1))  # most of the time goes into writing
        process.send_signal(signal.SIGKILL)
        process.wait()
        header, _ = files.read(path, "nnlib model 1")
        epochs = len(header["history"]["loss"])
        model = nn.load(path)
        data = np.eye(4, dtype=np.float32), np.arange(4)
        history = nn.fit(model.copy(), *data, epochs=epochs + 1, resume=path, progress=False)
        assert len(history) == epochs + 1
