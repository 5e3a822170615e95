"""Sequential: the flat vector, predictions, copies, and lists of layers that do not fit."""

import copy
import pickle
import re
import threading

import numpy as np
import pytest
import scipy.sparse

import nnlib as nn

RNG = np.random.default_rng(5)


def small(**options) -> nn.Sequential:
    return nn.Sequential(
        nn.Dense(4, 6), nn.BatchNorm(6), nn.ReLU(), nn.Dropout(0.2), nn.Dense(6, 3), **options
    )


def test_layers_hold_views_into_theta_and_grad() -> None:
    model = small()
    for layer in (model.layers[0], model.layers[4]):
        for array in (layer.W, layer.b):
            assert np.shares_memory(array, model.theta)
        for array in (layer.dW, layer.db):
            assert np.shares_memory(array, model.grad)
    model.theta = np.arange(model.theta.size)
    model.grad = 1
    assert model.layers[4].b.tolist() == [model.theta.size - 3 + i for i in range(3)]
    assert (model.layers[0].dW == 1).all()


def test_decayed_parts_are_exactly_the_weights() -> None:
    model = small()
    model.theta = 0
    for part in model.weights:
        model.theta[part] = 1
    assert (model.layers[0].W == 1).all()
    assert (model.layers[4].W == 1).all()
    assert model.theta.sum() == 4 * 6 + 6 * 3


def test_same_seed_same_weights() -> None:
    assert (small(seed=3).theta == small(seed=3).theta).all()
    assert (small(seed=3).theta != small(seed=4).theta).any()
    double = small(seed=3, dtype=np.float64)
    assert (double.theta.astype(np.float32) == small(seed=3).theta).all()


def test_predictions_are_new_arrays_that_survive_later_calls() -> None:
    model, A, B = small(), RNG.standard_normal((5, 4)), RNG.standard_normal((5, 4))
    first = model(A)
    before = first.copy()
    model(B)
    model.forward(B, training=True)
    assert (first == before).all()
    out = nn.Sequential(nn.Identity(), dtype=np.float64)(A)
    assert not np.shares_memory(out, A)


@pytest.mark.parametrize("n", [0, 1, 499, 500, 501, 1234])
def test_any_number_of_rows_gives_that_many_answers(n: int) -> None:
    model, X = small(), RNG.standard_normal((n, 4))
    assert model(X).shape == (n, 3)
    assert model.predict(X).shape == (n,)
    np.testing.assert_allclose(model(X)[-1:], model(X[-1:]), rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize(
    "X", [[[1, 2, 3, 4]], np.ones((1, 4), np.uint8), np.ones((1, 4), np.float64)]
)
def test_takes_lists_and_other_dtypes_and_answers_in_its_own(X) -> None:
    assert small()(X).dtype == np.float32
    assert small(dtype=np.float64)(X).dtype == np.float64


@pytest.mark.parametrize(
    ("last", "n_out"),
    [([], 3), ([nn.Softmax], 3), ([nn.Sigmoid], 3), ([], 1), ([nn.Sigmoid], 1)],
)
def test_probabilities_sum_to_one_and_agree_with_predictions(last, n_out: int) -> None:
    model = nn.Sequential(nn.Dense(4, n_out), *(kind() for kind in last))
    X = RNG.standard_normal((50, 4))
    p = model.predict_proba(X)
    assert p.shape == (50, max(n_out, 2))
    np.testing.assert_allclose(p.sum(axis=1), 1, rtol=1e-5)
    assert (p >= 0).all()
    assert (model.predict(X) == p.argmax(axis=1)).all()
    assert model.predict(X).dtype == np.intp


def test_one_output_predicts_at_threshold_zero_of_the_logit() -> None:
    model = nn.Sequential(nn.Identity())
    assert model.predict(np.array([[-0.1], [0.0], [0.1]])).tolist() == [0, 0, 1]


@pytest.mark.parametrize(
    "clone",
    [copy.copy, copy.deepcopy, lambda m: pickle.loads(pickle.dumps(m)), nn.Sequential.copy],
    ids=["copy", "deepcopy", "pickle", "model.copy"],
)
def test_a_copy_is_equal_and_independent(clone) -> None:
    model, X = small(), RNG.standard_normal((5, 4))
    model.forward(X, training=True)  # moves the running averages
    before = model(X)
    twin = clone(model)
    assert (twin(X) == before).all()
    twin.theta += 1
    assert (model(X) == before).all()
    assert np.shares_memory(twin.layers[0].W, twin.theta)


def test_repr_is_a_table_of_layers_shapes_and_parameters() -> None:
    lines = repr(small()).splitlines()
    assert lines[0] == "Sequential of 63 parameters (float32)"
    assert lines[2].split() == ["0", "Dense(4,", "6)", "(n,", "6)", "30"]
    assert lines[5].split() == ["3", "Dropout(0.2)", "(n,", "6)", "0"]
    assert repr(nn.Dense(2, 3, init="glorot")) == "Dense(2, 3, init='glorot')"
    assert "(n, ...)" in repr(nn.Sequential(nn.Flatten()))


def test_flatten_takes_images() -> None:
    model = nn.Sequential(nn.Flatten(), nn.Dense(6, 2))
    assert model(np.ones((3, 2, 3))).shape == (3, 2)
    out = model.forward(np.ones((3, 2, 3)), training=True)
    assert model.backward(out, want_d_in=True).shape == (3, 2, 3)


def test_flatten_keeps_the_width_of_no_samples() -> None:
    assert nn.Sequential(nn.Flatten(), nn.Dense(6, 2))(np.ones((0, 2, 3))).shape == (0, 2)


def test_inference_between_forward_and_backward_is_an_error_and_not_a_mix_of_two_batches() -> None:
    model, loss = small(), nn.CrossEntropy()
    A, B, y = RNG.standard_normal((5, 4)), RNG.standard_normal((5, 4)), np.array([0, 1, 2, 0, 1])
    for infer in (model.forward, model, model.predict, lambda X: nn.evaluate(model, X, y)):
        loss(model.forward(A, training=True), y)
        infer(B)
        loss(model.forward(A, training=True), y)
        model.backward(loss.backward())
        infer(B)
        with pytest.raises(RuntimeError, match="another batch went through the model"):
            model.backward(loss.backward())


def test_backward_before_any_forward_is_refused() -> None:
    with pytest.raises(RuntimeError, match="backward was called before forward"):
        small().backward(np.ones((5, 3)))


def test_predictions_in_another_thread_do_not_disturb_a_step() -> None:
    model, X = small(), RNG.standard_normal((5, 4))
    out = model.forward(X, training=True)
    thread = threading.Thread(target=lambda: model(X))
    thread.start()
    thread.join()
    model.backward(out)
    assert model.grad.any()


CHANGES = {
    "exchange": lambda model: model.layers.__setitem__(2, nn.Tanh()),
    "append": lambda model: model.layers.append(nn.Dense(3, 3)),
    "insert": lambda model: model.layers.insert(0, nn.Dense(4, 4)),
    "extend": lambda model: model.layers.extend([nn.ReLU()]),
    "pop": lambda model: model.layers.pop(),
    "delete": lambda model: model.layers.__delitem__(0),
    "add": lambda model: model.layers.__iadd__([nn.ReLU()]),
    "reverse": lambda model: model.layers.reverse(),
    "assign": lambda model: setattr(model, "layers", [nn.ReLU()]),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_layers_of_a_model_cannot_be_exchanged_without_its_notice(change) -> None:
    model = small()
    before = list(model.layers)
    with pytest.raises(TypeError, match=r"make a new model, Sequential\(\.\.\.\)"):
        change(model)
    assert model.layers == before


def test_the_list_of_layers_reads_and_copies_like_a_list() -> None:
    model = small()
    assert repr(model.layers[::4]) == "[Dense(4, 6), Dense(6, 3)]"
    for copied in (copy.copy(model.layers), copy.deepcopy(model.layers), [*model.layers]):
        copied.append(nn.ReLU())
    assert len(model.layers) == 5


class Silent(nn.ReLU):
    """A layer that forgets to return."""

    def __init__(self, method: str) -> None:
        self.method = method

    def forward(self, x, training):
        return None if self.method == "forward" else super().forward(x, training)

    def backward(self, d_out):
        return None if self.method == "backward" else super().backward(d_out)


@pytest.mark.parametrize("method", ["forward", "backward"])
def test_a_layer_that_returns_nothing_is_named(method: str) -> None:
    model = nn.Sequential(nn.Dense(4, 3), Silent(method))
    message = rf"model\.layers\[1\], Silent\('{method}'\): {method} returned None, expected"
    with pytest.raises(TypeError, match=message):
        model.backward(model.forward(np.ones((5, 4)), training=True))


NO_ARRAYS = {
    "sparse": (scipy.sparse.csr_array(np.eye(4)), r"X is a sparse matrix: pass X\.toarray\(\)"),
    "ragged": ([[1, 2, 3, 4], [1]], "its rows differ in length"),
    "masked": (np.ma.masked_equal(np.eye(4), 0), r"masked entries.*X\.filled\(0\)"),
}


@pytest.mark.parametrize(("X", "message"), NO_ARRAYS.values(), ids=NO_ARRAYS)
def test_what_is_no_array_is_refused_with_a_way_out(X, message: str) -> None:
    model = small()
    for use in (model, model.predict, model.forward, lambda X: nn.fit(model, X, [0, 1, 2, 0])):
        with pytest.raises(ValueError, match=message):
            use(X)


DENSE, DROPOUT = [nn.Dense(784, 10)], [nn.Dropout(0.1), nn.Dense(784, 10)]
FLATTEN = [nn.Flatten(), nn.Dense(784, 10)]
SHAPES = {
    "one sample": (DENSE, (784,), "for one sample"),
    "one sample, after dropout": (DROPOUT, (784,), "for one sample"),
    "one sample, flattened": (FLATTEN, (784,), "for one sample"),
    "a number": (DENSE, (), "one row per sample"),
    "a number, flattened": (FLATTEN, (), "for one sample"),
    "images": (DENSE, (1234, 28, 28), r"put Flatten\(\) before it"),
    "images, after dropout": (DROPOUT, (1234, 28, 28), r"put Flatten\(\) before it"),
    "too narrow": (DENSE, (1234, 783), "check the layer before it"),
}


@pytest.mark.parametrize(("layers", "shape", "hint"), SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("method", ["__call__", "predict", "predict_proba"])
def test_a_shape_that_does_not_fit_is_named_as_it_was_passed(layers, shape, hint, method) -> None:
    model = nn.Sequential(*copy.deepcopy(layers))
    with pytest.raises(ValueError, match=rf"got {re.escape(str(shape))}: .*{hint}") as caught:
        getattr(model, method)(np.zeros(shape))
    assert caught.value.__context__ is None, "one error, not two"


def test_sizes_may_be_numbers_of_numpy(tmp_path) -> None:
    layers = [nn.Dense(np.uint8(200), np.uint8(100)), nn.BatchNorm(np.int64(100))]
    model = nn.Sequential(*layers, nn.LeakyReLU(np.float32(0.5)), nn.Dropout(np.float32(0.5)))
    assert model.theta.size == 200 * 100 + 3 * 100
    assert "Dense(200, 100) " in repr(model)
    model.save(tmp_path / "m.npz")
    assert repr(nn.load(tmp_path / "m.npz").layers[2]) == "LeakyReLU(slope=0.5)"


def test_training_skips_the_gradient_of_the_input() -> None:
    model = small()
    out = model.forward(RNG.standard_normal((5, 4)), training=True)
    assert model.backward(out) is None


TAKEN = nn.Dense(2, 2)
nn.Sequential(TAKEN)
TWICE = nn.ReLU()
REFUSED = {
    "no layers": ((), ValueError, "at least one layer"),
    "a list": (([nn.ReLU()],), TypeError, "one by one"),
    "a class": (
        (nn.Dense(2, 2), nn.ReLU),
        TypeError,
        r"layer 1 must be .*ReLU\(\.\.\.\) with",
    ),
    "a name": (("relu",), TypeError, "layer 0 must be a Layer such as Dense"),
    "widths": (
        (nn.Dense(2, 3), nn.ReLU(), nn.Dense(4, 1)),
        ValueError,
        r"model\.layers\[2\], Dense\(4, 1\), expected .*\(n, 4\), got \(n, 3\)",
    ),
    "taken": ((TAKEN,), ValueError, "already belongs to a model"),
    "twice": ((TWICE, TWICE), ValueError, "already belongs to a model"),
}


@pytest.mark.parametrize(("layers", "kind", "message"), REFUSED.values(), ids=REFUSED)
def test_layers_that_make_no_model_are_refused(layers, kind, message: str) -> None:
    with pytest.raises(kind, match=message):
        nn.Sequential(*layers)


def test_only_float_types_are_taken() -> None:
    with pytest.raises(ValueError, match="float32 or float64, got int64"):
        nn.Sequential(nn.ReLU(), dtype=np.int64)
