// What the page says of Python as a whole, and what one can do with all cells: at the lower edge.

const element = (tag, facts, ...children) => {
  const made = Object.assign(document.createElement(tag), facts);
  made.append(...children);
  return made;
};

const megabytes = (bytes) => Math.round(bytes / 1e6);

export class Panel {
  /** `voice` is what a screen reader hears. */
  constructor(page, voice) {
    Object.assign(this, { page, voice, said: null });
    this.text = element("span", { className: "live-status" });
    this.bar = element("progress", { hidden: true });
    this.bar.setAttribute("aria-label", "Progress");
    this.runAll = this.button("Run all", () => page.runAll());
    this.stop = this.button("Stop", ({ detail }) => detail > 1 || page.stop());
    this.stop.hidden = true;
    this.stop.className = "live-stop";
    this.choice = this.item("", () => page.changeData());
    this.more = element("details", { className: "live-more" }, element("summary", { textContent: "More" }), this.menu());
    this.box = element("section", { className: "live-panel", hidden: true }, this.bar, this.text, this.runAll, this.stop, this.more);
    this.box.setAttribute("aria-label", "Python in this page");
    document.querySelector("article").append(this.box);
    this.closeMenuBehindReader();
  }

  menu() {
    const { page } = this;
    return element(
      "div",
      {},
      this.item("Reset this page", () => page.resetAll()),
      this.item("Download as notebook", () => page.download()),
      this.choice,
      this.item("Forget Python on this device", () => page.forget()),
    );
  }

  button(text, act) {
    const made = element("button", { type: "button", textContent: text });
    made.addEventListener("click", act);
    return made;
  }

  /** An entry of the menu. */
  item(text, act) {
    return this.button(text, async () => {
      this.closeMenu();
      try {
        await act();
      } catch (error) {
        this.say(`This could not be done (${error.message}). Is the network there?`);
      }
    });
  }

  closeMenu() {
    const hadFocus = this.more.contains(document.activeElement);
    this.more.open = false;
    if (hadFocus) this.more.firstElementChild.focus();
  }

  closeMenuBehindReader() {
    const { more } = this;
    more.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.closeMenu();
    });
    more.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget && !more.contains(relatedTarget)) more.open = false;
    });
    document.addEventListener("pointerdown", ({ target }) => {
      if (!more.contains(target)) more.open = false;
    });
  }

  show() {
    this.box.hidden = false;
  }

  /** Only for those who listen. */
  tell(text) {
    this.voice.textContent = text;
  }

  /** What stays to be read when Python rests. */
  say(text, ...besides) {
    this.said = [text, ...besides];
    this.tell(text);
    this.write(...this.said);
  }

  write(text, ...besides) {
    this.show();
    this.text.replaceChildren(text, ...besides);
  }

  running(cell, left) {
    this.said = null;
    this.exchange(this.runAll, this.stop);
    this.bar.hidden = true;
    this.now = `${cell.bar ? `${cell.label} runs` : "Code that the page does not show runs"}${left ? `, ${left} to go` : ""}`;
    this.write(this.now);
  }

  /** Python has loaded what the cell needs. */
  runs() {
    this.bar.hidden = true;
    this.write(this.now);
  }

  loading(received, total) {
    this.bar.hidden = !total;
    Object.assign(this.bar, { max: total || 1, value: received });
    this.write(received < total ? `Loading Python: ${megabytes(received)} of ${megabytes(total)} MB` : "Starting Python");
  }

  training({ epoch, epochs }) {
    this.bar.hidden = false;
    Object.assign(this.bar, { max: epochs, value: epoch });
    this.write(this.now);
  }

  /** A cell has not run to its end. */
  stopped(cell, note, told) {
    const where = cell.bar ? element("a", { href: `#${cell.element.id}`, textContent: cell.label }) : cell.label;
    this.said = [where, ` ${note}${cell.bar || !told ? "" : `: ${told}`}.`];
    this.tell(`${cell.label} ${note}. ${told}`);
  }

  rest() {
    this.exchange(this.stop, this.runAll);
    this.bar.hidden = true;
    this.write(...(this.said ?? [this.atRest()]));
  }

  /** What was said of the last run is over. */
  forget() {
    this.said = null;
    if (this.stop.hidden && !this.box.hidden) this.write(this.atRest());
  }

  atRest() {
    const { hasChoice, isReady, isSmall, runtime } = this.page;
    if (!isReady) return "Python starts with the next Run";
    if (!hasChoice || !runtime.sample) return "Python is ready";
    return `Python is ready, with a sample of MNIST${isSmall ? ": this device has little memory" : ""}`;
  }

  /** One button in the place of another, with its focus. */
  exchange(one, other) {
    const hadFocus = one === document.activeElement;
    one.hidden = true;
    other.hidden = false;
    if (hadFocus) other.focus({ preventScroll: true });
  }

  data() {
    this.choice.textContent = this.page.runtime.sample ? "Use all of MNIST" : "Use a sample of MNIST";
    this.choice.hidden = !this.page.hasChoice;
  }
}
