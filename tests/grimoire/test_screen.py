"""What a cell prints is what a terminal shows in the end."""

from __future__ import annotations

import pytest

from grimoire.directives.screen import ADDRESS, screen


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("plain\ttext\n", "plain\ttext\n"),
        ("working |\b/\b-\bdone", "working done"),
        ("10 %\r20 %\r100 %\ndone", "100 %\ndone"),
        ("long\rno", "nong"),
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("old\x1b[2K\rnew", "new"),
        ("abc\x1b[2Dx", "axc"),
        ("a\x1b[5Gb", "a   b"),
        ("one\ntwo\n\x1b[2A\x1b[Kthree\n", "three\ntwo\n"),
        ("one\ntwo\x1b[1A\x1b[0Jx", "onex"),
        ("old\x1b[2J\x1b[Hnew", "new"),
        ("\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x07", "link"),
        ("\x1b[?25lhidden cursor\x1b[?25h\x07", "hidden cursor"),
        ("\x1bP1;2|strange\x1b\\kept", "kept"),
        ("\x1b(Bkept\x00\x7f", "kept"),
    ],
)
def test_a_text_as_its_reader_sees_it(sent, shown):
    assert screen(sent) == shown


def test_an_address_in_memory_is_left_out():
    said = "[<matplotlib.lines.Line2D at 0x7f063A>], <function f at 0x1 (x)>, at 0x7f"
    assert ADDRESS.sub(r"\1", said) == "[<matplotlib.lines.Line2D>], <function f (x)>, at 0x7f"
