"""scikit-learn's own tests of its networks, run on ours: what they say of behaviour holds here too.

The tests are those of the installed scikit-learn, in its module `test_mlp`, in which our classes
stand in the place of theirs.
"""

import inspect
from collections.abc import Callable, Iterator
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from itertools import product
from types import ModuleType
from typing import Any

import pytest
import sklearn.neural_network

import nnlib as nn

LR = "reads the learning rate from their private _optimizer; ours is optimizer_.lr"
NOT_HERE = {
    "test_fit": "fills private attributes of a network by hand in place of a first fit",
    "test_gradient": "calls the private _loss_grad_lbfgs; check_gradients asks the same of ours",
    "test_learning_rate_warmstart": LR,
    "test_adaptive_learning_rate": LR,
    "test_mlp_diverging_loss": "a loss that is NaN is an error in nnlib, also with early stopping",
}
"""Tests that do not pass, and why."""


def their_tests() -> ModuleType:
    """A fresh copy of their module, which has imported our classes in the place of theirs."""
    place = find_spec("sklearn.neural_network.tests.test_mlp")
    if place is None or place.origin is None:
        pytest.skip("this scikit-learn comes without its tests", allow_module_level=True)
    spec = spec_from_file_location("their_tests", place.origin)
    module = module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("MLPClassifier", "MLPRegressor"):
            patch.setattr(sklearn.neural_network, name, getattr(nn, name))
        spec.loader.exec_module(module)
    return module


def variants(test: Callable[..., None]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The name of each case of a test, and the arguments that its parametrization gives it."""
    marks = [mark for mark in getattr(test, "pytestmark", []) if mark.name == "parametrize"]
    choices = []
    for mark in reversed(marks):
        names = [name.strip() for name in mark.args[0].split(",")]
        values = [v if len(names) > 1 else (v,) for v in mark.args[1]]
        choices.append([dict(zip(names, value, strict=True)) for value in values])
    for i, chosen in enumerate(product(*choices)):
        arguments = {name: value for part in chosen for name, value in part.items()}
        said = [getattr(v, "__name__", str(v)) for v in arguments.values()]
        short = "-".join(said) if all(len(text) < 20 for text in said) else str(i)
        yield test.__name__ + (f"[{short}]" if arguments else ""), arguments


TESTS = [test for name, test in vars(their_tests()).items() if name.startswith("test_")]
CASES = {name: (test, given) for test in TESTS for name, given in variants(test)}


def marked(name: str) -> Any:
    """The case with the marks it has at home, and if it is to fail here, with the reason."""
    marks = [m for m in getattr(CASES[name][0], "pytestmark", []) if m.name == "filterwarnings"]
    marks = [pytest.mark.filterwarnings(*mark.args) for mark in marks]
    if name in NOT_HERE:
        marks.append(pytest.mark.xfail(strict=True, reason=NOT_HERE[name]))
    return pytest.param(name, marks=marks, id=name)


@pytest.fixture
def global_random_seed() -> int:
    """scikit-learn's fixture of this name draws one, where it is told to."""
    return 42


@pytest.mark.parametrize("name", [marked(name) for name in CASES])
def test_ours_pass_their_test(name: str, request) -> None:
    test, given = CASES[name]
    fixtures = set(inspect.signature(test).parameters) - set(given)
    test(**given, **{fixture: request.getfixturevalue(fixture) for fixture in fixtures})


def test_every_test_that_is_listed_is_there() -> None:
    assert set(NOT_HERE) <= set(CASES)
