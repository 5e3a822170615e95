// Keep the page as it was saved last: put in what has changed and leave everything else as it is; say
// what is wrong, and which cells run.

import { patch } from "./patch.js";

const OWN = "/-preview/";
const meta = document.querySelector("meta[name=preview]");
const page = decodeURIComponent(meta.content);
let version = meta.dataset.version;

// The page.

const parse = (html) => new DOMParser().parseFromString(html, "text/html");

const shown = fetch(location.href)
  .then((answer) => answer.text())
  .then((html) => {
    const text = parse(html);
    if (text.querySelector("meta[name=preview]").dataset.version !== version) location.reload();
    return { text };
  });

let turn = Promise.resolve();

function showPage({ data }) {
  const next = JSON.parse(data);
  turn = turn.then(async () => {
    const now = await shown;
    const text = parse(next.html);
    patch(now.text, text);
    now.text = text;
    version = next.version;
  });
}

// What is said of the book.

const element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

const post = (what, docname) => fetch(`${OWN}${what}?page=${encodeURIComponent(docname)}`, { method: "POST" });
const button = (words, act) => element("button", { type: "button", textContent: words, onclick: act });

const problems = element("section", { className: "preview-problems", hidden: true, role: "alert" });
const running = element("section", { className: "preview-running", hidden: true });
const panel = element("aside", { className: "preview-panel", ariaLabel: "Preview" }, problems, running);
document.body.append(panel);

function showProblem({ file, line, message, level, again }) {
  const [first, ...rest] = message.split("\n");
  const place = element("strong", { textContent: `${file}:${line}` });
  const item = element("li", { className: `preview-${level}` }, place, element("p", { textContent: first }));
  if (rest.length) item.append(element("pre", { textContent: rest.join("\n") }));
  if (again) item.append(button("Run the cells again", () => post("again", again)));
  return item;
}

let ticking;

function showState({ data }) {
  const state = JSON.parse(data);
  const here = ({ file }) => file === `content/${page}.md`;
  const sorted = [...state.problems.filter(here), ...state.problems.filter((problem) => !here(problem))];
  problems.hidden = !sorted.length;
  problems.replaceChildren(element("ul", {}, ...sorted.map(showProblem)));
  running.hidden = !state.running.length;
  const started = Date.now() - state.now * 1000;
  const lines = state.running.map(({ docname, cell, cells, line, since }) => {
    const words = element("span");
    const tick = () => {
      const seconds = Math.max(0, Math.round((Date.now() - started) / 1000 - since));
      words.textContent = `${docname}.md:${line}: cell ${cell} of ${cells} runs, ${seconds} s `;
    };
    tick();
    return { tick, line: element("p", {}, words, button("Stop", () => post("stop", docname))) };
  });
  running.replaceChildren(...lines.map(({ line }) => line));
  clearInterval(ticking);
  if (lines.length) ticking = setInterval(() => lines.forEach(({ tick }) => tick()), 1000);
  document.documentElement.dataset.preview = state.ready ? "ready" : "starting";
}

// A browser keeps six connections to one place, so a page that nobody sees gives its own back.

let events;

function listen() {
  events?.close();
  events = undefined;
  if (document.hidden) return;
  events = new EventSource(`${OWN}events?page=${encodeURIComponent(page)}&version=${version}`);
  events.addEventListener("page", showPage);
  events.addEventListener("state", showState);
}

document.addEventListener("visibilitychange", listen);
listen();
