"""The checks of the project: is this step right, and if not, which mistake does it look like?

Each check runs a function on a few small numbers and compares the result with the right one, and
with the results of mistakes that are often made. It says where to think again, never the code.
"""

from nnlib.checks.backward import cross_entropy_backward, dense_backward, relu_backward, sgd_step
from nnlib.checks.compare import NotYet
from nnlib.checks.ends import finish, ready
from nnlib.checks.forward import cross_entropy, dense, one_hot, relu, softmax
from nnlib.checks.model import network
from nnlib.checks.sets import batches, data
from nnlib.checks.training import accuracy, train

__all__ = [
    "NotYet",
    "accuracy",
    "batches",
    "cross_entropy",
    "cross_entropy_backward",
    "data",
    "dense",
    "dense_backward",
    "finish",
    "network",
    "one_hot",
    "ready",
    "relu",
    "relu_backward",
    "sgd_step",
    "softmax",
    "train",
]
