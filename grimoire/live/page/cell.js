// One cell of the page: its code, its buttons, what it shows, and in which state it is.

import { Outputs } from "./outputs.js";

const STATES = {
  printed: "",
  fresh: "ran here",
  stale: "older than the code above it",
  edited: "changed, not yet run",
  waiting: "waits",
  running: "runs",
};

const keysFor = (index) =>
  Object.assign(document.createElement("p"), {
    id: `live-keys-${index}`,
    className: "live-keys",
    textContent: "Shift+Enter runs, Ctrl+Enter runs and stays, Ctrl+] and Ctrl+[ indent, Ctrl+/ comments, Escape or Tab leaves.",
  });

export class Cell {
  /** `bar` is the row of buttons that the page's first script made; a hidden cell has none. */
  constructor(index, given, element, bar) {
    Object.assign(this, { index, element, bar, id: given.id, original: given.code, solution: given.solution, tags: given.tags });
    this.code = given.code;
    this.ran = null; // the code that ran last in this session
    this.printed = element?.querySelector(":scope > .cell_output, :scope > details > .cell_output") ?? null;
    this.state = "printed";
  }

  get name() {
    return `cell_${this.index + 1}.py`;
  }

  get isEdited() {
    return this.code !== this.original;
  }

  get source() {
    return this.element?.querySelector(".cell_input .highlight") ?? null;
  }

  /** Say the state by a word and by colour, and offer the buttons that apply. */
  set(state, note = "") {
    this.state = state;
    if (!this.bar) return;
    this.element.dataset.live = state;
    this.bar.note.textContent = note || STATES[state] || "";
    this.bar.stop.hidden = state !== "running";
    this.bar.run.hidden = state === "running";
    this.bar.run.disabled = state === "waiting";
    this.bar.reset.hidden = !this.isEdited && !this.outputs;
  }

  /** Where it stands after a run has ended elsewhere. */
  settle() {
    if (this.ran !== null && this.ran !== this.code) return this.set("edited");
    if (this.ran === null) return this.set(this.isEdited ? "edited" : "printed");
    this.set("fresh");
  }

  beginOutput() {
    this.outputs?.remove();
    this.outputs = new Outputs(this.printed, !this.isEdited);
    if (this.printed) this.printed.hidden = true;
    this.bar?.after(this.outputs.box);
    this.editor?.markErrorLine(null);
  }

  show(output) {
    this.outputs?.show(output);
    if (output.kind === "error" && output.line) this.editor?.markErrorLine(output.line);
  }

  /** Take the place of the printed code with an editor. */
  async edit({ onChange, onRun }) {
    const { makeEditor } = await import("./editor.js");
    if (this.editor) return this.editor.focus();
    this.element.querySelector("details:has(.cell_input)")?.setAttribute("open", "");
    const box = document.createElement("div");
    box.className = "live-editor";
    this.source.hidden = true;
    this.source.after(box);
    this.draftView?.remove();
    this.bar.edit.hidden = true;
    this.keys = keysFor(this.index);
    this.bar.before(this.keys);
    this.editor = makeEditor({
      parent: box,
      code: this.code,
      label: `Code of cell ${this.index + 1}`,
      describedBy: this.keys.id,
      onChange: (code) => {
        this.code = code;
        onChange();
      },
      onRun,
      onLeave: () => this.bar.run.focus(),
    });
    this.editor.box = box;
    this.editor.focus();
  }

  /** Put another code in, as if the reader had written it. */
  put(code) {
    this.code = code;
    if (this.editor) return this.editor.set(code);
    if (!this.source) return;
    this.draftView?.remove();
    this.source.hidden = this.isEdited;
    if (!this.isEdited) return;
    this.draftView = document.createElement("div");
    this.draftView.className = "highlight live-draft";
    this.draftView.append(Object.assign(document.createElement("pre"), { textContent: code }));
    this.source.after(this.draftView);
  }

  /** Bring the printed code and the printed output back. */
  reset() {
    this.editor?.destroy();
    this.editor?.box.remove();
    this.keys?.remove();
    this.editor = null;
    this.put(this.original);
    if (this.source) this.source.hidden = false;
    this.outputs?.remove();
    this.outputs = null;
    if (this.printed) this.printed.hidden = false;
    if (this.bar) this.bar.edit.hidden = false;
  }
}
