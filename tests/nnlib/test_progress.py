"""Progress: a moving line in a terminal, few lines elsewhere, silence when asked for."""

import io
import sys

import numpy as np
import pytest

import nnlib as nn

X = np.random.default_rng(0).standard_normal((40, 3))
Y = (X[:, 0] > 0).astype(int)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def train(epochs: int, **options) -> None:
    nn.fit(nn.Sequential(nn.Dense(3, 2)), X, Y, epochs=epochs, batch_size=10, **options)


def test_prints_one_line_an_epoch(capsys) -> None:
    train(3, validation=(X, Y))
    out, err = capsys.readouterr()
    lines = out.splitlines()
    assert [line.split("  ")[0] for line in lines] == ["epoch 1/3", "epoch 2/3", "epoch 3/3"]
    for word in ("loss 0.", "acc ", "val loss 0.", "val acc ", " s"):
        assert word in lines[-1]
    assert err == ""


@pytest.mark.parametrize(("epochs", "most"), [(1, 1), (10, 10), (37, 12), (1000, 12)])
def test_a_long_run_prints_a_dozen_lines_at_most(capsys, epochs: int, most: int) -> None:
    train(epochs)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) <= most
    assert lines[0].startswith(f"epoch 1/{epochs} ")
    assert lines[-1].startswith(f"epoch {epochs}/{epochs} ")


def test_prints_nothing_when_asked_not_to(capsys) -> None:
    train(3, progress=False)
    assert capsys.readouterr() == ("", "")


def test_a_regression_prints_no_accuracy(capsys) -> None:
    nn.fit(nn.Sequential(nn.Dense(3, 1)), X, X[:, 1], loss=nn.MSE(), epochs=1, validation=(X, Y))
    assert "val loss" in (out := capsys.readouterr().out)
    assert "nan" not in out


def test_a_terminal_gets_one_line_that_moves(monkeypatch, capsys) -> None:
    pytest.importorskip("tqdm")
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    train(3)
    shown = terminal.getvalue()
    assert capsys.readouterr().out == ""
    assert shown.count("\n") == 1
    assert "epoch 3/3" in shown
    assert "loss 0." in shown


def test_a_terminal_without_tqdm_gets_lines(monkeypatch, capsys) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setitem(sys.modules, "tqdm", None)  # as if it were not installed
    train(2)
    assert len(capsys.readouterr().out.splitlines()) == 2
