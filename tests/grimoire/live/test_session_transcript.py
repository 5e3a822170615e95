"""What a cell prints reaches the page in order, in few pieces, and with an end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grimoire.live.session import transcript
from grimoire.live.session.transcript import AT_ONCE, MOST, Transcript


@pytest.fixture
def sent() -> list[dict]:
    return []


@pytest.fixture
def page(sent, monkeypatch) -> Transcript:
    """A transcript whose clock stands still: pieces are gathered once the first are sent."""
    monkeypatch.setattr(transcript, "perf_counter", lambda: 0.0)
    return Transcript(sent.append)


def shown(sent: list[dict]) -> str:
    """What the page makes of the pieces: a carriage return writes over its line."""
    text = "".join(message["text"] for message in sent)
    lines = text.replace("\r\n", "\n").split("\n")
    return "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in lines)


def test_the_first_pieces_are_sent_at_once_and_the_others_together(page, sent):
    out, _ = page.streams
    for _ in range(AT_ONCE):
        out.write("a")
    assert len(sent) == AT_ONCE
    for _ in range(1000):
        out.write("b")
    assert len(sent) == AT_ONCE
    page.end()
    assert [message["text"] for message in sent[AT_ONCE:]] == ["b" * 1000]


def test_after_a_pause_a_piece_is_sent_again(page, sent, monkeypatch):
    out, _ = page.streams
    for _ in range(AT_ONCE + 1):
        out.write("a")
    monkeypatch.setattr(transcript, "perf_counter", lambda: transcript.PAUSE)
    out.write("b")
    assert sent[-1]["text"] == "ab"


def test_both_streams_and_the_messages_between_keep_their_order(page, sent):
    out, err = page.streams
    for _ in range(AT_ONCE):
        out.write("")
    out.write("1")
    err.write("2")
    out.write("3")
    page.say({"kind": "value", "text": "4"})
    kinds = [(message["kind"], message["text"]) for message in sent]
    assert kinds == [("stdout", "1"), ("stderr", "2"), ("stdout", "3"), ("value", "4")]


def test_what_is_too_long_is_counted(page, sent):
    page.streams[0].write("a" * (MOST + 5))
    page.streams[1].write("b" * 1000)
    page.end()
    assert [message["text"] for message in sent] == [
        "a" * MOST,
        "\n… and 1,005 characters more, not shown.\n",
    ]


def test_a_cell_does_not_count_for_the_next(page, sent):
    page.streams[0].write("a" * (MOST + 5))
    page.end()
    page.begin()
    page.streams[0].write("b")
    page.end()
    assert sent[-1]["text"] == "b"


@pytest.mark.parametrize("write", ["\rstep {}", "step {}\r"])
def test_a_line_that_is_written_over_a_million_times_is_one_line(page, sent, write):
    out, _ = page.streams
    for step in range(MOST):
        out.write(write.format(step))
        if step % 100 == 0:
            page.flush()
    page.end()
    assert shown(sent) == f"step {MOST - 1}"


@given(st.lists(st.text(alphabet="ab\r\n", max_size=6), max_size=30), st.data())
def test_pieces_show_what_the_whole_text_would(pieces, data):
    sent: list[dict] = []
    page = Transcript(sent.append)
    for piece in pieces:
        page.streams[0].write(piece)
        if data.draw(st.booleans()):
            page.flush()
    page.end()
    assert shown(sent) == shown([{"text": "".join(pieces)}])


def test_a_stream_takes_text_alone_and_stays_open(page, sent):
    out, _ = page.streams
    with pytest.raises(TypeError, match="must be str, not bytes"):
        out.write(b"a")
    out.close()
    print("still there", file=out)
    page.end()
    assert shown(sent) == "still there\n"
