// Which cells run, one after the other, and what comes of each.

import { partsOf } from "./outputs.js";

export class Queue {
  /** `page` has the cells, Python, the panel and the steps. */
  constructor(page) {
    Object.assign(this, { page, jobs: [], job: null, left: [], current: null, error: null, draining: null });
  }

  /** The cells that must run so that `cell` can: those above it that are not up to date, and itself. */
  needs(cell) {
    return [...this.page.cells.slice(0, cell.index).filter((above) => !above.isUpToDate), cell];
  }

  /** Run a cell behind what runs already, and first what it needs. */
  async run(cell) {
    if (this.isComing(cell)) return;
    await this.add({ target: cell, cells: () => this.needs(cell) });
  }

  async runAll() {
    const { cells } = this.page;
    if (this.isComing(cells)) return;
    await this.add({ target: cells, cells: () => cells });
  }

  /** Whether it is to run as it now stands, so that asking twice is asking once. */
  isComing(target) {
    const isNow = target === this.current && target.code === this.running;
    return isNow || this.left.includes(target) || [this.job, ...this.jobs].some((job) => job?.target === target && target !== this.current);
  }

  async add(job) {
    this.jobs.push(job);
    this.mark(job);
    const { label } = job.target;
    this.page.panel.tell(label ? `${label} ${job.target.bar.note.textContent}.` : "All cells run.");
    await (this.draining ??= this.drain());
  }

  /** Say at each cell that it waits, and at the one asked for what runs before it. */
  mark({ target, cells }) {
    const coming = cells().filter((cell) => cell !== this.current && !this.left.includes(cell));
    for (const cell of coming) cell.enter("waiting");
    const before = coming.length - 1;
    if (before > 0 && target.bar) target.enter("waiting", `first runs ${before} ${before > 1 ? "cells" : "cell"} above`);
  }

  async drain() {
    try {
      while ((this.job = this.jobs.shift())) await this.runJob();
    } finally {
      this.draining = null;
      this.page.rest();
    }
  }

  async runJob() {
    for (const cell of this.page.cells) cell.waitNoMore();
    for (const job of [this.job, ...this.jobs]) this.mark(job);
    this.left = [...this.job.cells()];
    while (this.left.length) await this.runOne(this.left.shift());
  }

  async runOne(cell) {
    const { page, left } = this;
    const { code } = cell;
    this.current = cell;
    this.running = code;
    this.error = null;
    this.hasTrained = this.isFull = false;
    cell.begin(page.isReady ? "running" : "loading", cell === this.job.target);
    page.panel.running(cell, left.length);
    this.began = performance.now();
    const outcome = await page.runtime.run(code, cell.name, [code, ...left.map((each) => each.code)]);
    this.current = null;
    this.settle(cell, code, outcome);
  }

  /** Python has what it needs, and runs the cell. */
  started() {
    this.began = performance.now();
    this.current?.enter("running");
    this.page.panel.runs();
  }

  /** An error is also kept, for who is told of it. */
  show(output) {
    if (output.kind === "error") this.error = output;
    this.current?.show(output);
  }

  /** How far a training is. */
  trains(state) {
    const { epoch, epochs } = state;
    this.hasTrained = true;
    this.page.panel.training(state);
    this.current?.enter("running", `running, epoch ${Math.min(epoch + 1, epochs)} of ${epochs}`);
  }

  settle(cell, code, outcome) {
    const { page } = this;
    if (outcome === "done") this.succeed(cell, code);
    else this.fail(cell, code, outcome);
    for (const below of page.cells.slice(cell.index + 1)) below.growOld();
    page.steps.ran(cell, outcome === "done");
    this.wasStopped = false;
  }

  succeed(cell, code) {
    const { page, job, left } = this;
    const note = this.noteOn(cell);
    cell.finish(code, "done", cell.code === code && note);
    if (this.wasStopped) page.panel.say(`${cell.label} ${note}`);
    else if (job.target === cell) page.panel.tell(`${cell.label} ${note}.`);
    else if (job.target === page.cells && !left.length) page.panel.tell("All cells have run.");
  }

  /** What a cell that has run says of it. */
  noteOn(cell) {
    const took = duration((performance.now() - this.began) / 1000);
    const isEarly = this.wasStopped && this.hasTrained;
    return [
      isEarly ? `stopped early, ${took}: what it has learned is kept` : `ran here, ${took}`,
      cell.coming.isEmpty && cell.printed ? "; it printed nothing" : "",
      this.page.takesSample(cell) ? "; with a sample of MNIST" : "",
      cell.aside ? `. ${cell.aside}` : "",
    ].join("");
  }

  fail(cell, code, outcome) {
    const { page } = this;
    const { target } = this.job;
    const { note, told } = this.reason(outcome, cell);
    this.drop();
    if (!["failed", "stopped", "ended"].includes(outcome)) cell.show({ kind: "error", text: outcome });
    this.isFull = outcome === "failed" && !page.runtime.isAlive; // it is memory that has ended Python
    if (!page.runtime.isAlive) page.lose();
    cell.finish(code, outcome === "stopped" || outcome === "ended" ? outcome : "failed", note);
    if (target !== cell && target.bar) this.explain(cell, target, note);
    page.panel.stopped(cell, note, told);
  }

  /** What to write beside a cell that has not run to its end, and what to say besides. */
  reason(outcome, { bar }) {
    const { error } = this;
    if (outcome === "failed" && bar?.lacks) return { note: bar.lacks, told: "" };
    if (outcome === "failed") return { note: `stopped at an error${error?.line ? ` in line ${error.line}` : ""}`, told: error ? partsOf(error.text)[1] : "" };
    if (outcome === "stopped") return { note: "stopped by you; what ran before is kept", told: "" };
    if (outcome === "ended") return { note: "stopped by ending Python; the next Run starts from the top", told: "" };
    return { note: "could not run", told: outcome };
  }

  /** Say at the cell that the reader asked for why it has not run; what is hidden shows its error there. */
  explain(cell, target, note) {
    if (cell.bar) return target.refresh(["not run: ", linkTo(cell), ` ${note}`]);
    const why = `not run: code that the page does not show ${note}`;
    if (!this.error) return target.refresh(why);
    target.begin("running", true);
    target.show(this.error);
    target.finish(null, "failed", why);
  }

  /** Nothing more runs after the current cell. */
  drop() {
    this.jobs = [];
    this.left = [];
    for (const cell of this.page.cells) cell.waitNoMore();
  }

  async stop() {
    this.drop();
    this.wasStopped = this.current !== null;
    await this.page.runtime.stop();
  }

  /** End Python, and wait until nothing runs. */
  async halt() {
    this.drop();
    this.page.runtime.close();
    await this.draining;
    this.page.lose();
  }
}

const linkTo = (cell) => Object.assign(document.createElement("a"), { href: `#${cell.element.id}`, textContent: cell.label.toLowerCase() });

const duration = (seconds) => {
  if (seconds < 0.1) return "under 0.1 s";
  return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
};
