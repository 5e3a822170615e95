"""nnlib: neural networks in NumPy, small enough to read and fast enough to use.

>>> import nnlib as nn
>>> data = nn.datasets.xor(n=400, seed=0)
>>> model = nn.Sequential(nn.Dense(2, 16), nn.ReLU(), nn.Dense(16, 2), seed=0)
>>> X, y = data.x_train, data.y_train
>>> history = nn.fit(model, X, y, epochs=60, batch_size=16, progress=False)
>>> nn.evaluate(model, data.x_test, data.y_test)["accuracy"] > 0.9
True
"""

import sys
from importlib import import_module
from typing import Any

from nnlib.activations import (
    Identity,
    LeakyReLU,
    ReLU,
    Sigmoid,
    Softmax,
    Tanh,
    identity,
    leaky_relu,
    leakyrelu,
    relu,
    sigmoid,
    softmax,
    tanh,
)
from nnlib.batching import batches, train_val_split
from nnlib.callbacks import Checkpoint, EarlyStopping
from nnlib.elsewhere import no_attribute
from nnlib.gradcheck import check_gradients
from nnlib.layer import Layer
from nnlib.layers import BatchNorm, Dense, Dropout, Flatten
from nnlib.losses import MSE, BinaryCrossEntropy, CrossEntropy, Loss
from nnlib.metrics import accuracy, confusion_matrix
from nnlib.model import Sequential, load
from nnlib.optimizers import SGD, Adam, AdamW, CosineDecay, Optimizer, RMSProp, StepDecay
from nnlib.run import Callback, History
from nnlib.scaling import Scale
from nnlib.training import evaluate, fit

__version__ = "0.1.0"
__all__ = [
    "MSE",
    "SGD",
    "Adam",
    "AdamW",
    "BatchNorm",
    "BinaryCrossEntropy",
    "Callback",
    "Checkpoint",
    "CosineDecay",
    "CrossEntropy",
    "Dense",
    "Dropout",
    "EarlyStopping",
    "Flatten",
    "History",
    "Identity",
    "Layer",
    "LeakyReLU",
    "Loss",
    "Optimizer",
    "RMSProp",
    "ReLU",
    "Scale",
    "Sequential",
    "Sigmoid",
    "Softmax",
    "StepDecay",
    "Tanh",
    "accuracy",
    "batches",
    "check_gradients",
    "confusion_matrix",
    "evaluate",
    "fit",
    "identity",
    "leaky_relu",
    "leakyrelu",
    "load",
    "relu",
    "sigmoid",
    "softmax",
    "tanh",
    "train_val_split",
]

LAZY = {  # loaded at first use: they need more than NumPy, or are seldom needed
    "augment": "nnlib.augment",
    "checks": "nnlib.checks",
    "datasets": "nnlib.datasets",
    "plots": "nnlib.plots",
    "MLPClassifier": "nnlib.classifier",
    "MLPRegressor": "nnlib.regressor",
}


def __getattr__(name: str) -> Any:
    if name not in LAZY:
        raise no_attribute("module 'nnlib'", sys.modules[__name__], name)
    module = import_module(LAZY[name])
    return getattr(module, name, module)


def __dir__() -> list[str]:
    return [*__all__, *LAZY]
