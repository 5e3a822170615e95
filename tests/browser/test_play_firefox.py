"""What readers play with, in the other browser: a network trains, a drawn digit is read, a knob
moves, cards are taken."""

from __future__ import annotations

PRESS = """async (name, place, expected) => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const button = () => all(".play button").find((one) => one.textContent === name);
  while (!button()) await new Promise(requestAnimationFrame);
  button().click();
  const said = () => document.querySelector(place).textContent;
  while (!said().includes(expected)) await new Promise(requestAnimationFrame);
  return said();
}"""
"""Press a button, and wait for words in a place; the result is what stands there then."""

DRAW = """async () => {
  const sheet = document.querySelector(".digit-sheet");
  const { left, top } = sheet.getBoundingClientRect();
  const send = (kind, x, y) => sheet.dispatchEvent(
    new PointerEvent(kind, { clientX: left + x, clientY: top + y, pointerId: 1, bubbles: true }));
  sheet.setPointerCapture = () => {};
  send("pointerdown", 140, 40);
  for (let y = 40; y <= 240; y += 10) send("pointermove", 140, y);
  send("pointerup", 140, 240);
  return document.querySelector(".digit-said").textContent;
}"""


def test_a_network_trains_and_stops(tab, address):
    tab.open(f"{address}/playground.html#data=xor&layers=3&lr=0.3")
    assert "Epoch 1:" in tab.run(PRESS, "One epoch", ".play-facts", "Epoch 1:")
    tab.run(PRESS, "Train", ".play-facts", "Epoch 4")
    assert "test points" in tab.run(PRESS, "Pause", ".play-facts", "test points")


def test_a_digit_is_taken_and_one_is_drawn(tab, address):
    tab.open(f"{address}/draw-a-digit.html")
    assert tab.run(PRESS, "8", ".digit-said", "8, ").startswith("8, ")
    assert "no ink" in tab.run(PRESS, "Clear", ".digit-said", "no ink")
    assert "1, " in tab.run(DRAW)


MOVE = """async (name, place) => {
  const box = document.querySelector(place);
  box.scrollIntoView();
  while (!box.querySelector("input")) await new Promise(requestAnimationFrame);
  const knob = [...box.querySelectorAll("label")].find((one) => one.textContent === name).control;
  knob.value = knob.max;
  knob.dispatchEvent(new Event("input"));
  return box.querySelector(".caption-text").textContent;
}"""


def test_a_knob_of_an_experiment_is_moved(tab, address):
    tab.open(f"{address}/deep-learning/technical/neural-networks.html")
    assert "bias 4 the neuron" in tab.run(MOVE, "bias", ".experiment-neuron")


TICK = """async () => {
  const box = () => document.querySelector(".review-pages input");
  while (!box()) await new Promise(requestAnimationFrame);
  box().click();
  const said = () => document.querySelector(".review-note").textContent;
  while (!said()) await new Promise(requestAnimationFrame);
  return said();
}"""


TURN = """async () => {
  const { store } = await import("./_static/kept.js");
  const cards = store("review");
  const due = [...(await cards.all())].map(([id, state]) => [id, { ...state, due: 0 }]);
  await cards.write(due);
  const all = () => [...document.querySelectorAll(".review-card button")];
  const button = (name) => all().find((one) => one.textContent === name);
  const press = async (name) => {
    while (!button(name)) await new Promise(requestAnimationFrame);
    button(name).click();
  };
  await press("Show");
  await press("I knew it");
  const said = () => document.querySelector(".review-status").textContent;
  while (!said().startsWith(`${due.length - 1} `)) await new Promise(requestAnimationFrame);
  return said();
}"""
"""Let the cards be due now, and be done with the first, which is a word."""


def test_the_cards_of_a_page_are_taken_and_one_is_turned(tab, address):
    tab.open(f"{address}/review.html")
    assert "new ones come on" in tab.run(TICK)
    assert "due." in tab.run(TURN)
