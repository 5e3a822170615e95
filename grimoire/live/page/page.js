// A page as a program: its cells, what the reader has written in them, and the Python that runs them.

import { Cell } from "./cell.js";
import * as drafts from "./drafts.js";
import * as keeping from "./keeping.js";
import { offer } from "./offer.js";
import { harmless } from "./outputs.js";
import { Panel } from "./panel.js";
import { Queue } from "./queue.js";
import { Runtime } from "./runtime.js";
import { Steps } from "./steps.js";

const LITTLE_MEMORY = 4; // gigabytes
const LOADS_DATA = /\bload_mnist\(/;

/** Read the program of the page and join it to the cells that the page shows. */
export const open = async (script, elements, bars, voice) => {
  const at = (address) => new URL(address, document.baseURI).href;
  const [manifest, program] = await Promise.all([script.dataset.manifest, script.dataset.program].map((address) => json(at(address))));
  const root = new URL(".", at(script.dataset.manifest)).href;
  return new Page(root, manifest, program, elements, bars, voice);
};

const json = async (address) => {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address.split("/").at(-1)}: ${response.status}`);
  return response.json();
};

const words = (text) => text.replace(/\s+/g, " ").trim();

const asPrinted = (place) => {
  if (place.classList.contains("live-glued")) place.innerHTML = place.dataset.printed;
  place.classList.remove("live-glued");
};

const button = (textContent, act) => {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent });
  made.addEventListener("click", act);
  return made;
};

class Page {
  constructor(root, manifest, program, elements, bars, voice) {
    Object.assign(this, { root, manifest, program, isReady: false });
    let place = 0;
    this.cells = program.cells.map((given, index) => {
      const shown = given.shown ? place++ : null;
      return new Cell(index, given, shown === null ? null : elements[shown], shown === null ? null : bars[shown]);
    });
    this.shown = this.cells.filter((cell) => cell.element);
    this.runtime = new Runtime(root, manifest, this);
    this.panel = new Panel(this, voice);
    this.steps = new Steps(this.cells);
    this.queue = new Queue(this);
    document.addEventListener("answers", ({ detail }) => detail.push(...this.answers()));
    this.isSmall = (navigator.deviceMemory ?? 8) <= LITTLE_MEMORY;
    this.takeData(!manifest.data || this.isSmall);
    this.restore();
  }

  // -- what the reader has written

  restore() {
    for (const { cell, id, code, changed } of drafts.placed(this.cells)) {
      if (!changed) cell.put(code);
      else if (code === cell.original) drafts.drop(id);
      else this.offer(cell, id, code);
    }
  }

  /** The page's own code has changed since the draft was begun: the reader chooses. */
  offer(cell, id, code) {
    const take = () => {
      drafts.drop(id);
      this.take(cell, code);
    };
    offer(cell, code, take, () => drafts.drop(id));
  }

  take(cell, code) {
    cell.put(code);
    this.keep(cell);
  }

  keep({ index, id, code, isEdited }) {
    const isKept = isEdited ? drafts.keep({ index, id, code }) : drafts.drop(id);
    if (!isKept) this.warnOnce();
  }

  warnOnce() {
    if (this.isWarned) return;
    this.isWarned = true;
    this.panel.say("This browser keeps nothing for this site. Download the notebook before you leave.");
  }

  /** Put the solution of a cell in, after one question. */
  putSolution(cell) {
    const question = "Have you tried it first? A hint from the chat teaches more than the solution. Put it in all the same?";
    if (!confirm(question)) return;
    const before = cell.code;
    this.take(cell, cell.solution);
    cell.focus();
    if (before !== cell.original) this.offerBack(cell, before, "the solution stands here now ");
  }

  async edit(cell) {
    const onChange = () => {
      if (!cell.phase) cell.refresh();
      this.keep(cell);
    };
    await cell.edit(onChange, (stay) => this.run(cell, stay));
  }

  // -- running

  async run(cell, stay = true) {
    if (!cell.bar) return;
    if (!stay) this.goOn(cell);
    this.panel.show();
    await this.queue.run(cell);
  }

  /** The focus goes to the next cell: to its editor where one is open, else to its button. */
  goOn(cell) {
    const next = this.shown.slice(this.shown.indexOf(cell) + 1).find((below) => below.bar);
    if (next?.editor) next.editor.focus();
    else next?.focus();
    next?.bar.scrollIntoView({ block: "nearest" });
  }

  async runAll() {
    this.panel.show();
    await this.queue.runAll();
  }

  async stop() {
    await this.queue.stop();
  }

  /** Nothing runs any more: make the next visit and the next start quick. */
  rest() {
    this.panel.rest();
    if (this.queue.isFull && this.manifest.data && !this.runtime.sample) return this.changeData("There is not enough memory. ");
    this.joined ??= keeping.join(this.root, ["editor.js", "notebook.js"].map((name) => `${this.root}${this.manifest.page}${name}`));
    this.runtime.prepare();
  }

  /** Python has ended: no cell has run in the next one. */
  lose() {
    this.isReady = false;
    for (const cell of this.cells) cell.forget();
  }

  // -- going back

  reset(cell) {
    const { code, isEdited } = cell;
    cell.reset();
    this.bringBackNumbers(cell);
    this.keep(cell);
    this.panel.forget();
    this.panel.tell(`${cell.label} is as it was printed.`);
    if (isEdited) this.offerBack(cell, code, "as it was printed ");
  }

  /** Nothing is lost by a slip. */
  offerBack(cell, code, note) {
    const undo = button("Undo", () => {
      this.take(cell, code);
      cell.focus();
    });
    cell.refresh([note, undo]);
  }

  /** All cells as they were printed, and Python ended. */
  async resetAll() {
    await this.queue.halt();
    const mine = this.cells.filter((cell) => cell.isEdited).map((cell) => [cell, cell.code]);
    const passed = this.steps.put(new Set());
    for (const cell of this.cells) {
      cell.reset();
      this.bringBackNumbers(cell);
      this.keep(cell);
    }
    const undo = () => {
      this.steps.put(passed);
      for (const [cell, code] of mine) this.take(cell, code);
      this.panel.say("Your code is back.");
    };
    this.panel.say("All is as it was printed. ", mine.length ? button("Undo", undo) : "");
  }

  // -- taking it along

  /** The student's notebook with the reader's code in it. */
  async download() {
    const { notebookWith } = await import("./notebook.js");
    const notebook = await json(new URL(`../${this.program.notebook}`, this.root).href);
    const codes = this.cells.filter((cell) => cell.isEdited).map(({ index, code }) => ({ index, code }));
    const text = JSON.stringify(notebookWith(notebook, this.program, codes), null, 1);
    const address = URL.createObjectURL(new Blob([text], { type: "application/x-ipynb+json" }));
    const link = Object.assign(document.createElement("a"), { href: address, download: this.program.notebook.split("/").at(-1) });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  }

  /** What the reader has written in the cells, as Markdown. */
  answers() {
    return this.shown.filter((cell) => cell.isEdited).map((cell) => {
      const heading = cell.element.closest("section").querySelector("h1, h2, h3, h4").cloneNode(true);
      for (const extra of heading.querySelectorAll(".headerlink, .live-tick")) extra.remove();
      const fence = "`".repeat(Math.max(3, ...(cell.code.match(/`+/g) ?? []).map((run) => run.length + 1)));
      return `**My code under "${heading.textContent.trim()}"**\n\n${fence}python\n${cell.code.trimEnd()}\n${fence}`;
    });
  }

  async forget() {
    await this.queue.halt();
    await keeping.forget();
    this.joined = null;
    this.panel.say("Python is no longer kept on this device. Your code still is.");
  }

  // -- what Python says

  loading({ received, total }) {
    if (this.queue.current) this.panel.loading(received, total);
  }

  started() {
    this.isReady = true;
    this.queue.started();
  }

  output({ output }) {
    if (output.kind === "glue") this.paste(output);
    else if (output.kind === "training") this.queue.trains(output);
    else this.queue.show(output);
  }

  /** A number of the text, where the cell that names it has run; one that has stayed the same stays as it is. */
  paste({ name, text, html }) {
    for (const place of document.getElementsByClassName(`glue-${encodeURIComponent(name)}`)) {
      asPrinted(place);
      if (words(place.textContent) === words(text)) continue;
      Object.assign(place.dataset, { printed: place.innerHTML, by: this.queue.current.index });
      place.classList.add("live-glued");
      if (html) place.replaceChildren(harmless(html));
      else place.textContent = text;
    }
  }

  bringBackNumbers({ index }) {
    document.querySelectorAll(`.live-glued[data-by="${index}"]`).forEach(asPrinted);
  }

  // -- its data

  /** Whether a cell has loaded nnlib's sample in the place of the whole data set. */
  takesSample(cell) {
    return this.runtime.sample && LOADS_DATA.test(cell.code);
  }

  /** Whether the reader may choose between the whole data set and a sample of it. */
  get hasChoice() {
    return Boolean(this.manifest.data) && this.cells.some((cell) => LOADS_DATA.test(cell.code));
  }

  takeData(sample) {
    this.runtime.sample = sample;
    this.panel.data();
  }

  /** Other data need another Python. */
  async changeData(reason = "") {
    await this.queue.halt();
    this.takeData(!this.runtime.sample);
    const now = this.runtime.sample ? "a sample of MNIST (6,000 images)" : "all of MNIST (11 MB to load)";
    this.panel.say(`${reason}From the next run on, this page takes ${now}.`);
  }
}
