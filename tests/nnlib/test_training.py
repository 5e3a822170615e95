"""fit and evaluate: they learn, repeat themselves, leave data alone, and stop in an orderly way."""

import signal
import sys
import threading
import tracemalloc
from types import ModuleType

import numpy as np
import pytest

import nnlib as nn
from nnlib.ctrl_c import is_users

RNG = np.random.default_rng(11)
X = RNG.standard_normal((60, 4)).astype(np.float32)
Y = (X[:, 0] + X[:, 1] > 0).astype(int)
QUIET = {"progress": False}


def net(*between: nn.Layer, n_out: int = 2, **options) -> nn.Sequential:
    return nn.Sequential(nn.Dense(4, 8), nn.ReLU(), *between, nn.Dense(8, n_out), **options)


def noisy() -> nn.Sequential:
    return net(nn.BatchNorm(8), nn.Dropout(0.3))


def jitter(x, rng):
    return x + rng.normal(0, 0.1, x.shape).astype(x.dtype)


@pytest.mark.parametrize("batch_size", [1, 4, None])
@pytest.mark.parametrize(
    ("activation", "init"), [(nn.ReLU, "he"), (nn.Tanh, "glorot"), (nn.Sigmoid, "glorot")]
)
def test_learns_xor(activation, init: str, batch_size: int | None) -> None:
    corners, labels = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
    model = nn.Sequential(nn.Dense(2, 16, init=init), activation(), nn.Dense(16, 2), seed=0)
    optimizer = nn.Adam(lr=0.05)
    nn.fit(model, corners, labels, optimizer=optimizer, epochs=300, batch_size=batch_size, **QUIET)
    assert model.predict(corners).tolist() == labels.tolist()


@pytest.mark.parametrize(
    ("loss", "y", "last"),
    [
        (nn.CrossEntropy(), Y, []),
        (nn.BinaryCrossEntropy(), Y, []),
        (nn.MSE(), Y, [nn.Sigmoid]),
        (nn.MSE(), np.eye(2)[Y], [nn.Softmax]),
    ],
)
def test_overfits_one_batch_with_every_loss(loss, y, last) -> None:
    n_out = 2 if isinstance(loss, nn.CrossEntropy) or y.ndim == 2 else 1
    model = nn.Sequential(
        nn.Dense(4, 32), nn.ReLU(), nn.Dense(32, n_out), *(kind() for kind in last)
    )
    history = nn.fit(
        model, X, y, loss=loss, optimizer=nn.Adam(0.02), epochs=300, batch_size=None, **QUIET
    )
    assert history.accuracy[-1] == 1
    assert history.loss[-1] < 0.01
    assert (model.predict(X) == Y).all()


def test_regression_learns_a_line_and_has_no_accuracy() -> None:
    model, y = nn.Sequential(nn.Dense(4, 1)), X @ [1, 2, 3, 4] + 5
    history = nn.fit(model, X, y, loss=nn.MSE(), optimizer=nn.SGD(0.1), epochs=100, **QUIET)
    np.testing.assert_allclose(model.layers[0].W, [[1, 2, 3, 4]], rtol=1e-3)
    np.testing.assert_allclose(model.layers[0].b, [5], rtol=1e-3)
    assert np.isnan(history.accuracy[-1])
    assert np.isnan(nn.evaluate(model, X, y, loss=nn.MSE())["accuracy"])


def test_same_seed_same_bits_another_seed_other_bits() -> None:
    def trained(seed: int) -> np.ndarray:
        model = noisy()
        nn.fit(model, X, Y, epochs=3, batch_size=16, seed=seed, augment=jitter, **QUIET)
        return model.theta

    assert (trained(1) == trained(1)).all()
    assert (trained(1) != trained(2)).any()


def test_an_optimizer_object_can_be_used_again() -> None:
    optimizer, thetas = nn.Adam(), []
    for _ in range(2):
        model = net()
        nn.fit(model, X, Y, optimizer=optimizer, epochs=2, **QUIET)
        thetas.append(model.theta)
    assert (thetas[0] == thetas[1]).all()


@pytest.mark.parametrize("batch_size", [7, None])
def test_neither_inputs_nor_labels_are_written_to(batch_size: int | None) -> None:
    inputs, labels = X.copy(), Y.copy()
    inputs.flags.writeable = labels.flags.writeable = False
    nn.fit(
        noisy(),
        inputs,
        labels,
        epochs=2,
        batch_size=batch_size,
        validation=(inputs, labels),
        **QUIET,
    )
    assert (inputs == X).all()


@pytest.mark.parametrize("dtype", [np.uint8, np.int64, np.float16, np.float64, bool])
def test_takes_inputs_of_any_number_type(dtype) -> None:
    history = nn.fit(net(), (X > 0).astype(dtype), Y, epochs=2, **QUIET)
    assert history.loss[1] < history.loss[0]


def test_takes_lists() -> None:
    assert len(nn.fit(net(), X.tolist(), Y.tolist(), epochs=1, **QUIET)) == 1


def test_history_has_one_entry_per_epoch_and_agrees_with_evaluate() -> None:
    model = net()
    history = nn.fit(model, X, Y, epochs=4, validation=(X[:20], Y[:20]), **QUIET)
    for name in ("loss", "accuracy", "val_loss", "val_accuracy", "seconds"):
        assert len(getattr(history, name)) == 4
    scores = nn.evaluate(model, X[:20], Y[:20])
    assert scores == {"loss": history.val_loss[-1], "accuracy": history.val_accuracy[-1]}
    assert scores["accuracy"] == nn.accuracy(Y[:20], model.predict(X[:20]))
    assert "History(4 epochs; last: loss" in repr(history)
    assert repr(nn.History()) == "History(no epochs)"


def test_evaluate_is_the_mean_over_all_rows_however_many() -> None:
    model = net(dtype=np.float64)
    many, labels = np.tile(X, (20, 1)), np.tile(Y, 20)
    whole = nn.CrossEntropy()(model(many), labels)
    assert nn.evaluate(model, many, labels)["loss"] == pytest.approx(whole, rel=1e-12)


def test_no_epochs_change_nothing() -> None:
    model = net()
    before = model.theta.copy()
    assert len(nn.fit(model, X, Y, epochs=0, **QUIET)) == 0
    assert (model.theta == before).all()


def test_full_batch_is_one_step_of_gradient_descent() -> None:
    model, by_hand, loss = net(dtype=np.float64), net(dtype=np.float64), nn.CrossEntropy()
    nn.fit(model, X, Y, optimizer=nn.SGD(lr=0.5), epochs=1, batch_size=None, **QUIET)
    loss(by_hand.forward(X, training=True), Y)
    by_hand.backward(loss.backward())
    by_hand.theta -= 0.5 * by_hand.grad
    np.testing.assert_allclose(model.theta, by_hand.theta, rtol=1e-12)


def test_schedule_is_followed_epoch_by_epoch() -> None:
    rates = []

    class Watch(nn.Callback):
        def epoch_end(self, run) -> None:
            rates.append(run.optimizer.lr)

    optimizer = nn.SGD(lr=nn.StepDecay(0.4, every=1, factor=0.5))
    nn.fit(net(), X, Y, optimizer=optimizer, epochs=3, callbacks=[Watch()], **QUIET)
    assert rates == [0.4, 0.2, 0.1]


def test_augmentation_sees_training_batches_and_the_generator_only() -> None:
    seen = []

    def record(x, rng):
        seen.append(len(x))
        return x * 2

    nn.fit(net(), X, Y, epochs=2, batch_size=30, validation=(X, Y), augment=record, **QUIET)
    assert seen == [30] * 4


def in_place(x, rng):
    x += 1
    return x


@pytest.mark.parametrize("batch_size", [20, None, 60])
def test_an_augmentation_that_writes_in_place_does_not_reach_the_users_data(batch_size) -> None:
    inputs = X.copy()
    model, twin = net(), net()
    options = {"epochs": 2, "batch_size": batch_size, **QUIET}
    nn.fit(model, inputs, Y, augment=in_place, **options)
    nn.fit(twin, inputs, Y, augment=lambda x, rng: x + np.float32(1), **options)
    assert (inputs == X).all()
    assert (model.theta == twin.theta).all()


@pytest.mark.parametrize(
    "augment", [lambda x, rng: None, lambda x, rng: x[:5], lambda x, rng: 3, lambda x, rng: list(x)]
)
def test_an_augmentation_that_returns_no_batch_is_named(augment) -> None:
    with pytest.raises(TypeError, match="augment must return an array with the 30 rows"):
        nn.fit(net(), X, Y, batch_size=30, augment=augment, **QUIET)


def test_unshuffled_epochs_take_the_rows_in_their_order() -> None:
    seen = []

    def record(x, rng):
        seen.append(x.copy())
        return x

    nn.fit(net(), X, Y, epochs=2, batch_size=20, shuffle=False, augment=record, **QUIET)
    assert (np.concatenate(seen) == np.concatenate([X, X])).all()


def test_peak_memory_stays_under_three_batches_and_six_theta() -> None:
    data = RNG.random((4000, 784), dtype=np.float32)
    labels = RNG.integers(0, 10, 4000)
    nn.fit(net(), X, Y, epochs=1, **QUIET)  # what is imported at first use is not counted
    tracemalloc.start()
    try:
        model = nn.Sequential(nn.Dense(784, 128), nn.ReLU(), nn.Dense(128, 10))
        nn.fit(model, data, labels, epochs=1, batch_size=64, **QUIET)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 3 * data[:64].nbytes + 6 * model.theta.nbytes


def with_(value: float) -> np.ndarray:
    bad = X.copy()
    bad[17, 2] = value
    return bad


BAD_DATA = {
    "length": (X, Y[:-1], r"same length, got X of shape \(60, 4\) and y of shape \(59,\)"),
    "scalar y": (X, 1, "same length"),
    "one-hot": (X, np.eye(2)[Y], "argmax"),
    "one column": (X, Y[:, None], r"got shape \(60, 1\): .* y\.ravel\(\)$"),
    "names": (X, np.array(["no", "yes"])[Y], r"np\.unique\(y, return_inverse=True\)"),
    "names as objects": (X, np.array(["no", "yes"], object)[Y], "return_inverse=True"),
    "no y": (X, None, "same length"),
    "float labels": (X, Y.astype(float), r"astype\(int\)"),
    "label 2 of 0..1": (X, Y + 1, r"0\.\.1.*got labels 1\.\.2"),
    "empty": (X[:0], Y[:0], "X is empty"),
    "NaN": (with_(np.nan), Y, "NaN or infinity, first in row 17"),
    "inf": (with_(np.inf), Y, "NaN or infinity, first in row 17"),
    "-inf": (with_(-np.inf), Y, "NaN or infinity, first in row 17"),
    "one sample": (X[0], Y[:4], r"reshape\(1, -1\)"),
    "words": (np.full((60, 4), "a"), Y, "must hold numbers"),
    "width": (X[:, :3], Y, r"model\.layers\[0\], Dense\(4, 8\) expected .*\(n, 4\), got \(60, 3\)"),
}


def test_images_for_a_dense_layer_are_named_with_all_their_rows() -> None:
    images = np.zeros((60, 28, 28))
    model = nn.Sequential(nn.Dense(784, 2))
    with pytest.raises(ValueError, match=r"got \(60, 28, 28\): put Flatten\(\) before it"):
        nn.fit(model, images, Y, **QUIET)
    with pytest.raises(ValueError, match=r"got \(60, 28, 28\)"):
        nn.check_gradients(model, nn.CrossEntropy(), images, Y)


@pytest.mark.parametrize(("inputs", "labels", "message"), BAD_DATA.values(), ids=BAD_DATA)
def test_bad_data_is_refused_at_the_start(inputs, labels, message: str) -> None:
    model = net()
    before = model.theta.copy()
    with pytest.raises(ValueError, match=message):
        nn.fit(model, inputs, labels, **QUIET)
    with pytest.raises(ValueError, match=message):
        nn.evaluate(model, inputs, labels)
    with pytest.raises(ValueError, match=message):
        nn.fit(model, X, Y, validation=(inputs, labels), **QUIET)
    assert (model.theta == before).all()


def test_large_finite_values_are_not_taken_for_infinity() -> None:
    huge = np.full((4, 4), 3e38, np.float32)  # their sum is infinite
    with pytest.raises(FloatingPointError):
        nn.fit(net(), huge, Y[:4], **QUIET)


BAD_OPTIONS = {
    "batch_size 0": ({"batch_size": 0}, "batch_size must be a whole number of at least 1"),
    "batch_size half": ({"batch_size": 0.5}, "batch_size must be a whole number"),
    "epochs": ({"epochs": -1}, "epochs must be a whole number of at least 0, got -1"),
    "epochs half": ({"epochs": 1.5}, "epochs must be a whole number"),
    "epochs True": ({"epochs": True}, "epochs must be a whole number"),
    "epochs text": ({"epochs": "3"}, "epochs must be a whole number .* got '3'"),
    "threads": ({"blas_threads": 0}, "blas_threads must be"),
    "threads half": ({"blas_threads": 1.5}, "blas_threads must be a whole number"),
}


@pytest.mark.parametrize(("options", "message"), BAD_OPTIONS.values(), ids=BAD_OPTIONS)
def test_bad_options_are_refused(options, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        nn.fit(net(), X, Y, **options, **QUIET)


NO_PARTS = {
    "loss, a class": (
        {"loss": nn.CrossEntropy},
        r"loss must be .* CrossEntropy\(\.\.\.\) with",
    ),
    "loss, a name": ({"loss": "mse"}, r"loss must be a Loss such as CrossEntropy\(\), got 'mse'"),
    "optimizer, a class": (
        {"optimizer": nn.Adam},
        r"optimizer must be .* Adam\(\.\.\.\) with",
    ),
    "optimizer, a name": (
        {"optimizer": "adam"},
        r"an Optimizer such as Adam\(.*, got 'adam'",
    ),
    "validation, a share": ({"validation": 0.1}, r"a pair \(X_val, y_val\), got 0\.1: .*val_split"),
    "validation, X alone": ({"validation": X}, r"a pair .* got an array of shape \(60, 4\)"),
    "validation, two rows": ({"validation": X[:2]}, r"a pair .* got an array of shape \(2, 4\)"),
    "validation, three": ({"validation": (X, Y, Y)}, "a pair"),
}


@pytest.mark.parametrize(("options", "message"), NO_PARTS.values(), ids=NO_PARTS)
def test_what_is_no_part_of_a_run_is_refused_with_an_example(options, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        nn.fit(net(), X, Y, **options, **QUIET)


def test_the_model_comes_first() -> None:
    for use in (nn.fit, nn.evaluate):
        with pytest.raises(TypeError, match="model, the first argument, must be a Sequential"):
            use(X, Y, net())
    with pytest.raises(TypeError, match="the first argument"):
        nn.check_gradients(nn.CrossEntropy(), net(), X, Y)
    with pytest.raises(TypeError, match=r"MSE\(\.\.\.\) with parentheses"):
        nn.evaluate(net(), X, Y, loss=nn.MSE)
    with pytest.raises(TypeError, match=r"MSE\(\.\.\.\) with parentheses"):
        nn.check_gradients(net(), nn.MSE, X, Y)


def test_a_loss_that_returns_no_number_is_named() -> None:
    class Silent(nn.CrossEntropy):
        def __call__(self, out, y):
            super().__call__(out, y)

    with pytest.raises(TypeError, match=r"Silent\(\) must return a number, got None"):
        nn.fit(net(), X, Y, loss=Silent(), **QUIET)
    with pytest.raises(TypeError, match=r"Silent\(\) must return a number, got None"):
        nn.evaluate(net(), X, Y, loss=Silent())


def test_a_schedule_that_turns_negative_ends_the_run_with_a_word() -> None:
    optimizer = nn.SGD(lr=lambda epoch: 0.1 - 0.05 * epoch)
    with pytest.raises(ValueError, match=r"lr must be in \[0, inf\) in epoch 4, got lr=-0\.05"):
        nn.fit(net(), X, Y, optimizer=optimizer, **QUIET)


@pytest.mark.parametrize(
    ("loss", "last"),
    [
        (nn.CrossEntropy(), nn.Softmax),
        (nn.BinaryCrossEntropy(), nn.Sigmoid),
        (nn.CrossEntropy(), nn.Sigmoid),
    ],
)
def test_softmax_twice_is_refused_and_explained(loss, last) -> None:
    model = nn.Sequential(nn.Dense(4, 2), last())
    with pytest.raises(ValueError, match=r"expects logits.*leave the last layer out"):
        nn.fit(model, X, Y, loss=loss, **QUIET)


def test_batch_norm_refuses_batches_of_one_but_no_last_batch_is_one() -> None:
    with pytest.raises(ValueError, match="at least 2 samples"):
        nn.fit(noisy(), X, Y, batch_size=1, **QUIET)
    nn.fit(noisy(), X, Y, batch_size=59, epochs=1, **QUIET)


@pytest.mark.parametrize("epoch", [1, 3])
def test_a_run_that_diverges_says_where_and_leaves_the_model_before_the_epoch(epoch: int) -> None:
    model, kept = noisy(), []

    class Keep(nn.Callback):
        def start(self, run) -> None:
            kept.append({key: a.copy() for key, a in run.model.state().items()})

        epoch_end = start

    def explode(x, rng):
        return x * np.float32(1e30) if len(kept) == epoch else x

    with pytest.raises(FloatingPointError, match=rf"epoch {epoch}, batch \d.*lr=0.001.*lower"):
        nn.fit(model, X, Y, batch_size=20, callbacks=[Keep()], augment=explode, **QUIET)
    for key, array in model.state().items():
        assert np.isfinite(array).all()
        assert (array == kept[-1][key]).all()


def test_a_last_step_to_infinity_is_noticed_too() -> None:
    model = nn.Sequential(nn.Dense(4, 2))
    with pytest.raises(FloatingPointError, match="parameters became infinite"):
        nn.fit(model, X, Y, optimizer=nn.SGD(lr=1e39), epochs=1, batch_size=None, **QUIET)
    assert np.isfinite(model.theta).all()


@pytest.fixture
def ctrl_c_interrupts():
    """Python's own answer to Ctrl-C, which a program started in the background does not have."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


class Press(nn.Callback):
    """Presses Ctrl-C once in every run, after its batch `last`."""

    def __init__(self, last: int = 8) -> None:
        self.last, self.batches, self.ends = last, 0, 0

    def start(self, run) -> None:
        self.batches = 0

    def batch_end(self, run) -> None:
        self.batches += 1
        if self.batches == self.last:
            signal.raise_signal(signal.SIGINT)

    def end(self, run) -> None:
        self.ends += 1


def pressed(*callbacks: nn.Callback) -> nn.History:
    return nn.fit(net(), X, Y, batch_size=10, epochs=5, callbacks=callbacks, **QUIET)


@pytest.mark.usefixtures("ctrl_c_interrupts")
@pytest.mark.parametrize("last", [1, 6, 8])
def test_ctrl_c_stops_after_the_running_batch_and_returns_the_history(last: int) -> None:
    press = Press(last)
    history = pressed(press)
    assert press.batches == last
    assert press.ends == 1
    assert len(history) == len(history.seconds) == last // 6  # six batches an epoch
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.usefixtures("ctrl_c_interrupts")
def test_a_second_ctrl_c_does_not_wait_for_the_batch() -> None:
    batches = []

    def press_twice_in_batch_8(x, rng):
        batches.append(len(x))
        if len(batches) == 8:
            signal.raise_signal(signal.SIGINT)
            signal.raise_signal(signal.SIGINT)
        return x

    model, optimizer, press = net(), nn.Adam(), Press(99)
    options = {"batch_size": 10, "epochs": 5, "augment": press_twice_in_batch_8}
    with pytest.raises(KeyboardInterrupt):
        nn.fit(model, X, Y, optimizer=optimizer, callbacks=[press], **options, **QUIET)
    assert optimizer.t == 7
    assert press.ends == 1
    assert np.isfinite(model.theta).all()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.usefixtures("ctrl_c_interrupts")
def test_a_loop_of_runs_is_stopped_by_the_second_ctrl_c() -> None:
    histories = []
    with pytest.raises(KeyboardInterrupt):
        for _ in range(5):
            histories.append(pressed(Press()))
    assert len(histories) == 1
    pressed(Press())  # and then it counts anew


@pytest.mark.usefixtures("ctrl_c_interrupts")
def test_a_run_that_comes_to_its_end_makes_the_next_ctrl_c_the_first() -> None:
    for _ in range(3):
        assert len(pressed(Press())) == 1
        assert len(pressed()) == 5


@pytest.mark.usefixtures("ctrl_c_interrupts")
def test_runs_of_two_programs_are_stopped_one_by_one(monkeypatch) -> None:
    """As in a notebook, where each cell is a program of its own to which one returns."""
    cell = compile("histories.append(pressed(Press()))", "<cell>", "exec")
    monkeypatch.setattr("nnlib.ctrl_c.is_users", lambda file: file == "<cell>")
    histories: list[nn.History] = []
    for _ in range(3):
        exec(cell, {"histories": histories, "pressed": pressed, "Press": Press})
    assert [len(history) for history in histories] == [1, 1, 1]
    loop = compile("for _ in range(3): histories.append(pressed(Press()))", "<cell>", "exec")
    with pytest.raises(KeyboardInterrupt):
        exec(loop, {"histories": histories, "pressed": pressed, "Press": Press})
    assert len(histories) == 4


@pytest.mark.parametrize(
    ("file", "users"),
    [
        (__file__, True),
        ("/home/ada/train.py", True),
        ("<ipython-input-3-abc>", True),
        ("/tmp/ipykernel_7/12.py", True),
        (threading.__file__, False),
        (pytest.__file__, False),
        ("/usr/lib/python3/dist-packages/IPython/__init__.py", False),
        ("/usr/local/bin/pytest", False),
        ("<frozen runpy>", False),
    ],
)
def test_the_users_code_is_told_from_what_runs_it(file: str, users: bool) -> None:
    assert is_users(file) == users


@pytest.mark.usefixtures("ctrl_c_interrupts")
def test_the_best_epoch_is_put_back_after_ctrl_c() -> None:
    class Keep(nn.Callback):
        def __init__(self) -> None:
            self.thetas = []

        def epoch_end(self, run) -> None:
            run.history.loss[-1] = float(run.epoch)  # the first is the best
            self.thetas.append(run.model.theta.copy())

    model, keep = net(), Keep()
    callbacks = [keep, nn.EarlyStopping(9, monitor="loss"), Press(20)]
    nn.fit(model, X, Y, batch_size=10, epochs=5, callbacks=callbacks, **QUIET)
    assert len(keep.thetas) == 3
    assert (model.theta == keep.thetas[0]).all()


def test_fit_leaves_other_handlers_and_other_threads_alone() -> None:
    ours = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        nn.fit(net(), X, Y, epochs=1, **QUIET)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, ours)
    histories = []
    thread = threading.Thread(
        target=lambda: histories.append(nn.fit(net(), X, Y, epochs=2, **QUIET))
    )
    thread.start()
    thread.join()
    assert len(histories[0]) == 2


def test_predictions_in_several_threads_do_not_mix() -> None:
    model, parts = net(), [RNG.standard_normal((700, 4)) for _ in range(4)]
    expected = [model(part) for part in parts]
    results: dict[int, bool] = {}

    def predict(i: int) -> None:
        results[i] = all((model(parts[i]) == expected[i]).all() for _ in range(30))

    threads = [threading.Thread(target=predict, args=(i,)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(results[i] for i in range(4))


@pytest.mark.parametrize("threads", ["auto", None, 1])
def test_number_of_threads_does_not_change_what_is_learned(threads) -> None:
    history = nn.fit(net(), X, Y, epochs=2, blas_threads=threads, **QUIET)
    reference = nn.fit(net(), X, Y, epochs=2, **QUIET)
    assert history.loss == reference.loss


class Meet(nn.Callback):
    """Holds a run in its first batch until told to go on."""

    def __init__(self) -> None:
        self.here, self.go_on = threading.Event(), threading.Event()

    def batch_end(self, run) -> None:
        self.here.set()
        assert self.go_on.wait(20)


def in_thread(meet: Meet, model=None, **options) -> threading.Thread:
    """A run in a thread of its own that has come to its first batch."""
    model = model or net()
    options = {"callbacks": [meet], "epochs": 1} | options | QUIET
    thread = threading.Thread(target=lambda: nn.fit(model, X, Y, **options))
    thread.start()
    assert meet.here.wait(20)
    return thread


@pytest.fixture
def pool(monkeypatch):
    """A process's pool of threads, and threadpoolctl as far as nnlib uses it."""

    class Pool:
        threads, limits = 3, []

    class Limits:
        def __init__(self, threads: int, user_api: str) -> None:
            Pool.limits.append((threads, user_api))
            self.before, Pool.threads = Pool.threads, threads

        def __enter__(self) -> None: ...

        def __exit__(self, *error: object) -> None:
            Pool.threads = self.before

    fake = ModuleType("threadpoolctl")
    fake.threadpool_limits = Limits
    monkeypatch.setitem(sys.modules, "threadpoolctl", fake)
    return Pool


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_runs_that_overlap_leave_the_threads_of_the_products_as_they_were(pool, order) -> None:
    meets = Meet(), Meet()
    running = [in_thread(meet) for meet in meets]
    assert pool.threads == 1
    for i in order:
        meets[i].go_on.set()
        running[i].join()
    assert pool.threads == 3
    nn.fit(net(), X, Y, epochs=1, **QUIET)
    assert pool.limits == [(1, "blas"), (1, "blas")]  # of the first and of the last run


SHARED = {
    "the model": lambda: {"model": net()},
    "Adam": lambda: {"optimizer": nn.Adam()},
    "EarlyStopping": lambda: {"callbacks": [nn.EarlyStopping(monitor="loss")]},
}


@pytest.mark.parametrize("name", SHARED)
def test_two_runs_at_once_do_not_share_what_changes_as_they_go(name: str) -> None:
    meet, shared = Meet(), SHARED[name]()
    own = {"callbacks": [meet, *shared.get("callbacks", [])]}
    thread = in_thread(meet, **(shared | own))
    try:
        with pytest.raises(RuntimeError, match=f"{name}.* trains in another run"):
            nn.fit(shared.pop("model", None) or net(), X, Y, **shared, **QUIET)
    finally:
        meet.go_on.set()
        thread.join()


def test_two_runs_at_once_may_share_a_loss() -> None:
    loss, meet, model, alone = nn.CrossEntropy(), Meet(), net(), net()
    thread = in_thread(meet, model, loss=loss, batch_size=10)
    nn.fit(net(seed=3), X[::-1], Y, loss=loss, epochs=1, batch_size=10, **QUIET)
    meet.go_on.set()
    thread.join()
    nn.fit(alone, X, Y, epochs=1, batch_size=10, **QUIET)
    assert (model.theta == alone.theta).all()


def test_small_layers_train_with_one_thread_where_threadpoolctl_is_there(pool, monkeypatch) -> None:
    nn.fit(net(), X, Y, epochs=1, **QUIET)
    nn.fit(net(), X, Y, epochs=1, blas_threads=2, **QUIET)
    nn.fit(net(), X, Y, epochs=1, blas_threads=None, **QUIET)
    large = nn.Sequential(nn.Dense(4, 2_000), nn.Dense(2_000, 500))
    nn.fit(large, X[:32], Y[:32], epochs=1, **QUIET)
    assert pool.limits == [(1, "blas"), (2, "blas")]
    monkeypatch.setitem(sys.modules, "threadpoolctl", None)  # as if it were not installed
    assert len(nn.fit(net(), X, Y, epochs=1, **QUIET)) == 1
