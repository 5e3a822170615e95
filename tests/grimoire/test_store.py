"""What builds have made is kept whole, under its content, as long as somebody asks for it."""

from __future__ import annotations

import os

import pytest

from grimoire import store as module
from grimoire.store import Store, digest, write_whole


def test_what_was_put_in_comes_out_and_what_nobody_asks_for_goes(tmp_path):
    Store(tmp_path).put("page", "a", ["text"])
    Store(tmp_path).put("page", "b", {1})
    store = Store(tmp_path)
    assert store.get("page", "a") == ["text"]
    assert store.get("page", "c") is None
    store.sweep()
    assert Store(tmp_path).get("page", "a") == ["text"]
    assert Store(tmp_path).get("page", "b") is None


def test_a_thing_is_made_once(tmp_path):
    made = []
    for _ in range(2):
        assert Store(tmp_path).make("page", "a", lambda: made.append(1) or "text") == "text"
    assert made == [1]


def test_a_file_is_written_whole_or_not_at_all_and_anybody_may_read_it(tmp_path, monkeypatch):
    file = tmp_path / "folder" / "page.pdf"
    write_whole(file, b"old")
    assert file.stat().st_mode & 0o777 == 0o666 & ~umask()
    monkeypatch.setattr(module.os, "replace", stop)
    with pytest.raises(KeyboardInterrupt):
        write_whole(file, b"new")
    assert [each.read_bytes() for each in file.parent.iterdir()] == [b"old"]


def stop(*_):
    raise KeyboardInterrupt


def umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_a_digest_tells_values_apart():
    assert digest("a", "b") == digest("a", "b")
    assert len({digest("a", "b"), digest("ab"), digest(["a"], "b"), digest("b", "a")}) == 4


def test_nothing_is_kept_when_not_all_is_well(tmp_path):
    warnings = []
    store = Store(tmp_path, good=lambda: not warnings)
    store.put("page", "a", "good")
    warnings.append("a link leads nowhere")
    assert store.make("page", "b", lambda: "made after a warning") == "made after a warning"
    assert store.has("page", "a")
    assert not store.has("page", "b")
