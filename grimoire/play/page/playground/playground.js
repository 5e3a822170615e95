// The playground on a page: one run or two, the controls that change them, and the address.

import { button, copy, fold, frame, make, newId } from "../dom.js";
import { read, wordsOf, write } from "./address.js";
import { codeOf } from "./code.js";
import { coloursOfPage } from "./colours.js";
import { Controls } from "./controls.js";
import { fieldOf } from "./fields.js";
import { OwnPoints } from "./own.js";
import { PRESETS } from "./presets.js";
import { Share } from "./share.js";
import { Stage } from "./stage.js";
import { Training } from "./training.js";
import { weightTables } from "./weights.js";

/** Put the playground in the place of the picture in `box`. */
export async function open(box) {
  const playground = new Playground(box.querySelector(".play-open"));
  await frame();
  playground.openFirst();
  await frame();
  box.querySelector(".play-still").replaceWith(playground.box);
  box.classList.add("is-open");
  playground.listen();
}

class Playground {
  /** `link` leads to the playground's own page, in the state that this one begins with. */
  constructor(link) {
    this.base = link.href.split("#")[0];
    this.given = decoded(link.hash.slice(1));
    this.hasAddress = this.base === location.href.split("#")[0]; // else it is a guest on another page
    this.active = 0;
    this.stages = [];
    this.training = new Training({
      stages: () => this.stages,
      draw: () => this.draw(),
      problem: (words) => (this.note.textContent = words),
      turned: (isOn) => this.#turned(isOn),
    });
    this.#makeParts();
  }

  openFirst() {
    this.open(this.hasAddress && isState(location.hash) ? decoded(location.hash.slice(1)) : this.given);
  }

  listen() {
    new ResizeObserver(() => this.#fit()).observe(this.box);
    if (this.hasAddress) addEventListener("hashchange", () => isState(location.hash) && this.openFirst());
    const redraw = () => this.draw();
    new MutationObserver(redraw).observe(document.body, { attributes: true, attributeFilter: ["data-theme"] });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  }

  // -- the parts

  #makeParts() {
    this.train = button("Train", () => this.toggle(), { className: "play-train-button" });
    this.note = make("p", { className: "play-note play-problem", role: "status" });
    this.voice = make("p", { className: "visually-hidden", role: "status" });
    this.bar = make(
      "div",
      { className: "play-bar", role: "group", "aria-label": "Training" },
      this.train,
      button("One epoch", () => this.advance((run) => run.toEndOfEpoch())),
      button("One step", () => this.advance((run) => run.step())),
      button("Start again", () => this.restart()),
    );
    this.second = button("Compare two runs", () => this.compare(), { className: "play-compare" });
    this.bar.append(this.second);
    this.controls = new Controls((name, value) => this.set({ [name]: value }), () => this.keepAddress());
    this.own = new OwnPoints((points) => this.set({ points }));
    this.share = new Share(this.base, { states: () => this.reached(), stage: () => this.stages[this.active] });
    this.board = make("div", { className: "play-board" });
    this.look = make("p", { className: "play-look", hidden: true });
    this.tables = make("div", { className: "play-tables" });
    this.code = make("pre", { tabIndex: 0, "aria-label": "The program" });
    this.codeNote = make("p", { className: "play-note", role: "status" });
    this.folds = make("div", { className: "play-folds" }, this.#weightsFold(), this.#codeFold(), fold("Share and save", this.share.box));
    this.box = make(
      "div",
      { className: "play-inside" },
      this.#dataChoice(),
      this.bar,
      this.note,
      this.#runChoice(),
      this.board,
      make("div", { className: "play-controls" }, this.own.box, this.controls.groups),
      this.#presets(),
      this.look,
      this.folds,
      this.voice,
    );
  }

  #dataChoice() {
    const { options, label } = fieldOf("data");
    const name = newId("data");
    this.dataInputs = Object.entries(options).map(([value, words]) => {
      const input = make("input", { type: "radio", name, value, onchange: () => (this.set({ data: value }), this.keepAddress()) });
      return { input, label: make("label", {}, input, make("span", { className: `play-thumb play-thumb-${value}`, "aria-hidden": "true" }), make("span", {}, words)) };
    });
    this.data = make("fieldset", { className: "play-data-choice" }, make("legend", { className: "visually-hidden" }, label), this.dataInputs.map(({ label }) => label));
    return this.data;
  }

  #runChoice() {
    const name = newId("run");
    this.runInputs = ["upper run", "lower run"].map((words, value) => {
      const input = make("input", { type: "radio", name, value, checked: !value, onchange: () => ((this.active = value), this.show()) });
      return { input, label: make("label", { className: "play-tick" }, input, words) };
    });
    this.runs = make("fieldset", { className: "play-runs", hidden: true }, make("legend", {}, "The controls change the"), this.runInputs.map(({ label }) => label));
    return this.runs;
  }

  #presets() {
    const chips = PRESETS.map(({ words, state, look }) =>
      button(words, () => {
        this.open(state);
        this.look.textContent = look;
        this.look.hidden = false;
        this.keepAddress();
      }),
    );
    this.presets = make("div", { className: "play-presets", role: "group", "aria-label": "Try this" }, make("span", {}, "Try this:"), chips);
    return this.presets;
  }

  #weightsFold() {
    const details = fold("All weights as a table", this.tables, () => this.#fillTables());
    this.tables.before(make("p", { className: "play-hint" }, "Training pauses while you change a weight. A click on a line of the network does the same."));
    return details;
  }

  #codeFold() {
    const copyCode = button("Copy", () => copy(this.code.textContent, this.codeNote, "Copied. It runs wherever nnlib is."));
    return fold("As nnlib code", make("div", {}, make("p", { className: "play-hint" }, "This program trains the same network from the same seed, to the same weights."), this.code, copyCode, this.codeNote), () => this.#fillCode());
  }

  // -- states

  get states() {
    return this.stages.map(({ state }) => state);
  }

  /** The states with the epochs that their runs have reached. */
  reached() {
    return this.stages.map(({ state, run }) => ({ ...state, epochs: Math.min(run.epoch, fieldOf("epochs").most) }));
  }

  #stage(state) {
    const turnTo = () => {
      this.active = this.stages.indexOf(stage);
      this.show();
    };
    const stage = new Stage(state, {
      layers: (layers) => {
        turnTo();
        this.set({ layers });
        this.keepAddress();
      },
      point: (place) => {
        turnTo();
        if (stage.state.data === "own") this.own.add(place);
      },
      edited: () => this.show(),
      problem: (words) => (this.note.textContent = words),
    });
    return stage;
  }

  /** Change some fields of the run that the controls belong to. */
  set(changes) {
    const stage = this.stages[this.active];
    this.note.textContent = "";
    stage.take({ ...stage.state, ...changes, epochs: 0 });
    if (changes.points) this.keepAddress();
    this.show();
  }

  /** A second run below the first, equal to it but for the seed until the reader changes more. */
  compare() {
    if (this.stages.length > 1) this.stages = [this.stages[this.active]];
    else this.stages = [this.stages[0], this.#stage({ ...this.states[0], seed: (this.states[0].seed + 1) % 10_000, epochs: 0 })];
    this.active = this.stages.length - 1;
    this.board.replaceChildren(...this.stages.map(({ box }) => box));
    if (this.stages.length > 1) this.restart();
    this.show();
    this.#fit();
    this.keepAddress();
  }

  keepAddress() {
    if (this.hasAddress) history.replaceState(null, "", `#${write(this.states.map((state) => ({ ...state, epochs: 0 })))}`);
  }

  // -- training

  /** Begin with the state in a text. */
  open(text) {
    const { states, problems } = read(text);
    this.training.pause();
    this.active = 0;
    this.stages = states.map((state) => this.#stage(state));
    this.board.replaceChildren(...this.stages.map(({ box }) => box));
    this.note.textContent = problems.join(" ");
    this.look.hidden = true;
    this.show();
    this.#fit();
    this.training.catchUp(() => this.show());
  }

  toggle() {
    if (this.training.isOn) return this.training.pause();
    this.note.textContent = "";
    this.training.play();
  }

  #turned(isOn) {
    this.train.textContent = isOn ? "Pause" : "Train";
    this.box.classList.toggle("is-training", isOn);
    if (!isOn) this.#settle();
  }

  advance(go) {
    this.training.pause();
    this.training.advance(go);
    this.#settle();
  }

  restart() {
    this.training.pause();
    this.note.textContent = "";
    for (const stage of this.stages) stage.begin({ ...stage.state, epochs: 0 });
    this.#settle();
  }

  /** Show where the runs stand, and tell those who do not see it. */
  #settle() {
    this.show();
    this.voice.textContent = this.stages.map((stage) => stage.numbers()).join(" Below: ");
  }

  // -- showing

  /** Give the pictures the width that there is. */
  #fit() {
    const width = this.board.clientWidth;
    const loose = width ? this.stages.filter((stage) => stage.width !== width) : [];
    for (const stage of loose) stage.arrange(width);
    if (loose.length) this.draw();
  }

  /** Draw with the browser's next frame; to ask twice draws once. A run's words wait for its end. */
  draw() {
    this.drawing ||= requestAnimationFrame(() => {
      this.drawing = 0;
      const colours = coloursOfPage();
      for (const stage of this.stages) if (stage.width) stage.draw(colours, this.training.runs);
      if (!this.training.isOn) for (const stage of this.stages) stage.describe();
    });
  }

  /** Bring everything on the page to what the states say. */
  show() {
    const state = this.states[this.active];
    for (const { input } of this.dataInputs) input.checked = input.value === state.data;
    this.data.hidden = state.hide.includes("data");
    this.folds.hidden = state.hide.includes("inspect");
    this.presets.hidden = state.hide.length > 0;
    this.runs.hidden = this.stages.length < 2;
    this.runInputs.forEach(({ input }, k) => (input.checked = k === this.active));
    this.second.textContent = this.stages.length < 2 ? "Compare two runs" : "One run again";
    this.stages.forEach(({ title, box }, k) => {
      title.textContent = this.stages.length > 1 ? `${k ? "Lower" : "Upper"} run. ${wordsOf(this.states[1 - k], this.states[k])}` : "";
      box.classList.toggle("is-active", this.stages.length > 1 && k === this.active);
    });
    this.controls.show(state);
    this.own.show(state);
    this.draw();
    if (this.tables.closest("details").open && !this.tables.contains(document.activeElement)) this.#fillTables();
    if (this.code.closest("details").open) this.#fillCode();
  }

  #fillTables() {
    const { run } = this.stages[this.active];
    const say = (words) => (this.note.textContent = words);
    this.tables.replaceChildren(...weightTables(run, () => this.training.pause(), () => this.show(), say));
  }

  #fillCode() {
    const { run, state } = this.stages[this.active];
    this.code.textContent = codeOf(state, run.epoch);
    this.codeNote.textContent = run.isTouched ? "You have changed a setting or a weight in the middle of this run. The program takes the settings as they are now, from the beginning." : "";
  }
}

const isState = (hash) => hash.includes("=");

/** The text of an address as it was written; one that is broken stays as it is, and is reported. */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
