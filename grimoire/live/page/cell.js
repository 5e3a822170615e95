// One cell of the page: its code, its buttons, what it shows, and in which state it is.

import { Outputs } from "./outputs.js";

const NOTES = {
  fresh: "ran here",
  stale: "out of date: run it again",
  edited: "changed, not run yet",
  failed: "stopped at an error",
  stopped: "stopped by you",
  waiting: "waits",
  loading: "Python is loading",
  running: "running",
};

const KEYS = "Shift+Enter runs and goes on, Ctrl+Enter runs and stays. Tab or Escape leaves. Ctrl+] and Ctrl+[ indent, Ctrl+/ comments.";

const make = (tag, facts) => Object.assign(document.createElement(tag), facts);

export class Cell {
  /** `bar` is the row of buttons that the page's first script made; a cell whose code is hidden has none. */
  constructor(index, given, element, bar) {
    Object.assign(this, { index, element, bar, id: given.id, original: given.code, solution: given.solution, aside: given.note });
    this.code = given.code;
    this.last = null; // { code, outcome } of the last run that this Python remembers
    this.isOld = false; // whether a cell above has run since
    this.phase = null; // "waiting", "loading" or "running"
    this.result = null; // what the reader's last run shows
    this.printed = element?.querySelector(":scope > .cell_output, :scope > details > .cell_output") ?? null;
    if (bar) element.id ||= `live-cell-${bar.number}`;
  }

  /** The file name in tracebacks: cells that show their code count from 1. */
  get name() {
    return `cell_${this.bar?.number ?? `0${this.index + 1}`}.py`;
  }

  get label() {
    return this.bar ? `Cell ${this.bar.number}` : "A cell whose code the page does not show";
  }

  get isEdited() {
    return this.code !== this.original;
  }

  get isUpToDate() {
    return this.last?.outcome === "done" && this.last.code === this.code && !this.isOld;
  }

  get state() {
    if (this.phase) return this.phase;
    if (this.result?.code !== this.code) return this.isEdited ? "edited" : "printed";
    if (this.last?.code !== this.code) return "stale";
    if (this.last.outcome !== "done") return this.last.outcome;
    return this.isOld ? "stale" : "fresh";
  }

  get source() {
    return this.element?.querySelector(".cell_input .highlight") ?? null;
  }

  /** What its state is called. */
  get words() {
    if (this.state === "printed") return this.bar.lacks;
    return this.state === "edited" && this.result ? "changed since this result" : NOTES[this.state];
  }

  /** Say the state in words and by colour, and offer the buttons that apply; the focus is never lost. */
  refresh(note) {
    if (!this.bar) return;
    const { state, bar, phase } = this;
    const focused = document.activeElement;
    this.element.dataset.live = state;
    bar.note.replaceChildren(...[note || this.words].flat());
    bar.stop.hidden = !phase;
    bar.run.hidden = Boolean(phase);
    bar.edit.hidden = Boolean(this.editor);
    bar.reset.hidden = Boolean(phase) || !(this.isEdited || this.result || this.editor);
    if (bar.contains(focused) && focused.hidden) this.focus();
  }

  /** The place from which one goes on by keyboard. */
  focus() {
    (this.phase ? this.bar.stop : this.bar.run).focus({ preventScroll: true });
  }

  // -- running

  enter(phase, note) {
    this.phase = phase;
    this.refresh(note);
  }

  begin(phase, isAsked) {
    this.coming = new Outputs(this.printed, this.code, !this.isEdited, `Your result of ${this.label.toLowerCase()}`);
    this.isAsked = isAsked;
    this.editor?.markErrorLine(null);
    this.enter(phase);
  }

  show(output) {
    this.arrive();
    this.coming.show(output);
    if (output.kind !== "error") return;
    this.editor?.markErrorLine(output.line);
    this.unfold();
  }

  /** What stood here until now goes; nothing does before the run has something to show, or is over. */
  arrive() {
    if (this.result === this.coming) return;
    const before = this.result?.box ?? this.printed ?? this.bar;
    if (before) this.coming.standBelow(before, before !== this.bar);
    this.result?.remove();
    this.result = this.coming;
    if (this.printed) this.printed.hidden = true;
    this.result.takeNames();
    if (this.isAsked) this.unfold();
  }

  unfold() {
    this.result.box.closest("details")?.setAttribute("open", "");
  }

  /** The run is over. One that ended without an error or a result leaves what was there. */
  finish(code, outcome, note) {
    if (outcome === "done" || outcome === "failed") this.arrive();
    this.coming.finish();
    this.last = outcome === "ended" ? null : { code, outcome };
    this.isOld = false;
    this.phase = null;
    this.refresh(note);
  }

  waitNoMore() {
    if (this.phase !== "waiting") return;
    this.phase = null;
    this.refresh();
  }

  /** A cell above has run. */
  growOld() {
    if (this.last?.outcome !== "done" || this.isOld) return;
    this.isOld = true;
    this.refresh();
  }

  /** Python has ended, and all it had computed with it. */
  forget() {
    if (!this.last) return;
    this.last = null;
    this.refresh();
  }

  // -- writing

  /** Take the place of the printed code with an editor. */
  async edit(onChange, onRun) {
    const { makeEditor } = await import("./editor.js");
    if (this.editor) return this.editor.focus();
    this.element.querySelector("details:has(.cell_input)")?.setAttribute("open", "");
    const box = make("div", { className: "live-editor" });
    const keys = make("p", { id: `live-keys-${this.bar.number}`, className: "live-keys", textContent: KEYS });
    this.bar.before(keys);
    this.draft?.remove();
    this.source.hidden = true;
    this.source.after(box);
    const follow = (code) => {
      this.code = code;
      onChange();
    };
    const label = `Code of ${this.label.toLowerCase()}`;
    const facts = { parent: box, code: this.code, label, describedBy: keys.id, onChange: follow, onRun, onLeave: () => this.focus() };
    this.editor = { ...makeEditor(facts), parts: [box, keys] };
    this.editor.focus();
    this.refresh([...this.bar.note.childNodes]);
  }

  closeEditor() {
    this.editor?.destroy();
    for (const part of this.editor?.parts ?? []) part.remove();
    this.editor = null;
  }

  /** Put another code in, as if the reader had written it. */
  put(code) {
    this.code = code;
    if (this.editor) this.editor.set(code);
    else if (this.source) this.showDraft();
    this.refresh();
  }

  showDraft() {
    this.draft?.remove();
    this.source.hidden = this.isEdited;
    if (!this.isEdited) return;
    this.draft = make("div", { className: "highlight live-draft" });
    this.draft.append(this.drawn() ?? make("pre", { textContent: this.code }));
    this.source.after(this.draft);
  }

  /** The code in the page's colours, where the page prints it as the solution. */
  drawn() {
    const solution = this.element.querySelector(".solution pre");
    if (solution?.textContent.trim() !== this.code.trim()) return null;
    const copy = solution.cloneNode(true);
    copy.removeAttribute("id");
    return copy;
  }

  /** Bring the printed code and the printed output back. */
  reset() {
    this.closeEditor();
    this.code = this.original;
    if (this.source) this.showDraft();
    this.result?.remove();
    this.result = null;
    if (this.printed) this.printed.hidden = false;
    this.refresh();
  }
}
