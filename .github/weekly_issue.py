"""The issue of the weekly workflow: opened when something fails, closed when all is well.

GitHub's own program `gh` does the talking. The environment holds RESULTS, the results of the jobs
as JSON, and RUN, the address of the run.
"""

from __future__ import annotations

import json
import os
import subprocess

LABEL = "weekly"
TITLE = "A weekly check fails"


def gh(*words: str) -> str:
    return subprocess.run(("gh", *words), check=True, stdout=subprocess.PIPE, text=True).stdout


def main() -> None:
    results = json.loads(os.environ["RESULTS"])
    failed = [job for job, said in results.items() if said["result"] not in ("success", "skipped")]
    found = json.loads(gh("issue", "list", "--state=open", f"--label={LABEL}", "--json=number"))
    issue = str(found[0]["number"]) if found else ""
    run = os.environ["RUN"]
    text = f"These jobs failed: {', '.join(failed)}. What they said: {run}"
    if failed and issue:
        gh("issue", "comment", issue, f"--body={text}")
    elif failed:
        gh("label", "create", LABEL, "--force", "--description=Opened by the weekly workflow")
        gh("issue", "create", f"--title={TITLE}", f"--label={LABEL}", f"--body={text}")
    elif issue:
        gh("issue", "close", issue, f"--comment=All is well again: {run}")


if __name__ == "__main__":
    main()
