// One run on the screen: its network, the plane, the losses, and what a screen reader is told.

import { button, make, newId } from "../dom.js";
import { Chart } from "./chart.js";
import { dataOf } from "./datasets.js";
import { restarts } from "./fields.js";
import { Graph } from "./graph.js";
import { Maps } from "./maps.js";
import { brief, hiddenLayers, nameOf, percent } from "./names.js";
import { Plane } from "./plane.js";
import { Run } from "./run.js";
import { put } from "./weights.js";

const WIDE = 620; // from this width on, the plane stands beside the network
const PLANE = 290;
const MOST_LAYERS = 6;
const WIDEST = 8;

export class Stage {
  /** `on` has what the stage asks of the playground: layers(sizes), point(place), edited(), problem(text). */
  constructor(state, on) {
    this.on = on;
    this.shown = null; // the unit in the large picture, or null for the whole network
    this.title = make("p", { className: "play-run" });
    this.network = make("canvas", { role: "img" });
    this.large = make("canvas", { role: "img" });
    this.losses = make("canvas", { role: "img" });
    this.graph = new Graph(this.network);
    this.plane = new Plane(this.large);
    this.chart = new Chart(this.losses);
    this.heads = make("div", { className: "play-heads" });
    this.facts = make("p", { className: "play-facts" });
    this.caption = make("label", {}, "Shown:");
    this.select = make("select", { id: newId("shown"), onchange: () => this.show(this.select.value) });
    this.caption.htmlFor = this.select.id;
    this.key = make("p", { className: "play-key" });
    this.tests = make("input", { type: "checkbox", onchange: () => on.edited() });
    this.pop = make("form", { className: "play-pop", "aria-label": "Change a weight", hidden: true });
    this.box = make("section", { className: "play-stage" }, this.title, this.#netSide(), this.#planeSide());
    this.network.addEventListener("click", (event) => this.#onNetwork(event));
    this.large.addEventListener("click", ({ offsetX, offsetY }) => on.point(this.plane.pointAt(offsetX, offsetY)));
    this.begin(state);
  }

  #netSide() {
    this.area = make("div", { className: "play-canvas" }, this.network, this.pop);
    return make("div", { className: "play-net" }, this.heads, this.area);
  }

  #planeSide() {
    const key = make("p", { className: "play-curves" }, make("span", { className: "play-train" }, "training loss"), make("span", { className: "play-test" }, "test loss"));
    return make("div", { className: "play-side" }, this.large, make("p", { className: "play-shown" }, this.caption, this.select), this.key, make("label", { className: "play-tick" }, this.tests, "Show the test points, hollow"), this.losses, key, this.facts);
  }

  /** Begin a new run. */
  begin(state) {
    this.state = state;
    this.run = new Run(state, dataOf(state));
    this.maps = new Maps(this.run);
    if (this.shown && this.shown.i >= (this.run.network.sizes[this.shown.l] ?? 0)) this.shown = null;
    this.#fillSelect();
    this.#makeHeads();
    this.pop.hidden = true;
    if (this.width) this.arrange(this.width);
  }

  /** Take another state: a new run if it needs one, else the same run goes on. */
  take(state) {
    if (restarts(this.state, state)) return this.begin(state);
    const hasOtherPoints = state.points !== this.state.points && state.data === "own";
    this.state = state;
    this.run.change(state);
    if (hasOtherPoints) {
      this.run.take(dataOf(state));
      this.maps.move();
    }
  }

  /** Use the width that there is now. */
  arrange(width) {
    this.width = width;
    const isWide = this.width >= WIDE;
    this.box.classList.toggle("is-wide", isWide);
    const side = isWide ? PLANE : Math.min(this.width, 340);
    this.graph.arrange(this.run, isWide ? this.width - PLANE - 28 : this.width);
    this.plane.arrange(this.run, side);
    this.large.style.width = `${side}px`;
    this.chart.arrange(side);
    this.losses.style.width = `${side}px`;
    this.#placeHeads();
  }

  draw(colours, isOneOfMany) {
    this.maps.refresh();
    this.graph.draw(this.maps, colours, this.shown, isOneOfMany);
    this.plane.draw(this.maps, colours, this.shown, this.tests.checked);
    this.chart.draw(this.run.history, colours);
    this.facts.textContent = this.numbers();
  }

  /** Where the run is, in figures. */
  numbers() {
    const { run } = this;
    const { train, test } = run.history.at(-1);
    const loss = Number.isFinite(train) ? `Epoch ${run.epoch}: training loss ${brief(train)}` : `Epoch ${run.epoch}`;
    return Number.isFinite(test) ? `${loss}, test loss ${brief(test)}. ${percent(run.accuracy("test"))} of the test points are right.` : `${loss}.`;
  }

  /** Say the same to those who do not see the pictures. */
  describe() {
    const { network, settings } = this.run;
    this.network.setAttribute("aria-label", `The network: ${settings.features.length} inputs, ${hiddenLayers(network.sizes.slice(1, -1))}, and the output. Its weights stand in the table below.`);
    this.large.setAttribute("aria-label", `What ${this.shown ? nameOf(this.run, this.shown.l, this.shown.i) : "the network"} answers all over the plane. ${this.numbers()}`);
    this.losses.setAttribute("aria-label", `The losses after each epoch. ${this.numbers()}`);
  }

  #fillSelect() {
    const { sizes } = this.run.network;
    const units = sizes.slice(0, -1).flatMap((count, l) => Array.from({ length: count }, (_, i) => make("option", { value: `${l} ${i}` }, nameOf(this.run, l, i))));
    this.select.replaceChildren(make("option", { value: "" }, "the whole network"), ...units);
    this.select.value = this.shown ? `${this.shown.l} ${this.shown.i}` : "";
    this.#sayKey();
  }

  #sayKey() {
    this.key.replaceChildren(
      ...(this.shown
        ? [make("span", { className: "play-low" }, "below 0"), make("span", { className: "play-high" }, "above 0")]
        : [make("span", { className: "play-class0" }, "● class 0"), make("span", { className: "play-class1" }, "▲ class 1")]),
    );
  }

  /** Show a unit in the large picture: "2 0" is the first of layer 2, "" the whole network. */
  show(text) {
    const [l, i] = text.split(" ").map(Number);
    this.shown = text && l < this.run.network.sizes.length - 1 ? { l, i } : null;
    this.select.value = this.shown ? text : "";
    this.#sayKey();
    this.on.edited();
  }

  #onNetwork({ offsetX, offsetY }) {
    const unit = this.graph.unitAt(offsetX, offsetY);
    const weight = unit ? null : this.graph.weightAt(offsetX, offsetY);
    this.pop.hidden = true;
    if (unit) this.show(`${unit.l} ${unit.i}`);
    else if (weight) this.#offer(weight, offsetX, offsetY);
  }

  /** A small form to change the weight whose curve was clicked. */
  #offer(weight, x, y) {
    const { W, outs } = this.run.network.layers[weight.l];
    const at = W + weight.i * outs + weight.o;
    const input = make("input", { type: "text", inputMode: "decimal", id: newId("weight"), value: String(Number(this.run.network.theta[at].toPrecision(4))) });
    const close = () => (this.pop.hidden = true);
    this.pop.replaceChildren(make("label", { for: input.id }, this.graph.nameOf(weight)), input, make("button", { type: "submit" }, "Set"), button("Close", close));
    this.pop.onsubmit = (event) => {
      event.preventDefault();
      const problem = put(this.run, at, input.value);
      if (problem) this.on.problem(problem);
      else close();
      this.on.edited();
    };
    this.pop.onkeydown = ({ key }) => {
      if (key === "Escape") close();
    };
    this.pop.hidden = false;
    this.pop.style.left = `${Math.max(0, Math.min(x - 110, this.area.clientWidth - 232))}px`;
    this.pop.style.top = `${y + 10}px`;
    input.select();
  }

  // -- the buttons above the layers

  #makeHeads() {
    const sizes = this.state.layers;
    const change = (l, by) => this.on.layers(sizes.map((size, k) => size + (k === l ? by : 0)));
    const columns = sizes.map((size, l) => {
      const name = `layer ${l + 1}`;
      return make(
        "div",
        { className: "play-head", role: "group", "aria-label": `Units of ${name}` },
        button("+", () => change(l, 1), { "aria-label": `One unit more in ${name}`, disabled: size >= WIDEST }),
        make("span", {}, String(size)),
        button("−", () => change(l, -1), { "aria-label": `One unit less in ${name}`, disabled: size <= 1 }),
      );
    });
    const count = make(
      "div",
      { className: "play-depth", role: "group", "aria-label": "Hidden layers" },
      make("span", {}, sizes.length === 1 ? "1 hidden layer" : `${sizes.length} hidden layers`),
      button("+", () => this.on.layers([...sizes, Math.min(4, sizes.at(-1) ?? 4)]), { "aria-label": "One layer more", disabled: sizes.length >= MOST_LAYERS }),
      button("−", () => this.on.layers(sizes.slice(0, -1)), { "aria-label": "One layer less", disabled: !sizes.length }),
    );
    const focused = document.activeElement?.getAttribute("aria-label");
    const hadFocus = this.heads.contains(document.activeElement);
    this.heads.replaceChildren(count, ...columns);
    this.heads.hidden = this.state.hide.includes("network");
    if (hadFocus) [...this.heads.querySelectorAll("button")].find((one) => one.getAttribute("aria-label") === focused && !one.disabled)?.focus();
  }

  #placeHeads() {
    const { boxes } = this.graph.layout;
    this.heads.querySelectorAll(".play-head").forEach((head, l) => (head.style.left = `${boxes[l + 1][0].x}px`));
  }
}
