"""What readers play with, in the other browser: a network trains, a drawn digit is read."""

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
