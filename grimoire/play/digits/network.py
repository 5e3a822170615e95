"""The network that reads what readers draw: trained as the book is built, small enough to send.

Its weights are whole numbers from -127 to 127, those of each unit times a scale of its own.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

import nnlib as nn
from grimoire.play.digits.centring import SIDE, all_centred
from nnlib.augment import Affine
from nnlib.datasets.dataset import Dataset

MARGIN = 2
"""Pixels at each edge that the network does not get: a centred digit seldom has ink there."""

HIDDEN = (144, 64)
EPOCHS = 15
BATCH = 128
RATE = nn.CosineDecay(2e-3, EPOCHS, 1e-5)
CHANGES = Affine(rotate=15, scale=0.1, shear=0.15, shift=0.7)
LARGEST = 127

Pictures = NDArray[Any]


@dataclass(frozen=True)
class Facts:
    """What a page says of its network.

    Attributes
    ----------
    sizes : tuple of int
        Units of each layer, from the pixels to the ten digits.
    margin : int
        Pixels at each edge of a picture that are left out.
    name : str
        The data set.
    pictures : int
        How many pictures it has trained on.
    accuracy : float
        The share of test pictures that it reads right, with weights of 8 bits.
    tested : int
        How many test pictures there were.
    """

    sizes: tuple[int, ...]
    margin: int
    name: str
    pictures: int
    accuracy: float
    tested: int


@dataclass(frozen=True)
class Reader:
    """The network as it is sent: facts, and one file of weights, scales, biases and samples."""

    facts: dict[str, Any]
    data: bytes


def inner(pictures: Pictures) -> Pictures:
    """The part of centred pictures (n, 784) that the network gets: (n, 576)."""
    whole = pictures.reshape(-1, SIDE, SIDE)
    within = slice(MARGIN, SIDE - MARGIN)
    return np.ascontiguousarray(whole[:, within, within]).reshape(len(pictures), -1)


def trained(data: Dataset, epochs: int = EPOCHS) -> nn.Sequential:
    """A network that has trained on the pictures, each turned and moved a little in each epoch."""
    x = inner(all_centred(data.x_train))
    sizes = (x.shape[1], *HIDDEN, 10)
    layers = [nn.Dense(n_in, n_out) for n_in, n_out in pairwise(sizes)]
    model = nn.Sequential(layers[0], *(part for dense in layers[1:] for part in (nn.ReLU(), dense)))
    optimizer = nn.Adam(RATE)
    nn.fit(
        model,
        x,
        data.y_train,
        optimizer=optimizer,
        epochs=epochs,
        batch_size=BATCH,
        augment=CHANGES,
        progress=False,
    )
    return model


def rounded(model: nn.Sequential) -> tuple[nn.Sequential, list[NDArray[np.int8]], list[Pictures]]:
    """The network with weights of 8 bits, its whole numbers (n_out, n_in) and scales (n_out,)."""
    copy, wholes, scales = model.copy(), [], []
    for layer in copy.layers:
        if isinstance(layer, nn.Dense):
            scale = (np.abs(layer.W).max(axis=1) / LARGEST).astype(np.float32)
            scale[scale == 0] = 1
            whole = np.round(layer.W / scale[:, None]).astype(np.int8)
            layer.W = whole * scale[:, None]
            wholes.append(whole)
            scales.append(scale)
    return copy, wholes, scales


def reader_of(model: nn.Sequential, data: Dataset) -> Reader:
    """What a page needs of a network that has trained on these data."""
    small, wholes, scales = rounded(model)
    biases = [layer.b for layer in small.layers if isinstance(layer, nn.Dense)]
    accuracy = nn.evaluate(small, inner(all_centred(data.x_test)), data.y_test)["accuracy"]
    sizes = (wholes[0].shape[1], *map(len, wholes))
    facts = Facts(sizes, MARGIN, data.name, len(data.x_train), accuracy, len(data.x_test))
    floats = np.concatenate([*scales, *biases]).astype("<f4")
    parts = [*(whole.tobytes() for whole in wholes), floats.tobytes(), samples(data).tobytes()]
    return Reader(asdict(facts), b"".join(parts))


def samples(data: Dataset) -> NDArray[np.uint8]:
    """The first test picture of each digit, with ink from 0 to 255: (10, 784)."""
    first = [int(np.flatnonzero(data.y_test == digit)[0]) for digit in range(10)]
    return np.round(255 * data.x_test[first]).astype(np.uint8)


def made_reader(name: str) -> Reader:
    """Train on the data set of this name: "mnist", or "mnist-sample", which comes with nnlib."""
    data = nn.datasets.load_mnist(download=False, source="mnist" if name == "mnist" else "sample")
    return reader_of(trained(data), data)
