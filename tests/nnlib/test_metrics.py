"""Metrics agree with what can be counted by hand."""

import numpy as np
import pytest

import nnlib as nn


def test_accuracy_is_the_share_of_equal_entries() -> None:
    assert nn.accuracy([0, 1, 2, 2], np.array([0, 1, 1, 0])) == 0.5


def test_confusion_matrix_has_true_classes_as_rows() -> None:
    assert nn.confusion_matrix([0, 0, 1], [0, 1, 1]).tolist() == [[1, 1], [0, 1]]
    assert nn.confusion_matrix([0], [0], n_classes=3).shape == (3, 3)
    assert nn.confusion_matrix([True, False], [True, True]).tolist() == [[0, 1], [0, 1]]


@pytest.mark.parametrize(
    ("y_true", "y_pred", "message"),
    [
        ([0, 1], [0], "same length"),
        ([], [], "same length"),
        ([[1, 0]], [[1, 0]], "argmax"),
        ([0.0], [0.5], "whole numbers"),
    ],
)
@pytest.mark.parametrize("metric", [nn.accuracy, nn.confusion_matrix])
def test_what_is_not_class_indices_is_refused(metric, y_true, y_pred, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        metric(y_true, y_pred)


@pytest.mark.parametrize(("y_true", "n_classes"), [([0, 3], 3), ([-1, 0], None)])
def test_indices_outside_the_classes_are_refused(y_true, n_classes) -> None:
    with pytest.raises(ValueError, match="expected class indices 0"):
        nn.confusion_matrix(y_true, y_true, n_classes)


@pytest.mark.parametrize("n_classes", [0, 2.5, "3"])
def test_the_number_of_classes_is_a_whole_number(n_classes) -> None:
    with pytest.raises(ValueError, match="n_classes must be a whole number of at least 1"):
        nn.confusion_matrix([0], [0], n_classes)


@pytest.mark.parametrize("dtype", [np.uint8, np.int8, np.uint64])
def test_labels_of_few_bits_are_counted_right(dtype) -> None:
    y = np.arange(30).astype(dtype)
    assert (nn.confusion_matrix(y, y[::-1]) == np.eye(30)[::-1]).all()
