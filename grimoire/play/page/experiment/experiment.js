// A little experiment: a drawing, one or two knobs, and a sentence that says what came of them. The
// model, which knows nothing of the page, is a file of its own for each experiment.

import { button, make, newId } from "../dom.js";
import { coloursOfPage } from "../playground/colours.js";
import { plotted } from "./plot.js";
import { startOf } from "./values.js";

const NAME = /^experiment-(.+)$/;
const HEIGHT = 280;

/** Let the picture in `box` follow knobs below it. */
export async function open(box) {
  const name = [...box.classList].map((each) => each.match(NAME)?.[1]).find(Boolean);
  const { experiment } = await import(`./models/${name}.js`);
  new Bench(box.querySelector("figure"), experiment);
  box.classList.add("is-open");
}

class Bench {
  constructor(figure, experiment) {
    this.experiment = experiment;
    this.values = startOf(experiment);
    this.drawing = make("div", { className: "experiment-drawing", role: "img" });
    this.said = figure.querySelector(".caption-text");
    this.said.setAttribute("aria-live", "polite");
    this.knobs = experiment.knobs.map((knob) => this.#knob(knob));
    const again = button("Reset", () => this.#set(startOf(experiment)));
    for (const image of figure.querySelectorAll("img")) image.remove();
    figure.prepend(this.drawing, make("div", { className: "experiment-knobs" }, this.knobs.map(({ field }) => field), again));
    new ResizeObserver(() => this.show()).observe(this.drawing);
    new MutationObserver(() => this.show()).observe(document.body, { attributes: true, attributeFilter: ["data-theme"] });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.show());
    this.show();
  }

  #knob({ name, label, values, say }) {
    const input = make("input", { type: "range", id: newId(name), min: 0, max: values.length - 1, step: 1 });
    const output = make("output", { "aria-hidden": "true" });
    input.addEventListener("input", () => this.#set({ [name]: values[input.value] }));
    const tell = (value) => {
      input.value = values.indexOf(value);
      input.setAttribute("aria-valuetext", say(value));
      output.textContent = say(value);
    };
    return { name, tell, field: make("div", { className: "experiment-knob" }, make("label", { for: input.id }, label), output, input) };
  }

  #set(values) {
    Object.assign(this.values, values);
    this.show();
  }

  show() {
    const { experiment, values } = this;
    const result = experiment.result(values);
    const said = experiment.said(values, result).replaceAll(" %", "\u00a0%");
    for (const { name, tell } of this.knobs) tell(values[name]);
    const svg = plotted(experiment.figure(values, result), this.drawing.clientWidth, HEIGHT, coloursOfPage());
    this.drawing.replaceChildren(new DOMParser().parseFromString(svg, "image/svg+xml").documentElement);
    this.drawing.setAttribute("aria-label", experiment.drawn);
    if (this.said.textContent !== said) this.said.textContent = said;
  }
}
