// The first script of a page with code: it gives each cell its buttons and the menu its first entry.
// Whatever runs or edits is loaded when the reader first asks for it.

import { hasBegun } from "./drafts.js";

const script = document.getElementById("live");
const SUPPORTED = "WebAssembly" in window && "Worker" in window;

const button = (text, className) =>
  Object.assign(document.createElement("button"), { type: "button", className, textContent: text });

const makeBar = (cell, place) => {
  const input = cell.querySelector(".cell_input");
  if (!input) return null;
  const bar = document.createElement("div");
  bar.className = "live-bar";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", `Code ${place + 1}`);
  const run = button("Run", "live-run");
  const stop = button("Stop", "live-stop");
  const edit = button("Edit", "live-edit");
  const reset = button("Reset", "live-reset");
  stop.hidden = reset.hidden = true;
  const note = Object.assign(document.createElement("span"), { className: "live-note" });
  bar.append(run, stop, edit, reset, note);
  [...cell.children].find((child) => child.contains(input)).after(bar);
  return Object.assign(bar, { run, stop, edit, reset, note });
};

const cells = SUPPORTED ? [...document.querySelectorAll("article .cell")] : [];
const bars = cells.map(makeBar);

let opening = null;

/** The page as a program; its scripts are loaded at the first call. */
const page = () => (opening ??= import("./page.js").then(({ open }) => open(script, cells, bars)));

const ask = async (name, place) => {
  try {
    const opened = await page();
    await opened[name](place === undefined ? undefined : opened.shown[place]);
  } catch (error) {
    opening = null;
    (bars[place] ?? bars.find(Boolean)).note.textContent = `This could not be loaded (${error.message}). Is the network there? Try again.`;
  }
};

bars.forEach((bar, place) => {
  bar?.run.addEventListener("click", () => ask("run", place));
  bar?.edit.addEventListener("click", () => ask("edit", place));
  bar?.stop.addEventListener("click", () => ask("stop"));
  bar?.reset.addEventListener("click", () => ask("reset", place));
  cells[place].addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.repeat || event.defaultPrevented || !(event.shiftKey || event.ctrlKey)) return;
    event.preventDefault();
    ask("run", place);
  });
});

cells.forEach((cell, place) => {
  const fold = bars[place] && cell.querySelector(".solution");
  if (!fold) return;
  const put = button("Put the solution in", "live-put");
  put.addEventListener("click", () => ask("putSolution", place));
  fold.append(put);
});

const menu = document.querySelector(".launch > ul");
if (menu && cells.length) {
  const here = button("Run this page here", "live-launch");
  here.addEventListener("click", () => {
    menu.parentElement.open = false;
    ask("runAll");
  });
  const entry = document.createElement("li");
  entry.append(here);
  menu.prepend(entry);
}

if (cells.length && hasBegun()) page();
