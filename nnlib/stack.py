"""A stack of layers: does what leaves one fit into the next, and do arrays from a file fit?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

import numpy as np

from nnlib.arguments import brief, of_kind
from nnlib.arrays import Array
from nnlib.layer import Layer


class Layers(list[Layer]):
    """The layers of a model: a list that cannot be changed, since `theta` was made for them."""

    def refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(
            "the layers of a model cannot be exchanged, because its theta was made for them: make "
            "a new model, Sequential(...), and copy what it shall keep, as in "
            "new.layers[0].W = model.layers[0].W"
        )

    __setitem__ = __delitem__ = __iadd__ = __imul__ = refuse
    append = extend = insert = pop = remove = clear = reverse = sort = refuse

    def __reduce__(self) -> tuple[Any, ...]:
        return list, (list(self),)  # a copy may be changed


def returned(layer: Layer, method: str, result: Any) -> Array:
    """Return what a layer's method returned, or raise `TypeError` if that is no array."""
    if not isinstance(result, np.ndarray):
        raise TypeError(
            f"{layer.place}{layer!r}: {method} returned {brief(result)}, expected an array: "
            f"does it end with `return`?"
        )
    return result


def check_layers(layers: Sequence[Layer]) -> list[int | None]:
    """Return the width after each layer; raise if two layers do not fit or one is taken."""
    if not layers:
        raise ValueError("Sequential needs at least one layer, got none")
    widths: list[int | None] = []
    width = None
    for i, layer in enumerate(layers):
        of_kind(f"layer {i}", layer, Layer, "Dense(784, 10), one by one, as in Sequential(*layers)")
        if layer.place or layer in layers[:i]:
            raise ValueError(f"layer {i}, {layer!r}, already belongs to a model: make a new one")
        if None is not layer.n_in != width is not None:
            raise ValueError(
                f"model.layers[{i}], {layer!r}, expected input of shape (n, {layer.n_in}), "
                f"got (n, {width}) from the layers before it: make the two widths equal"
            )
        width = layer.n_out or width
        widths.append(width)
    return widths


def check_arrays(layers: Sequence[Layer], arrays: Mapping[str, Array], source: str) -> None:
    """Raise `ValueError` unless `arrays` holds every array of the layers in the right shape."""
    for i, layer in enumerate(layers):
        for name, shape in {**layer.shapes, **layer.statistics}.items():
            key = f"layers.{i}.{name}"
            if key not in arrays:
                raise ValueError(
                    f"{source} has no {key!r}, expected shape {shape} for {layer!r}: "
                    f"it holds another model"
                )
            if arrays[key].shape != shape:
                raise ValueError(
                    f"{source}: {key!r} has shape {arrays[key].shape}, expected {shape} "
                    f"for {layer!r}: it holds another model"
                )
