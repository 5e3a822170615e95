"""What GitHub does with the repository: with least rights, from pinned actions, after the tests."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

import make
from grimoire import ROOT

FOLDER = ROOT / ".github/workflows"
WORKFLOWS = {
    file.stem: yaml.safe_load(file.read_text(encoding="utf-8")) for file in FOLDER.glob("*.yml")
}
JOBS = {
    f"{workflow}/{name}": job
    for workflow, whole in WORKFLOWS.items()
    for name, job in whole["jobs"].items()
}
USES = re.compile(r"uses: (\S+)(.*)")


def steps(job: dict) -> list[dict]:
    return job.get("steps", [])


def events(workflow: str) -> set[str]:
    return set(WORKFLOWS[workflow][True])  # YAML reads `on` as true


def commands(job: dict) -> str:
    return "\n".join(step.get("run", "") for step in steps(job))


def writes(job: dict) -> set[str]:
    return {right for right, kind in job["permissions"].items() if kind == "write"}


def test_zizmor_finds_nothing():
    zizmor = Path(sys.executable).with_name("zizmor")
    words = [zizmor, "--offline", "--persona=pedantic", "--no-progress", "--quiet", ".github"]
    found = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr


def test_every_action_is_pinned_to_a_commit_and_names_its_version():
    for file in FOLDER.glob("*.yml"):
        for action, comment in USES.findall(file.read_text(encoding="utf-8")):
            if action.startswith("$/"):
                assert (ROOT / action.removeprefix("$/")).is_file()
            else:
                assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", action), action
                assert re.fullmatch(r" # v\d+\.\d+\.\d+", comment), action


def test_one_action_has_one_version():
    texts = [file.read_text(encoding="utf-8") for file in FOLDER.glob("*.yml")]
    pins = {pin for text in texts for pin in USES.findall(text) if "@" in pin[0]}
    names = ["/".join(action.partition("@")[0].split("/")[:2]) for action, _ in pins]
    versions = {(name, comment) for name, (_, comment) in zip(names, pins, strict=True)}
    assert len(versions) == len(set(names))


def test_a_workflow_has_no_rights_and_a_job_those_it_names():
    assert all(whole["permissions"] == {} for whole in WORKFLOWS.values())
    assert all("permissions" in job for job in JOBS.values())


def test_who_may_write_runs_nothing_of_the_repository():
    """A pushed page or package could do what the job may."""
    for name, job in JOBS.items():
        if writes(job) - {"security-events"} and name != "weekly/tell":
            assert not re.search(r"make|python|pip|npm|\./", commands(job)), name


@pytest.mark.parametrize(
    ("job", "rights"),
    [
        ("publish/site", {"pages", "id-token"}),
        ("publish/notebooks", {"contents"}),
        ("release/attest", {"attestations", "id-token"}),
        ("release/release", {"contents"}),
        ("weekly/tell", {"issues"}),
        ("codeql/read", {"security-events"}),
    ],
)
def test_who_may_write_may_write_little(job, rights):
    assert writes(JOBS[job]) == rights


def test_no_other_job_may_write():
    assert {name for name, job in JOBS.items() if writes(job)} == {
        "publish/site",
        "publish/notebooks",
        "release/attest",
        "release/release",
        "weekly/tell",
        "codeql/read",
    }


@pytest.mark.parametrize("job", ["publish/site", "publish/notebooks", "release/attest"])
def test_what_is_published_has_passed_the_tests_and_was_built_elsewhere(job):
    workflow = job.partition("/")[0]
    assert JOBS[job]["needs"] == ["test", "build"]
    for needed in ("test", "build"):
        assert JOBS[f"{workflow}/{needed}"]["uses"] == f"$/.github/workflows/{needed}.yml"
    assert "make test" in commands(JOBS["test/test"]) and "make book" in commands(JOBS["test/test"])


def test_every_build_sees_the_whole_history():
    for name, job in JOBS.items():
        if re.search(r"make (book|site)", commands(job)):
            [checkout] = [
                s for s in steps(job) if s.get("uses", "").startswith("actions/checkout@")
            ]
            assert checkout["with"]["fetch-depth"] == 0, name


def test_no_checkout_leaves_its_token_behind():
    for name, job in JOBS.items():
        for step in steps(job):
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False, name


def test_a_pull_request_meets_neither_secrets_nor_rights():
    for name in WORKFLOWS:
        assert "pull_request_target" not in events(name) and "workflow_run" not in events(name)
    assert events("preview") == {"pull_request"}
    for file in ("preview", "build", "test"):
        assert "secrets" not in (FOLDER / f"{file}.yml").read_text(encoding="utf-8")
        assert not any(writes(job) for job in WORKFLOWS[file]["jobs"].values())


def test_a_release_is_built_from_nothing():
    assert JOBS["release/build"]["with"] == {"fresh": True}
    [cache] = [
        s for s in steps(JOBS["build/build"]) if s.get("uses", "").startswith("actions/cache")
    ]
    assert cache["if"] == "${{ !inputs.fresh }}"


def test_a_release_proves_where_its_files_come_from_and_what_they_hold():
    attest = [s["with"] for s in steps(JOBS["release/attest"]) if "actions/attest" in str(s)]
    assert [("sbom-path" in given) for given in attest] == [False, True]


def test_the_weekly_issue_hears_of_every_job():
    jobs = set(WORKFLOWS["weekly"]["jobs"])
    assert set(JOBS["weekly/tell"]["needs"]) == jobs - {"tell"}
    assert JOBS["weekly/tell"]["if"] == "always()"


def test_the_commands_that_are_run_exist():
    named = re.findall(r"\bmake (\w+)", "\n".join(map(commands, JOBS.values())))
    assert {"book", "test", "links", "fuzz"} <= set(named) <= set(make.COMMANDS)


def test_every_locked_npm_package_and_every_action_is_kept_up_to_date():
    settings = yaml.safe_load((ROOT / ".github/dependabot.yml").read_text(encoding="utf-8"))
    [actions, npm] = settings["updates"]
    assert (actions["package-ecosystem"], npm["package-ecosystem"]) == ("github-actions", "npm")
    listed = subprocess.run(
        ["git", "ls-files", "*package-lock.json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    folders = {f"/{Path(line).parent.as_posix()}" for line in listed.stdout.splitlines()}
    assert set(npm["directories"]) == folders


# -- the issue

GH = """\
#!{python}
import json, pathlib, sys
said = pathlib.Path(__file__).with_name("said")
with said.open("a", encoding="utf-8") as file:
    print(" ".join(sys.argv[1:]), file=file)
if sys.argv[1:3] == ["issue", "list"]:
    print(json.dumps({issues}))
"""


@pytest.fixture
def tell(tmp_path):
    """Run the script with a `gh` that answers with these open issues; what it was asked."""

    def run(issues: list[dict], **results: str) -> list[str]:
        gh = tmp_path / "gh"
        gh.write_text(GH.format(python=sys.executable, issues=issues), encoding="utf-8")
        gh.chmod(0o755)
        said = {job: {"result": result, "outputs": {}} for job, result in results.items()}
        environment = {
            "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}",
            "RESULTS": json.dumps(said),
            "RUN": "https://example.org/runs/7",
        }
        script = ROOT / ".github/weekly_issue.py"
        subprocess.run([sys.executable, script], env=environment, check=True)
        return (tmp_path / "said").read_text(encoding="utf-8").splitlines()[1:]

    return run


def test_a_failure_opens_an_issue(tell):
    label, issue = tell([], links="failure", build="success", damage="cancelled")
    assert label.startswith("label create weekly")
    assert issue.startswith("issue create --title=A weekly check fails --label=weekly")
    assert "failed: links, damage." in issue and "https://example.org/runs/7" in issue


def test_a_failure_is_added_to_the_open_issue(tell):
    [comment] = tell([{"number": 12}], notebooks="failure", links="success")
    assert comment.startswith("issue comment 12") and "failed: notebooks." in comment


def test_success_closes_the_open_issue(tell):
    [closed] = tell([{"number": 12}], build="success", links="success")
    assert closed.startswith("issue close 12") and "https://example.org/runs/7" in closed


def test_success_without_an_issue_says_nothing(tell):
    assert tell([], build="success", links="success") == []
