"""What classifier and regressor share: the parameters, attributes and rules of scikit-learn's, and
what ours have beyond them.
"""

import inspect
import pickle

import numpy as np
import pytest
import scipy.sparse
from sklearn.base import clone
from sklearn.datasets import load_iris, make_multilabel_classification
from sklearn.exceptions import ConvergenceWarning, NotFittedError
from sklearn.metrics import r2_score
from sklearn.neural_network import MLPClassifier as TheirClassifier
from sklearn.neural_network import MLPRegressor as TheirRegressor
from sklearn.preprocessing import scale

import nnlib as nn
from nnlib.classifier import MLPClassifier
from nnlib.estimator.data import Data, split
from nnlib.estimator.losses import COSTS, Canonical
from nnlib.regressor import MLPRegressor

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
X, Y = load_iris(return_X_y=True)
X = scale(X)
BOTH = pytest.mark.parametrize(
    "ours", [MLPClassifier, MLPRegressor], ids=lambda kind: kind.__name__
)
PAIRS = pytest.mark.parametrize(
    ("ours", "theirs"),
    [(MLPClassifier, TheirClassifier), (MLPRegressor, TheirRegressor)],
    ids=["classifier", "regressor"],
)
SMALL = {"hidden_layer_sizes": (8,), "random_state": 0, "max_iter": 20}
WHOLE = SMALL | {"batch_size": len(X)}  # no chance but in the start: the same steps as theirs


def equal(ours, theirs, rtol: float = 1e-7) -> None:
    for mine, their in zip(
        ours.coefs_ + ours.intercepts_, theirs.coefs_ + theirs.intercepts_, strict=True
    ):
        np.testing.assert_allclose(mine, their, rtol=rtol, atol=1e-12)


@PAIRS
def test_every_parameter_of_theirs_is_there_with_its_default(ours, theirs) -> None:
    mine, them = (inspect.signature(kind).parameters for kind in (ours, theirs))
    assert {name: mine[name].default for name in them} == {n: p.default for n, p in them.items()}
    assert [*mine][:2] == [*them][:2], "the two that may be given by place"
    beyond = {"dropout", "batch_norm", *({"class_weight"} if ours is MLPClassifier else ())}
    assert set(mine) - set(them) == beyond


@PAIRS
@pytest.mark.parametrize("early_stopping", [False, True])
@pytest.mark.parametrize("y", [Y, Y % 2], ids=["three", "two"])
def test_every_attribute_of_theirs_is_there_and_of_its_form(ours, theirs, early_stopping, y):
    settings = SMALL | {"early_stopping": early_stopping}
    mine, them = (kind(**settings).fit(X, y) for kind in (ours, theirs))
    public = {name for name in vars(them) if name.endswith("_") and not name.startswith("_")}
    for name in public:
        a, b = getattr(mine, name), getattr(them, name)
        assert np.shape(np.asarray(a, object)) == np.shape(np.asarray(b, object)), name
        assert (a is None) == (b is None), name
    for name in ("n_layers_", "n_outputs_", "out_activation_", "n_features_in_", "t_"):
        assert getattr(mine, name) == getattr(them, name)
    assert [w.shape for w in mine.coefs_] == [w.shape for w in them.coefs_]


@PAIRS
@pytest.mark.parametrize("activation", ["relu", "tanh", "logistic", "identity"])
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"momentum": 0.5, "nesterovs_momentum": False},
        {"momentum": 0, "learning_rate": "invscaling", "power_t": 0.25},
        {"alpha": 0.5},
    ],
    ids=["nesterov", "momentum", "invscaling", "alpha"],
)
def test_the_same_seed_gives_the_same_network_as_theirs(ours, theirs, activation, options) -> None:
    settings = WHOLE | {"solver": "sgd", "learning_rate_init": 0.1, "activation": activation}
    equal(*(kind(**(settings | options)).fit(X, Y) for kind in (ours, theirs)))


@PAIRS
def test_a_matrix_of_targets_gives_the_same_network_as_theirs(ours, theirs) -> None:
    targets = np.column_stack([Y > 0, Y > 1]).astype(int)
    settings = WHOLE | {"solver": "sgd", "learning_rate_init": 0.1}
    mine, them = (kind(**settings).fit(X, targets) for kind in (ours, theirs))
    equal(mine, them)
    np.testing.assert_allclose(mine.predict(X), them.predict(X), rtol=1e-6)


@PAIRS
def test_weights_of_samples_give_the_same_network_as_theirs(ours, theirs) -> None:
    weights = np.random.default_rng(0).random(len(X))
    settings = WHOLE | {"solver": "sgd", "learning_rate_init": 0.1}
    equal(*(kind(**settings).fit(X, Y, sample_weight=weights) for kind in (ours, theirs)))


@PAIRS
def test_a_poisson_regressor_and_lbfgs_reach_what_theirs_reach(ours, theirs) -> None:
    settings = {"hidden_layer_sizes": (4,), "solver": "lbfgs", "random_state": 1, "max_iter": 2000}
    if ours is MLPRegressor:
        settings["loss"] = "poisson"
    mine, them = (kind(**settings, alpha=0.01).fit(X, Y) for kind in (ours, theirs))
    penalty = 0.01 / 2 * sum((w**2).sum() for w in mine.coefs_) / len(X)
    assert mine.loss_ == pytest.approx(them.loss_, rel=0.05)
    assert mine.loss_ > penalty
    assert mine.score(X, Y) > 0.9
    assert not hasattr(mine, "partial_fit")


@BOTH
def test_lbfgs_warns_where_it_is_stopped_before_its_end(ours) -> None:
    with pytest.warns(ConvergenceWarning, match="raise max_iter or max_fun"):
        estimator = ours(solver="lbfgs", max_iter=3, random_state=0).fit(X, Y)
    assert estimator.n_iter_ == 3


# Going on


@BOTH
@pytest.mark.parametrize("solver", ["sgd", "adam"])
def test_partial_fit_is_one_epoch_with_the_optimizer_going_on(ours, solver: str) -> None:
    settings = WHOLE | {"solver": solver, "learning_rate_init": 0.05}
    whole, parts = ours(**settings).fit(X, Y), ours(**settings)
    classes = {"classes": [0, 1, 2]} if ours is MLPClassifier else {}
    for epoch in range(20):
        parts.partial_fit(X, Y, **(classes if epoch == 0 else {}))
        assert parts.n_iter_ == 1
        assert parts.t_ == len(X) * (epoch + 1)
    equal(parts, whole)
    assert parts.loss_curve_ == pytest.approx(whole.loss_curve_)
    copied = pickle.loads(pickle.dumps(parts))
    equal(copied.partial_fit(X, Y), parts.partial_fit(X, Y))


@BOTH
def test_warm_start_goes_on_from_the_weights_with_a_new_optimizer(ours) -> None:
    settings = WHOLE | {"solver": "sgd", "momentum": 0, "learning_rate_init": 0.05}
    whole = ours(**(settings | {"max_iter": 40})).fit(X, Y)
    warm = ours(**settings, warm_start=True).fit(X, Y)
    assert warm.n_iter_ == 20
    warm.fit(X, Y)
    equal(warm, whole)
    assert len(warm.loss_curve_) == 40
    cold = ours(**settings).fit(X, Y).fit(X, Y)
    assert len(cold.loss_curve_) == 20


def test_classes_must_be_told_to_the_first_partial_fit_and_stay_the_same() -> None:
    classifier = MLPClassifier(**SMALL)
    with pytest.raises(ValueError, match="classes must be passed on the first call"):
        classifier.partial_fit(X, Y)
    classifier.partial_fit(X[:50], Y[:50], classes=[0, 1, 2, 3])
    assert classifier.predict_proba(X).shape == (150, 4)
    with pytest.raises(ValueError, match="not the same as on last call to partial_fit"):
        classifier.partial_fit(X, Y, classes=[0, 1])
    with pytest.raises(ValueError, match=r"has classes not in `self\.classes_`"):
        classifier.partial_fit(X, Y + 9)


@BOTH
@pytest.mark.parametrize(
    ("options", "message"),
    [({"solver": "lbfgs"}, "needs all samples at once"), ({"early_stopping": True}, "early_stopp")],
)
def test_where_there_is_no_partial_fit_a_call_says_why(ours, options, message: str) -> None:
    estimator = ours(**options)
    assert not hasattr(estimator, "partial_fit")
    with pytest.raises(AttributeError, match=message):
        estimator.partial_fit(X, Y)


# Learning rate and stopping


@BOTH
def test_an_adaptive_rate_is_divided_by_five_until_it_is_too_small(ours) -> None:
    settings = {"solver": "sgd", "learning_rate": "adaptive", "tol": 10.0, "n_iter_no_change": 2}
    estimator = ours(**(WHOLE | settings | {"max_iter": 1000})).fit(X, Y)
    assert estimator.optimizer_.lr == pytest.approx(1e-3 / 5**5, rel=1e-9)
    assert estimator.n_iter_ == 1 + 3 * 6


@BOTH
def test_an_inverse_scaled_rate_falls_with_the_samples_seen(ours) -> None:
    settings = {"solver": "sgd", "learning_rate": "invscaling", "power_t": 0.5, "max_iter": 4}
    estimator = ours(**(WHOLE | settings)).fit(X, Y)
    assert estimator.optimizer_.lr == pytest.approx(1e-3 / np.sqrt(4 * 150 + 1))


@PAIRS
@pytest.mark.parametrize("n_iter_no_change", [1, 5])
def test_training_stops_in_the_epoch_in_which_theirs_stops(ours, theirs, n_iter_no_change) -> None:
    settings = WHOLE | {"solver": "sgd", "tol": 0.01, "n_iter_no_change": n_iter_no_change}
    settings |= {"max_iter": 500, "alpha": 0}
    mine, them = (kind(**settings).fit(X, Y) for kind in (ours, theirs))
    assert mine.n_iter_ == them.n_iter_ < 500
    assert mine.best_loss_ == pytest.approx(them.best_loss_)
    np.testing.assert_allclose(mine.loss_curve_, them.loss_curve_)


@PAIRS
def test_verbose_prints_what_theirs_prints(ours, theirs, capsys) -> None:
    printed = []
    for kind in (ours, theirs):
        kind(**(WHOLE | {"solver": "sgd", "max_iter": 2, "alpha": 0}), verbose=True).fit(X, Y)
        printed.append(capsys.readouterr().out)
    assert printed[0] == printed[1]


# Validation


@BOTH
def test_early_stopping_goes_back_to_the_best_epoch(ours) -> None:
    settings = SMALL | {"early_stopping": True, "max_iter": 200, "learning_rate_init": 0.05}
    estimator = ours(**settings).fit(X, Y)
    assert estimator.n_iter_ < 200
    assert estimator.best_loss_ is None
    scores = estimator.validation_scores_
    ranks = [*zip(scores, np.negative(estimator.validation_loss_curve_), strict=True)]
    assert max(scores) == estimator.best_validation_score_
    assert len(scores) == len(estimator.validation_loss_curve_) == estimator.n_iter_
    at_best = ours(**(settings | {"max_iter": ranks.index(max(ranks)) + 1})).fit(X, Y)
    equal(at_best, estimator, rtol=0)


@BOTH
def test_what_could_not_begin_to_learn_is_not_taken_for_fitted(ours) -> None:
    estimator = ours(early_stopping=True)
    with pytest.raises(ValueError, match="The validation set is too small"):
        estimator.fit(X[:2], Y[:2])
    with pytest.raises(NotFittedError):
        estimator.predict(X)


@BOTH
def test_what_an_earlier_call_has_found_best_is_not_lost(ours) -> None:
    settings = SMALL | {"early_stopping": True, "warm_start": True, "max_iter": 100}
    estimator = ours(**settings, learning_rate_init=0.05).fit(X, Y)
    best = [w.copy() for w in estimator.coefs_]
    estimator.set_params(learning_rate_init=50.0, max_iter=2).fit(X, Y)
    assert all((w == b).all() for w, b in zip(estimator.coefs_, best, strict=True))


@BOTH
@pytest.mark.parametrize("early_stopping", [False, True])
def test_validation_data_of_ones_own_are_measured_after_each_epoch(ours, early_stopping) -> None:
    estimator = ours(**SMALL, early_stopping=early_stopping)
    estimator.fit(X[::2], Y[::2], validation=(X[1::2], Y[1::2]))
    epochs = estimator.n_iter_
    assert len(estimator.validation_loss_curve_) == len(estimator.validation_scores_) == epochs
    assert estimator.t_ == epochs * 75, "all samples were trained on"
    at_end = estimator.score(X[1::2], Y[1::2])
    assert at_end == pytest.approx(
        max(estimator.validation_scores_) if early_stopping else estimator.validation_scores_[-1]
    )
    assert estimator.history_.val_loss == estimator.validation_loss_curve_
    assert ours(**SMALL).fit(X, Y).validation_loss_curve_ is None


def test_the_split_keeps_the_shares_of_the_classes() -> None:
    y = np.repeat(np.eye(3, dtype=bool), [100, 60, 40], axis=0)
    x = np.random.default_rng(0).standard_normal((200, 2))
    kept, back = split(Data(x, y), 0.1, lambda y, n: True, 0)
    assert back.y.sum(axis=0).tolist() == [10, 6, 4]
    assert len(kept.X) == 180
    assert len(np.unique(np.vstack([kept.X, back.X]), axis=0)) == 200


@pytest.mark.parametrize("stratify", [False, True])
def test_a_whole_weight_counts_copies_also_in_the_split(stratify: bool) -> None:
    rng = np.random.default_rng(1)
    x, y = rng.standard_normal((60, 3)), rng.integers(0, 2, (60, 1)).astype(bool)
    weights = rng.integers(0, 4, 60)
    many = np.repeat(np.arange(60), weights)
    parts = split(Data(x, y, weights.astype(float)), 0.2, lambda y, n: stratify, 5)
    copies = split(Data(x[many], y[many]), 0.2, lambda y, n: stratify, 5)
    for part, copied in zip(parts, copies, strict=True):
        expanded = np.repeat(part.X, part.weights, axis=0)
        assert sorted(map(tuple, expanded)) == sorted(map(tuple, copied.X))


def test_fractions_as_weights_stay_with_their_samples() -> None:
    x, weights = np.arange(20.0)[:, None], np.linspace(0.1, 2, 20)
    for part in split(Data(x, x > 9, weights), 0.2, lambda y, n: False, 0):
        np.testing.assert_allclose(part.weights, 0.1 * (part.X[:, 0] + 1))


@BOTH
def test_a_weight_of_two_is_the_same_as_two_samples(ours) -> None:
    weights = np.random.default_rng(3).integers(0, 3, 60)
    rows = np.random.default_rng(4).choice(150, 60, replace=False)
    many = np.repeat(rows, weights)
    for early_stopping in (False, True):
        settings = SMALL | {"early_stopping": early_stopping}
        weighted = ours(**settings).fit(X[rows], Y[rows], sample_weight=weights)
        copied = ours(**settings).fit(X[many], Y[many])
        equal(weighted, copied)


@BOTH
def test_weights_that_weigh_nothing_are_refused(ours) -> None:
    for weights in (np.zeros(150), -np.ones(150)):
        with pytest.raises(ValueError, match="weight"):
            ours(**SMALL).fit(X, Y, sample_weight=weights)
    if ours is MLPClassifier:
        with pytest.raises(ValueError, match="must not all be 0"):
            ours(**SMALL, class_weight={0: 0, 1: 0, 2: 0}).fit(X, Y)


# Data


@BOTH
@pytest.mark.parametrize("container", [scipy.sparse.csr_array, scipy.sparse.csc_matrix])
def test_sparse_samples_are_the_same_as_full_ones(ours, container) -> None:
    full = np.where(np.abs(X) > 0.5, X, 0)
    dense, sparse = ours(**SMALL).fit(full, Y), ours(**SMALL).fit(container(full), Y)
    equal(dense, sparse, rtol=0)
    assert (sparse.predict(container(full)) == dense.predict(full)).all()
    sparse.partial_fit(container(full), Y)


def test_a_sample_may_have_several_labels() -> None:
    samples, labels = make_multilabel_classification(random_state=0, n_classes=3)
    classifier = MLPClassifier(random_state=0, max_iter=500, learning_rate_init=0.01)
    classifier.fit(samples, labels)
    assert classifier.score(samples, labels) > 0.95
    p = classifier.predict_proba(samples)
    assert ((p > 0.5) == labels).mean() > 0.95
    assert (p.sum(axis=1) > 1.5).any()
    np.testing.assert_allclose(np.exp(classifier.predict_log_proba(samples)), p)
    assert classifier.classes_.tolist() == [0, 1, 2]


def test_the_logarithm_of_a_probability_of_zero_is_minus_infinity_without_a_word() -> None:
    classifier = MLPClassifier(**SMALL).fit(X, Y)
    classifier.intercepts_[-1][:] = [0, 0, 1e5]
    assert np.isneginf(classifier.predict_log_proba(X)[:, :2]).all()


def test_rare_classes_can_be_given_weight() -> None:
    y = (Y == 2) & (np.arange(150) % 10 == 0)
    plain = MLPClassifier(**SMALL).fit(X, y)
    balanced = MLPClassifier(**SMALL, class_weight="balanced").fit(X, y)
    assert balanced.predict_proba(X)[y, 1].mean() > plain.predict_proba(X)[y, 1].mean() * 1.3
    weights = np.where(y, 7.0, 0.5)
    equal(
        MLPClassifier(**SMALL, class_weight={False: 0.5, True: 7}).fit(X, y),
        MLPClassifier(**SMALL).fit(X, y, sample_weight=weights),
    )
    equal(
        MLPClassifier(**SMALL, class_weight={False: 0.25, True: 3.5}).fit(X, y, np.full(150, 2)),
        MLPClassifier(**SMALL).fit(X, y, sample_weight=weights),
    )
    with pytest.raises(ValueError, match="needs all samples at once"):
        MLPClassifier(class_weight="balanced").partial_fit(X, y, classes=[False, True])


def test_a_poisson_regressor_refuses_counts_below_zero() -> None:
    with pytest.raises(ValueError, match="targets of at least 0, got -1"):
        MLPRegressor(loss="poisson").fit(X, Y - 1)
    with pytest.raises(ValueError, match="loss must be one of"):
        MLPRegressor(loss="gamma").fit(X, Y)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_regressor_computes_in_the_type_of_the_data(dtype) -> None:
    regressor = MLPRegressor(**SMALL).fit(X.astype(dtype), Y)
    assert regressor.predict(X.astype(dtype)).dtype == dtype
    assert regressor.score(X, Y) == pytest.approx(r2_score(Y, regressor.predict(X)), rel=1e-4)


# What theirs do not have


@BOTH
def test_each_layer_may_have_an_activation_of_its_own(ours) -> None:
    estimator = ours(hidden_layer_sizes=(5, 4), activation=["tanh", "relu"], max_iter=1).fit(X, Y)
    kinds = [type(layer) for layer in estimator.model_.layers]
    assert kinds == [nn.Dense, nn.Tanh, nn.Dense, nn.ReLU, nn.Dense]


@BOTH
def test_dropout_and_batch_normalization_stand_in_each_hidden_layer(ours) -> None:
    estimator = ours(hidden_layer_sizes=(5, 4), dropout=0.2, batch_norm=True, max_iter=1)
    estimator.fit(X, Y)
    hidden = [nn.Dense, nn.BatchNorm, nn.ReLU, nn.Dropout]
    assert [type(layer) for layer in estimator.model_.layers] == [*hidden, *hidden, nn.Dense]
    assert estimator.model_.layers[3].p == 0.2
    assert (estimator.predict(X) == estimator.predict(X)).all(), "no chance after training"
    with pytest.raises(ValueError, match="a loss without chance, got dropout > 0"):
        ours(solver="lbfgs", dropout=0.2).fit(X, Y)


@BOTH
def test_weights_can_be_written_through_their_names(ours) -> None:
    estimator = ours(**SMALL).fit(X, Y)
    before = estimator.model_(X)
    estimator.coefs_[0][:] *= 2
    assert (estimator.model_(X) != before).any()
    estimator.coefs_ = [0 * w for w in estimator.coefs_]
    estimator.intercepts_ = [0 * b for b in estimator.intercepts_]
    assert not estimator.model_.theta.any()
    assert not hasattr(ours(), "coefs_")


@BOTH
def test_a_pickle_holds_little_more_than_the_weights(ours) -> None:
    estimator = ours(**(SMALL | {"hidden_layer_sizes": (2000,)})).fit(X, Y)
    assert len(pickle.dumps(estimator)) < 1.2 * estimator.model_.theta.nbytes


@BOTH
def test_an_estimator_can_be_cloned_and_pickled(ours) -> None:
    estimator = ours(**SMALL, early_stopping=True, dropout=0.1, batch_norm=True).fit(X, Y)
    again = pickle.loads(pickle.dumps(estimator))
    assert (again.predict(X) == estimator.predict(X)).all()
    assert clone(estimator).get_params() == estimator.get_params()


# The losses


@pytest.mark.parametrize("output", COSTS)
@pytest.mark.parametrize("weighted", [False, True])
def test_the_slope_of_each_loss_is_the_central_difference(output: str, weighted: bool) -> None:
    rng = np.random.default_rng(0)
    z = rng.standard_normal((5, 3))
    y = np.eye(3)[rng.integers(0, 3, 5)] if output == "softmax" else rng.integers(0, 2, (5, 3))
    y = np.column_stack([y, rng.random(5)]) if weighted else y
    loss = Canonical(output, weighted)
    loss(z, y)
    slope = loss.backward()
    for place in np.ndindex(z.shape):
        h = np.zeros_like(z)
        h[place] = 1e-6
        difference = (loss(z + h, y) - loss(z - h, y)) / 2e-6
        assert slope[place] == pytest.approx(difference, rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("output", COSTS)
def test_a_batch_of_no_weight_teaches_nothing(output: str) -> None:
    loss = Canonical(output, weighted=True)
    assert loss(np.ones((2, 2)), np.array([[1, 0, 0], [0, 1, 0]])) == 0
    assert not loss.backward().any()


@pytest.mark.parametrize("z", [-1e4, 1e4])
@pytest.mark.parametrize("output", ["softmax", "logistic"])
def test_extreme_outputs_give_finite_losses(output: str, z: float) -> None:
    loss = Canonical(output)
    assert np.isfinite(loss(np.array([[z, -z]], np.float32), np.array([[True, False]])))
    assert loss.backward().dtype == np.float32
