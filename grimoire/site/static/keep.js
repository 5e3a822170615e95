// The page that keeps the course on this device: it says what would come and how large it is, keeps it
// when asked to, says what is new, and removes it.
"use strict";

const WORKER = "offline.js";
const RUNTIME = "course-live"; // pages that have run Python need the worker too

const element = (tag, facts, ...children) => {
  const made = Object.assign(document.createElement(tag), facts);
  made.append(...children);
  return made;
};

const megabytes = (bytes) => `${Math.max(0.1, bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)}\u00a0MB`;

class KeepPage {
  constructor(box) {
    this.box = box;
    this.root = new URL(".", document.baseURI).href;
    this.course = new Shelf(this.root, "files");
    this.python = new Shelf(this.root, "python");
    this.said = element("p", { className: "keep-said" });
    this.said.setAttribute("role", "status");
    this.news = element("div", { hidden: true });
    this.wish = element("input", { type: "checkbox", id: "keep-python" });
    this.wishLabel = element("span");
    this.choice = element("label", { hidden: true }, this.wish, this.wishLabel);
    this.bar = element("progress", { hidden: true });
    this.bar.setAttribute("aria-label", "Progress");
    this.keep = element("button", { type: "button", hidden: true });
    this.away = element("button", { type: "button", className: "keep-remove", hidden: true, textContent: "Remove it from this device" });
    this.buttons = element("div", { className: "keep-buttons" }, this.keep, this.away);
    box.append(this.said, this.news, this.choice, this.bar, this.buttons);
    this.keep.addEventListener("click", () => this.act(() => this.fill()));
    this.away.addEventListener("click", () => this.act(() => this.remove()));
    this.wish.addEventListener("change", () => this.show());
    this.act(() => this.begin());
  }

  async begin() {
    this.listing = await this.listed();
    const { folder } = this.listing ?? {};
    if (folder) document.getElementById("folder-size").textContent = ` (${megabytes(folder.bytes)})`;
    this.wish.checked = !!(await this.python.kept());
    await this.show();
  }

  /** What there is to keep now; null without a network. */
  async listed() {
    try {
      const response = await fetch(this.root + LISTING, { cache: "no-store" });
      return response.ok ? await response.json() : null;
    } catch {
      return null;
    }
  }

  /** Do one thing at a time, and say what went wrong. */
  async act(todo) {
    const wasFocused = this.buttons.contains(document.activeElement);
    for (const control of [this.keep, this.away, this.wish]) control.disabled = true;
    this.box.dataset.busy = "yes";
    try {
      await todo();
    } catch (error) {
      console.error(error);
      this.say(reasonOf(error));
    }
    for (const control of [this.keep, this.away, this.wish]) control.disabled = false;
    if (wasFocused) [this.keep, this.away].find((button) => !button.hidden)?.focus();
    delete this.box.dataset.busy;
  }

  say(text) {
    this.said.textContent = text;
  }

  /** The parts of the course that the reader wants. */
  wanted() {
    return this.wish.checked ? [this.course, this.python] : [this.course];
  }

  /** Say what is kept, and offer what can be done. */
  async show() {
    const [kept, withPython] = await Promise.all([this.course.kept(), this.python.kept()]);
    this.bar.hidden = true;
    this.away.hidden = !kept;
    this.choice.hidden = !this.listing || !Object.keys(this.listing.python).length;
    this.news.hidden = true;
    if (!this.listing) {
      this.keep.hidden = true;
      return this.say(kept ? "The course is kept on this device. Whether there is something new cannot be seen without a network." : "What there is to keep could not be read. Is the network there?");
    }
    this.wishLabel.textContent = `Python too, to run the code without a network: ${megabytes(total(this.listing.python))}`;
    const bytes = await this.toCome();
    const leavesPython = withPython && !this.wish.checked;
    this.keep.hidden = !bytes && !leavesPython;
    this.keep.textContent = bytes ? `${askOf(kept, withPython, this.wish.checked)}: ${megabytes(bytes)}` : "Remove Python";
    if (!kept) return this.say("Nothing of the course is kept on this device.");
    if (!bytes) return this.say(`The course is kept on this device as it is today${withPython ? ", with Python" : ""}: ${megabytes(total(kept.files) + (withPython ? total(withPython.python) : 0))}.`);
    return this.tell(news(kept.pages, this.listing.pages), withPython || !this.wish.checked);
  }

  tell(found, isUpdate) {
    this.say(isUpdate ? "The course is kept on this device, and there is something new:" : "The course is kept on this device, without Python.");
    const lines = Object.entries(found).filter(([, titles]) => titles.length).map(([what, titles]) => element("li", {}, `${what}: ${titles.join(" · ")}`));
    this.news.replaceChildren(element("ul", {}, ...(lines.length ? lines : [element("li", { textContent: "Files that pages use; their text is the same." })])));
    this.news.hidden = !isUpdate;
  }

  /** The bytes that the reader's wish would fetch. */
  async toCome() {
    const missing = await Promise.all(this.wanted().map(async (shelf) => (await shelf.missing(this.listing)).map((place) => this.listing[shelf.part][place][0])));
    return missing.flat().reduce((sum, bytes) => sum + bytes, 0);
  }

  async fill() {
    const wanted = this.wanted();
    const bytes = await this.toCome();
    let come = 0;
    Object.assign(this.bar, { hidden: !bytes, max: bytes || 1, value: 0 });
    if (bytes) this.say(`Fetching ${megabytes(bytes)}. You can stop by leaving this page; what has come stays.`);
    await navigator.storage?.persist?.();
    await navigator.serviceWorker.register(this.root + WORKER);
    await navigator.serviceWorker.ready;
    for (const shelf of wanted) {
      await shelf.fill(this.listing, (length) => (this.bar.value = come += length));
    }
    if (!this.wish.checked) await this.python.remove();
    await this.show();
  }

  async remove() {
    await Promise.all([this.course.remove(), this.python.remove()]);
    if (!(await caches.has(RUNTIME))) {
      await caches.delete(READ);
      const joined = await navigator.serviceWorker.getRegistration(this.root);
      await joined?.unregister();
    }
    this.wish.checked = false;
    await this.show();
    this.say("The course is no longer kept on this device.");
  }
}

const askOf = (kept, withPython, wished) => {
  if (!kept) return "Keep the course";
  return wished && !withPython ? "Keep Python too" : "Update";
};

const total = (files) => Object.values(files).reduce((sum, [bytes]) => sum + bytes, 0);

const NO_SHELF = "This browser keeps nothing for this site: in a private window, without a secure connection, or where you have forbidden it, it cannot.";

const reasonOf = (error) => {
  if (error.name === "SecurityError") return NO_SHELF;
  if (error instanceof Changed) return "The course has changed while it came. Load this page again, and go on.";
  if (error.name === "QuotaExceededError") return "This browser has no room left for the course. What has come stays; remove it, or free some space and go on.";
  return "Not all of it has come. Is the network there? What has come stays: press the button to go on.";
};

const begin = (box) => {
  if (location.protocol === "file:") return box.append("This copy stands in a folder: it needs no network.");
  if (!navigator.serviceWorker || !window.caches) return box.append(NO_SHELF);
  return new KeepPage(box);
};

begin(document.getElementById("keep"));
