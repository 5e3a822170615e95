"""The scikit-learn estimator: it keeps scikit-learn's contract and trains the same networks."""

import pickle
import re

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.exceptions import ConvergenceWarning, NotFittedError
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.neural_network import MLPClassifier as Peer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import parametrize_with_checks

from nnlib import datasets
from nnlib.activations import Sigmoid
from nnlib.classifier import MLPClassifier

MOONS = datasets.moons(n=200, noise=0.1, seed=0)
QUICK = {
    "hidden_layer_sizes": (16,), "learning_rate_init": 0.02, "batch_size": 20, "random_state": 0,
}  # fmt: skip
PATIENT = {"learning_rate_init": 0.01, "n_iter_no_change": 40, "early_stopping": True}
unfinished = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")


def fitted(**parameters):
    return MLPClassifier(**(QUICK | parameters)).fit(MOONS.x_train, MOONS.y_train)


@unfinished
@parametrize_with_checks([MLPClassifier(max_iter=50), MLPClassifier((16,), **PATIENT)])
def test_keeps_the_contract_of_scikit_learn(estimator, check):
    check(estimator)


# Learning


@pytest.mark.parametrize("activation", ["relu", "tanh", "logistic"])
@pytest.mark.parametrize(("solver", "rate"), [("adam", 0.05), ("sgd", 0.2)])
@unfinished
def test_learns_the_moons(activation, solver, rate):
    patient = {"n_iter_no_change": 100, "max_iter": 250}  # a sigmoid net stays at a line for long
    classifier = fitted(activation=activation, solver=solver, learning_rate_init=rate, **patient)
    assert classifier.score(MOONS.x_test, MOONS.y_test) > 0.97


@unfinished
def test_without_hidden_layers_it_is_logistic_regression():
    line = fitted(hidden_layer_sizes=(), max_iter=100)
    assert len(line.model_.layers) == 1
    assert 0.8 < line.score(MOONS.x_test, MOONS.y_test) < 0.95


SIZES = {
    "a whole number": (50, [50]),
    "one of NumPy": (np.int64(50), [50]),
    "in brackets that make no tuple": ((50), [50]),
    "a list": ([50, 20], [50, 20]),
    "a list of NumPy's": ([np.int32(50), np.uint8(200)], [50, 200]),
    "an array": (np.array([50, 20]), [50, 20]),
    "an empty array": (np.array([], int), []),
    "a range": (range(2, 4), [2, 3]),
    "a series": (pd.Series([50, 20]), [50, 20]),
}


@unfinished
@pytest.mark.parametrize(("sizes", "widths"), SIZES.values(), ids=SIZES)
def test_hidden_layers_are_told_in_every_form_that_scikit_learn_takes(sizes, widths):
    settings = {"max_iter": 1, "batch_size": 200}
    ours = fitted(hidden_layer_sizes=sizes, **settings)
    dense = [layer for layer in ours.model_.layers if hasattr(layer, "W")]
    assert [layer.n_out for layer in dense] == [*widths, 1]
    peer = Peer(sizes, **settings).fit(MOONS.x_train, MOONS.y_train)
    assert [len(b) for b in peer.intercepts_[:-1]] == widths


OTHER_FORMS = {
    "batch_size": np.uint8(200),
    "max_iter": np.int16(2),
    "alpha": np.float32(0.25),
    "learning_rate_init": np.float64(0.01),
    "tol": np.int64(0),
    "n_iter_no_change": np.inf,
    "validation_fraction": 0,
    "verbose": 0,
    "random_state": np.int64(3),
}


@unfinished
@pytest.mark.parametrize("name", OTHER_FORMS)
def test_parameters_may_be_numbers_of_numpy_as_in_scikit_learn(name):
    settings = {"max_iter": 2} | {name: OTHER_FORMS[name]}
    assert Peer(**settings).fit(MOONS.x_train, MOONS.y_train).n_iter_ == 2
    plain = settings | {name: np.asarray(OTHER_FORMS[name]).item()}
    ours, again = fitted(**settings), fitted(**plain)
    np.testing.assert_array_equal(ours.model_.theta, again.model_.theta)


@pytest.mark.parametrize("early_stopping", [False, True])
@unfinished
def test_infinite_patience_runs_every_epoch(early_stopping):
    tireless = {"n_iter_no_change": np.inf, "tol": 10.0, "max_iter": 30}
    assert fitted(early_stopping=early_stopping, **tireless).n_iter_ == 30


@unfinished
@pytest.mark.parametrize("labels", [["no", "yes"], [-1, 1], [10, 7], [False, True]])
def test_labels_come_back_as_they_were(labels):
    y = np.array(labels)[MOONS.y_train]
    classifier = MLPClassifier(**QUICK).fit(MOONS.x_train, y)
    assert classifier.classes_.tolist() == sorted(labels)
    assert (classifier.predict(MOONS.x_test) == np.array(labels)[MOONS.y_test]).mean() > 0.97


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@unfinished
def test_computes_in_the_type_of_the_data(dtype):
    x = MOONS.x_train.astype(dtype)
    classifier = MLPClassifier(**QUICK, max_iter=2).fit(x, MOONS.y_train)
    assert classifier.model_.theta.dtype == dtype
    assert classifier.predict_proba(x).dtype == dtype


@unfinished
def test_random_state_decides_everything():
    first, again, other = (
        fitted(random_state=seed, max_iter=3, early_stopping=True) for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(first.model_.theta, again.model_.theta)
    assert not np.array_equal(first.model_.theta, other.model_.theta)


@unfinished
def test_steps_are_those_of_scikit_learn():
    """Three steps down the whole batch, with momentum and penalty, in float64."""
    x, y = MOONS.x_train.astype(np.float64), MOONS.y_train.copy()
    y[:50] = 2  # three classes, so that both use softmax
    settings = {
        "hidden_layer_sizes": (5,), "activation": "logistic", "solver": "sgd", "alpha": 0.3,
        "batch_size": 200, "learning_rate_init": 0.1, "momentum": 0.8, "random_state": 0,
        "max_iter": 3,
    }  # fmt: skip
    ours, peer = MLPClassifier(**settings).fit(x, y), Peer(**settings).fit(x, y)
    for mine, theirs in zip(
        ours.coefs_ + ours.intercepts_, peer.coefs_ + peer.intercepts_, strict=True
    ):
        np.testing.assert_allclose(mine, theirs, rtol=1e-9)
    dense = [layer for layer in ours.model_.layers if hasattr(layer, "W")]
    assert all((coefs == layer.W.T).all() for layer, coefs in zip(dense, ours.coefs_, strict=True))


@unfinished
def test_activation_logistic_is_the_sigmoid():
    assert isinstance(fitted(activation="logistic", max_iter=1).model_.layers[1], Sigmoid)


# Stopping


def test_stops_when_the_training_loss_stays():
    classifier = fitted(tol=10.0, n_iter_no_change=4)
    assert classifier.n_iter_ == 6  # the first epoch is progress, the next five are not
    assert classifier.loss_curve_ == classifier.history_.loss


def test_early_stopping_keeps_samples_back_and_goes_back_to_the_best_epoch():
    classifier = fitted(early_stopping=True, validation_fraction=0.25, n_iter_no_change=3)
    history = classifier.history_
    assert len(history.val_accuracy) == len(history.val_loss) == classifier.n_iter_
    assert history.val_accuracy == classifier.validation_scores_
    best = max(history.val_accuracy)
    assert best * 50 == pytest.approx(round(best * 50))
    assert classifier.best_validation_score_ == best
    assert classifier.n_iter_ < 200


def test_warns_when_the_epochs_run_out():
    with pytest.warns(ConvergenceWarning, match="max_iter=2"):
        fitted(max_iter=2)


@unfinished
@pytest.mark.parametrize("verbose", [False, True])
def test_prints_only_when_asked(verbose, capsys):
    fitted(max_iter=2, verbose=verbose)
    out, err = capsys.readouterr()
    assert bool(out + err) == verbose


# Errors


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("hidden_layer_sizes", (8, 0)),
        ("hidden_layer_sizes", (8.5,)),
        ("hidden_layer_sizes", 0),
        ("hidden_layer_sizes", 8.0),
        ("hidden_layer_sizes", "8"),
        ("hidden_layer_sizes", [[8]]),
        ("hidden_layer_sizes", None),
        ("activation", "swish"),
        ("solver", "newton"),
        ("activation", ["relu", "tanh"]),
        ("activation", ["swish"]),
        ("activation", []),
        ("learning_rate", "slow"),
        ("power_t", -1),
        ("beta_1", 1.0),
        ("beta_2", -0.1),
        ("epsilon", 0),
        ("max_fun", 0),
        ("dropout", 1),
        ("dropout", "0.5"),
        ("alpha", -1),
        ("alpha", "0.1"),
        ("batch_size", 0),
        ("batch_size", "all"),
        ("learning_rate_init", 0),
        ("learning_rate_init", np.nan),
        ("max_iter", 0),
        ("tol", -1e-4),
        ("momentum", 1.0),
        ("momentum", None),
        ("validation_fraction", 1.0),
        ("n_iter_no_change", 0),
        ("n_iter_no_change", 2.5),
    ],
)
def test_a_bad_parameter_is_refused_in_fit_and_not_before(name, value):
    classifier = MLPClassifier(**{name: value})
    with pytest.raises(ValueError, match=f"{name} must be .*, got {re.escape(repr(value))}"):
        classifier.fit(MOONS.x_train, MOONS.y_train)


@unfinished
def test_one_class_is_always_the_answer():
    classifier = MLPClassifier(max_iter=2).fit(MOONS.x_train, np.full(200, "yes"))
    assert (classifier.predict(MOONS.x_test) == "yes").all()
    peer = Peer(max_iter=2).fit(MOONS.x_train, np.full(200, "yes"))
    assert classifier.predict_proba(MOONS.x_test).shape == peer.predict_proba(MOONS.x_test).shape


@pytest.mark.parametrize("method", ["predict", "predict_proba"])
def test_an_unfitted_classifier_says_so(method):
    with pytest.raises(NotFittedError):
        getattr(MLPClassifier(), method)(MOONS.x_test)


def test_divergence_is_an_error():
    with pytest.raises(FloatingPointError, match="lr=1e\\+30"):
        fitted(solver="sgd", learning_rate_init=1e30)


# Among scikit-learn's tools


@unfinished
def test_works_in_a_pipeline_and_under_cross_validation():
    pipeline = make_pipeline(StandardScaler(), MLPClassifier(**QUICK, max_iter=60))
    assert cross_val_score(pipeline, MOONS.x_train, MOONS.y_train, cv=3).mean() > 0.95


@unfinished
def test_grid_search_finds_the_better_setting():
    search = GridSearchCV(
        MLPClassifier(**QUICK, max_iter=40), {"learning_rate_init": [1e-6, 0.02]}, cv=2
    ).fit(MOONS.x_train, MOONS.y_train)
    assert search.best_params_ == {"learning_rate_init": 0.02}


@unfinished
def test_a_pickled_classifier_answers_the_same():
    classifier = fitted(max_iter=5)
    again = pickle.loads(pickle.dumps(classifier))
    np.testing.assert_array_equal(
        again.predict_proba(MOONS.x_test), classifier.predict_proba(MOONS.x_test)
    )


@unfinished
def test_a_clone_is_unfitted_and_has_the_same_parameters():
    classifier = fitted()
    copy = clone(classifier)
    assert copy.get_params() == classifier.get_params() and not hasattr(copy, "model_")
