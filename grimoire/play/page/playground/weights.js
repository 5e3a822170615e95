// All weights and biases as tables of numbers to read and to change.

import { make } from "../dom.js";
import { brief, nameOf } from "./names.js";

/** Tables for a run; `onEdit()` is called after each change, `say` with what was wrong. */
export function weightTables(run, onBegin, onEdit, say) {
  return run.network.layers.map(({ ins, outs, W, b }, l) => {
    const across = Array.from({ length: outs }, (_, o) => nameOf(run, l + 1, o));
    const down = [...Array.from({ length: ins }, (_, i) => nameOf(run, l, i)), "bias"];
    const head = make("tr", {}, make("th", { scope: "col" }, "from"), across.map((name) => make("th", { scope: "col" }, `to ${name}`)));
    const rows = down.map((name, i) => {
      const cells = across.map((to, o) => {
        const at = i < ins ? W + i * outs + o : b + o;
        const label = i < ins ? `Weight from ${name} to ${to}` : `Bias of ${to}`;
        return make("td", {}, cell(run, at, label, onBegin, onEdit, say));
      });
      return make("tr", {}, make("th", { scope: "row" }, name), cells);
    });
    const caption = make("caption", {}, l + 1 < run.network.layers.length ? `Into layer ${l + 1}` : "Into the output");
    return make("div", { className: "play-scroll", tabIndex: 0, role: "group", "aria-label": caption.textContent }, make("table", {}, caption, make("thead", {}, head), make("tbody", {}, rows)));
  });
}

function cell(run, at, label, onBegin, onEdit, say) {
  const shown = () => String(Number(run.network.theta[at].toPrecision(4)));
  const input = make("input", { type: "text", inputMode: "decimal", value: shown(), "aria-label": label });
  input.addEventListener("focus", () => {
    onBegin();
    input.value = shown();
  });
  input.addEventListener("change", () => {
    const problem = put(run, at, input.value);
    input.value = shown();
    if (problem) say(`${label}: ${problem}`);
    else onEdit();
  });
  return input;
}

/** Give a parameter the value in a text; return what is wrong with the text, or nothing. */
export function put(run, at, text) {
  const value = Number(text.replace("−", "-").replace(",", "."));
  if (!text.trim() || !Number.isFinite(value) || Math.abs(value) > 1000) {
    const given = text.length > 20 ? `${text.slice(0, 20)}…` : text;
    return `“${given}” is no number from −1000 to 1000, so it stays ${brief(run.network.theta[at])}.`;
  }
  run.network.theta[at] = value;
  run.isTouched = true;
  return "";
}
