"""The projects, solved on their pages as a student does it: write, run, check, see the tick.

The device has little memory, so the network trains on the sample: the steps are the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from live_page import (
    LESSON,
    PROJECT,
    TABLES,
    cell,
    has_state,
    output,
    printed,
    reader,
    run,
    visit,
    write,
)
from playwright.sync_api import Browser, BrowserContext, Page, expect
from screens import DESKTOP

PASSED = re.compile("^(Right|I built|I sorted)")
LITTLE_MEMORY = "Object.defineProperty(navigator, 'deviceMemory', {get: () => 2})"


@pytest.fixture
def student(browser: Browser, live_address: str) -> Iterator[BrowserContext]:
    with reader(browser, live_address, **DESKTOP) as context:
        context.add_init_script(LITTLE_MEMORY)
        yield context


@pytest.fixture
def project(student: BrowserContext) -> Iterator[Page]:
    page = visit(student, PROJECT)
    yield page
    assert page.errors == []


def program_of(page: Page) -> dict[int, dict]:
    """The cells with buttons, by their numbers, as the program of the page has them."""
    address = page.locator("script#live").get_attribute("data-program")
    program = json.loads(page.evaluate("(it) => fetch(it).then((file) => file.text())", address))
    elements = page.locator("article .cell").all()
    shown = [facts for facts in program["cells"] if facts["shown"]]
    with_code = [
        facts
        for facts, element in zip(shown, elements, strict=True)
        if element.locator(".live-bar").count()
    ]
    return dict(enumerate(with_code, 1))


def is_check(facts: dict) -> bool:
    return re.search(r"^checks\.", facts["code"], re.MULTILINE) is not None


def steps_of(page: Page, program: dict[int, dict]) -> dict[str, list[int]]:
    """For each section that holds a check, by its name, the numbers of its checks."""
    steps: dict[str, list[int]] = {}
    for number in (number for number, facts in program.items() if is_check(facts)):
        name = cell(page, number).evaluate("(cell) => cell.closest('section').id")
        steps.setdefault(name, []).append(number)
    return steps


def solve(page: Page) -> int:
    """Write each solution, run each cell, and see each check pass; return the number of steps."""
    program = program_of(page)
    steps = steps_of(page, program)
    ticks = page.locator("article h2").get_by_role("img", name="done")
    assert len(steps) > 5
    for number, facts in program.items():
        if facts["solution"]:
            write(page, number, facts["solution"])
        run(page, number)
        if is_check(facts):
            expect(output(page, number)).to_have_text(PASSED)
        ended = [name for name, checks in steps.items() if max(checks) <= number]
        expect(ticks).to_have_count(len(ended))
        if ended:
            expect(page.locator(f"#{ended[-1]} > h2 [aria-label=done]")).to_be_visible()
    assert len(ended) == len(steps)
    return len(steps)


def test_the_project_is_solved_step_by_step(project: Page, student: BrowserContext) -> None:
    steps = solve(project)
    link = visit(student, LESSON).get_by_role("link", name="Project: a digit classifier")
    expect(link.first).to_contain_text(f"{steps} of {steps} steps")


def test_the_project_on_tables_is_solved_step_by_step(student: BrowserContext) -> None:
    page = visit(student, TABLES)
    assert solve(page) == 10
    assert page.errors == []


def test_before_anything_runs_a_check_says_what_it_will_look_at(project: Page) -> None:
    program = program_of(project)
    checks = [number for number, facts in program.items() if facts["code"].startswith("checks.")]
    assert len(checks) > 10
    for number in checks:
        expect(printed(project, number)).to_have_text(re.compile(r"^\s*Checks: .+\.\s*$"))
    assert "Right:" not in project.locator("article").inner_text()


def test_the_solution_is_put_in_after_a_question(project: Page) -> None:
    number, solution = next(
        (number, facts["solution"])
        for number, facts in program_of(project).items()
        if facts["solution"]
    )
    code = cell(project, number).locator(".cell_input")
    cell(project, number).locator("details.solution > summary").click()

    def answered(accept: bool) -> str:
        project.once("dialog", lambda box: box.accept() if accept else box.dismiss())
        with project.expect_event("dialog") as asked:
            cell(project, number).get_by_role("button", name="Put the solution in").click()
        return asked.value.message

    assert "Have you tried" in answered(accept=False)
    expect(code).not_to_contain_text(solution.splitlines()[-1])
    answered(accept=True)
    expect(code).to_contain_text(solution.splitlines()[-1])
    has_state(project, number, "edited")
