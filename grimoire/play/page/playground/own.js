// The reader's own points: clicked into the plane, typed, or pasted as text.

import { button, make, newId } from "../dom.js";
import { NoPoints, pointsOf } from "./csv.js";
import { fieldOf } from "./fields.js";

const MOST = fieldOf("points").most;
const FARTHEST = 1000;

export class OwnPoints {
  /** `onPoints(points)` takes the new list. */
  constructor(onPoints) {
    this.onPoints = onPoints;
    this.points = [];
    this.before = [];
    this.note = make("p", { className: "play-note", role: "status" });
    this.box = make("fieldset", { className: "play-group play-own" }, make("legend", {}, "My own points"), this.#classes(), this.#typed(), this.#pasted(), this.note);
  }

  #classes() {
    const name = newId("class");
    this.kinds = ["● class 0", "▲ class 1"].map((words, value) => {
      const input = make("input", { type: "radio", name, value, checked: value === 0 });
      return { input, label: make("label", { className: `play-tick play-class${value}` }, input, words) };
    });
    const words = make("p", { className: "play-hint" }, "Click into the large picture to add a point of this class. Every fourth point is kept to test on.");
    const undo = button("Take back", () => this.#change(this.before, "Taken back."));
    const clear = button("Remove all", () => this.#change([], "Removed. “Take back” brings them back."));
    return make("div", {}, words, make("div", { className: "play-row", role: "group", "aria-label": "Class of the next point" }, this.kinds.map(({ label }) => label), undo, clear));
  }

  #typed() {
    const inputs = ["x1", "x2"].map((label) => make("input", { type: "text", inputMode: "decimal", "aria-label": label, placeholder: label, size: 5 }));
    const add = () => {
      const place = inputs.map(({ value }) => Number(value.replace("−", "-").replace(",", ".")));
      const isRight = inputs.every(({ value }) => value.trim()) && place.every((value) => Math.abs(value) <= FARTHEST);
      if (isRight) this.add(place);
      else this.note.textContent = "A point needs two numbers from −1000 to 1000, such as 0.5 and −1. Nothing was added.";
    };
    return make("form", { className: "play-row", "aria-label": "Add a point", onsubmit: (event) => (event.preventDefault(), add()) }, inputs, make("button", { type: "submit" }, "Add point"));
  }

  #pasted() {
    const text = make("textarea", { id: newId("csv"), rows: 4, spellcheck: false, placeholder: "0.5, -1, 0\n-0.2, 0.8, 1" });
    const use = () => {
      try {
        const points = pointsOf(text.value, MOST);
        this.#change(points, `These are your ${points.length} points now. “Take back” brings the earlier ones back.`);
      } catch (error) {
        if (!(error instanceof NoPoints)) throw error;
        this.note.textContent = `${error.message} Your points are as they were.`;
      }
    };
    return make("div", { className: "play-paste" }, make("label", { for: text.id }, "Or paste a table: x1, x2 and the class on each line"), text, button("Use these points", use));
  }

  /** Add a point of the class that is chosen. */
  add(place) {
    if (this.points.length >= MOST) {
      this.note.textContent = `The playground takes at most ${MOST} points. Remove some first.`;
      return;
    }
    const kind = this.kinds.findIndex(({ input }) => input.checked);
    this.#change([...this.points, [...place, kind]], `Point ${this.points.length + 1} stands at ${place.join(", ")}.`);
  }

  #change(points, words) {
    const before = this.points;
    this.onPoints(points);
    this.before = before;
    this.note.textContent = words;
  }

  show({ data, points, hide }) {
    this.points = points;
    this.box.hidden = data !== "own" || hide.includes("data");
  }
}
