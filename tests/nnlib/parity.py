"""The same small networks in nnlib and in PyTorch, both in float64, from the same start."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

import nnlib as nn

FROZEN = Path(__file__).parent / "fixtures" / "torch_parity.npz"
ROWS, N_IN = 6, 5


class Case(NamedTuple):
    """One network, one loss, one optimizer; layers are (name, arguments...)."""

    layers: tuple[tuple[Any, ...], ...]
    loss: str = "CrossEntropy"
    optimizer: str = "SGD"
    options: dict[str, Any] = {}  # noqa: RUF012


def two_layers(*between: tuple[Any, ...], n_out: int = 3) -> tuple[tuple[Any, ...], ...]:
    return (("Dense", N_IN, 7), *between, ("Dense", 7, n_out))


PLAIN = two_layers(("ReLU",))
CASES = {
    # every layer and loss
    "sigmoid": Case(two_layers(("Sigmoid",))),
    "tanh": Case(two_layers(("Tanh",))),
    "relu": Case(PLAIN),
    "leaky relu": Case(two_layers(("LeakyReLU", 0.1))),
    "identity": Case(two_layers(("Identity",))),
    "softmax": Case((*PLAIN, ("Softmax",)), loss="MSE"),
    "batch norm": Case(two_layers(("BatchNorm", 7), ("ReLU",))),
    "batch norm first": Case((("BatchNorm", N_IN), *PLAIN)),
    "flatten": Case((("Flatten",), *PLAIN)),
    "mse": Case(PLAIN, loss="MSE"),
    "binary": Case(two_layers(("ReLU",), n_out=1), loss="BinaryCrossEntropy"),
    "several binary": Case(PLAIN, loss="BinaryCrossEntropy"),
    # every optimizer
    "sgd": Case(PLAIN, options={"lr": 0.1}),
    "sgd decay": Case(PLAIN, options={"lr": 0.1, "weight_decay": 0.03}),
    "momentum": Case(PLAIN, options={"lr": 0.1, "momentum": 0.9}),
    "momentum decay": Case(PLAIN, options={"lr": 0.1, "momentum": 0.9, "weight_decay": 0.03}),
    "nesterov": Case(PLAIN, options={"lr": 0.1, "momentum": 0.9, "nesterov": True}),
    "rmsprop": Case(PLAIN, optimizer="RMSProp", options={"lr": 0.01}),
    "rmsprop decay": Case(PLAIN, optimizer="RMSProp", options={"lr": 0.01, "weight_decay": 0.03}),
    "adam": Case(PLAIN, optimizer="Adam", options={"lr": 0.01}),
    "adam decay": Case(PLAIN, optimizer="Adam", options={"lr": 0.01, "weight_decay": 0.03}),
    "adam other betas": Case(
        PLAIN, optimizer="Adam", options={"lr": 0.01, "beta1": 0.8, "beta2": 0.95, "eps": 1e-3}
    ),
    "adamw": Case(PLAIN, optimizer="AdamW", options={"lr": 0.01}),
    "adamw decay": Case(PLAIN, optimizer="AdamW", options={"lr": 0.01, "weight_decay": 0.3}),
}


def nnlib_model(case: Case) -> nn.Sequential:
    return nn.Sequential(
        *(getattr(nn, name)(*arguments) for name, *arguments in case.layers), dtype=np.float64
    )


def given(name: str) -> dict[str, np.ndarray]:
    """Data and initial parameters of a case; every number is drawn, biases too."""
    case = CASES[name]
    rng = np.random.default_rng(list(CASES).index(name))
    n_out = case.layers[-1][2] if case.layers[-1][0] == "Dense" else 3
    targets = {
        "CrossEntropy": lambda: rng.integers(0, n_out, ROWS),
        "MSE": lambda: rng.standard_normal((ROWS, n_out)),
        "BinaryCrossEntropy": lambda: rng.integers(0, 2, (ROWS, n_out)),
    }
    arrays = {"X": rng.standard_normal((ROWS, N_IN)), "y": targets[case.loss]()}
    for key, array in nnlib_model(case).state().items():
        if "running" not in key:
            arrays[key] = rng.standard_normal(array.shape)
    return arrays


def run_nnlib(name: str) -> dict[str, np.ndarray]:
    """Outputs, loss and gradients of one batch; parameters after 1 and 10 steps on it."""
    case, arrays = CASES[name], given(name)
    X, y = arrays["X"], arrays["y"]
    model = nnlib_model(case)
    model.load_state(model.state() | arrays)
    loss = getattr(nn, case.loss)()
    optimizer = getattr(nn, case.optimizer)(**case.options)
    result: dict[str, np.ndarray] = {}
    for step in range(1, 11):
        out = model.forward(X, training=True)
        value = loss(out, y)
        d_in = model.backward(loss.backward(), want_d_in=True)
        if step == 1:
            result |= {"out": out, "loss": np.array(value), "d_in": d_in}
            for i, layer in enumerate(model.layers):
                for key in layer.shapes:
                    result[f"gradient of layers.{i}.{key}"] = getattr(layer, f"d{key}").copy()
        optimizer.step(model.theta, model.grad, model.weights)
        if step in (1, 10):
            for key, array in model.state().items():
                result[f"{key} after {step}"] = array.copy()
    result["inference"] = model(X)
    return result


def flat(result: dict[str, np.ndarray]) -> np.ndarray:
    """All arrays of a result in one vector, in the order of their names."""
    return np.concatenate([result[key].ravel() for key in sorted(result)])


def run_torch(name: str) -> dict[str, np.ndarray]:
    """The same with PyTorch."""
    import torch

    case, arrays = CASES[name], given(name)
    X = torch.tensor(arrays["X"], requires_grad=True)
    y = torch.tensor(arrays["y"])
    if case.loss != "CrossEntropy":
        y = y.double()
    kinds = {
        "Dense": torch.nn.Linear,
        "BatchNorm": torch.nn.BatchNorm1d,
        "Softmax": lambda: torch.nn.Softmax(dim=1),
    }
    layers = [kinds.get(n, getattr(torch.nn, n, None))(*arguments) for n, *arguments in case.layers]
    model = torch.nn.Sequential(*layers).double()
    ours = {"weight": "W", "bias": "b"}
    norm = {"weight": "gamma", "bias": "beta"}

    def key(torch_name: str) -> str:
        i, part = torch_name.split(".")
        names = norm if case.layers[int(i)][0] == "BatchNorm" else ours
        return f"layers.{i}.{names.get(part, part)}"

    with torch.no_grad():
        for torch_name, parameter in model.named_parameters():
            parameter.copy_(torch.tensor(arrays[key(torch_name)]))
    losses = {
        "CrossEntropy": torch.nn.CrossEntropyLoss,
        "MSE": torch.nn.MSELoss,
        "BinaryCrossEntropy": torch.nn.BCEWithLogitsLoss,
    }
    loss = losses[case.loss]()
    optimizer = torch_optimizer(case, model, key)
    result: dict[str, np.ndarray] = {}
    for step in range(1, 11):
        optimizer.zero_grad()
        out = model(X)
        value = loss(out, y)
        value.backward()
        if step == 1:
            result |= {
                "out": out.detach().numpy().copy(),
                "loss": value.detach().numpy().copy(),
                "d_in": X.grad.numpy().copy(),
            }
            for torch_name, parameter in model.named_parameters():
                result[f"gradient of {key(torch_name)}"] = parameter.grad.numpy().copy()
        optimizer.step()
        if step in (1, 10):
            for torch_name, array in model.state_dict().items():
                if "num_batches" not in torch_name:
                    result[f"{key(torch_name)} after {step}"] = array.numpy().copy()
    result["inference"] = model.eval()(X).detach().numpy()
    return result


def torch_optimizer(case: Case, model: Any, key: Any) -> Any:
    """PyTorch's optimizer with nnlib's arguments; weight decay on the weights only."""
    import torch

    options = {"lr": 1e-2} | case.options
    decay = options.pop("weight_decay", 0.01 if case.optimizer == "AdamW" else 0.0)
    if "beta1" in options:
        options["betas"] = (options.pop("beta1"), options.pop("beta2"))
    weights = [p for n, p in model.named_parameters() if key(n).endswith(".W")]
    others = [p for n, p in model.named_parameters() if not key(n).endswith(".W")]
    groups = [
        {"params": weights, "weight_decay": decay},
        {"params": others, "weight_decay": 0.0},
    ]
    kinds = {"SGD": "SGD", "RMSProp": "RMSprop", "Adam": "Adam", "AdamW": "AdamW"}
    return getattr(torch.optim, kinds[case.optimizer])(groups, **options)
