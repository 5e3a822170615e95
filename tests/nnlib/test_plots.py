"""The plots: each draws into the axes it is given, in the style's colours, and never shows."""

import io
import re
import subprocess
import sys
from itertools import pairwise
from types import SimpleNamespace

import matplotlib
import numpy as np
import pytest
from matplotlib import pyplot
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex

from nnlib import datasets, plots
from nnlib.activations import ReLU, Softmax, relu, softmax, tanh
from nnlib.layers import Dense
from nnlib.model import Sequential

matplotlib.use("Agg")

POINTS = datasets.circles(n=40)
IMAGES = np.random.default_rng(0).random((12, 784))
PAST = SimpleNamespace(
    loss=[0.5, 0.3, 0.2], val_loss=[0.4, 0.35, 0.34], accuracy=[0.8, 0.9, 0.95], val_accuracy=[]
)


def net(*sizes):
    layers = [Dense(a, b) for a, b in pairwise(sizes)]
    return Sequential(*layers, seed=1)


DRAW = {
    "history": lambda **ax: plots.history(PAST, **ax),
    "history of accuracy": lambda **ax: plots.history(PAST, what="accuracy", **ax),
    "confusion": lambda **ax: plots.confusion([[50, 3, 0], [2, 40, 9], [0, 1, 60]], **ax),
    "digits": lambda **ax: plots.digits(IMAGES, range(12), [*range(11), 0], **ax),
    "weights as images": lambda **ax: plots.weights(net(784, 12, 10), **ax),
    "weights as a matrix": lambda **ax: plots.weights(net(7, 12), **ax),
    "decision_boundary": lambda **ax: plots.decision_boundary(
        net(2, 2), POINTS.x_train, POINTS.y_train, **ax
    ),
    "network": lambda **ax: plots.network(net(784, 5, 3), **ax),
    "activation": lambda **ax: plots.activation(ReLU(), **ax),
}
every_plot = pytest.mark.parametrize("name", DRAW)


@pytest.fixture(autouse=True)
def no_window(monkeypatch):
    """Fail on `show`, and close all figures at the end."""

    def show(*args, **kwargs):
        raise AssertionError("a plot called show")

    monkeypatch.setattr(pyplot, "show", show)
    yield
    pyplot.close("all")


def svg(ax):
    stream = io.StringIO()
    ax.figure.savefig(stream, format="svg", metadata={"Date": None}, bbox_inches="tight")
    return stream.getvalue()


def line_art(ax):
    """The SVG without its embedded pixels."""
    return re.sub(r'base64,[^"]*', "", svg(ax))


def texts(ax):
    return [text.get_text() for text in ax.texts]


# All of them.


@every_plot
def test_returns_new_axes_on_a_transparent_figure(name):
    ax = DRAW[name]()
    assert ax.figure.get_facecolor()[3] == 0 and ax.get_facecolor()[3] == 0
    assert pyplot.get_fignums() == [ax.figure.number]


@every_plot
def test_draws_into_the_axes_it_is_given(name):
    _, (left, right) = pyplot.subplots(1, 2)
    assert DRAW[name](ax=right) is right
    assert len(pyplot.get_fignums()) == 1
    assert not (left.has_data() or left.patches or left.texts)


@every_plot
@pytest.mark.parametrize("own", [False, True], ids=["new axes", "given axes"])
def test_light_drawing_uses_only_colours_that_have_a_dark_partner(name, own):
    ax = DRAW[name](ax=pyplot.subplots()[1]) if own else DRAW[name]()
    used = {colour.lower() for colour in re.findall(r"#[0-9a-fA-F]{6}\b", line_art(ax))}
    assert used and used <= set(plots.LIGHT.values())


@every_plot
def test_dark_drawing_is_the_light_one_recoloured(name):
    with plots.style():
        light = svg(DRAW[name]())
    with plots.style(dark=True):
        dark = svg(DRAW[name]())
    partner = {plots.LIGHT[key]: plots.DARK[key] for key in plots.LIGHT}
    recoloured = re.sub("|".join(partner), lambda match: partner[match[0]], light)
    assert re.sub(r"p[0-9a-f]{10}|[mCD][0-9a-f_]{8,}", "id", recoloured) == re.sub(
        r"p[0-9a-f]{10}|[mCD][0-9a-f_]{8,}", "id", dark
    )


@every_plot
def test_leaves_the_settings_of_matplotlib_alone(name):
    before = dict(matplotlib.rcParams)
    DRAW[name]()
    assert dict(matplotlib.rcParams) == before


# The style.


def luminance(colour):
    channels = np.array(list(bytes.fromhex(colour[1:]))) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


def contrast(a, b):
    high, low = sorted([luminance(a), luminance(b)], reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", [plots.LIGHT, plots.DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", sorted(plots.LIGHT.keys() - {"paper", "grid"}))
def test_every_colour_of_text_reaches_aa_on_its_paper(colours, name):
    assert contrast(colours[name], colours["paper"]) >= 4.5


@pytest.mark.parametrize("colours", [plots.LIGHT, plots.DARK], ids=["light", "dark"])
@pytest.mark.parametrize("colour", [plots.PIXEL_INK, plots.PIXEL_POSITIVE, plots.PIXEL_NEGATIVE])
def test_pixels_show_on_both_papers(colours, colour):
    assert contrast(colour, colours["paper"]) >= 3


def test_light_colours_are_distinct_and_each_has_a_partner():
    assert len(set(plots.LIGHT.values())) == len(plots.LIGHT)
    assert plots.LIGHT.keys() == plots.DARK.keys()


def test_papers_and_inks_are_those_of_the_page():
    assert [plots.LIGHT[name] for name in ("paper", "ink", "accent")] == [
        "#fffdf8", "#1d1b26", "#4b2e83",
    ]  # fmt: skip
    assert [plots.DARK[name] for name in ("paper", "ink", "accent")] == [
        "#15131c", "#e9e6f2", "#b9a3e3",
    ]  # fmt: skip


def test_own_drawings_in_the_style_are_transparent_and_can_be_recoloured():
    with plots.style() as colours:
        fig, ax = pyplot.subplots()
        ax.plot([1, 2], [3, 4])
        ax.set_title("a line")
        drawing = line_art(ax)
    assert colours is plots.LIGHT and fig.get_facecolor()[3] == 0
    assert set(re.findall(r"#[0-9a-f]{6}\b", drawing)) <= set(plots.LIGHT.values())


def test_style_ends_with_its_block_also_after_an_error():
    before = dict(matplotlib.rcParams)
    with pytest.raises(KeyError), plots.style(dark=True):
        raise KeyError
    assert dict(matplotlib.rcParams) == before
    assert plots.history(PAST).lines[0].get_color() == plots.LIGHT["train"]


def test_the_same_picture_gives_the_same_bytes():
    with plots.style():
        assert svg(DRAW["network"]()) == svg(DRAW["network"]())


def test_importing_plots_does_not_import_matplotlib():
    script = "import sys, nnlib.plots; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_what_a_notebook_sets_up_at_its_first_figure_outlasts_the_style(tmp_path, monkeypatch):
    (tmp_path / "eager_backend.py").write_text(
        "from matplotlib.backends.backend_agg import *\n"
        "import matplotlib; matplotlib.interactive(True)\n"
    )
    script = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "import matplotlib, nnlib.plots\n"
        "nnlib.plots.digits([[0, 1, 1, 0]])\n"
        "sys.exit(not matplotlib.is_interactive())"
    )
    monkeypatch.setenv("MPLBACKEND", "module://eager_backend")
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_without_matplotlib_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(ImportError, match="pip install matplotlib"):
        plots.history(PAST)


# history


def test_history_draws_training_solid_and_validation_dashed_and_names_them_at_their_ends():
    ax = plots.history(PAST)
    training, validation = ax.lines
    assert list(training.get_xdata()) == [1, 2, 3]
    assert list(training.get_ydata()) == PAST.loss
    assert list(validation.get_ydata()) == PAST.val_loss
    assert (training.get_linestyle(), validation.get_linestyle()) == ("-", "--")
    assert {text.get_text(): (text.get_color(), text.xy[1]) for text in ax.texts} == {
        "training": (plots.LIGHT["train"], 0.2),
        "validation": (plots.LIGHT["validation"], 0.34),
    }
    assert ax.get_ylim()[0] == 0 and ax.get_ylabel() == "loss"


def test_history_without_validation_draws_one_curve_in_percent():
    ax = plots.history(PAST, what="accuracy")
    assert texts(ax) == ["training"]
    assert ax.yaxis.get_major_formatter()(0.125) == "12.5 %"


def test_history_moves_two_names_apart_where_the_curves_end_together():
    close = SimpleNamespace(loss=[1, 0.100], val_loss=[1, 0.101])
    below, above = sorted(plots.history(close).texts, key=lambda text: text.xyann[1])
    assert (below.get_text(), above.get_text()) == ("training", "validation")
    assert above.xyann[1] - below.xyann[1] >= 12


@pytest.mark.parametrize("values", [[], [np.nan, np.nan]])
def test_history_refuses_to_draw_nothing(values):
    with pytest.raises(ValueError, match="no accuracy to draw"):
        plots.history(SimpleNamespace(accuracy=values, val_accuracy=[]), what="accuracy")


def test_history_refuses_unknown_numbers():
    with pytest.raises(ValueError, match="'loss' or 'accuracy', got what='speed'"):
        plots.history(PAST, what="speed")


# confusion


def test_confusion_writes_each_count_that_is_not_zero_in_its_cell():
    ax = plots.confusion([[5, 2], [0, 7]], labels=["cat", "dog"])
    where = {text.get_text(): text.get_position() for text in ax.texts}
    assert where == {"5": (0, 0), "2": (1, 0), "7": (1, 1)}
    assert [label.get_text() for label in ax.get_yticklabels()] == ["cat", "dog"]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("predicted class", "true class")


def test_confusion_tints_right_answers_and_mistakes_differently_and_by_size():
    tint = {
        (round(p.get_x() + 0.47), round(p.get_y() + 0.47)): p
        for p in plots.confusion([[90, 1, 4], [0, 50, 0], [0, 0, 7]]).patches
    }
    assert to_hex(tint[0, 0].get_facecolor()) == plots.LIGHT["accent"]
    assert to_hex(tint[1, 0].get_facecolor()) == plots.LIGHT["negative"]
    assert 0 < tint[1, 0].get_alpha() < tint[2, 0].get_alpha() < tint[0, 0].get_alpha() + 0.2


@pytest.mark.parametrize("shape", [(3,), (2, 3)])
def test_confusion_refuses_what_is_not_square(shape):
    with pytest.raises(ValueError, match=r"square, \(K, K\), got shape"):
        plots.confusion(np.ones(shape, int))


def test_confusion_refuses_labels_that_do_not_fit():
    with pytest.raises(ValueError, match="2 classes, got 1"):
        plots.confusion(np.eye(2, dtype=int), labels=["one"])


# digits


def picture(ax):
    return ax.images[0].get_array()


def test_digits_fades_the_ink_in_by_opacity_and_keeps_the_pixels():
    image = np.zeros((1, 784))
    image[0, :3] = [1, 0.5, 0]
    pixels = picture(plots.digits(image))
    row = pixels[np.flatnonzero(pixels[..., 3].any(axis=1))[0]]
    first = np.flatnonzero(row[:, 3])[0]
    assert row[first : first + 3, 3].tolist() == [255, 128, 0]
    assert to_hex(row[first] / 255) == plots.PIXEL_INK


@pytest.mark.parametrize("images", [IMAGES, IMAGES.reshape(12, 28, 28), IMAGES * 255, IMAGES[0]])
def test_digits_takes_rows_squares_grey_values_and_one_image(images):
    assert picture(plots.digits(images))[..., 3].max() >= 254


@pytest.mark.parametrize(
    ("labels", "predictions", "written"),
    [
        ([3, 4], None, ["3", "4"]),
        (None, [3, 4], ["3", "4"]),
        ([3, 4], [3, 9], ["3", "4 → 9"]),
        (None, None, []),
    ],
)
def test_digits_writes_labels_and_where_they_differ_the_prediction(labels, predictions, written):
    assert texts(plots.digits(IMAGES[:2], labels, predictions)) == written


def test_digits_lays_images_out_in_rows():
    ax = plots.digits(IMAGES[:5], range(5), columns=3)
    places = [text.get_position() for text in ax.texts]
    assert len({round(x, 3) for x, _ in places}) == 3
    assert len({round(y, 3) for _, y in places}) == 2


@pytest.mark.parametrize("shape", [(2, 783), (0, 784), (2, 28, 27), (1, 2, 28, 28), ()])
def test_digits_refuses_what_is_no_image(shape):
    with pytest.raises(ValueError, match=re.escape(f"got shape {shape}")):
        plots.digits(np.zeros(shape))


@pytest.mark.parametrize("name", ["labels", "predictions"])
def test_digits_refuses_lists_of_another_length(name):
    with pytest.raises(ValueError, match=rf"{name} must have length 2.*got \(3,\)"):
        plots.digits(IMAGES[:2], **{name: [1, 2, 3]})


# weights


def test_weights_are_blue_where_positive_and_orange_red_where_negative():
    matrix = [[2.0, -1.0, 0.0]]
    ((positive, negative, zero),) = picture(plots.weights(matrix)) / 255
    assert (to_hex(positive), to_hex(negative)) == (plots.PIXEL_POSITIVE, plots.PIXEL_NEGATIVE)
    assert (positive[3], round(negative[3], 2), zero[3]) == (1, 0.5, 0)


def test_weights_of_model_layer_and_array_are_the_same_picture():
    model = net(784, 3, 2)
    drawn = [picture(plots.weights(s)) for s in (model, model.layers[0], model.layers[0].W)]
    np.testing.assert_array_equal(drawn[0], drawn[1])
    np.testing.assert_array_equal(drawn[0], drawn[2])


def test_weights_that_are_all_zero_are_drawn_as_nothing():
    assert not picture(plots.weights(np.zeros((4, 49))))[..., 3].any()


def test_weights_draws_at_most_as_many_images_as_asked():
    assert len(plots.weights(net(784, 100, 10), most=6).patches) == 6


@pytest.mark.parametrize("wrong", [ReLU(), np.ones(3), np.ones((0, 4))])
def test_weights_refuses_what_has_none(wrong):
    with pytest.raises(ValueError, match="a model, a layer with W, or an array"):
        plots.weights(wrong)


# decision_boundary


class Thirds:
    """Answers class 0, 1, 2 from left to right, and never class 3."""

    def predict_proba(self, x):
        k = np.clip(np.floor(x[:, 0]), 0, 2).astype(int)
        return np.eye(4)[k]


def test_decision_boundary_marks_each_class_by_shape_as_well_as_colour():
    points = np.array([[0.5, 0], [1.5, 1], [2.5, 0], [2.6, 1]])
    ax = plots.decision_boundary(Thirds(), points, [0, 1, 2, 3])
    names = [text.get_text() for text in ax.get_legend().get_texts()]
    assert names == ["class 0", "class 1", "class 2", "class 3"]
    clouds = [c for c in ax.collections if c.get_label() in names]
    assert len({cloud.get_paths()[0].vertices.tobytes() for cloud in clouds}) == 4


def test_decision_boundary_stands_where_two_classes_are_equally_probable():
    points = np.array([[0.0, 0.0], [3.0, 1.0]])
    ax = plots.decision_boundary(Thirds(), points, [0, 2])
    lines = [c.get_paths()[0].vertices[:, 0] for c in ax.collections if not c.get_facecolor().size]
    assert sorted(round(float(np.median(x)), 1) for x in (lines[0], lines[-1])) == [1.0, 2.0]


def test_decision_boundary_of_a_model_with_one_output():
    ax = plots.decision_boundary(net(2, 1), POINTS.x_train, POINTS.y_train)
    assert len(ax.get_legend().get_texts()) == 2


@pytest.mark.parametrize(("x", "y"), [((5, 3), 5), ((5,), 5), ((5, 2), 4)])
def test_decision_boundary_refuses_what_is_not_in_the_plane(x, y):
    with pytest.raises(ValueError, match=r"X \(n, 2\) and y \(n,\), got X"):
        plots.decision_boundary(net(2, 2), np.zeros(x), np.zeros(y))


# network


def edges(ax):
    """Start, end, colour and width of each line between neurons."""
    return [
        (*(tuple(end) for end in line), to_hex(c.get_color()[0]), width)
        for c in ax.collections
        if isinstance(c, LineCollection)
        for line, width in zip(c.get_segments(), c.get_linewidths(), strict=True)
    ]


def test_network_draws_each_weight_with_its_sign_and_size():
    model = net(2, 1)
    model.layers[0].W = [[3.0, -1.5]]
    (a, _, blue, wide), (b, _, red, narrow) = edges(plots.network(model))
    assert (blue, red) == (plots.LIGHT["positive"], plots.LIGHT["negative"])
    assert wide > narrow > 0
    assert a[0] == b[0] == 0 and a[1] < b[1]


def test_network_leaves_out_weights_that_are_zero():
    model = net(2, 2)
    model.layers[0].W = np.zeros((2, 2))
    assert edges(plots.network(model)) == []


def test_network_names_each_layer_and_its_size():
    assert texts(plots.network(net(4, 3, 2))) == ["input\n4", "hidden\n3", "output\n2"]


def test_network_draws_the_ends_of_a_wide_layer_and_all_of_a_narrow_one():
    model = net(784, 3)
    model.layers[0].W = np.ones((3, 784))
    assert len(edges(plots.network(model, most=6))) == 6 * 3
    assert plots._ends(784, 6).tolist() == [0, 1, 2, 781, 782, 783]


def test_network_refuses_a_model_without_weights():
    with pytest.raises(ValueError, match="a model with weights, got"):
        plots.network(Sequential(ReLU()))


# activation


@pytest.mark.parametrize("function", [ReLU(), relu, lambda z: np.maximum(z, 0)])
def test_activation_draws_function_and_derivative(function):
    graph, slope = plots.activation(function).lines[-2:]
    z = graph.get_xdata()
    np.testing.assert_allclose(graph.get_ydata(), np.maximum(z, 0))
    np.testing.assert_allclose(slope.get_ydata()[np.abs(z) > 0.1], (z[np.abs(z) > 0.1] > 0))
    assert slope.is_dashed()


def test_activation_writes_the_name_at_the_end_of_the_curve():
    assert texts(plots.activation(tanh)) == ["derivative", "tanh"]
    assert "f(z)" in texts(plots.activation(lambda z: 2 * z))


@pytest.mark.parametrize("function", [softmax, Softmax()])
def test_activation_refuses_softmax_because_it_looks_at_a_whole_row(function):
    with pytest.raises(ValueError, match="whole row"):
        plots.activation(function)


def test_activation_refuses_an_empty_range():
    with pytest.raises(ValueError, match="low < high, got 1 and 1"):
        plots.activation(relu, low=1, high=1)
