"""The search, as a reader uses it: forty questions and what is found first, in Chromium."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from screens import DESKTOP, PHONE

PART = "deep-learning/technical"
FIRST = {
    "what is a neuron": f"{PART}/neural-networks.html",
    "cross entropy": f"{PART}/learning.html",
    "learning rate": f"{PART}/gradient-descent.html",
    "θ": "notation.html#a-layer",
    "σ": "notation.html",  # noqa: RUF001
    "sigma": "notation.html",
    "η": "notation.html#learning",
    "∇": "notation.html",
    "ŷ": "notation.html#data",
    "dead relu": f"{PART}/deep-networks.html",
    "backpropogation": f"{PART}/backpropagation.html",
    "automatic differentation": f"{PART}/automatic-differentiation.html",
    "regularisation": f"{PART}/regularization.html",
    "batch normalisation": f"{PART}/batch-normalization.html",
    "nearest neighbor": f"{PART}/comparing-models.html",
    "gradient descent": f"{PART}/gradient-descent.html",
    "overfitting": f"{PART}/regularization.html",
    "dropout": f"{PART}/dropout.html",
    "momentum": f"{PART}/optimizers.html",
    "Adam optimizer": f"{PART}/optimizers.html",
    "softmax": f"{PART}/activation-functions.html",
    "activation functions": f"{PART}/activation-functions.html",
    "weight decay": f"{PART}/weight-decay.html",
    "XOR": f"{PART}/why-a-bend.html",
    "universal approximation": f"{PART}/what-networks-can-express.html",
    "vanishing gradients": f"{PART}/deep-networks.html",
    "confusion matrix": f"{PART}/judging-a-classifier.html",
    "early stopping": f"{PART}/regularization.html",
    "chain rule": f"{PART}/backpropagation.html",
    "maximum likelihood": "foundations/mathematics/probability.html",
    "double descent": f"{PART}/dropout.html",
    "he initialization": f"{PART}/deep-networks.html",
    "autodiff": f"{PART}/automatic-differentiation.html",
    "local minima": f"{PART}/gradient-descent.html",
    "when should I use a neural network": f"{PART}/when-to-use.html",
    "precision and recall": f"{PART}/judging-a-classifier.html",
    "nnlib.Sequential": "api.html#nnlib.Sequential",
    "AdamW": "api.html#nnlib.AdamW",
    "fork the course": "how-to-use.html",
    "essay": "deep-learning/writing.html",
    "draw a digit": "draw-a-digit.html",
}


def ask(page, query):
    """Ask in the box of the search page, and wait until its answer stands there."""
    box = page.locator("article").get_by_role("searchbox")
    box.fill(query)
    box.press("Enter")
    expect(page.locator("#search-results")).to_have_attribute("data-shows", query)


def test_what_is_asked_for_is_found_first(visit):
    page = visit("search.html")
    wrong = {}
    for query, place in FIRST.items():
        ask(page, query)
        hits = page.locator(".hit-title a")
        expect(hits.first).to_be_visible()
        first = hits.first.get_attribute("href")
        found = first.removeprefix(page.url.partition("search.html")[0])
        if found != place and found.partition("#")[0] != place:
            wrong[query] = found
    assert wrong == {}
    assert [note for note in page.notes if note[0] in ("error", "warning")] == []


def test_a_hit_fetches_no_page_of_the_course(visit):
    page = visit("search.html")
    answers = []
    page.on("response", lambda answer: answers.append(answer))  # those to a worker among them
    ask(page, "gradient descent")
    expect(page.locator(".hit-title").first).to_be_visible()
    asked = {answer.url: int(answer.headers["content-length"]) for answer in answers}
    assert [name for name in asked if name.endswith(".pf_fragment")] != []
    assert [name for name in asked if ".html" in name] == []
    assert sum(size for name, size in asked.items() if "/search/" in name) < 400_000


def test_the_first_hit_says_what_the_glossary_says(visit):
    page = visit("search.html?q=what+is+a+neuron")
    first = page.locator(".hits > li").first
    expect(first.locator(".hit-meaning")).to_contain_text("neuron: ")
    first.locator(".hit-meaning a").click()
    page.wait_for_url("**/glossary.html#term-neuron")


def test_a_slip_is_mended_and_said(visit):
    page = visit("search.html?q=backpropogation")
    said = page.locator(".search-said")
    expect(said).to_contain_text("The course does not say “backpropogation”; this is “backpro")
    ask(page, "color")
    expect(said).to_contain_text("this is “colour”")
    ask(page, "gradient xyzzyqwert")
    expect(said).to_contain_text("Nothing is found for “xyzzyqwert”.")
    ask(page, "dead relu")
    expect(said).to_contain_text(
        re.compile(r"“dead relu”, and \d+ places with some of these words")
    )
    ask(page, "momentum xor universal")
    expect(said).to_contain_text("No section has all of these words")


def test_a_word_that_stands_in_code_alone_is_found(visit):
    page = visit("search.html?q=argmax")
    expect(page.locator(".search-said")).to_have_text(re.compile(r"^\d+ places for “argmax”\.$"))


@pytest.mark.parametrize("query", ["zzz", "xyzzyqwert", "%%%", "<zzz>"])
def test_what_is_not_there_is_said(visit, query):
    page = visit("search.html")
    ask(page, query)
    expect(page.locator(".search-said")).to_contain_text(f"Nothing was found for “{query}”")
    expect(page.locator(".hits > li")).to_have_count(0)


def test_from_a_page_to_a_hit_and_back_by_keyboard(visit):
    page = visit("deep-learning/technical/layers.html")
    box = page.get_by_role("searchbox", name="Search the course")
    box.focus()
    page.keyboard.type("weight decay")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=weight+decay")
    expect(page.locator(".hit-title a").first).to_be_visible()
    page.locator("article").get_by_role("button", name="Search").focus()
    page.keyboard.press("Tab")
    expect(page.locator(".hit-title a").first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/weight-decay.html*")
    page.go_back()
    expect(page.locator(".hit-title a").first).to_be_visible()


def test_more_hits_come_when_they_are_asked_for(visit):
    page = visit("search.html?q=network")
    hits = page.locator(".hits > li")
    expect(hits).to_have_count(8)
    page.get_by_role("button", name="Show more").click()
    expect(hits).to_have_count(16)
    expect(hits.nth(8).locator("a").first).to_be_focused()


def test_the_last_question_is_the_one_that_is_answered(visit):
    page = visit("search.html?q=network")
    ask(page, "dropout")
    page.go_back()
    expect(page.locator("#search-results")).to_have_attribute("data-shows", "network")
    expect(page.locator("article").get_by_role("searchbox")).to_have_value("network")


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_without_a_network_it_is_said_and_can_be_tried_again(visit, screen):
    page = visit("search.html", screen)
    page.context.set_offline(True)
    ask(page, "dropout")
    expect(page.locator(".search-said")).to_contain_text("The search could not be loaded")
    page.context.set_offline(False)
    ask(page, "dropout")
    expect(page.locator(".hit-title a").first).to_be_visible()


def test_without_scripts_it_says_so(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/search.html")
    assert "needs JavaScript" in page.locator("article").inner_text()
    context.close()
