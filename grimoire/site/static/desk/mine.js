// The page of all answers: choose a unit, mend what you wrote, print it, take it along, bring it back.

import { store } from "../kept.js";
import { answers, bringBack, lastReplaced, replace, root } from "./answers.js";
import { asBackup } from "./backup.js";
import { putCode } from "./code.js";
import { collected } from "./collection.js";
import { asMarkdown, asPage } from "./exports.js";
import { button, download, make, plural } from "./make.js";
import { takeOver } from "./takeover.js";

const reader = store("reader");
const WITHIN = 300_000; // characters that a text box takes

const LACKS = {
  page: "This browser keeps nothing for this site: what you change here is gone when you leave. Export it before.",
  full: "There is no room left in this browser: what you change here is gone when you leave. Export it before.",
};

class Mine {
  constructor(box) {
    this.list = make("div", { className: "mine-list" });
    this.status = make("p", { className: "mine-status", role: "status" });
    this.preview = make("div", { className: "mine-preview" });
    this.unit = make("select", { id: "mine-unit" });
    this.name = make("input", { id: "mine-name", autocomplete: "name", maxLength: 100 });
    this.handIn = make("input", { id: "mine-hand-in", autocomplete: "off", maxLength: 100, placeholder: "My answers" });
    this.withText = make("input", { id: "mine-text", type: "checkbox", checked: true });
    this.file = make("input", { type: "file", accept: ".json,application/json", hidden: true });
    box.replaceChildren(this.fields(), this.buttons(), this.file, this.status, this.preview, this.list);
    box.classList.add("is-open");
  }

  fields() {
    const field = (label, input) => make("div", { className: "mine-field" }, make("label", { for: input.id, textContent: label }), input);
    const check = make("label", { className: "mine-check" }, this.withText, "With the text of the questions");
    const facts = [field("Show", this.unit), field("Your name", this.name), field("Name of what you hand in", this.handIn)];
    return make("div", { className: "mine-fields" }, ...facts, check);
  }

  buttons() {
    this.ofFile = [
      button("Print", () => window.print()),
      button("Save as .md", () => this.save("md", "text/markdown", asMarkdown(this.shown))),
      button("Save as .html", () => this.save("html", "text/html", asPage(this.shown))),
      button("Clear", () => this.clear()),
    ];
    const [print, md, html, clear] = this.ofFile;
    const backup = button("Save as .json", async () => this.save("json", "application/json", await asBackup(this.isWanted)));
    const take = button("Bring in a .json", () => this.file.click());
    return make("div", { className: "mine-buttons", role: "group", "aria-label": "What to do with them" }, print, md, html, backup, take, clear);
  }

  /** Fill the fields, show the answers, and listen. */
  async open() {
    const address = new URLSearchParams(location.hash.slice(1));
    const { name = "", unit = "" } = (await reader.get("mine")) ?? {};
    this.name.value = name;
    this.handIn.value = (address.get("hand-in") ?? "").slice(0, 100);
    await takeOver();
    await this.load();
    this.chooseUnit(address.get("unit") ?? unit);
    this.show();
    const keepChoice = () => reader.put("mine", { name: this.name.value, unit: this.unit.value });
    for (const field of [this.unit, this.name, this.withText, this.handIn]) {
      field.addEventListener("input", () => {
        keepChoice();
        if (field === this.unit || field === this.withText) this.show();
      });
    }
    this.file.addEventListener("change", () => this.bringIn());
    answers.watch((names, isHere) => isHere || this.reload());
    await this.offerUndo("");
  }

  async load() {
    const { units, unitOf, pages } = await collected();
    Object.assign(this, { unitOf, pages });
    const chosen = this.unit.value;
    const options = [["", "everything"], ...units.map(({ number, title }) => [String(number), `unit ${number}, ${title}`]), ["none", "pages outside the units"]];
    this.unit.replaceChildren(...options.map(([value, textContent]) => make("option", { value, textContent })));
    this.chooseUnit(chosen);
  }

  chooseUnit(value) {
    this.unit.value = [...this.unit.options].some((option) => option.value === value) ? value : "";
  }

  async reload() {
    if (this.list.contains(document.activeElement)) return; // what is written here stays until it is left
    await this.load();
    this.show();
  }

  /** Whether the page of this name is of the unit that is shown. */
  isWanted = (name) => !this.unit.value || String(this.unitOf.get(name) ?? "none") === this.unit.value;

  get shown() {
    return {
      title: this.handIn.value.trim() || "My answers",
      name: this.name.value.trim(),
      course: `${document.querySelector(".header-brand, .sidebar-brand")?.textContent.trim() ?? ""} ${root.href}`.trim(),
      withText: this.withText.checked,
      pages: this.pages.filter(({ name }) => this.isWanted(name)),
    };
  }

  show() {
    const { pages, withText } = this.shown;
    const count = pages.reduce((sum, { items }) => sum + items.length, 0);
    const none = make("p", { textContent: "There is no answer here yet. What you write on the pages of the course comes to stand here." });
    const head = make("p", { className: "mine-count", textContent: `${plural(count, "answer")} on ${plural(pages.length, "page")}.` });
    this.list.replaceChildren(...(count ? [head, ...pages.map((page) => this.pageView(page, withText))] : [none]));
    for (const one of this.ofFile) one.disabled = !count;
  }

  pageView({ title, address, items }, withText) {
    const heading = address ? make("a", { href: address, textContent: title }) : title;
    return make("section", {}, make("h2", {}, heading), ...items.map((item) => this.itemView(item, withText)));
  }

  itemView(item, withText) {
    const id = `mine-${item.name.replace(/\W+/g, "-")}`;
    const title = make("h3", { id }, item.address ? make("a", { href: item.address, textContent: item.title }) : item.title);
    const note = item.note ? make("p", { className: "mine-note", textContent: item.note }) : null;
    const text = withText && item.text ? make("blockquote", { textContent: item.text }) : null;
    return make("div", { className: "mine-item" }, title, note, text, ...this.replyView(item, id));
  }

  /** Texts can be mended here; what is checked, and code, on their page. */
  replyView(item, id) {
    if (item.kind === "code") return [make("pre", { textContent: item.reply, tabIndex: 0, "aria-labelledby": id })];
    const printed = make("div", { className: "mine-printed", textContent: item.reply });
    if (item.kind !== "open" && item.kind !== "prompt") {
      return [make("p", { className: "mine-reply", textContent: item.reply }, make("span", { className: "mine-right", textContent: item.verdict ? ` ${item.verdict}` : "" }))];
    }
    const box = make("textarea", { value: item.reply, rows: 3, "aria-labelledby": id, maxLength: WITHIN });
    box.addEventListener("input", async () => {
      item.reply = printed.textContent = box.value;
      const reply = box.value.trim() && box.value;
      this.warn(await answers.put(item.name, reply ? { ...item.record, reply, at: Date.now() } : undefined));
    });
    return [box, printed];
  }

  warn(kept) {
    if (kept in LACKS) this.say(LACKS[kept]);
  }

  say(text, ...more) {
    this.status.replaceChildren(text, ...more);
  }

  save(kind, type, text) {
    const name = [this.handIn.value, this.name.value].map((part) => part.trim()).filter(Boolean).join(" ") || "My answers";
    const file = `${name.normalize("NFC").replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").toLowerCase()}.${kind}`;
    download(file, type, text);
    this.say(`Saved as ${file}, among your downloads.`);
  }

  async clear() {
    const items = this.shown.pages.flatMap((page) => page.items.map((item) => ({ ...item, page: page.name })));
    const names = items.filter(({ kind }) => kind !== "code").map(({ name }) => name);
    if (!names.length) return this.say("There is only code here. Reset it on its page.");
    const what = `Cleared ${plural(names.length, "answer")}.`;
    this.warn(await replace(names.map((name) => [name, undefined]), what));
    await this.reload();
    await this.offerUndo(what);
    this.status.querySelector("button")?.focus();
  }

  async offerUndo(said) {
    const last = await lastReplaced();
    if (!last) return said && this.say(said);
    this.say(`${last.what} `, button("Undo", async () => {
      for (const [page, text] of await bringBack()) putCode(page, text);
      await this.reload();
      this.say("Your answers are back as they were.");
      this.unit.focus();
    }));
  }

  async bringIn() {
    const [file] = this.file.files;
    if (!file) return;
    const { open } = await import("./bring-in.js");
    await open(file, this);
    this.file.value = "";
  }
}

export const open = (box) => new Mine(box).open();
