"""The checks of the project on tables: right work passes, and a mistake is called by its name."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.cluster import KMeans
from sklearn.datasets import load_wine
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, KFold, cross_val_score, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, StandardScaler

import nnlib as nn
from nnlib import checks

X, y = load_wine(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(
    X, y, test_size=0.25, stratify=y, random_state=0
)
Z_train = StandardScaler().fit_transform(X_train)
N, C = len(X_train), 0.1
MODEL = make_pipeline(StandardScaler(), LogisticRegression())
GRID = {"logisticregression__C": np.logspace(-3, 3, 7)}
NARROW = [0.01, 0.05, 0.1, 0.5, 1, 2]


def message_of(check, *work):
    with pytest.raises(checks.NotYet) as found:
        check(*work)
    text = str(found.value)
    assert text.startswith("Not yet: ") and "\nThink again: " in text
    return text


# -- the two sets


def test_a_quarter_of_each_class_for_the_test_passes(capsys):
    checks.split(X, y, X_train, X_test, y_train, y_test)
    assert capsys.readouterr().out == "Right: the two sets.\n"


@pytest.mark.parametrize(
    ("sets", "looks_like"),
    [
        ((X_train, y_train, X_test, y_test), "X_test is no table"),
        ((X_train, X_test, X_train, X_test), "the labels are no list"),
        ((X_train, X_test, y_test, y_train), "X_train has 133 rows, y_train 45"),
        ((Z_train, X_test, y_train, y_test), "X_train holds rows that are not in X"),
        ((X_train, X_test, np.sort(y_train), y_test), "the labels in y_train belong to other"),
        ((X, X_test, y, y_test), "some rows stand in both sets"),
        ((X_train[:90], X_test, y_train[:90], y_test), "some rows stand in neither set"),
        ((X_test, X_train, y_test, y_train), "75% of the rows are for the test"),
        (train_test_split(X, y, test_size=0.5, stratify=y), "50% of the rows are for the test"),
        (train_test_split(X, y, test_size=0.25, random_state=0), "the classes have [16, 21, 8]"),
        (train_test_split(X, y, test_size=0.25, shuffle=False), "the classes have [0, 0, 45]"),
    ],
)
def test_each_mistake_in_the_split_is_named(sets, looks_like):
    assert looks_like in message_of(checks.split, X, y, *sets)


# -- functions of small arrays


def baseline(y_train, y_test):
    return np.mean(y_test == np.bincount(y_train).argmax())


def standardize(X_train, X_new):
    return (X_new - X_train.mean(axis=0)) / X_train.std(axis=0)


def confusion(y, answers, K):
    table = np.zeros((K, K), int)
    for true, answer in zip(y, answers, strict=True):
        table[true, answer] += 1
    return table


def cross_validate(model, X, y, folds):
    return np.mean([clone(model).fit(X[a], y[a]).score(X[b], y[b]) for a, b in folds])


def nearest_centre(X, centres):
    return ((X[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1)


def moved_centres(X, groups, centres):
    moved = centres.copy()
    for k in range(len(centres)):
        if (groups == k).any():
            moved[k] = X[groups == k].mean(axis=0)
    return moved


RIGHT = [baseline, standardize, confusion, cross_validate, nearest_centre, moved_centres]


@pytest.mark.parametrize("work", RIGHT, ids=lambda work: work.__name__)
def test_right_work_passes(work, capsys):
    getattr(checks, work.__name__)(work)
    assert capsys.readouterr().out == f"Right: {work.__name__}.\n"


def test_cross_validation_of_the_check_is_that_of_scikit_learn():
    folds = list(KFold(5).split(X_train))
    by_hand = cross_validate(MODEL, X_train, y_train, folds)
    assert np.isclose(by_hand, cross_val_score(MODEL, X_train, y_train, cv=KFold(5)).mean())


def index_that_comes_twice(y, answers, K):
    table = np.zeros((K, K), int)
    table[y, answers] += 1
    return table


def scored_on_all(model, X, y, folds):
    return np.mean([model.fit(X[a], y[a]).score(X[a], y[a]) for a, _ in folds])


def fitted_on_all(model, X, y, folds):
    return np.mean([model.fit(X, y).score(X[b], y[b]) for _, b in folds])


def exchanged(model, X, y, folds):
    return cross_validate(model, X, y, [(b, a) for a, b in folds])


def last_alone(model, X, y, folds):
    for a, b in folds:
        score = model.fit(X[a], y[a]).score(X[b], y[b])
    return score


def in_place(X, groups, centres):
    for k in range(3):
        centres[k] = X[groups == k].mean(axis=0)
    return centres


def means_alone(X, groups, centres):
    return np.array([X[groups == k].mean(axis=0) for k in range(len(centres))])


def of_each_group(function):
    def moved(X, groups, centres):
        new = centres.copy()
        for k in np.unique(groups):
            new[k] = function(X[groups == k])
        return new

    return moved


def zeros_for_none(X, groups, centres):
    new = np.zeros(centres.shape)
    for k in np.unique(groups):
        new[k] = X[groups == k].mean(axis=0)
    return new


MISTAKES = [
    ("baseline", lambda y, new: baseline(new, new), "most common class of the test labels"),
    ("baseline", lambda y, new: baseline(y, y), "the share in the training labels"),
    ("baseline", lambda y, new: np.bincount(y).argmax(), "the class itself"),
    ("baseline", lambda y, new: np.bincount(y).max(), "how often the class occurs"),
    ("baseline", lambda y, new: 1 - baseline(y, new), "the share of mistakes"),
    ("baseline", lambda y, new: 100 * baseline(y, new), "a percentage"),
    ("baseline", lambda y, new: 1 / len(np.unique(y)), "a guess at random"),
    ("baseline", lambda y, new: new == np.bincount(y).argmax(), "one answer for each row"),
    ("baseline", lambda y, new: np.mean(y == new), "Which class is most common in y_train?"),
    ("baseline", lambda y, new: None, "nothing was returned"),
    ("standardize", lambda X, new: standardize(new, new), "set their own scale"),
    ("standardize", lambda X, new: standardize(np.concatenate([X, new]), new), "leakage"),
    ("standardize", lambda X, new: new - X.mean(axis=0), "the division is missing"),
    ("standardize", lambda X, new: new / X.std(axis=0), "the mean is not taken away"),
    ("standardize", lambda X, new: (new - X.mean(0)) / X.var(0), "divided by the variance"),
    ("standardize", lambda X, new: (new - X.mean()) / X.std(), "for the whole table"),
    ("standardize", lambda X, new: (new - X.mean(0)) / X.std(0, ddof=1), "n - 1"),
    ("standardize", lambda X, new: standardize(X, X), "the training rows came out"),
    ("standardize", lambda X, new: (new - X.min(0)) / np.ptp(X, 0), "smallest to the largest"),
    ("standardize", lambda X, new: new - X.mean(axis=1), "One mean for each column"),
    ("confusion", lambda y, a, K: confusion(a, y, K), "rows and columns are exchanged"),
    ("confusion", index_that_comes_twice, "no place counts beyond 1"),
    ("confusion", lambda y, a, K: confusion(y[y == a], a[y == a], K), "only right answers"),
    ("confusion", lambda y, a, K: confusion(y[y != a], a[y != a], K), "only mistakes"),
    ("confusion", lambda y, a, K: confusion(y, a, K) / len(y), "shares of all answers"),
    (
        "confusion",
        lambda y, a, K: confusion(y, a, K) / np.bincount(y)[:, None],
        "shares of each row",
    ),
    ("confusion", lambda y, a, K: np.diag(confusion(y, a, K)), "the diagonal alone"),
    ("confusion", lambda y, a, K: np.sum(y == a), "one number"),
    ("confusion", lambda y, a, K: confusion(y, a, 3), "for 4 classes the table is (3, 3)"),
    ("cross_validate", scored_on_all, "asked about rows that it has learned from"),
    ("cross_validate", fitted_on_all, "asked about rows that it has learned from"),
    ("cross_validate", exchanged, "the two parts are exchanged"),
    ("cross_validate", last_alone, "the last fold alone"),
    ("cross_validate", lambda m, X, y, f: last_alone(m, X, y, f[:1]), "the first fold alone"),
    (
        "cross_validate",
        lambda m, X, y, f: [cross_validate(m, X, y, [fold]) for fold in f],
        "one score for each fold",
    ),
    ("cross_validate", lambda m, X, y, f: 3 * cross_validate(m, X, y, f), "the sum"),
    ("cross_validate", lambda m, X, y, f: 1 - cross_validate(m, X, y, f), "share of mistakes"),
    (
        "cross_validate",
        lambda m, X, y, f: sum(len(b) * cross_validate(m, X, y, [(a, b)]) for a, b in f) / len(y),
        "where large folds count more",
    ),
    ("nearest_centre", lambda X, c: ((X[:, None] - c) ** 2).sum(2).argmax(1), "the farthest"),
    ("nearest_centre", lambda X, c: ((X[:, None] - c) ** 2).sum(2), "the squared distances"),
    ("nearest_centre", lambda X, c: np.linalg.norm(X[:, None] - c, axis=2), "themselves"),
    ("nearest_centre", lambda X, c: np.linalg.norm(X[:, None] - c, axis=2).min(1), "smallest"),
    ("nearest_centre", lambda X, c: nearest_centre(c, X), "the nearest row of each centre"),
    ("nearest_centre", lambda X, c: (X[:, None] - c).sum(2).argmin(1), "with their signs"),
    ("nearest_centre", lambda X, c: abs((X[:, None] - c).sum(2)).argmin(1), "cancel before"),
    ("nearest_centre", lambda X, c: abs(X[:, None] - c).sum(2).argmin(1), "without squares"),
    ("nearest_centre", lambda X, c: (X - c).argmin(1), "A distance for each pair"),
    ("moved_centres", in_place, "an input was changed in its place"),
    ("moved_centres", means_alone, "the mean of no rows at all"),
    ("moved_centres", lambda X, g, c: means_alone(X, g, c[:3]), "a centre is lost"),
    ("moved_centres", zeros_for_none, "the centre of an empty group went to 0"),
    ("moved_centres", of_each_group(lambda rows: rows.sum(axis=0)), "sums in place of means"),
    ("moved_centres", of_each_group(lambda rows: np.median(rows, axis=0)), "medians"),
    ("moved_centres", lambda X, g, c: np.tile(X.mean(0), (4, 1)), "the mean of all rows"),
    ("moved_centres", lambda X, g, c: c, "no centre has moved"),
    ("moved_centres", of_each_group(np.mean), "one number for each group"),
]


@pytest.mark.parametrize(("name", "work", "looks_like"), MISTAKES)
def test_each_mistake_gets_a_message_of_its_own(name, work, looks_like):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a mean of no rows
        assert looks_like in message_of(getattr(checks, name), work)


# -- the pipeline


@pytest.mark.parametrize(
    "model", [MODEL, make_pipeline(MinMaxScaler(), PCA(3), LogisticRegression(C=2))]
)
def test_a_pipeline_that_brings_columns_to_one_scale_passes(model, capsys):
    checks.pipeline(model)
    assert capsys.readouterr().out == "Right: the pipeline.\n"


@pytest.mark.parametrize(
    ("model", "looks_like"),
    [
        (LogisticRegression(), "LogisticRegression is no pipeline"),
        (LogisticRegression, "LogisticRegression is no pipeline"),
        (make_pipeline(StandardScaler()), "StandardScaler stands at its end"),
        (make_pipeline(LogisticRegression(), StandardScaler()), "StandardScaler stands at its"),
        (make_pipeline(StandardScaler(), LogisticRegression), "a class stands in it"),
        (make_pipeline(LogisticRegression(max_iter=5000)), "given in another unit"),
        (make_pipeline(PCA(3), StandardScaler(), LogisticRegression()), "in another unit"),
    ],
)
def test_each_mistake_in_the_pipeline_is_named(model, looks_like):
    assert looks_like in message_of(checks.pipeline, model)


# -- the search


def test_a_search_on_the_training_rows_passes(capsys):
    checks.search(GridSearchCV(MODEL, GRID, cv=5).fit(X_train, y_train), X_train)
    assert capsys.readouterr().out == "Right: the search.\n"


@pytest.mark.parametrize(
    ("make", "looks_like"),
    [
        (lambda: MODEL, "this is Pipeline, no GridSearchCV"),
        (lambda: GridSearchCV(MODEL, GRID), "nothing has been tried yet"),
        (lambda: GridSearchCV(MODEL, GRID).fit(X, y), "fitted on 178 rows, the test among them"),
        (lambda: GridSearchCV(MODEL, GRID).fit(X_test, y_test), "other rows than X_train, on 45"),
        (lambda: GridSearchCV(MODEL, GRID).fit(Z_train, y_train), "scaled before the search"),
        (
            lambda: GridSearchCV(LogisticRegression(), {"C": [0.1, 1]}).fit(Z_train, y_train),
            "what was fitted has no scaler",
        ),
        (
            lambda: GridSearchCV(MODEL, {"logisticregression__C": [0.01, 0.1, 1]}).fit(
                X_train, y_train
            ),
            "values of C: 3",
        ),
        (
            lambda: GridSearchCV(MODEL, {"logisticregression__C": [1, 2, 3, 4, 5]}).fit(
                X_train, y_train
            ),
            "the best C, 1, is the smallest that you tried",
        ),
        (
            lambda: GridSearchCV(MODEL, {"logisticregression__C": NARROW}).fit(X_train, y_train),
            "values of C from 0.01 to 2 alone",
        ),
        (
            lambda: GridSearchCV(MODEL, {"standardscaler__copy": [True, False]}).fit(
                X_train, y_train
            ),
            "something else than C alone was varied",
        ),
    ],
)
def test_each_mistake_in_the_search_is_named(make, looks_like):
    assert looks_like in message_of(checks.search, make(), X_train)


# -- the same model by nnlib


def trained(decay, steps=400, lr=0.5, X=Z_train, biases_too=False):
    """The student's loop, with this penalty."""
    net = nn.Sequential(nn.Dense(13, 3), seed=0, dtype=np.float64)
    loss, optimizer = nn.CrossEntropy(), nn.SGD(lr, momentum=0.9, weight_decay=decay)
    everything = [slice(None)] if biases_too else None
    for _ in range(steps):
        loss(net.forward(X, training=True), y_train)
        net.backward(loss.backward())
        optimizer.step(net.theta, net.grad, everything)
    return net


def test_a_dense_layer_with_the_right_penalty_is_logistic_regression(capsys):
    checks.same_model(trained(1 / (C * N)), Z_train, y_train, C)
    assert capsys.readouterr().out.startswith("Right: the same model")


@pytest.mark.parametrize(
    ("make", "looks_like"),
    [
        (lambda: nn.Sequential(nn.Dense(13, 8), nn.ReLU(), nn.Dense(8, 3)), "no single dense"),
        (lambda: nn.Sequential(nn.Dense(13, 2)), "no single dense layer from 13 numbers to 3"),
        (lambda: MODEL, "no single dense layer"),
        (lambda: trained(0), "the penalty is missing"),
        (lambda: trained(0, steps=20), "the penalty is missing"),
        (lambda: trained(1 / C, lr=0.05), "not divided by N"),
        (lambda: trained(C / N, steps=20_000), "C in place of 1 / C"),
        (lambda: trained(C), "C itself is the penalty"),
        (lambda: trained(2 / (C * N)), "twice as strong"),
        (lambda: trained(0.5 / (C * N)), "half as strong"),
        (lambda: trained(0.03), "a penalty of 0.03 in place of 0.0752"),
        (lambda: trained(1 / (C * N), biases_too=True), "the biases are penalized as well"),
        (lambda: trained(1 / (C * N), steps=60), "the largest difference is"),
        (lambda: trained(1 / (C * N), steps=0), "the largest difference is"),
        (lambda: trained(1 / C), "beyond all bounds"),
        (lambda: trained(1 / C, steps=2000), "beyond all bounds"),
        (lambda: trained(C / N), "missing, or much too weak"),
    ],
)
def test_each_mistake_in_the_second_library_is_named(make, looks_like):
    with np.errstate(all="ignore"):
        assert looks_like in message_of(checks.same_model, make(), Z_train, y_train, C)


# -- the report


def test_the_report_says_what_answers_and_groups_are_worth(capsys):
    model = clone(MODEL).fit(X_train, y_train)
    groups = make_pipeline(StandardScaler(), KMeans(3, n_init=10, random_state=0)).fit_predict(X)
    checks.report(y_train, y_test, model.predict(X_test), groups, y)
    text = capsys.readouterr().out
    assert "I sorted 45 wines that my model had never seen: 45 right" in text
    assert "gets 18" in text and "adjusted Rand index 0.90" in text


RAW = KMeans(3, n_init=10, random_state=0).fit_predict(X)


@pytest.mark.parametrize(
    ("answers", "groups", "looks_like"),
    [
        (y_train, y, "133 answers for 45 wines"),
        (np.ones(45, int), y, "18 of 45 answers are right"),
        (y_test, RAW, "the groups have little to do with the kinds: 0.37"),
        (y_test, y_train, "133 groups for 178 wines"),
    ],
)
def test_a_report_needs_answers_and_groups_that_reach_the_goal(answers, groups, looks_like):
    assert looks_like in message_of(checks.report, y_train, y_test, answers, groups, y)
