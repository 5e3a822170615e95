"""Names of other libraries: still an AttributeError, with nnlib's word for it."""

import pytest

import nnlib as nn
from nnlib.elsewhere import NAMES

OWNERS = {
    "module 'nnlib'": nn,
    "Sequential": nn.Sequential(nn.Dense(2, 2)),
    "Dense": nn.Dense(2, 2),
    "ReLU": nn.ReLU(),
    "Adam": nn.Adam(),
    "History": nn.History(),
}
SAID = {
    ("module 'nnlib'", "Linear"): r"nnlib calls it Dense\(n_in, n_out\)",
    ("module 'nnlib'", "CrossEntropyLoss"): r"nnlib calls it CrossEntropy\(\)",
    ("module 'nnlib'", "optim"): r"nnlib\.SGD, nnlib\.RMSProp, nnlib\.Adam",
    ("module 'nnlib'", "Module"): "Layer",
    ("module 'nnlib'", "DataLoader"): r"fit\(model, X, y, batch_size=128\)",
    ("module 'nnlib'", "RMSprop"): "RMSProp",
    ("Sequential", "eval"): r"model\(X\) predicts",
    ("Sequential", "fit"): r"nnlib\.fit\(model, X, y",
    ("Sequential", "compile"): r"nnlib\.fit\(model, X, y, loss=",
    ("Sequential", "parameters"): r"model\.theta",
    ("Sequential", "summary"): r"print\(model\)",
    ("Adam", "zero_grad"): "nothing to set to zero",
    ("Dense", "weight"): "nnlib calls it W",
    ("History", "history"): r"history\.val_loss",
}


@pytest.mark.parametrize(("owner", "name"), SAID, ids=lambda part: part.strip("module '"))
def test_the_name_of_another_library_is_answered_with_ours(owner: str, name: str) -> None:
    with pytest.raises(AttributeError, match=rf"^{owner} has no attribute '{name}': ") as caught:
        getattr(OWNERS[owner], name)
    caught.match(SAID[owner, name])


@pytest.mark.parametrize("owner", OWNERS)
def test_any_other_name_is_a_plain_attribute_error(owner: str) -> None:
    with pytest.raises(AttributeError, match=rf"^{owner} has no attribute 'frobnicate'$"):
        _ = OWNERS[owner].frobnicate
    assert not hasattr(OWNERS[owner], "frobnicate")


def test_the_table_explains_no_name_that_nnlib_has_but_methods_that_are_functions() -> None:
    assert set(NAMES) & {*nn.__all__, *nn.LAZY} == {"fit", "evaluate"}
    assert all(text and text == text.strip() for text in NAMES.values())
