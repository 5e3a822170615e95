"""The project, solved on its page as a student does it: write, run, check, and see the tick.

The device has little memory, so the network trains on the sample: the steps are the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from live_page import LivePage
from playwright.sync_api import Browser, BrowserContext, Locator, expect
from screens import DESKTOP

PROJECT, ANOTHER = "deep-learning/project.html", "deep-learning/train-mnist.html"
PASSED = re.compile("Right|I built")
LITTLE_MEMORY = "Object.defineProperty(navigator, 'deviceMemory', {get: () => 2})"


@pytest.fixture
def student(browser: Browser, live_address: str) -> Iterator[BrowserContext]:
    context = browser.new_context(**DESKTOP, base_url=f"{live_address}/", reduced_motion="reduce")
    context.add_init_script(LITTLE_MEMORY)
    yield context
    context.close()


@pytest.fixture
def project(student: BrowserContext) -> LivePage:
    page = student.new_page()
    page.goto(PROJECT)
    return LivePage(page)


Step = tuple[Locator, list[tuple[Locator, dict]]]


def steps_of(live: LivePage) -> list[Step]:
    """Each section that holds a check: its heading, and its cells with what the program says."""
    given = [facts for facts in live.program()["cells"] if facts["shown"]]
    sections: dict[str, list[tuple[Locator, dict]]] = {}
    for cell, facts in zip(live.cells.all(), given, strict=True):
        name = cell.evaluate("(cell) => cell.closest('section').id")
        sections.setdefault(name, []).append((cell, facts))
    return [
        (live.page.locator(f"#{name} > h2"), cells)
        for name, cells in sections.items()
        if any(is_check(facts) for _, facts in cells)
    ]


def is_check(facts: dict) -> bool:
    return re.search(r"^checks\.", facts["code"], re.MULTILINE) is not None


def write(cell: Locator, code: str) -> None:
    """Put the code in the place of what the editor of the cell holds."""
    cell.get_by_role("button", name="Edit").click()
    cell.get_by_role("textbox").press("Control+a")
    cell.page.keyboard.insert_text(code)


def test_the_project_is_solved_step_by_step(project: LivePage, student: BrowserContext) -> None:
    steps = steps_of(project)
    assert len(steps) > 5
    for heading, cells in steps:
        tick = heading.get_by_role("img", name="done")
        for cell, facts in cells:
            expect(tick).to_have_count(0)
            if facts["solution"]:
                write(cell, facts["solution"])
            project.run(cell)
            if is_check(facts):
                expect(cell.locator(".live-output")).to_contain_text(PASSED)
        expect(tick).to_be_visible()
    other = student.new_page()
    other.goto(ANOTHER)
    link = other.get_by_role("navigation").get_by_role("link", name=re.compile("Project: a digit"))
    expect(link.first).to_contain_text(f"{len(steps)} of {len(steps)} steps")


def test_before_anything_runs_a_check_says_what_it_will_look_at(project: LivePage) -> None:
    checks = [cell for _, cells in steps_of(project) for cell, facts in cells if is_check(facts)]
    for cell in checks:
        expect(cell.locator(".cell_output")).to_have_text(re.compile(r"^\s*Checks: .+\.\s*$"))
    assert "Right:" not in project.page.locator("article").inner_text()


def test_the_solution_is_put_in_after_a_question(project: LivePage) -> None:
    cell, facts = next(
        given for _, cells in steps_of(project) for given in cells if given[1]["solution"]
    )
    last_line = facts["solution"].splitlines()[-1].strip()
    cell.locator("details.solution > summary").click()

    def answered(accept: bool) -> str:
        asked = []
        project.page.once("dialog", lambda box: asked.append(box.message))
        project.page.once("dialog", lambda box: box.accept() if accept else box.dismiss())
        cell.get_by_role("button", name="Put the solution in").click()
        return asked[0]

    assert "tried" in answered(accept=False)
    expect(cell.locator(".cell_input")).not_to_contain_text(last_line)
    answered(accept=True)
    expect(cell).to_have_attribute("data-live", "edited")
    expect(cell.locator(".cell_input")).to_contain_text(last_line)
