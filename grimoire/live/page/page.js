// A page as a program: which cells a run needs, what the reader has changed, and what has run.

import { Cell } from "./cell.js";
import * as drafts from "./drafts.js";
import * as keeping from "./keeping.js";
import { harmless } from "./outputs.js";
import { Panel } from "./panel.js";
import { Runtime } from "./runtime.js";
import { Steps } from "./steps.js";

const LITTLE_MEMORY = 4; // gigabytes

/** Read the program of the page and join it to the cells that the page shows. */
export const open = async (script, elements, bars) => {
  const at = (address) => new URL(address, document.baseURI).href;
  const [manifest, program] = await Promise.all([script.dataset.manifest, script.dataset.program].map((address) => json(at(address))));
  const root = new URL(".", at(script.dataset.manifest)).href;
  return new Page(root, manifest, program, elements, bars);
};

const json = async (address) => {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address.split("/").at(-1)}: ${response.status}`);
  return response.json();
};

class Page {
  constructor(root, manifest, program, elements, bars) {
    Object.assign(this, { root, manifest, program, queue: [], current: null });
    let place = 0;
    this.cells = program.cells.map((given, index) => {
      const shown = given.shown ? place++ : null;
      return new Cell(index, given, shown === null ? null : elements[shown], shown === null ? null : bars[shown]);
    });
    this.shown = this.cells.filter((cell) => cell.element);
    this.runtime = new Runtime(root, manifest, this);
    this.panel = new Panel(this);
    this.steps = new Steps(this.cells);
    document.addEventListener("answers", ({ detail }) => detail.push(...this.answers()));
    this.chooseData(!manifest.data || (navigator.deviceMemory ?? 8) <= LITTLE_MEMORY);
    this.restore();
  }

  // -- what the reader has written

  restore() {
    for (const { cell, code, changed } of drafts.placed(this.cells)) {
      if (changed) this.offer(cell, code);
      else this.take(cell, code);
    }
  }

  take(cell, code) {
    cell.put(code);
    cell.settle();
  }

  /** The page's own code has changed since the draft was begun: the reader chooses. */
  offer(cell, code) {
    cell.bar?.note.replaceChildren("The code here has changed since you edited it. ");
    const choose = Object.assign(document.createElement("button"), { type: "button", textContent: "Use mine" });
    choose.addEventListener("click", () => {
      this.take(cell, code);
      this.keep();
    });
    cell.bar?.note.append(choose);
  }

  keep() {
    const edited = this.cells.filter((cell) => cell.isEdited);
    const kept = drafts.keep(edited.map(({ index, id, code }) => ({ index, id, code })));
    if (!kept) this.panel.say("This browser keeps nothing for this site. Download the notebook before you leave.");
  }

  /** Put the solution of a cell in, after one question. */
  putSolution(cell) {
    const question = "Have you tried it first? A hint from the chat teaches more than the solution. Put it in all the same?";
    if (!confirm(question)) return;
    this.take(cell, cell.solution);
    this.keep();
    cell.bar.run.focus();
  }

  async edit(cell) {
    await cell.edit({
      onChange: () => {
        cell.settle();
        this.keep();
      },
      onRun: (stay) => this.run(cell, stay),
    });
  }

  // -- running

  /** The cells that must run so that `cell` can: those above it that are not up to date, and itself. */
  needs(cell) {
    const above = this.cells.slice(0, cell.index);
    return [...above.filter((each) => each.ran !== each.code || each.state === "stale"), cell];
  }

  async run(cell, stay = true) {
    if (!stay) this.shown[this.shown.indexOf(cell) + 1]?.bar?.run.focus();
    await this.go(this.needs(cell), cell);
  }

  async runAll() {
    this.panel.show();
    await this.go(this.cells, this.cells.at(-1));
  }

  async go(cells, target) {
    if (this.runtime.isRunning || this.queue.length) return this.panel.say("Python is busy: wait, or press Stop.");
    this.queue = [...cells];
    for (const cell of cells) cell.set("waiting");
    const [before] = cells.length > 1 && target.bar ? [cells.length - 1] : [];
    if (before) target.set("waiting", `first runs ${before} ${before > 1 ? "cells" : "cell"} above`);
    while (this.queue.length) {
      const outcome = await this.runOne(this.queue.shift());
      if (outcome !== "done") this.queue.splice(0).forEach((cell) => cell.settle());
    }
    this.panel.rest();
    this.joined ??= keeping.join(this.root);
    this.runtime.prepare();
  }

  async runOne(cell) {
    this.current = cell;
    cell.set("running");
    cell.beginOutput();
    this.panel.running(cell);
    const { code } = cell;
    const started = performance.now();
    const outcome = await this.runtime.run(code, cell.name, [code, ...this.queue.map((each) => each.code)]);
    this.settle(cell, code, outcome, (performance.now() - started) / 1000);
    return outcome;
  }

  settle(cell, code, outcome, seconds) {
    this.current = null;
    cell.ran = outcome === "done" ? code : null;
    for (const below of this.cells.slice(cell.index + 1)) if (below.ran !== null) below.set("stale");
    if (outcome === "done") this.steps.ran(cell);
    if (outcome === "done") return cell.set(cell.code === code ? "fresh" : "edited", cell.code === code ? `ran here, ${said(seconds)}` : "");
    if (outcome === "failed") return this.failed(cell, cell.bar ? "stopped at an error" : this.hiddenError);
    if (outcome === "stopped") return this.failed(cell, "stopped by you; what ran before is kept");
    if (outcome === "ended") return this.failed(cell, "stopped by ending Python; the next run runs again what it needs");
    cell.show({ kind: "error", text: outcome });
    this.failed(cell, "could not run");
  }

  failed(cell, note) {
    cell.set(cell.isEdited ? "edited" : "printed", note);
    this.panel.say(`${cell.bar ? `Code ${this.shown.indexOf(cell) + 1}` : "Code that the page does not show"}: ${note}`);
  }

  async stop() {
    this.queue.splice(0).forEach((cell) => cell.settle());
    await this.runtime.stop();
  }

  // -- going back

  reset(cell) {
    cell.reset();
    cell.settle();
    this.keep();
  }

  /** All cells as they were printed, and Python ended. */
  async resetAll() {
    this.queue = [];
    this.runtime.end("ended");
    for (const cell of this.cells) {
      cell.ran = null;
      cell.reset();
      cell.set("printed");
    }
    this.steps.clear();
    this.keep();
    this.panel.rest();
  }

  // -- taking it along

  /** The student's notebook with the reader's code in it. */
  async download() {
    const { notebookWith } = await import("./notebook.js");
    const notebook = await json(new URL(`../${this.program.notebook}`, this.root));
    const codes = this.cells.map(({ index, code }) => ({ index, code }));
    const text = JSON.stringify(notebookWith(notebook, codes), null, 1);
    const address = URL.createObjectURL(new Blob([text], { type: "application/x-ipynb+json" }));
    const link = Object.assign(document.createElement("a"), { href: address, download: this.program.notebook.split("/").at(-1) });
    link.click();
    URL.revokeObjectURL(address);
  }

  /** What the reader has written in the cells, as Markdown. */
  answers() {
    return this.cells.filter((cell) => cell.isEdited && cell.element).map((cell) => {
      const heading = cell.element.closest("section")?.querySelector("h1, h2, h3, h4").firstChild.textContent.trim();
      return `**Code under "${heading}"**\n\n\`\`\`python\n${cell.code}\n\`\`\``;
    });
  }

  async forget() {
    this.runtime.close();
    await keeping.forget();
    this.joined = null;
    for (const cell of this.cells) {
      cell.ran = null;
      cell.settle();
    }
    this.panel.rest();
    this.panel.say("Python is no longer kept on this device. Your code still is.");
  }

  // -- what Python says

  loading({ received, total }) {
    this.panel.loading(received, total);
  }

  /** Python has ended, and nothing is left of what has run. */
  lose() {
    for (const cell of this.cells) {
      cell.ran = null;
      if (cell !== this.current) cell.settle();
    }
  }

  started() {
    this.panel.running(this.current);
  }

  output({ output }) {
    if (output.kind === "glue") return this.paste(output);
    if (output.kind === "training") return this.panel.training(this.current, output);
    if (output.memory && !this.runtime.sample) this.chooseData(true);
    if (output.kind === "error") this.hiddenError = output.text.split("\n").at(-1);
    this.current?.show(output);
  }

  /** A number of the text, where the cell that names it has run. */
  paste({ name, text, html }) {
    for (const place of document.getElementsByClassName(`glue-${encodeURIComponent(name)}`)) {
      place.dataset.printed ??= place.innerHTML;
      place.classList.add("live-glued");
      if (html) place.replaceChildren(harmless(html));
      else place.textContent = text;
    }
  }

  chooseData(sample) {
    this.runtime.sample = sample;
    this.panel.data(sample);
  }
}

const said = (seconds) => (seconds < 10 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds)} s`);
