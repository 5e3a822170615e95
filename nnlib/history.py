"""What training has reached: numbers after each epoch."""

from __future__ import annotations

from typing import Any

from nnlib.elsewhere import no_attribute


class History:
    """What `fit` returns: one entry per epoch in each list.

    Attributes
    ----------
    loss : list of float
        Mean over the epoch's batches, while the parameters were changing.
    accuracy : list of float
        The same of the share of right answers.
    val_loss : list of float
        On the validation data after the epoch; empty if there are none.
    val_accuracy : list of float
        Likewise.
    seconds : list of float
        Wall time of the epoch.
    """

    names = ("loss", "accuracy", "val_loss", "val_accuracy", "seconds")

    def __init__(self) -> None:
        self.loss: list[float] = []
        self.accuracy: list[float] = []
        self.val_loss: list[float] = []
        self.val_accuracy: list[float] = []
        self.seconds: list[float] = []

    def __getattr__(self, name: str) -> Any:
        raise no_attribute(type(self).__name__, self, name)

    def __len__(self) -> int:
        return len(self.loss)

    def append(self, **values: float) -> None:
        """Add one epoch."""
        for name, value in values.items():
            getattr(self, name).append(float(value))

    def line(self) -> str:
        """Return the newest epoch as one line of text."""
        parts = [f"loss {self.loss[-1]:.3f}"]
        if self.accuracy[-1] == self.accuracy[-1]:  # not NaN
            parts.append(f"acc {self.accuracy[-1]:.1%}")
        if self.val_loss:
            parts.append(f"val loss {self.val_loss[-1]:.3f}")
            if self.val_accuracy[-1] == self.val_accuracy[-1]:
                parts.append(f"val acc {self.val_accuracy[-1]:.1%}")
        return "  ".join([*parts, f"{self.seconds[-1]:.1f} s"])

    def __repr__(self) -> str:
        if not self.loss:
            return "History(no epochs)"
        return f"History({len(self)} epochs; last: {self.line()})"
