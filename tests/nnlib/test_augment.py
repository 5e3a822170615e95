"""Augmentation: images move by known amounts, and everything else about the batch stays."""

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.ndimage import map_coordinates

from nnlib import augment
from nnlib.augment import Affine, Compose, Elastic, Warp

AUGMENTERS = [Affine(), Elastic(), Compose(Affine(), Elastic())]
STILL = {"rotate": 0, "scale": 0, "shear": 0, "shift": 0}
augmenters = pytest.mark.parametrize("augmenter", AUGMENTERS, ids=lambda a: type(a).__name__)


def blobs(n, dtype=np.float32):
    """Images with ink around the middle, as digits have it."""
    rng = np.random.default_rng(5)
    images = np.zeros((n, 28, 28), dtype)
    images[:, 7:21, 7:21] = rng.random((n, 14, 14))
    return images.reshape(n, 784)


def generator(seed=0):
    return np.random.default_rng(seed)


class Always:
    """A generator whose every uniform number is the upper bound: the largest change."""

    def uniform(self, low, high, shape):
        return np.full(shape, high)


# What every augmenter promises.


@augmenters
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("n", [1, 3, 64])
def test_returns_a_new_batch_of_the_same_shape_and_dtype(augmenter, dtype, n):
    x = blobs(n, dtype)
    before = x.copy()
    new = augmenter(x, generator())
    assert new.shape == x.shape and new.dtype == dtype
    assert not np.shares_memory(new, x)
    np.testing.assert_array_equal(x, before)
    assert not np.array_equal(new, x)


@augmenters
def test_a_read_only_batch_of_any_memory_layout_will_do(augmenter):
    x = np.asfortranarray(blobs(4))
    x.flags.writeable = False
    np.testing.assert_array_equal(augmenter(x, generator()), augmenter(blobs(4), generator()))


@augmenters
def test_the_generator_alone_decides(augmenter):
    x = blobs(5)
    first, again, other = (augmenter(x, generator(seed)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


@augmenters
def test_each_image_of_a_batch_is_changed_in_its_own_way(augmenter):
    twice = augmenter(np.repeat(blobs(1), 2, axis=0), generator())
    assert not np.array_equal(twice[0], twice[1])


@augmenters
def test_values_stay_between_the_smallest_and_the_largest(augmenter):
    new = augmenter(blobs(200), generator())
    assert new.min() >= 0 and new.max() <= 1


@augmenters
def test_the_ink_stays_in_the_frame(augmenter):
    x = blobs(500)
    assert augmenter(x, generator()).sum() == pytest.approx(x.sum(), rel=0.05)


@pytest.mark.parametrize(
    "still", [Affine(**STILL), Elastic(alpha=0), Compose(Affine(**STILL), Elastic(alpha=0))]
)
def test_no_strength_is_no_change_at_all(still):
    x = generator(3).random((6, 784), dtype=np.float32)
    np.testing.assert_array_equal(still(x, generator()), x)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    st.integers(1, 5), st.integers(1, 12), st.floats(0, 360), st.floats(0, 0.99), st.floats(0, 100)
)
def test_any_strength_and_size_gives_finite_images(n, side, rotate, scale, much):
    warp = Compose(Affine(rotate, scale, shear=much, shift=much), Elastic(much, 0.1 + much))
    x = generator().random((n, side * side))
    new = warp(x, generator())
    assert new.shape == x.shape
    assert np.isfinite(new).all() and new.min() >= 0 and new.max() <= x.max() + 1e-12


@augmenters
@pytest.mark.parametrize(
    "x",
    [np.zeros((2, 783)), np.zeros(784), np.zeros((2, 28, 28)), np.zeros((2, 784), np.uint8)],
    ids=lambda x: f"{x.shape} {x.dtype}",
)
def test_refuses_what_is_no_row_of_a_square_image(augmenter, x):
    with pytest.raises(ValueError, match=r"square images as rows.*got samples of shape .* of"):
        augmenter(x, generator())


# Reading between pixels.


def test_bilinear_reads_as_scipy_does():
    images = generator().random((3, 9, 9))
    places = generator(1).uniform(-4, 13, (3, 2, 9, 9))
    expected = [
        map_coordinates(image, place, order=1, mode="grid-constant")
        for image, place in zip(images, places, strict=True)
    ]
    np.testing.assert_allclose(augment.bilinear(images, places), expected, atol=1e-12)


# Affine: with one change at a time and the largest amount, the result is known.


def moved(image, **amounts):
    return Affine(**(STILL | amounts))(image.reshape(1, -1), Always()).reshape(image.shape)


def test_a_shift_by_whole_pixels_moves_the_image():
    image = generator().random((28, 28))
    expected = np.zeros((28, 28))
    expected[:-2, :-2] = image[2:, 2:]
    np.testing.assert_allclose(moved(image, shift=2), expected, atol=1e-12)


def test_a_quarter_turn_is_the_one_of_numpy():
    image = generator().random((28, 28))
    turned = moved(image, rotate=90)
    np.testing.assert_allclose(turned, np.rot90(image, -1), atol=1e-12)


def test_scale_shrinks_an_image_towards_its_centre():
    image = np.zeros((28, 28))
    image[4:24, 4:24] = 1
    rows = np.flatnonzero(moved(image, scale=0.25).any(axis=1))
    assert (rows[0], rows[-1]) == (6, 21)  # 20 rows become 20 / 1.25 = 16


def test_shear_slants_an_upright_line():
    image = np.zeros((29, 29))
    image[:, 14] = 1
    slanted = moved(image, shear=0.5)
    centre = slanted @ np.arange(29) / slanted.sum(axis=1)
    np.testing.assert_allclose(centre, 14 - 0.5 * (np.arange(29) - 14), atol=1e-6)


@pytest.mark.parametrize("name", STILL)
def test_affine_changes_both_ways(name):
    amount = {"rotate": 30, "scale": 0.3, "shear": 0.3, "shift": 3}[name]
    d = Affine(**(STILL | {name: amount})).displacement(500, 28, generator(), np.float64)
    to_the_right = d[:, 1, 0, 0]
    assert (to_the_right > 0.1).any() and (to_the_right < -0.1).any()


# Elastic


def test_elastic_is_as_strong_as_its_docstring_says():
    d = Elastic(alpha=34, sigma=4).displacement(300, 56, generator(), np.float64)
    assert d[:, :, 20:36, 20:36].std() == pytest.approx(0.16 * 34 / 4, rel=0.05)
    assert abs(d.mean()) < 0.05


def test_elastic_moves_neighbours_alike_and_distant_pixels_independently():
    d = Elastic(sigma=3).displacement(400, 28, generator(), np.float64)[:, 0, 14]
    assert np.corrcoef(d[:, 10], d[:, 11])[0, 1] > 0.9
    assert abs(np.corrcoef(d[:, 2], d[:, 25])[0, 1]) < 0.2


def test_the_filter_averages_in_the_middle_and_fades_at_the_edge():
    weights = augment.gaussian(28, 2.0).sum(axis=1)
    assert weights[14] == pytest.approx(1) and weights.max() <= 1 + 1e-12
    assert 0.5 < weights[0] < 0.65


# Compose


def test_composed_displacements_add_up_and_leave_the_parts_alone():
    class Right(Warp):
        def displacement(self, n, side, rng, dtype):
            return np.ones((n, 2, side, side), dtype) * np.array([0, 1])[:, None, None]

    image = generator().random((1, 784))
    new = Compose(Right(), Right(), Right())(image, generator()).reshape(28, 28)
    np.testing.assert_allclose(new[:, :-3], image.reshape(28, 28)[:, 3:])


def test_compose_needs_a_part():
    with pytest.raises(ValueError, match="at least one augmenter"):
        Compose()


# Settings


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        *((Affine, {name: value}) for name in STILL for value in (-1, np.nan, np.inf)),
        (Affine, {"scale": 1}),
        (Elastic, {"alpha": -1}),
        (Elastic, {"sigma": 0}),
        (Elastic, {"sigma": np.inf}),
    ],
)
def test_senseless_settings_are_refused_by_name(kind, wrong):
    ((name, value),) = wrong.items()
    with pytest.raises(ValueError, match=f"{name} must be .*{value}"):
        kind(**wrong)


def test_an_augmenter_shows_its_settings():
    assert repr(Affine()) == "Affine(rotate=10.0, scale=0.1, shear=0.1, shift=1.0)"
    assert repr(Elastic(alpha=8)) == "Elastic(alpha=8, sigma=4.0)"


def test_a_warp_of_ones_own_must_say_how_it_moves():
    with pytest.raises(NotImplementedError, match="must define displacement"):
        Warp()(blobs(1), SimpleNamespace())
