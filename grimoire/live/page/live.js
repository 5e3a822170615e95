// The first script of a page with code: it gives each cell its buttons and the menu its first entry.
// Whatever runs or edits is loaded when the reader first asks for it.

const script = document.getElementById("live");
const SUPPORTED = "WebAssembly" in window && "Worker" in window;
const address = location.pathname.replace(/index\.html$/, "");

/** The names under which the browser keeps what the reader has written here, and which steps are done. */
export const entries = { code: `code ${address}`, steps: `steps ${address}` };

const hasBegun = () => {
  try {
    return Object.values(entries).some((name) => localStorage.getItem(name));
  } catch {
    return false;
  }
};

const make = (tag, facts) => Object.assign(document.createElement(tag), facts);

const button = (textContent, className) => make("button", { type: "button", className, textContent });

/** For each cell the packages that it needs and that no page can have. */
const missing = JSON.parse(script.dataset.missing ?? "[]");

const lacksAt = (place) => (missing[place]?.length ? `needs ${missing[place].join(", ")}, which this page cannot load: open it in Colab` : "");

const makeBar = (cell, number, lacks) => {
  const input = cell.querySelector(".cell_input");
  const bar = make("div", { className: "live-bar" });
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", `Cell ${number}`);
  const run = button("Run", "live-run");
  const stop = button("Stop", "live-stop");
  const edit = button("Edit", "live-edit");
  const reset = button("Reset", "live-reset");
  const note = make("span", { className: "live-note", id: `live-note-${number}`, textContent: lacks });
  stop.hidden = reset.hidden = true;
  for (const control of [run, stop]) control.setAttribute("aria-describedby", note.id);
  bar.append(run, stop, edit, reset, note);
  [...cell.children].find((child) => child.contains(input)).after(bar);
  return Object.assign(bar, { number, lacks, run, stop, edit, reset, note });
};

const cells = SUPPORTED ? [...document.querySelectorAll("article .cell")] : [];
let last = 0;
const bars = cells.map((cell, place) => (cell.querySelector(".cell_input") ? makeBar(cell, ++last, lacksAt(place)) : null));

/** What a screen reader is told; nothing else on the page speaks. */
const voice = make("p", { className: "visually-hidden" });
voice.setAttribute("role", "status");
if (last) document.querySelector("article").append(voice);

let opening = null;

/** The page as a program; its scripts are loaded at the first call. */
const page = () => (opening ??= import("./page.js").then(({ open }) => open(script, cells, bars, voice)));

const ask = async (name, place, ...given) => {
  const bar = bars[place] ?? bars.find(Boolean);
  try {
    const opened = await page();
    await opened[name](...(place === undefined ? [] : [opened.shown[place]]), ...given);
  } catch (error) {
    opening = null;
    console.error(error);
    bar.note.textContent = voice.textContent = "This could not be loaded. Is the network there? Press the button again.";
    bar.scrollIntoView({ block: "nearest" });
  }
};

const onKey = (event, place) => {
  if (event.key !== "Enter" || event.defaultPrevented) return;
  const runs = event.shiftKey || event.ctrlKey || event.metaKey;
  // A key that is held down presses a button once: the next press would meet another button there.
  if (!runs && !(event.repeat && event.target.matches("button"))) return;
  event.preventDefault();
  if (!event.repeat) ask("run", place, !event.shiftKey);
};

bars.forEach((bar, place) => {
  if (!bar) return;
  bar.run.addEventListener("click", () => ask("run", place));
  bar.edit.addEventListener("click", () => ask("edit", place));
  bar.reset.addEventListener("click", () => ask("reset", place));
  // The second click of a double click on Run is not meant for Stop.
  bar.stop.addEventListener("click", ({ detail }) => detail > 1 || ask("stop"));
  cells[place].addEventListener("keydown", (event) => onKey(event, place));
  const solution = cells[place].querySelector(".solution");
  if (!solution) return;
  const put = button("Put the solution in", "live-put");
  put.addEventListener("click", () => ask("putSolution", place));
  solution.append(put);
});

const menu = document.querySelector(".launch > ul");
if (menu && last) {
  const here = button("Run this page here", "live-launch");
  here.addEventListener("click", () => {
    menu.parentElement.open = false;
    menu.previousElementSibling.focus();
    ask("runAll");
  });
  const entry = make("li");
  entry.append(here);
  menu.prepend(entry);
}

if (last && hasBegun()) page().catch(() => (opening = null));
