"""The playground's network is nnlib's: the same draws, points, gradients, steps and weights."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from in_node import in_node

import nnlib as nn

SEEDS = [0, 1, 42, 9999]

DRAWS = """
const { Generator } = await load("playground/random.js");
answer(given.map((seed) => {
  const generator = new Generator(seed);
  return {
    doubles: [generator.random(), generator.random()],
    singles: [generator.random32(), generator.random32(), generator.random32()],
    order: [...generator.shuffle(Int32Array.from({ length: 1000 }, (_, i) => i))],
    normal: Array.from({ length: 30000 }, () => generator.normal()),
    after: generator.random(),
  };
}));
"""

POINTS = """
const { dataOf } = await load("playground/datasets.js");
answer(given.map((state) => {
  const { train, test } = dataOf(state);
  const rows = ({ n, x1, x2 }) => Array.from({ length: n }, (_, i) => [x1[i], x2[i]]);
  return { x_train: rows(train), y_train: [...train.y], x_test: rows(test), y_test: [...test.y] };
}));
"""

GRADIENTS = """
const { Network, Pass } = await load("playground/network.js");
const { LOSSES } = await load("playground/losses.js");
answer(given.map(({ sizes, activation, loss, theta, columns, y }) => {
  const network = new Network(sizes, activation);
  network.theta.set(theta);
  const pass = new Pass(network, y.length);
  pass.a[0].set(columns.flat());
  const z = network.forward(pass);
  LOSSES[loss].slope(z, y, y.length, pass.d.at(-1));
  network.backward(pass);
  const outputs = Array.from(z);
  return { outputs, loss: LOSSES[loss].value(z, y, y.length), grad: [...network.grad] };
}));
"""

TRAINED = """
const { read } = await load("playground/address.js");
const { Run } = await load("playground/run.js");
const { dataOf } = await load("playground/datasets.js");
const { codeOf } = await load("playground/code.js");
answer(given.map((text) => {
  const { states: [state], problems } = read(text);
  const run = new Run(state, dataOf(state));
  while (run.epoch < state.epochs) run.toEndOfEpoch();
  const [code, theta] = [codeOf(state, run.epoch), [...run.network.theta]];
  return { problems, code, theta, accuracy: run.accuracy("train"), ...run.losses() };
}));
"""

OWN = "~".join(f"{np.sin(i):.2f}_{np.cos(i * i):.2f}_{i % 2}" for i in range(23))
STATES = [
    "epochs=30",
    "data=xor&layers=&features=x1,x2,x1x2&epochs=20&lr=0.3",
    "data=spirals&layers=8,8,8,8,8,8&optimizer=adam&lr=0.003&epochs=8&seed=3",
    "data=moons&activation=relu&layers=8&momentum=0.9&nesterov=yes&lr=0.03&epochs=20&noise=0.25",
    "data=moons&layers=8,8&dropout=0.2&optimizer=adam&lr=0.01&epochs=20",
    "data=circles&activation=leaky&loss=mse&optimizer=rmsprop&lr=0.01&l1=0.001&epochs=20&batch=199",
    "features=x1x1,x2x2,sin1,sin2&layers=3&optimizer=adamw&decay=0.1&lr=0.01&epochs=20&batch=500",
    "data=spirals&n=50&loss=ce&activation=sigmoid&layers=8,4&batch=1&decay=0.001&epochs=5",
    f"data=own&points={OWN}&layers=5&activation=none&batch=4&seed=7&epochs=15",
]


@pytest.fixture(scope="module")
def trained() -> dict[str, dict]:
    """Every state with what its network has become, and the program that the page shows."""
    return dict(zip(STATES, in_node(TRAINED, STATES), strict=True))


def test_the_generator_draws_what_numpy_draws():
    for seed, drawn in zip(SEEDS, in_node(DRAWS, SEEDS), strict=True):
        rng = np.random.default_rng(seed)
        assert drawn["doubles"] == rng.random(2).tolist()
        assert drawn["singles"] == rng.random(3, dtype=np.float32).tolist()
        order = np.arange(1000, dtype=np.int32)
        rng.shuffle(order)
        assert drawn["order"] == order.tolist()
        np.testing.assert_allclose(drawn["normal"], rng.standard_normal(30000), rtol=1e-13)
        assert drawn["after"] == rng.random()


def test_each_data_set_has_nnlibs_points():
    states = [
        {"data": name, "n": n, "noise": noise, "seed": seed}
        for name in ("xor", "circles", "moons", "spirals")
        for n, noise, seed in [(200, 0.1, 0), (31, 0.0, 5)]
    ]
    for state, points in zip(states, in_node(POINTS, states), strict=True):
        *made, _ = getattr(nn.datasets, state.pop("data"))(**state)
        for name, array in zip(("x_train", "y_train", "x_test", "y_test"), made, strict=True):
            np.testing.assert_allclose(points[name], array, atol=1e-7)


def test_outputs_losses_and_gradients_of_random_networks_are_nnlibs():
    rng = np.random.default_rng(0)
    layers = {"relu": nn.ReLU, "tanh": nn.Tanh, "sigmoid": nn.Sigmoid, "leaky": nn.LeakyReLU}
    losses = {"bce": nn.BinaryCrossEntropy, "ce": nn.CrossEntropy, "mse": nn.MSE}
    cases, models = [], []
    for activation in [*layers, "none"]:
        for name in losses:
            widths = rng.integers(1, 9, rng.integers(0, 7)).tolist()
            sizes = [int(rng.integers(1, 8)), *widths, 2 if name == "ce" else 1]
            parts = []
            for ins, outs in pairwise(sizes):
                parts += [nn.Dense(ins, outs), layers.get(activation, nn.Identity)()]
            model = nn.Sequential(*parts[:-1], dtype=np.float64)
            model.theta = rng.normal(size=model.theta.size)
            x, y = rng.normal(size=(300, sizes[0])), rng.integers(0, 2, 300)
            models.append((model, x, y, losses[name]()))
            theta, columns = model.theta.tolist(), x.T.tolist()
            facts = {"sizes": sizes, "activation": activation, "loss": name}
            cases.append({**facts, "theta": theta, "columns": columns, "y": y.tolist()})
    for (model, x, y, loss), ours in zip(models, in_node(GRADIENTS, cases), strict=True):
        out = model.forward(x, training=True)
        value = loss(out, y)
        model.backward(loss.backward())
        np.testing.assert_allclose(ours["outputs"], out.T.ravel(), rtol=1e-9, atol=1e-12)
        assert ours["loss"] == pytest.approx(value, rel=1e-12)
        np.testing.assert_allclose(ours["grad"], model.grad, rtol=1e-8, atol=1e-13)


@pytest.mark.parametrize("state", STATES, ids=[*STATES[:-1], "own points"])
def test_the_code_it_shows_trains_to_the_same_weights(trained, state, capsys):
    ours = trained[state]
    assert ours["problems"] == []
    program: dict = {}
    exec(compile(ours["code"], "playground", "exec"), program)
    np.testing.assert_allclose(ours["theta"], program["model"].theta, rtol=1e-7, atol=1e-9)
    reached = {
        part: nn.evaluate(
            program["model"],
            program["features"](program[f"x_{part}"]),
            program[f"y_{part}"],
            program["loss"],
        )
        for part in ("train", "test")
    }
    assert ours["accuracy"] == pytest.approx(reached["train"]["accuracy"])
    assert [ours[part] for part in reached] == [
        pytest.approx(result["loss"], rel=1e-7) for result in reached.values()
    ]
    assert capsys.readouterr().out.count("'loss'") == 2
