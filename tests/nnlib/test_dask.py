"""A parameter search outgrows one machine: the same search runs on a Dask cluster's workers."""

import os

import joblib
import numpy as np
import pytest
from distributed import Client, LocalCluster
from sklearn.metrics import make_scorer
from sklearn.model_selection import GridSearchCV

from nnlib import datasets
from nnlib.classifier import MLPClassifier

MOONS = datasets.moons(n=120, seed=0)


@pytest.fixture(scope="module")
def client():
    """Two worker processes on this machine, reached as those on another one would be."""
    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, protocol="tcp"
        ) as cluster,
        Client(cluster) as connected,
    ):
        yield connected


def search(scoring=None):
    classifier = MLPClassifier((8,), max_iter=15, batch_size=20, random_state=0)
    grid = {"learning_rate_init": [1e-6, 0.05], "activation": ["relu", "tanh"]}
    return GridSearchCV(classifier, grid, cv=2, n_jobs=2, scoring=scoring)


def process_id(y_true, y_pred):
    """Where a candidate was scored, in place of how well."""
    return os.getpid()


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
def test_a_grid_search_on_dask_finds_what_it_finds_here(client):
    with joblib.parallel_config("dask"):
        there = search().fit(MOONS.x_train, MOONS.y_train)
    here = search().set_params(n_jobs=1).fit(MOONS.x_train, MOONS.y_train)
    assert there.best_params_ == here.best_params_
    assert there.best_params_["learning_rate_init"] == 0.05
    np.testing.assert_array_equal(
        there.cv_results_["mean_test_score"], here.cv_results_["mean_test_score"]
    )


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
def test_the_candidates_are_trained_by_the_workers(client):
    with joblib.parallel_config("dask"):
        there = search(make_scorer(process_id)).fit(MOONS.x_train, MOONS.y_train)
    scored = {pid for split in range(2) for pid in there.cv_results_[f"split{split}_test_score"]}
    assert scored <= set(client.run(os.getpid).values()) and os.getpid() not in scored
