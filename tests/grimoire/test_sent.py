"""What is left out of scripts and style sheets on their way to a browser, and what is not."""

from __future__ import annotations

import pytest

from grimoire.sent import as_sent

SCRIPT = b"""\
// What it does.
"use strict";
/**
 * Twice.
 */
function twice(x) {
  // x is a number
  return x * 2; // stays: it is behind code
}
const address = "https://example.org/a";
"""
STYLE = b"""\
/* Over
   two lines. */
p { color: red; }
@media print {
  p { color: black; } /* ink */
}
"""


@pytest.mark.parametrize(
    ("name", "data", "sent"),
    [
        (
            "a.js",
            SCRIPT,
            b'"use strict";\nfunction twice(x) {\nreturn x * 2; // stays: it is behind code\n}\n'
            b'const address = "https://example.org/a";\n',
        ),
        ("a.css", STYLE, b"p { color: red; }\n@media print {\np { color: black; } }\n"),
        ("a.svg", STYLE, STYLE),
    ],
)
def test_what_is_for_people_stays_here(name: str, data: bytes, sent: bytes) -> None:
    assert as_sent(name, data) == sent
