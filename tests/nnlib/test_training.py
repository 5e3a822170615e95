"""fit and evaluate: they learn, repeat themselves, leave data alone, and stop in an orderly way."""

import signal
import threading
import tracemalloc

import numpy as np
import pytest

import nnlib as nn

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
    "threads": ({"blas_threads": 0}, "blas_threads must be"),
}


@pytest.mark.parametrize(("options", "message"), BAD_OPTIONS.values(), ids=BAD_OPTIONS)
def test_bad_options_are_refused(options, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        nn.fit(net(), X, Y, **options, **QUIET)


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


@pytest.mark.usefixtures("ctrl_c_interrupts")
@pytest.mark.parametrize("presses", [1, 2])
def test_ctrl_c_stops_after_the_running_batch_and_returns_the_history(presses: int) -> None:
    batches = []

    def press_in_batch_8(x, rng):
        batches.append(len(x))
        if len(batches) == 8:
            for _ in range(presses):
                signal.raise_signal(signal.SIGINT)
        return x

    model, optimizer = net(), nn.Adam()
    history = nn.fit(
        model,
        X,
        Y,
        optimizer=optimizer,
        batch_size=10,
        epochs=5,
        augment=press_in_batch_8,
        **QUIET,
    )
    assert len(batches) == 8
    assert len(history) == len(history.seconds) == 1  # six batches an epoch
    assert optimizer.t == (8 if presses == 1 else 7)  # a second Ctrl-C does not wait
    assert np.isfinite(model.theta).all()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


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


def test_small_layers_train_with_one_thread_where_threadpoolctl_is_there(monkeypatch) -> None:
    import sys
    from types import ModuleType

    limits = []
    fake = ModuleType("threadpoolctl")

    class Limits:
        def __init__(self, limits_, user_api) -> None:
            limits.append((limits_, user_api))

        def __enter__(self) -> None: ...

        def __exit__(self, *error: object) -> None: ...

    fake.threadpool_limits = Limits
    monkeypatch.setitem(sys.modules, "threadpoolctl", fake)
    nn.fit(net(), X, Y, epochs=1, **QUIET)
    nn.fit(net(), X, Y, epochs=1, blas_threads=2, **QUIET)
    nn.fit(net(), X, Y, epochs=1, blas_threads=None, **QUIET)
    large = nn.Sequential(nn.Dense(4, 2_000), nn.Dense(2_000, 500))
    nn.fit(large, X[:32], Y[:32], epochs=1, **QUIET)
    assert limits == [(1, "blas"), (2, "blas")]
    monkeypatch.setitem(sys.modules, "threadpoolctl", None)  # as if it were not installed
    assert len(nn.fit(net(), X, Y, epochs=1, **QUIET)) == 1
