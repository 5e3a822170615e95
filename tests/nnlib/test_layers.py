"""Layers: shapes, values, gradients, and what they say when something does not fit."""

import copy
import pickle
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nnlib as nn
from nnlib.layers import WIDE

RNG = np.random.default_rng(7)
LAYERS = {
    "dense": lambda: nn.Dense(4, 4),
    "glorot": lambda: nn.Dense(4, 4, init="glorot"),
    "batch norm": lambda: nn.BatchNorm(4),
    "dropout": lambda: nn.Dropout(0.4),
    "flatten": nn.Flatten,
    "scale": lambda: nn.Scale(-2.5),
    "sigmoid": nn.Sigmoid,
    "tanh": nn.Tanh,
    "relu": nn.ReLU,
    "leaky relu": lambda: nn.LeakyReLU(0.2),
    "softmax": nn.Softmax,
    "identity": nn.Identity,
}
WITH_NUMBERS_OF_NUMPY = {
    "dense, sizes of NumPy": lambda: nn.Dense(np.int64(4), np.uint8(4)),
    "batch norm, numbers of NumPy": lambda: nn.BatchNorm(
        np.int64(4), momentum=np.float64(0.1), eps=np.float64(1e-5)
    ),
    "dropout, a number of NumPy": lambda: nn.Dropout(np.float64(0.4)),
    "scale, a number of NumPy": lambda: nn.Scale(np.float64(0.5)),
    "leaky relu, a number of NumPy": lambda: nn.LeakyReLU(np.float64(0.2)),
}


@pytest.mark.parametrize("make", LAYERS.values(), ids=LAYERS)
def test_d_in_is_the_central_difference(make) -> None:
    layer = nn.Sequential(make(), dtype=np.float64).layers[0]
    x, d_out = RNG.standard_normal((5, 4)), RNG.standard_normal((5, 4))

    def output(x):
        layer.rng = np.random.default_rng(0)
        return layer.forward(x, training=True)

    output(x)
    d_in = layer.backward(d_out)
    for place in np.ndindex(x.shape):
        h = np.zeros_like(x)
        h[place] = 1e-6
        difference = (d_out * (output(x + h) - output(x - h))).sum() / 2e-6
        assert d_in[place] == pytest.approx(difference, rel=1e-6, abs=1e-8)


@pytest.mark.parametrize("make", LAYERS.values(), ids=LAYERS)
def test_parameter_gradients_pass_the_check(make) -> None:
    model = nn.Sequential(nn.Dense(3, 4), make(), nn.Dense(4, 2), seed=1)
    X, y = RNG.standard_normal((6, 3)), RNG.integers(0, 2, 6)
    assert nn.check_gradients(model, nn.CrossEntropy(), X, y) < 1e-6


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize(
    "make",
    (LAYERS | WITH_NUMBERS_OF_NUMPY).values(),
    ids=LAYERS | WITH_NUMBERS_OF_NUMPY,
)
def test_keeps_dtype_and_writes_into_nothing_it_is_given(make, training, dtype) -> None:
    layer = nn.Sequential(make(), dtype=dtype).layers[0]
    x = RNG.standard_normal((5, 4)).astype(dtype)
    d_out, x_before = x[::-1].copy(), x.copy()
    out = layer.forward(x, training)
    assert out.dtype == dtype
    if training:
        d_before = d_out.copy()
        assert layer.backward(d_out).dtype == dtype
        assert (d_out == d_before).all()
    assert (x == x_before).all()


@settings(max_examples=100, deadline=None, derandomize=True)
@given(n=st.integers(2, 9), widths=st.lists(st.integers(1, 6), min_size=2, max_size=5))
def test_shapes_follow_from_the_widths(n: int, widths: list[int]) -> None:
    layers: list[nn.Layer] = []
    for n_in, n_out in pairwise(widths):
        layers += [nn.Dense(n_in, n_out), nn.BatchNorm(n_out), nn.ReLU(), nn.Dropout(0.5)]
    model = nn.Sequential(*layers)
    X = np.ones((n, widths[0]), np.float32)
    assert model.forward(X, training=True).shape == (n, widths[-1])
    d_in = model.backward(np.ones((n, widths[-1]), np.float32), want_d_in=True)
    assert d_in.shape == X.shape
    assert model.theta.shape == model.grad.shape
    assert model.theta.size == sum(n_in * n_out + 3 * n_out for n_in, n_out in pairwise(widths))


def test_dense_is_x_times_w_transposed_plus_b() -> None:
    layer = nn.Dense(2, 3)
    layer.W, layer.b = [[1, 2], [3, 4], [5, 6]], [10, 20, 30]
    out = layer.forward(np.array([[1.0, 1.0], [0.0, 2.0]]), training=False)
    assert out.tolist() == [[13, 27, 41], [14, 28, 42]]


@pytest.mark.parametrize("n_out", [4, WIDE])
def test_inputs_that_are_blank_in_the_whole_batch_change_nothing_and_get_no_gradient(n_out) -> None:
    layer = nn.Sequential(nn.Dense(6, n_out), dtype=np.float64).layers[0]
    x, d_out = RNG.standard_normal((5, 6)), RNG.standard_normal((5, n_out))
    x[:, [0, 3]] = 0
    x[1, 2] = 0
    layer.dW = 7
    np.testing.assert_allclose(layer.forward(x, training=True), x @ layer.W.T + layer.b)
    np.testing.assert_allclose(layer.backward(d_out), d_out @ layer.W)
    np.testing.assert_allclose(layer.dW, d_out.T @ x, atol=1e-15)
    assert not layer.dW[:, [0, 3]].any()


@pytest.mark.parametrize(
    ("init", "spread"), [("he", np.sqrt(2 / 400)), ("glorot", np.sqrt(2 / 500)), ("zeros", 0)]
)
def test_initial_weights_have_the_variance_of_the_paper(init: str, spread: float) -> None:
    layer = nn.Dense(400, 100, init=init)
    assert layer.W.std() == pytest.approx(spread, rel=0.02)
    assert abs(layer.W.mean()) < 0.001
    assert (layer.b == 0).all()


def test_weights_can_be_assigned_in_every_way_and_stay_part_of_theta() -> None:
    model = nn.Sequential(nn.Dense(2, 2))
    layer = model.layers[0]
    layer.W = [[1, 2], [3, 4]]
    layer.b[:] = 5
    layer.W -= 1
    model.theta *= 2
    assert sorted(model.theta) == [0, 2, 4, 6, 10, 10]
    assert layer.W.tolist() == [[0, 2], [4, 6]]


@pytest.mark.parametrize("dtype", [np.uint8, np.int8, np.int64, bool])
@pytest.mark.parametrize(
    "function", [nn.sigmoid, nn.tanh, nn.relu, nn.leaky_relu, nn.softmax], ids=lambda f: f.__name__
)
def test_functions_of_whole_numbers_are_those_of_the_same_floats(function, dtype) -> None:
    z = np.array([1, 0, 1, 0]).astype(dtype) if dtype is bool else np.array([3, 0, 100, 7], dtype)
    np.testing.assert_allclose(function(z), function(z.astype(np.float64)), rtol=2e-3)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_what_is_too_small_for_a_float_is_zero_and_no_error(dtype) -> None:
    z = np.array([[0, -200, -1000, 1000]], dtype)
    with np.errstate(all="raise"):
        for function in (nn.sigmoid, nn.softmax):
            assert np.isfinite(function(z)).all()
            assert np.isfinite(function(-z)).all()
        for layer in (nn.Sigmoid(), nn.Softmax()):
            model = nn.Sequential(layer, dtype=dtype)
            out = model.forward(z, training=True)
            model.backward(out, want_d_in=True)
            model.predict_proba(z)


def test_dropout_keeps_the_expectation_and_does_nothing_at_inference() -> None:
    layer = nn.Dropout(0.3)
    x = np.ones((400, 500), np.float32)
    out = layer.forward(x, training=True)
    assert set(np.unique(out)) == {np.float32(0), np.float32(1 / 0.7)}
    assert (out == 0).mean() == pytest.approx(0.3, abs=0.005)
    assert out.mean() == pytest.approx(1, abs=0.01)
    assert (layer.forward(x, training=False) == x).all()


def test_batch_norm_uses_the_batch_in_training_and_running_averages_at_inference() -> None:
    layer = nn.BatchNorm(2, momentum=0.1)
    x = np.array([[1.0, 10.0], [3.0, 30.0]])
    np.testing.assert_allclose(layer.forward(x, True), [[-1, -1], [1, 1]], rtol=1e-4)
    np.testing.assert_allclose(layer.running_mean, [0.2, 2], rtol=1e-6)  # 0.9·0 + 0.1·mean
    np.testing.assert_allclose(layer.running_var, [1.1, 20.9], rtol=1e-6)  # unbiased: 2 and 200
    expected = (x - layer.running_mean) / np.sqrt(layer.running_var + 1e-5)
    np.testing.assert_allclose(layer.forward(x, False), expected, rtol=1e-6)


@pytest.mark.parametrize("z", [-1e4, -100.0, 0.0, 100.0, 1e4])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_activations_stay_finite_and_quiet_for_extreme_inputs(z: float, dtype) -> None:
    x = np.array([[z, -z]], dtype)
    with np.errstate(all="raise", under="ignore"):
        for layer in (nn.Sigmoid(), nn.Tanh(), nn.ReLU(), nn.LeakyReLU(), nn.Softmax()):
            assert np.isfinite(layer.forward(x, training=True)).all()
            assert np.isfinite(layer.backward(x)).all()


@pytest.mark.parametrize(
    ("function", "layer"),
    [
        (nn.sigmoid, nn.Sigmoid()),
        (nn.tanh, nn.Tanh()),
        (nn.relu, nn.ReLU()),
        (nn.leaky_relu, nn.LeakyReLU()),
        (nn.softmax, nn.Softmax()),
        (nn.identity, nn.Identity()),
    ],
)
def test_function_and_layer_agree(function, layer) -> None:
    x = RNG.standard_normal((3, 4))
    assert (function(x) == layer.forward(x, training=False)).all()
    assert np.shape(function([1, 2])) == (2,)


ARGUMENTS = {
    "n_in 0": (lambda: nn.Dense(0, 3), "n_in must be a whole number"),
    "n_out half": (lambda: nn.Dense(3, 1.5), "n_out must be a whole number"),
    "init": (lambda: nn.Dense(3, 3, init="He"), "unknown init, got 'He'"),
    "p 1": (lambda: nn.Dropout(1), "0 <= p < 1, got p=1"),
    "p negative": (lambda: nn.Dropout(-0.1), "0 <= p < 1"),
    "p NaN": (lambda: nn.Dropout(float("nan")), "0 <= p < 1"),
    "n of batch norm": (lambda: nn.BatchNorm(0), "n must be a whole number"),
    "momentum": (lambda: nn.BatchNorm(3, momentum=0), "0 < momentum <= 1"),
    "eps": (lambda: nn.BatchNorm(3, eps=0), "eps > 0"),
    "slope": (lambda: nn.LeakyReLU(-1), "slope of at least 0"),
    "n_in text": (lambda: nn.Dense("784", 3), "n_in must be a whole number .*, got '784'"),
    "n_out True": (lambda: nn.Dense(3, True), "n_out must be a whole number .*, got True"),
    "p text": (lambda: nn.Dropout("0.5"), "0 <= p < 1, got p='0.5'"),
    "momentum text": (lambda: nn.BatchNorm(3, momentum="a"), "got momentum='a'"),
    "eps infinite": (lambda: nn.BatchNorm(3, eps=float("inf")), "eps > 0"),
    "slope None": (lambda: nn.LeakyReLU(None), "slope of at least 0, got slope=None"),
}


@pytest.mark.parametrize(("make", "message"), ARGUMENTS.values(), ids=ARGUMENTS)
def test_bad_arguments_are_refused(make, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()


@pytest.mark.parametrize(
    ("shape", "hint"),
    [((5, 3), "check the layer before"), ((4,), r"x\[None, :\]"), ((5, 2, 2), "Flatten")],
)
def test_wrong_input_width_names_the_layer_its_place_and_both_shapes(shape, hint) -> None:
    model = nn.Sequential(nn.ReLU(), nn.Dense(4, 2))
    with pytest.raises(ValueError, match=hint) as caught:
        model.forward(np.zeros(shape))
    for part in ("model.layers[1]", "Dense(4, 2)", "(n, 4)", str(shape)):
        assert part in str(caught.value)


@pytest.mark.parametrize("make", LAYERS.values(), ids=LAYERS)
def test_backward_before_forward_is_refused(make) -> None:
    if isinstance(make(), nn.Identity | nn.Scale):  # they have nothing to remember
        assert make().backward(np.ones((2, 4))).shape == (2, 4)
        return
    with pytest.raises(RuntimeError, match="backward was called before forward"):
        make().backward(np.ones((2, 4)))


def test_batch_norm_refuses_one_training_sample() -> None:
    layer = nn.BatchNorm(3)
    with pytest.raises(ValueError, match="at least 2 samples"):
        layer.forward(np.ones((1, 3)), training=True)
    assert layer.forward(np.ones((1, 3)), training=False).shape == (1, 3)


def test_a_layer_without_methods_says_what_is_missing() -> None:
    class Empty(nn.Layer):
        pass

    with pytest.raises(NotImplementedError, match=r"Empty\(\) must define forward"):
        Empty().forward(np.ones((1, 1)), training=False)
    with pytest.raises(NotImplementedError, match=r"Empty\(\) must define backward"):
        Empty().backward(np.ones((1, 1)))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_what_a_layer_was_set_to_stays_when_it_joins_a_model(dtype) -> None:
    layer, norm = nn.Dense(2, 3), nn.BatchNorm(3)
    layer.b = [0, 7, 0]
    layer.W = [[1, 2], [3, 4], [5, 6]]
    norm.gamma = 5
    model = nn.Sequential(layer, norm, nn.Dense(3, 2), seed=0, dtype=dtype)
    fresh = nn.Sequential(nn.Dense(2, 3), nn.BatchNorm(3), nn.Dense(3, 2), seed=0, dtype=dtype)
    assert layer.W.tolist() == [[1, 2], [3, 4], [5, 6]]
    assert layer.b.tolist() == [0, 7, 0]
    assert norm.gamma.tolist() == [5, 5, 5]
    assert (model.layers[2].W == fresh.layers[2].W).all()
    layer.b[0] = 9
    assert model.theta[6] == 9


def test_to_look_at_a_layer_changes_nothing_of_what_the_seed_gives() -> None:
    seen = nn.Dense(2, 3)
    assert not hasattr(seen, "_repr_html_")
    copy.copy(seen)
    model, fresh = nn.Sequential(seen, seed=1), nn.Sequential(nn.Dense(2, 3), seed=1)
    assert (model.theta == fresh.theta).all()


@pytest.mark.parametrize("clone", [copy.deepcopy, lambda layer: pickle.loads(pickle.dumps(layer))])
@pytest.mark.parametrize("in_model", [False, True])
def test_a_layer_by_itself_can_be_copied(clone, in_model: bool) -> None:
    layer = nn.Dense(3, 2)
    if in_model:
        nn.Sequential(layer)
    twin, x = clone(layer), np.ones((1, 3), np.float32)
    before = layer.forward(x, training=False)
    twin.W += 1
    twin.W[0] = 5
    np.testing.assert_allclose(twin.forward(x, training=False), x @ twin.W.T + twin.b)
    assert twin.forward(x, training=False)[0, 0] == 15
    assert (layer.forward(x, training=False) == before).all()
    twin.forward(x, training=True)
    twin.backward(np.ones((1, 2), np.float32))
    assert (twin.dW == 1).all()


class Scale(nn.Layer):
    """A layer as its users write it: parameters, `forward` and `backward`, and nothing else."""

    def __init__(self, n: int) -> None:
        super().__init__()
        self.n = n
        self.shapes = {"s": (n,)}

    def reset(self, rng: np.random.Generator) -> None:
        self.s = 1

    def forward(self, x, training):
        self.kept = x
        return x * self.s

    def backward(self, d_out):
        self.ds = (d_out * self.kept).sum(axis=0)
        return d_out * self.s


class Bare(Scale):
    """The same without `super().__init__()`, its start value set where one would set it."""

    def __init__(self, n: int) -> None:
        self.n = n
        self.shapes = {"s": (n,)}
        self.s = np.arange(n) + 1.0

    def reset(self, rng: np.random.Generator) -> None:
        pass


class Bound(Scale):
    """The same, with views made by hand."""

    def bind(self, theta, grad) -> None:
        self.s, self.ds = theta, grad

    def reset(self, rng: np.random.Generator) -> None:
        self.s[:] = 1

    def backward(self, d_out):
        self.ds[:] = (d_out * self.kept).sum(axis=0)
        return d_out * self.s


@pytest.mark.parametrize("kind", [Scale, Bare, Bound])
@pytest.mark.parametrize("place", [0, 1])
def test_a_layer_of_ones_own_learns_wherever_it_stands(kind, place: int) -> None:
    layers = [nn.Dense(3, 3), nn.Dense(3, 2)]
    layers.insert(place, kind(3))
    model = nn.Sequential(*layers, seed=1)
    X, y = RNG.standard_normal((6, 3)), RNG.integers(0, 2, 6)
    assert nn.check_gradients(model, nn.CrossEntropy(), X, y) < 1e-6
    before = layers[place].s.copy()
    assert before.tolist() == ([1, 2, 3] if kind is Bare else [1, 1, 1])
    nn.fit(model, X, y, epochs=1, progress=False)
    assert (layers[place].s != before).all()
    assert np.shares_memory(layers[place].s, model.theta)
    assert [*model.state()][:1] == ["layers.0.s" if place == 0 else "layers.0.W"]


@pytest.mark.parametrize("kind", [Scale, Bound, nn.Dense, nn.BatchNorm])
def test_to_ask_for_what_a_layer_does_not_have_changes_nothing(kind) -> None:
    arguments = (2, 2) if kind is nn.Dense else (2,)
    layer, in_model = kind(*arguments), kind(*arguments)
    model = nn.Sequential(in_model)
    for asked in (layer, in_model):
        arrays = [getattr(asked, name) for name in asked.shapes]
        for array in arrays:
            array += 5
        assert not hasattr(asked, "frobnicate")
        for name, array in zip(asked.shapes, arrays, strict=True):
            assert np.shares_memory(getattr(asked, name), array)
    for name in in_model.shapes:
        assert np.shares_memory(getattr(in_model, name), model.theta)


def test_a_second_layer_of_ones_own_starts_like_the_first() -> None:
    first, second = Bare(2), Bare(2)
    nn.Sequential(first, second)
    assert first.s.tolist() == second.s.tolist() == [1, 2]
    assert not np.shares_memory(first.s, second.s)


def test_assigning_to_the_array_of_a_layer_of_ones_own_copies_the_values_in() -> None:
    model = nn.Sequential(Scale(2))
    model.layers[0].s = [3, 4]
    model.layers[0].s *= 2
    assert model.theta.tolist() == [6, 8]
    assert Scale(2).s.tolist() == [1, 1], "also outside any model"


def test_a_layer_that_does_not_keep_its_arguments_says_so_where_they_are_needed(tmp_path) -> None:
    class Forgetful(Scale):
        def __init__(self, n: int, factor: float) -> None:
            super().__init__(n)

    model = nn.Sequential(Forgetful(2, 0.5))
    assert repr(model.layers[0]) == "Forgetful(2, ...)"
    with pytest.raises(TypeError, match=r"write self\.factor = factor in its __init__"):
        model.copy()
    with pytest.raises(TypeError, match="does not keep its 'factor'"):
        model.save(tmp_path / "m.npz")


@pytest.mark.parametrize("factor", [0, np.inf, float("nan"), "1/255", None, True])
def test_a_factor_that_is_none_is_refused(factor) -> None:
    with pytest.raises(ValueError, match="Scale needs a finite factor other than 0, got"):
        nn.Scale(factor)
