"""The models of the little experiments say what nnlib, NumPy and SciPy say."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from functools import cache

import numpy as np
import pytest
from in_node import in_node
from scipy.stats import binom

import nnlib as nn
from grimoire.directives.experiment import experiments

RESULT = """
const { experiment } = await load(`experiment/models/${given.name}.js`);
answer(given.settings.map((values) => experiment.result(values)));
"""
EVERY_SETTING = """
const { plotted } = await load("experiment/plot.js");
const { LIGHT } = await load("playground/colours.js");
const { startOf } = await load("experiment/values.js");
const found = {};
for (const name of given) {
  const { experiment } = await load(`experiment/models/${name}.js`);
  const start = startOf(experiment);
  const settings = experiment.knobs.flatMap(({ name, values }) =>
    values.map((value) => ({ ...start, [name]: value })));
  found[name] = {
    drawn: experiment.drawn,
    starts: experiment.knobs.map((knob) => knob.values.indexOf(knob.start)),
    ends: experiment.knobs.map(({ values, say }) =>
      [values.length, say(values[0]), say(values.at(-1))]),
    shown: settings.map((values) => {
      const result = experiment.result(values);
      const svg = plotted(experiment.figure(values, result), 320, 280, LIGHT);
      return { svg, said: experiment.said(values, result) };
    }),
  };
}
answer(found);
"""
NUMBERS = """
const { spoken } = await load("experiment/values.js");
answer(given.map(spoken));
"""


def results(name: str, settings: list[dict]) -> list[dict]:
    return in_node(RESULT, {"name": name, "settings": settings})


@cache
def every_setting() -> dict[str, dict]:
    """Each experiment with what it shows while one knob after the other takes all its values."""
    return in_node(EVERY_SETTING, experiments())


@pytest.mark.parametrize("name", experiments())
def test_every_setting_can_be_drawn_and_said(name):
    found = every_setting()[name]
    assert min(found["starts"]) >= 0
    assert all(count > 4 and first != last for count, first, last in found["ends"])
    assert found["drawn"].endswith(".")
    for shown in found["shown"]:
        assert not re.search("NaN|undefined|Infinity|null", shown["svg"] + shown["said"])
        assert shown["said"].endswith(".")
    assert len({shown["svg"] for shown in found["shown"]}) > 4
    assert len({shown["said"] for shown in found["shown"]}) > 4


def test_numbers_are_said_as_one_writes_them():
    given = [0, 0.5, -2, 0.00051, 1e-6, 12300.4, -1234, 4.2e-9, 1.5e7]
    said = ["0", "0.5", "-2", "0.00051", "0.000001", "12,300", "-1,234", "4.2 · 10⁻⁹", "1.5 · 10⁷"]
    assert [one.replace("\N{MINUS SIGN}", "-") for one in in_node(NUMBERS, given)] == said


def test_a_neuron_is_a_dense_layer_and_a_relu():
    settings = [{"w": w, "b": b} for w in (-1.5, 0, 2) for b in (-1, 3)]
    for values, found in zip(settings, results("neuron", settings), strict=True):
        dense = nn.Dense(1, 1)
        model = nn.Sequential(dense, nn.ReLU(), dtype=np.float64)
        dense.W, dense.b = values["w"], values["b"]
        x, a = np.transpose(found["curve"])
        np.testing.assert_allclose(a, model(x[:, None])[:, 0])
        if values["w"]:
            assert dense.W[0, 0] * found["threshold"] + dense.b[0] == pytest.approx(0)
        else:
            assert found["threshold"] is None


def walked(slope: Callable, start: list, steps: int, **options: float) -> np.ndarray:
    """Where nnlib's SGD goes."""
    theta, optimizer = np.array(start, dtype=float), nn.SGD(**options)
    path = [theta.copy()]
    for _ in range(steps):
        optimizer.step(theta, slope(theta))
        path.append(theta.copy())
    return np.array(path)


def test_a_knob_walks_as_sgd_does():
    lengths = [0.05, 0.9, 1, 1.5, 2, 2.2]
    for length, found in zip(
        lengths, results("step-length", [{"length": one} for one in lengths]), strict=True
    ):
        walk = walked(lambda theta: theta, [4], 12, lr=length)
        np.testing.assert_allclose(found["walk"], walk[:, 0], atol=1e-12)


def in_ravine(found: list[dict], options: list[dict[str, float]]) -> None:
    for one, each in zip(found, options, strict=True):
        path = walked(lambda theta: theta * [1, 30], [-4, 1], 40, **each)
        np.testing.assert_allclose(one["path"], path, rtol=1e-9, atol=1e-12)
        x, y = path[-1]
        assert one["height"] == pytest.approx((x**2 + 30 * y**2) / 2)


def test_both_walks_in_the_ravine_are_those_of_sgd():
    rates = [0.004, 0.034, 0.066, 0.072]
    in_ravine(
        results("learning-rate", [{"rate": rate} for rate in rates]),
        [{"lr": rate} for rate in rates],
    )
    both = [(0, 0.03), (0.8, 0.03), (0.99, 0.06)]
    in_ravine(
        results("momentum", [{"momentum": momentum, "rate": rate} for momentum, rate in both]),
        [{"momentum": momentum, "lr": rate} for momentum, rate in both],
    )


def test_dropout_draws_masks_as_nnlib_does_and_keeps_the_mean():
    for p, found in zip(
        (0.2, 0.5, 0.9), results("dropout", [{"p": p} for p in (0.2, 0.5, 0.9)]), strict=True
    ):
        masks = np.random.default_rng(6).random((60, 64)) >= p
        assert found["kept"] == masks.sum(axis=1).tolist()
        np.testing.assert_allclose(found["arrives"], (masks / (1 - p)).mean(axis=1))
        layer = nn.Dropout(p)
        sums = layer.forward(np.ones((20_000, 64)), training=True).mean(axis=1)
        assert sums.mean() == pytest.approx(1, abs=0.01)
        assert sums.std() == pytest.approx(found["spread"], rel=0.03)


def test_temperature_divides_the_logits_before_softmax():
    given = [0.1, 1, 3, 20]
    found = [np.array(one["chances"]) for one in results("temperature", [{"t": t} for t in given])]
    logits = np.log(found[1])
    for t, chances in zip(given, found, strict=True):
        np.testing.assert_allclose(chances, nn.softmax(logits[None] / t)[0], atol=1e-12)
        assert (np.argsort(chances) == np.argsort(logits)).all()


def test_precision_and_recall_are_those_of_the_confusion_matrix():
    rng = np.random.default_rng(3)
    scores = nn.sigmoid(
        np.concatenate([1.2 + 1.3 * rng.normal(size=40), -1.4 + 1.3 * rng.normal(size=160)])
    )
    truth = np.repeat([1, 0], (40, 160))
    given = [0.05, 0.3, 0.5, 0.65, 0.95]
    for start, found in zip(given, results("threshold", [{"from": v} for v in given]), strict=True):
        matrix = nn.confusion_matrix(truth, (scores >= start).astype(int))
        assert found["said"] == matrix[:, 1].sum()
        assert found["precision"] == pytest.approx(matrix[1, 1] / matrix[:, 1].sum())
        assert found["recall"] == pytest.approx(matrix[1, 1] / matrix[1].sum())


def test_an_alarm_for_something_rare_is_worth_what_bayes_says():
    given = [{"ill": ill, "false": false} for ill in (1, 50, 300) for false in (1, 20)]
    for values, found in zip(given, results("rare", given), strict=True):
        prior, false = values["ill"] / 1000, values["false"] / 100
        assert found["share"] == pytest.approx(prior * 0.9 / (prior * 0.9 + (1 - prior) * false))
        assert found["right"] + found["wrong"] == pytest.approx(
            10_000 * (prior * 0.9 + (1 - prior) * false)
        )


def test_the_luck_of_a_score_is_binomial():
    given = [{"n": 50, "share": 0.9}, {"n": 6400, "share": 0.98}]
    for values, found in zip(given, results("luck", given), strict=True):
        n, share = values["n"], values["share"]
        np.testing.assert_allclose(
            found["chances"], binom.pmf(np.arange(n + 1), n, share), rtol=1e-7, atol=1e-12
        )
        assert found["error"] == pytest.approx(binom.std(n, share) / n)


def curve(x: np.ndarray) -> np.ndarray:
    return np.sin(3 * x) + 0.4 * np.cos(9 * x)


def test_straight_pieces_are_a_network_of_hidden_relus():
    for n, found in zip((1, 6, 50), results("pieces", [{"n": n} for n in (1, 6, 50)]), strict=True):
        t = np.linspace(-1, 1, n + 1)
        slopes = np.diff(curve(t)) / np.diff(t)
        model = nn.Sequential(nn.Dense(1, n), nn.ReLU(), nn.Dense(n, 1), dtype=np.float64)
        first, _, last = model.layers
        first.W, first.b = 1.0, -t[:-1]
        last.W, last.b = np.diff(slopes, prepend=0.0), curve(-1.0)
        x, y = np.transpose(found["drawn"])
        np.testing.assert_allclose(y, model(x[:, None])[:, 0], atol=1e-9)
        assert found["error"] == pytest.approx(abs(y - curve(x)).max())


def test_a_leak_weakens_every_bend_of_the_network():
    for leak, found in zip(
        (0, 0.3, 1), results("leak", [{"leak": v} for v in (0, 0.3, 1)]), strict=True
    ):
        model = nn.Sequential(nn.Dense(1, 3), nn.LeakyReLU(leak), nn.Dense(3, 1), dtype=np.float64)
        first, _, last = model.layers
        first.W, first.b = np.array([[1.5], [1], [-1]]), np.array([1.5, -0.5, 1.5])
        last.W, last.b = np.array([[1, -1.6, 0.6]]), 0.0
        x, y = np.transpose(found["answers"])
        np.testing.assert_allclose(y, model(x[:, None])[:, 0], atol=1e-12)
        bends = np.diff(y, 2) / np.diff(x)[0]
        strengths = (1 - leak) * np.array([1.5, -1.6, 0.6])
        np.testing.assert_allclose(
            bends[np.isin(np.round(x[1:-1], 6), [-1, 0.5, 1.5])], strengths, atol=1e-9
        )


def test_layers_of_relu_multiply_the_mean_square():
    rng = np.random.default_rng(0)
    for k, found in zip(
        (1, 2, 3), results("start-size", [{"k": k, "layers": 3} for k in (1, 2, 3)]), strict=True
    ):
        a = rng.normal(size=(50, 1000))
        a /= np.sqrt(np.mean(a**2))
        for _ in range(3):
            a = nn.relu(a @ rng.normal(0, np.sqrt(k / 1000), size=(1000, 1000)))
        assert np.mean(a**2) == pytest.approx(found["all"], rel=0.1)
        assert found["each"] ** 3 == pytest.approx(found["all"])


def test_batches_report_the_mean_slope_and_scatter_with_the_root_of_their_size():
    sizes = [1, 8, 32, 128, 600]
    for size, found in zip(
        sizes, results("batch-size", [{"size": size} for size in sizes]), strict=True
    ):
        rng = np.random.default_rng(5)
        slopes = 1 + 1.5 * rng.normal(size=600)
        assert found["all"] == pytest.approx(slopes.mean())
        for batch in found["batches"]:
            order = np.arange(600, dtype=np.int32)
            rng.shuffle(order)
            assert batch == pytest.approx(slopes[order[:size]].mean())
        expected = slopes.std() * math.sqrt((600 - size) / (599 * size))
        assert found["spread"] == pytest.approx(expected, rel=0.25, abs=1e-12)


def test_both_losses_are_those_of_nnlib():
    given = [0.005, 0.2, 0.5, 1]
    for p, found in zip(given, results("surprise", [{"p": p} for p in given]), strict=True):
        z = math.log(p / (1 - p)) if p < 1 else 40.0
        loss = nn.CrossEntropy()(np.array([[z, 0.0]]), np.array([0]))
        assert found["surprise"] == pytest.approx(loss, abs=1e-9)
        assert found["square"] == pytest.approx(nn.MSE()(np.array([[p]]), np.array([[1.0]])))


def test_the_penalty_is_the_one_of_weight_decay():
    x = np.linspace(-1, 1, 12)
    y = np.sin(3 * x) + 0.25 * np.random.default_rng(2).normal(size=12)
    rows = x[:, None] ** np.arange(10)
    given = [1e-6, 1e-3, 0.1, 10]
    free = np.diag([0.0] + [1.0] * 9)
    distances = []
    for strength, found in zip(
        given, results("decay", [{"strength": value} for value in given]), strict=True
    ):
        slope = 2 / 12 * rows.T @ (rows @ found["w"] - y) + strength * free @ found["w"]
        np.testing.assert_allclose(slope, 0, atol=1e-8)
        assert found["points"] == pytest.approx(np.sqrt(np.mean((rows @ found["w"] - y) ** 2)))
        distances.append((found["points"], found["wave"]))
    points, wave = np.transpose(distances)
    assert (np.diff(points) > 0).all()
    assert wave.argmin() == 1
