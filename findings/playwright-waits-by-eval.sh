#!/usr/bin/env bash
# Playwright for Python 1.65.2 with Chromium: `page.wait_for_function` takes an expression or a function.
# On a page whose policy allows no eval, a good guess would be that both work, since `page.evaluate` does,
# or that both are refused. An expression works only where it is true at the first look, which hides it from
# a test that is quick enough; where it has to be looked at twice, it raises EvalError. A function works.
# Seen: "expression, true at once: passes / expression, true later: EvalError / function, true later: passes".
set -euo pipefail
chromium=${CHROMIUM:-$(command -v chromium || command -v google-chrome)}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check playwright==1.65.2
cat >look.py <<'PY'
import sys

from playwright.sync_api import Error, sync_playwright

POLICY = "<meta http-equiv='Content-Security-Policy' content=\"script-src 'self'\"><title>now</title>"
LATER = "setTimeout(() => document.title = 'later', 300)"


def outcome(page, condition, change=None):
    page.set_content(POLICY)
    if change:
        page.evaluate(f"() => {{ {change} }}")
    try:
        page.wait_for_function(condition, timeout=5000)
        return "passes"
    except Error as error:
        return "EvalError" if "EvalError" in str(error) else str(error)


with sync_playwright() as playwright:
    page = playwright.chromium.launch(executable_path=sys.argv[1], args=["--no-sandbox"]).new_page()
    seen = {
        "expression, true at once": outcome(page, "document.title === 'now'"),
        "expression, true later": outcome(page, "document.title === 'later'", LATER),
        "function, true later": outcome(page, "() => document.title === 'later'", LATER),
    }
print(" / ".join(f"{case}: {what}" for case, what in seen.items()))
sys.exit(list(seen.values()) != ["passes", "EvalError", "passes"])
PY
env/bin/python look.py "$chromium"
