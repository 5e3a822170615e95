// The page of review: the cards that are due, one after the other, and the pages whose cards the reader
// has taken.

import { make, plural } from "../../_static/desk/make.js";
import { all, answer, keeps, layAside, rename, take, watch } from "./box.js";
import { cardOf } from "./card.js";
import { dueOf, nextOf, taken } from "./schedule.js";

const UNKEPT = {
  page: "This browser keeps nothing for this site: your cards are gone when you leave the page. The file for Anki holds the same cards.",
  full: "This device has no room left, so what you did last is gone when you leave the page. Make some room, and tick the page again.",
};
const NONE = "You have no cards yet. Tick the pages that you have read.";
const SOON = 60 * 60_000; // milliseconds: what comes within them is told in minutes, and waited for

export async function open(box) {
  const answered = await fetch(new URL("deck.json", import.meta.url));
  if (!answered.ok) throw new Error(`deck.json: ${answered.status}`);
  const desk = new Desk(await answered.json());
  await desk.tidy();
  await desk.show();
  box.replaceChildren(desk.status, desk.place, desk.note, desk.pages);
  box.classList.add("is-open");
  watch(() => desk.show());
  desk.say(UNKEPT[await keeps()] ?? "");
}

const idsOf = ({ cards }) => cards.map(({ id }) => id);

class Desk {
  constructor(sections) {
    this.cards = new Map(sections.flatMap(({ cards }) => cards.map((card) => [card.id, card])));
    this.status = make("p", { className: "review-status", role: "status" });
    this.place = make("div", { className: "review-place" });
    this.note = make("p", { className: "review-note", role: "status" });
    this.ticks = sections.map((section) => this.#tick(section));
    this.pages = make("fieldset", { className: "review-pages" }, make("legend", {}, "Your pages"), ...this.ticks.map(({ label }) => label));
    this.shown = null; // the id of the card on the desk
  }

  /**
   * Give cards the ids that the course has for them now, and lay those aside that it no longer has, so that
   * nobody counts them.
   */
  async tidy() {
    let states = await all();
    const renamed = [...this.cards.values()].flatMap(({ id, was = [] }) => {
      const old = states.has(id) ? undefined : was.find((one) => states.has(one));
      return old ? [[old, id]] : [];
    });
    if (renamed.length) {
      await rename(renamed);
      states = await all();
    }
    const gone = [...states].filter(([id, { aside }]) => !aside && !this.cards.has(id)).map(([id]) => id);
    if (gone.length) await layAside(gone);
  }

  #tick(section) {
    const input = make("input", { type: "checkbox", onchange: () => this.#choose(section, input.checked) });
    const label = make("label", {}, input, make("span", {}, section.title), make("span", { className: "review-count" }, plural(section.cards.length, "card")));
    return { input, label, ids: idsOf(section) };
  }

  async #choose(section, isTaken) {
    const ids = idsOf(section);
    const how = await (isTaken ? take(ids, Date.now()) : layAside(ids));
    const words = isTaken
      ? `${plural(ids.length, "card")} of “${section.title}”: new ones come on ${day(taken(Date.now()).due)}.`
      : `The cards of “${section.title}” are laid aside. Tick the page again to go on where you were.`;
    this.say(UNKEPT[how] ?? words);
  }

  say(words) {
    this.note.textContent = words;
  }

  /** Show what is due; a card on the desk stays until the reader is done with it. */
  async show() {
    const states = await this.#states();
    const due = dueOf(states, Date.now());
    for (const { input, ids } of this.ticks) {
      const held = ids.filter((id) => states.has(id) && !states.get(id).aside).length;
      input.checked = held === ids.length;
      input.indeterminate = held > 0 && held < ids.length;
    }
    this.status.textContent = due.length ? `${plural(due.length, "card")} due.` : this.#whenNext(states);
    if (!this.shown && due.length) this.#put(due[0]);
    clearTimeout(this.timer);
    const wait = nextOf(states) - Date.now();
    if (!due.length && wait < SOON) this.timer = setTimeout(() => this.show(), wait);
  }

  /** The reader's cards that the course has, in its order. */
  async #states() {
    const states = await all();
    return new Map([...this.cards.keys()].filter((id) => states.has(id)).map((id) => [id, states.get(id)]));
  }

  #whenNext(states) {
    const next = nextOf(states);
    if (next === Infinity) return NONE;
    const wait = next - Date.now();
    return wait < SOON ? `Nothing is due. The next card comes in ${plural(Math.ceil(wait / 60_000), "minute")}.` : `Nothing is due. The next card comes on ${day(next)}.`;
  }

  #put(id) {
    this.shown = id;
    const judged = async (isRight) => {
      this.say(UNKEPT[await answer(id, isRight, Date.now())] ?? "");
    };
    const next = async () => {
      this.shown = null;
      this.place.replaceChildren();
      await this.show();
      (this.place.querySelector("button, input") ?? this.pages.querySelector("input"))?.focus();
    };
    this.place.replaceChildren(cardOf(this.cards.get(id), judged, next));
  }
}

const day = (time) => new Date(time).toLocaleDateString("en-GB", { day: "numeric", month: "long" });
