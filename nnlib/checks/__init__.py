"""The checks of the projects: is this step right, and if not, which mistake does it look like?

Each check runs a function on a few small numbers and compares the result with the right one, and
with the results of mistakes that are often made. It says where to think again, never the code.
"""

from nnlib.checks.backward import cross_entropy_backward, dense_backward, relu_backward, sgd_step
from nnlib.checks.choosing import cross_validate, pipeline, search
from nnlib.checks.clusters import moved_centres, nearest_centre
from nnlib.checks.compare import NotYet
from nnlib.checks.ends import finish, ready
from nnlib.checks.forward import cross_entropy, dense, one_hot, relu, softmax
from nnlib.checks.model import network
from nnlib.checks.sets import batches, data
from nnlib.checks.tables import baseline, confusion, split, standardize
from nnlib.checks.training import accuracy, train
from nnlib.checks.twins import report, same_model

__all__ = [
    "NotYet",
    "accuracy",
    "baseline",
    "batches",
    "confusion",
    "cross_entropy",
    "cross_entropy_backward",
    "cross_validate",
    "data",
    "dense",
    "dense_backward",
    "finish",
    "moved_centres",
    "nearest_centre",
    "network",
    "one_hot",
    "pipeline",
    "ready",
    "relu",
    "relu_backward",
    "report",
    "same_model",
    "search",
    "sgd_step",
    "softmax",
    "split",
    "standardize",
    "train",
]
