"""One epoch of training, timed: the same lines run natively and in the browser."""

from __future__ import annotations

import json
from itertools import pairwise

import nnlib as nn


def epoch(data: nn.datasets.Dataset, widths: list[int], batch: int) -> dict[str, float]:
    """Train a new network for one epoch; return its seconds, and its loss on the test images."""
    layers: list[nn.Layer] = []
    for n_in, n_out in pairwise(widths):
        layers += [nn.Dense(n_in, n_out), nn.ReLU()]
    model = nn.Sequential(*layers[:-1], seed=0)
    x, y = data.x_train, data.y_train
    history = nn.fit(model, x, y, epochs=1, batch_size=batch, progress=False, blas_threads=1)
    loss = nn.evaluate(model, data.x_test, data.y_test)["loss"]
    return {"seconds": history.seconds[0], "loss": loss}


class Trainer:
    """Trains in the browser, with the page's kernel and without."""

    def __init__(self, kernel: object) -> None:
        from session import adam_wasm, products_wasm

        from nnlib import optimizers

        self.data = nn.datasets.load_mnist(data_dir="/mnist", source="mnist")
        self.optimizers = optimizers
        lists = products_wasm.lists_of_matmul()
        if lists is None:
            raise RuntimeError("the functions of matmul were not found")
        self.functions, _ = lists
        self.plain = self.parts()
        if not products_wasm.install(kernel):
            raise RuntimeError("the kernel could not be installed")
        adam_wasm.install(kernel)
        self.ours = self.parts()

    def parts(self) -> tuple:
        """What the kernel replaces, as it is now."""
        return self.functions.copy(), self.optimizers.adam_step

    def train(self, who: str, widths: str, batch: int) -> str:
        """Train as "plain" or as "ours"; the outcome of `epoch` as JSON."""
        self.functions[:], self.optimizers.adam_step = getattr(self, who)
        return json.dumps(epoch(self.data, json.loads(widths), batch))
