"""Layers stand in a file by name: nnlib's as `Dense`, all others as `module.Class`.

A file may name only classes that the program knows already. None is imported because a file asks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nnlib.layer import Layer

Kinds = Mapping[str, type[Layer]]


def name_of(kind: type[Layer]) -> str:
    """Return the name that a class of layers has in a file."""
    ours = kind.__module__.startswith("nnlib.")
    return kind.__name__ if ours else f"{kind.__module__}.{kind.__qualname__}"


def kind_called(name: str, given: Kinds) -> type[Layer]:
    """Return the class of this name: among those `given` by name, or those of the program.

    Raises `ValueError` if there is none.
    """
    short = name.rpartition(".")[2]
    for key in (name, short):
        if key in given:
            return given[key]
    known = {name_of(kind): kind for kind in kinds_below(Layer)}
    if name not in known:
        raise ValueError(
            f"it has a layer {name}, a class that this program does not know: import the module "
            f"that defines it, or pass the class, load(path, layers={{{short!r}: {short}}})"
        )
    return known[name]


def kinds_below(kind: type[Layer]) -> Iterator[type[Layer]]:
    """Yield all classes derived from this one, the newest of a name last."""
    for derived in kind.__subclasses__():
        yield derived
        yield from kinds_below(derived)
