// Draw a digit: a sheet, the picture that the network gets, what its units answer, and its verdict.

import { button, frame, make, newId } from "../dom.js";
import { coloursOfPage } from "../playground/colours.js";
import { percent } from "../playground/names.js";
import { Generator } from "../playground/random.js";
import { Cells, fromRamp } from "./cells.js";
import { SIDE, centred } from "./centring.js";
import { Pad } from "./pad.js";
import { Reader } from "./reader.js";

const EMPTY = "There is no ink on the sheet yet. Draw a digit, or take one that somebody else wrote.";
const LOADING = "The network is on its way …";
const FAILED = "The network could not be loaded. Are you online? Then draw again.";
const NOISE_SEED = 1;
const SIZE = 160; // pixels of each picture of the inside

/** Put the sheet and the network in the place of the picture in `box`. */
export async function open(box) {
  const facts = await fetched("reader.json").then((answer) => answer.json());
  const page = new DigitPage(facts);
  await frame();
  box.querySelector(".play-still").replaceWith(page.box);
  box.classList.add("is-open");
  page.show();
}

async function fetched(name) {
  const answer = await fetch(new URL(name, import.meta.url));
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return answer;
}

class DigitPage {
  constructor(facts) {
    this.facts = facts;
    this.reader = null; // until somebody comes to the sheet
    this.off = facts.sizes.slice(1, -1).map((units) => new Uint8Array(units));
    this.asked = null; // the digit that "why" is about, or null for the verdict
    this.noise = noises();
    this.box = make("div", { className: "play-inside digit-inside" }, this.#sheet(), this.#verdict(), this.#inside(), this.#experiments());
    for (const name of ["pointerenter", "focusin"]) this.box.addEventListener(name, () => this.need(), { once: true });
    new MutationObserver(() => this.show()).observe(document.body, { attributes: true, attributeFilter: ["data-theme"] });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.show());
  }

  /** Fetch the weights, which weigh more than the rest of the page. */
  need() {
    this.coming ??= fetched("reader.bin")
      .then((answer) => answer.arrayBuffer())
      .then((bytes) => {
        this.reader = new Reader(this.facts, bytes);
        this.show();
      })
      .catch((error) => {
        console.error(error);
        this.coming = null;
        this.said.textContent = FAILED;
      });
    return this.coming;
  }

  async #take(digit) {
    await this.need();
    if (this.reader) this.pad.put(this.reader.sample(digit), SIDE);
  }

  // -- the parts

  #sheet() {
    const canvas = make("canvas", { className: "digit-sheet", role: "img", "aria-label": "A sheet to draw a digit on. Without a pointer, choose one of the digits below." });
    this.pad = new Pad(canvas, () => this.show());
    const samples = Array.from({ length: 10 }, (_, digit) => button(String(digit), () => this.#take(digit), { "aria-label": `A ${digit} that somebody wrote` }));
    return make(
      "section",
      { className: "digit-part" },
      make("div", { className: "digit-title" }, "Draw a digit"),
      canvas,
      make("div", { className: "play-row" }, button("Clear", () => this.pad.clear())),
      make("div", { className: "digit-samples", role: "group", "aria-label": "Or take one that somebody else wrote" }, make("span", {}, "Or take one:"), samples),
    );
  }

  /** What goes through the network: the picture, each layer, and which pixels spoke for the verdict. */
  #inside() {
    const { sizes } = this.facts;
    this.seen = new Cells(make("canvas", { role: "img" }), SIDE, SIZE);
    this.reasons = new Cells(make("canvas", { role: "img" }), SIDE, SIZE);
    this.whyTitle = make("div", { className: "digit-title" }, "Why?");
    this.grids = this.off.map((off, l) => {
      const canvas = make("canvas", { role: "img", className: "digit-units" });
      canvas.addEventListener("click", (event) => this.#switch(l, grid.at(event)));
      const grid = new Cells(canvas, Math.round(Math.sqrt(sizes[l + 1])), SIZE);
      return grid;
    });
    const part = (title, { canvas }, ...words) => make("section", { className: "digit-part" }, title, canvas, make("p", { className: "play-hint" }, words));
    const [first, second] = this.grids.map((grid, l) => [make("div", { className: "digit-title" }, `Layer ${l + 1}`), grid, `${sizes[l + 1]} units.`]);
    return make(
      "div",
      { className: "digit-inner" },
      part(make("div", { className: "digit-title" }, "What it gets"), this.seen, "28 × 28 numbers, of which it reads the middle 24 × 24: the ink scaled to 20 × 20, its centre of mass in the middle."),
      part(...first, " The bluer a unit, the stronger it answers."),
      part(...second, " Press one to switch it off."),
      part(this.whyTitle, this.reasons, make("span", { className: "play-high" }, "spoke for it"), " ", make("span", { className: "play-low" }, "spoke against it")),
    );
  }

  #verdict() {
    this.said = make("div", { className: "digit-said", role: "status" });
    const name = newId("digit");
    this.bars = Array.from({ length: 10 }, (_, digit) => {
      const input = make("input", { type: "radio", name, onchange: () => ((this.asked = digit), this.show()) });
      const bar = make("span", { className: "digit-bar" }, make("span"));
      const number = make("span", { className: "digit-number" });
      return { input, bar: bar.firstChild, number, row: make("label", {}, input, make("span", { className: "digit-name" }, String(digit)), bar, number) };
    });
    const { accuracy, tested, name: set } = this.facts;
    const whole = set === "mnist" ? "MNIST" : "a tenth of MNIST, since the whole was not to be had";
    return make(
      "section",
      { className: "digit-part" },
      make("div", { className: "digit-title" }, "What it says"),
      this.said,
      make("div", { className: "digit-bars", role: "radiogroup", "aria-label": "Its probabilities; choose a digit to see why" }, this.bars.map(({ row }) => row)),
      make("p", { className: "play-hint" }, `Choose a digit to see what spoke for it. The network has trained on ${whole}, and reads ${(100 * accuracy).toFixed(1)}\u00a0% of ${tested.toLocaleString("en")} test pictures.`),
    );
  }

  #experiments() {
    this.amount = make("input", { type: "range", min: 0, max: 1, step: 0.05, value: 0, id: newId("noise"), oninput: () => this.show() });
    this.amountSaid = make("output", { "aria-hidden": "true" }, "0");
    const noise = make("div", { className: "play-field" }, make("label", { for: this.amount.id }, "Noise in the picture"), this.amount, this.amountSaid);
    this.whole = this.off.map((off, l) => {
      const input = make("input", { type: "checkbox", onchange: () => (off.fill(input.checked ? 1 : 0), this.show()) });
      return { input, label: make("label", { className: "play-tick" }, input, `Layer ${l + 1} off`) };
    });
    this.layer = make("select", { "aria-label": "Layer" }, this.off.map((_, l) => make("option", { value: l }, `layer ${l + 1}`)));
    this.unit = make("input", { type: "number", min: 1, max: this.off[0].length, value: 1, "aria-label": "Unit" });
    this.note = make("p", { className: "play-note", role: "status" });
    const one = make("form", { className: "play-row", noValidate: true, "aria-label": "Switch a unit off or on", onsubmit: (event) => (event.preventDefault(), this.#switchTyped()) }, make("span", {}, "Unit"), this.unit, make("span", {}, "of"), this.layer, make("button", { type: "submit" }, "Switch off or on"));
    const all = button("All units on", () => (this.off.forEach((off) => off.fill(0)), this.#say(""), this.show()));
    return make("section", { className: "digit-experiments" }, make("div", { className: "digit-title" }, "Break it"), make("div", { className: "digit-controls" }, noise, make("div", { className: "play-row" }, this.whole.map(({ label }) => label), all), one), this.note);
  }

  // -- what the reader does

  #switch(l, unit) {
    if (unit >= this.off[l].length) return;
    this.off[l][unit] ^= 1;
    this.#say(`Unit ${unit + 1} of layer ${l + 1} is ${this.off[l][unit] ? "off" : "on again"}.`);
    this.show();
  }

  #switchTyped() {
    const l = Number(this.layer.value);
    const unit = Number(this.unit.value);
    if (Number.isInteger(unit) && unit >= 1 && unit <= this.off[l].length) this.#switch(l, unit - 1);
    else this.#say(`Layer ${l + 1} has units 1 to ${this.off[l].length}. Nothing was switched.`);
  }

  #say(words) {
    this.note.textContent = words;
  }

  // -- showing

  /** Read the sheet and show everything that follows from it. */
  show() {
    const colours = coloursOfPage();
    const clean = centred(this.pad.drawing());
    if (clean && !this.reader) this.need();
    const picture = clean ? this.#noisy(clean) : new Float32Array(SIDE * SIDE);
    const result = clean && this.reader?.read(picture, this.off);
    const best = result ? result.chances.indexOf(Math.max(...result.chances)) : null;
    const asked = this.asked ?? best;
    const value = fromRamp(colours.values);
    this.#showSeen(picture, colours);
    this.#showReasons(result ? this.reader.why(result, asked) : new Float64Array(SIDE * SIDE), value, colours, result && asked);
    this.grids.forEach((grid, l) => this.#showLayer(grid, l, result ? result.a[l + 1] : this.off[l].map(() => 0), value, colours));
    this.#showVerdict(result?.chances, best, asked, clean ? LOADING : EMPTY);
    this.whole.forEach(({ input }, l) => (input.checked = this.off[l].every(Boolean)));
  }

  #noisy(picture) {
    const amount = Number(this.amount.value);
    this.amountSaid.textContent = amount;
    return picture.map((ink, i) => Math.max(0, Math.min(1, ink + amount * this.noise[i])));
  }

  #showSeen(picture, colours) {
    const ink = fromRamp(colours.inks);
    this.seen.draw(picture, ink, colours);
    this.seen.canvas.setAttribute("aria-label", "The picture that the network gets, 28 by 28 pixels");
  }

  #showReasons(parts, value, colours, asked) {
    const largest = parts.reduce((most, part) => Math.max(most, Math.abs(part)), 1e-9);
    this.reasons.draw(parts, (part) => value(part / largest), colours);
    const isAsked = Number.isInteger(asked);
    this.whyTitle.textContent = isAsked ? `Why ${asked}?` : "Why?";
    this.reasons.canvas.setAttribute("aria-label", isAsked ? `Which pixels spoke for the ${asked}, and which against it` : "Nothing yet");
  }

  #showLayer(grid, l, values, value, colours) {
    const largest = values.reduce((most, one) => Math.max(most, one), 1e-9);
    grid.draw(values, (one) => value(one / largest), colours, this.off[l]);
    const active = values.reduce((count, one) => count + (one > 0), 0);
    const off = this.off[l].reduce((count, one) => count + one, 0);
    grid.canvas.setAttribute("aria-label", `Layer ${l + 1}: ${active} of ${values.length} units answer${off ? `, ${off} switched off` : ""}`);
  }

  #showVerdict(chances, best, asked, otherwise) {
    const words = chances ? `${chances[best] > 0.9 ? "" : chances[best] > 0.5 ? "Probably " : "Perhaps "}${best}, ${percent(chances[best])}` : otherwise;
    if (this.said.textContent !== words) this.said.textContent = words;
    this.said.classList.toggle("is-empty", !chances);
    this.bars.forEach(({ input, bar, number, row }, digit) => {
      const chance = chances?.[digit] ?? 0;
      bar.style.width = `${100 * chance}%`;
      number.textContent = chances ? percent(chance) : "";
      row.classList.toggle("is-best", Boolean(chances) && digit === best);
      input.checked = Boolean(chances) && digit === asked;
    });
  }
}

/** The same noise each time, so that only its amount changes. */
function noises() {
  const generator = new Generator(NOISE_SEED);
  return Float32Array.from({ length: SIDE * SIDE }, () => generator.normal());
}
