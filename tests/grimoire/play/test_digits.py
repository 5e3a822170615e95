"""Who reads the digits that readers draw: JavaScript and Python make the same of every drawing."""

from __future__ import annotations

import base64

import numpy as np
import pytest
from in_node import in_node

import nnlib as nn
from grimoire.play.digits.centring import BOX, MIDDLE, SIDE, centred
from grimoire.play.digits.network import HIDDEN, Reader, inner, reader_of, rounded, trained

MOST_BYTES = 110_000
MOST_MILLISECONDS = 2

CENTRED = """
const { centred } = await load("digit/centring.js");
answer(given.map(({ ink, width, height }) => {
  const picture = centred({ ink, width, height });
  return picture && [...picture];
}));
"""
READ = """
const { Reader } = await load("digit/reader.js");
const bytes = Uint8Array.from(Buffer.from(given.data, "base64")).buffer;
const reader = new Reader(given.facts, bytes);
const on = given.facts.sizes.slice(1, -1).map((units) => new Uint8Array(units));
const off = on.map((units) => units.map((_, i) => (i % 3 === 0 ? 1 : 0)));
const picture = Float32Array.from(given.picture);
const results = given.pictures.map((one) => reader.read(Float32Array.from(one), on));
const spent = (from) => process.cpuUsage(from).user / 1000;
const times = Array.from({ length: 31 }, () => {
  const before = process.cpuUsage();
  reader.read(picture, on);
  return spent(before);
}).sort((a, b) => a - b);
const whole = reader.read(picture, on);
answer({
  outputs: results.map(({ a }) => [...a.at(-1)]),
  chances: results.map(({ chances }) => [...chances]),
  withoutSome: [...reader.read(picture, off).a.at(-1)],
  why: Array.from({ length: 10 }, (_, digit) => [...reader.why(whole, digit)]),
  sample: [...reader.sample(7)],
  milliseconds: times[15],
});
"""


def drawing(seed: int, height: int = 120, width: int = 90) -> np.ndarray:
    """A thick random line on a sheet."""
    rng = np.random.default_rng(seed)
    ink = np.zeros((height, width))
    at = rng.uniform(20, 70, 2)
    for step in rng.normal(0, 3, (60, 2)):
        at = np.clip(at + step, 5, 80)
        ink[int(at[0]) - 4 : int(at[0]) + 4, int(at[1]) - 4 : int(at[1]) + 4] = rng.uniform(0.3, 1)
    return ink


@pytest.fixture(scope="module")
def learnt() -> tuple[nn.datasets.Dataset, nn.Sequential, Reader]:
    """A network after one epoch on nnlib's sample."""
    data = nn.datasets.load_mnist(source="sample")
    model = trained(data, epochs=1)
    return data, model, reader_of(model, data)


@pytest.fixture(scope="module")
def answers(learnt) -> dict:
    data, _, reader = learnt
    return in_node(
        READ,
        {
            "facts": reader.facts,
            "data": base64.b64encode(reader.data).decode(),
            "pictures": data.x_test[:50].tolist(),
            "picture": data.x_test[0].tolist(),
        },
    )


def test_a_drawing_is_scaled_to_the_box_and_put_in_the_middle():
    for seed in range(20):
        picture = centred(drawing(seed))
        i = np.arange(SIDE) + 0.5
        middle = [(picture.sum(axis=axis) * i).sum() / picture.sum() for axis in (0, 1)]
        assert middle == [pytest.approx(MIDDLE, abs=0.6)] * 2
        rows, columns = (np.flatnonzero((picture > 0.05).any(axis=axis)) for axis in (1, 0))
        assert BOX - 1 <= max(np.ptp(rows), np.ptp(columns)) + 1 <= BOX + 1


def test_where_and_how_large_one_draws_makes_no_difference():
    small = drawing(3)
    moved = np.pad(small, ((70, 10), (3, 40)))
    large = np.kron(small, np.ones((3, 3)))
    for other in (moved, large):
        np.testing.assert_allclose(centred(other), centred(small), atol=1e-5)


def test_a_digit_of_mnist_stays_where_it_is():
    data = nn.datasets.load_mnist(source="sample")
    digits = data.x_test[:200].reshape(-1, SIDE, SIDE)
    apart = np.mean([np.abs(centred(digit) - digit).mean() for digit in digits])
    assert apart < 0.03


def test_both_languages_centre_alike():
    drawings = [drawing(seed) for seed in range(8)] + [np.zeros((30, 30)), np.eye(40, 50)]
    given = [
        {"ink": one.ravel().tolist(), "width": one.shape[1], "height": one.shape[0]}
        for one in drawings
    ]
    for one, picture in zip(drawings, in_node(CENTRED, given), strict=True):
        if not one.any():
            assert picture is None
            assert not centred(one).any()
        else:
            np.testing.assert_allclose(picture, centred(one).ravel(), atol=1e-6)


def test_the_page_reads_as_nnlib_does_with_weights_of_eight_bits(learnt, answers):
    data, model, _ = learnt
    small, wholes, _ = rounded(model)
    assert all(np.abs(whole).max() == 127 for whole in wholes)
    outputs = small(inner(data.x_test[:50]))
    np.testing.assert_allclose(answers["outputs"], outputs, atol=1e-4)
    np.testing.assert_allclose(answers["chances"], nn.softmax(outputs), atol=1e-4)


def test_units_that_are_switched_off_answer_nothing(learnt, answers):
    data, model, _ = learnt
    a = inner(data.x_test[:1])
    for layer in rounded(model)[0].layers:
        a = layer.forward(a, training=False)
        if isinstance(layer, nn.ReLU):
            a[:, ::3] = 0
    np.testing.assert_allclose(answers["withoutSome"], a[0], atol=1e-4)


def test_why_is_ink_times_the_slope_of_a_digit_against_the_mean(learnt, answers):
    data, model, _ = learnt
    small = rounded(model)[0].copy(np.float64)
    x = inner(data.x_test[:1]).astype(np.float64)
    for digit in range(10):
        small.forward(x, training=True)
        slope = np.full((1, 10), -0.1)
        slope[0, digit] += 1
        expected = x * small.backward(slope, want_d_in=True)
        parts = np.reshape(answers["why"][digit], (SIDE, SIDE))[2:-2, 2:-2]
        np.testing.assert_allclose(parts.ravel(), expected[0], atol=1e-5)


def test_it_is_small_and_quick_and_says_what_it_is(learnt, answers):
    data, _, reader = learnt
    assert len(reader.data) < MOST_BYTES
    assert answers["milliseconds"] < MOST_MILLISECONDS
    assert reader.facts["sizes"] == ((SIDE - 4) ** 2, *HIDDEN, 10)
    assert (reader.facts["name"], reader.facts["pictures"]) == ("mnist-sample", 6000)
    assert 0.8 < reader.facts["accuracy"] < 1
    first = data.x_test[np.flatnonzero(data.y_test == 7)[0]]
    np.testing.assert_allclose(answers["sample"], first, atol=1 / 255)
