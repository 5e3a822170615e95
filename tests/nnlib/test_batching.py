"""Batches use each row once; splits lose nothing."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nnlib as nn


@settings(max_examples=300, deadline=None, derandomize=True)
@given(n=st.integers(1, 60), batch_size=st.integers(1, 70) | st.none(), seed=st.integers(0, 9))
def test_each_row_comes_once_with_its_label_and_none_is_alone(n, batch_size, seed) -> None:
    X, y = np.arange(2 * n).reshape(n, 2), np.arange(n)
    parts = list(nn.batches(X, y, batch_size, seed))
    assert sorted(np.concatenate([labels for _, labels in parts])) == list(y)
    for x_batch, y_batch in parts:
        assert (x_batch[:, 0] == 2 * y_batch).all()
    sizes = [len(labels) for _, labels in parts]
    size = batch_size or n
    assert all(s == size for s in sizes[:-1])
    assert sizes[-1] <= size + 1
    if size > 1 and n > 1:
        assert sizes[-1] > 1


def test_order_is_random_and_follows_the_seed() -> None:
    X = np.arange(100).reshape(100, 1)

    def order(seed) -> list[int]:
        return np.concatenate([labels for _, labels in nn.batches(X, X[:, 0], 10, seed)]).tolist()

    assert order(1) == order(1) != order(2)
    rng = np.random.default_rng(1)
    assert order(rng) == order(1) != order(rng)  # a generator moves on


def test_all_rows_at_once_are_not_copied() -> None:
    X, y = np.ones((5, 2)), np.ones(5)
    [(x_batch, y_batch)] = nn.batches(X, y, batch_size=None)
    assert x_batch is X
    assert y_batch is y


@settings(max_examples=100, deadline=None, derandomize=True)
@given(n=st.integers(2, 50), fraction=st.floats(0.1, 0.9))
def test_split_keeps_pairs_and_loses_nothing(n: int, fraction: float) -> None:
    X, y = np.arange(n).reshape(n, 1), np.arange(n)
    if not 0 < round(n * fraction) < n:
        return
    X_train, X_val, y_train, y_val = nn.train_val_split(X, y, fraction)
    assert sorted([*y_train, *y_val]) == list(y)
    assert len(X_val) == round(n * fraction)
    assert (X_train[:, 0] == y_train).all()
    assert (X_val[:, 0] == y_val).all()


@pytest.mark.parametrize("fraction", [0, 1, -0.5, 0.001, float("nan")])
def test_a_split_with_an_empty_part_is_refused(fraction: float) -> None:
    with pytest.raises(ValueError, match="samples in both parts"):
        nn.train_val_split(np.ones((10, 1)), np.ones(10), fraction)


@pytest.mark.parametrize("batch_size", [0, -3, 2.5])
def test_bad_batch_sizes_are_refused(batch_size) -> None:
    with pytest.raises(ValueError, match="batch_size must be"):
        list(nn.batches(np.ones((3, 1)), np.ones(3), batch_size))


def test_a_batch_of_an_array_stored_by_columns_does_not_copy_all_of_it() -> None:
    X = np.asfortranarray(np.zeros((10_000, 50), np.float32))
    y = np.zeros(10_000, int)
    tracemalloc.start()
    x_batch, _ = next(iter(nn.batches(X, y, batch_size=10)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert x_batch.shape == (10, 50)
    assert peak < X.nbytes / 4


def test_rows_may_keep_their_order() -> None:
    X, y = np.arange(20).reshape(10, 2), np.arange(10)
    parts = list(nn.batches(X, y, batch_size=4, shuffle=False))
    assert [len(y_batch) for _, y_batch in parts] == [4, 4, 2]
    assert (np.concatenate([x_batch for x_batch, _ in parts]) == X).all()
    assert (np.concatenate([y_batch for _, y_batch in parts]) == y).all()


def test_lists_will_do() -> None:
    (x_batch, y_batch), *_ = nn.batches([[1, 2], [3, 4], [5, 6]], [0, 1, 2], batch_size=2, seed=0)
    assert (x_batch[:, 0] == 2 * y_batch + 1).all()


@pytest.mark.parametrize("y", [[0, 1], [0, 1, 2, 3], 0])
def test_labels_of_another_length_are_refused(y) -> None:
    with pytest.raises(ValueError, match="same length"):
        next(nn.batches(np.eye(3), y, batch_size=2))
