"""Typst's own notation: strings, text and calls, written so that nothing in them can be misread."""

from __future__ import annotations

from collections.abc import Iterable

Value = str | int | float | bool | None


def quoted(text: str) -> str:
    """A string literal."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def words(text: str) -> str:
    """Text as it is: no character of it is markup."""
    return f"#{quoted(text)};" if text else ""


def call(name: str, /, *bodies: str, **named: Value) -> str:
    """A call in markup: #name(key: "value")[body]."""
    arguments = ", ".join(f"{key.replace('_', '-')}: {literal(v)}" for key, v in named.items())
    return f"#{name}({arguments})" + "".join(f"[{body}]" for body in bodies) + ";"


def literal(value: Value) -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return str(value).lower()
    return quoted(value) if isinstance(value, str) else str(value)


def contents(bodies: Iterable[str]) -> str:
    """Contents as arguments: [one], [two]."""
    return ", ".join(f"[{body}]" for body in bodies)


def anchor(label: str) -> str:
    """An invisible place that links lead to."""
    return f"#metadata(none)#label({quoted(label)});"
