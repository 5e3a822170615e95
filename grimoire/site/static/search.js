// The search page: what is asked for stands in its address, and what is found below the box.
"use strict";

const element = (tag, facts, ...children) => {
  const made = Object.assign(document.createElement(tag), facts);
  made.append(...children);
  return made;
};

class SearchPage {
  constructor(box) {
    this.box = box;
    this.form = document.querySelector("article .search-form");
    this.input = this.form.elements.q;
    this.folder = new URL("search/", document.baseURI).href;
    this.said = element("p", { className: "search-said" });
    this.said.setAttribute("role", "status");
    this.list = element("ol", { className: "hits" });
    this.more = element("button", { type: "button", className: "search-more", hidden: true, textContent: "Show more" });
    this.box.append(this.said, this.list, this.more);
    this.form.addEventListener("submit", (event) => this.submit(event));
    this.more.addEventListener("click", () => this.showMore());
    addEventListener("popstate", () => this.fromAddress());
    this.fromAddress();
  }

  fromAddress() {
    this.input.value = new URLSearchParams(location.search).get("q") ?? "";
    this.ask(this.input.value.trim());
  }

  submit(event) {
    event.preventDefault();
    const query = this.input.value.trim();
    history.pushState(null, "", `?${new URLSearchParams({ q: query })}`);
    this.ask(query);
  }

  /** Show what is found; an answer that comes after the next question is dropped. */
  async ask(query) {
    this.query = query;
    this.box.dataset.shows = "";
    this.more.hidden = true;
    this.list.replaceChildren();
    this.said.textContent = query ? "Searching …" : "";
    if (!query) return;
    try {
      this.engine ??= Engine.from(this.folder);
      const found = await (await this.engine).find(query);
      const first = await (await this.engine).loaded(found, 0);
      if (query !== this.query) return;
      this.found = found;
      this.said.replaceChildren(...sentences(found));
      this.list.replaceChildren(...this.items(first));
      if (found.term) this.explain(found.term, first[0]);
      this.offerMore();
    } catch (error) {
      console.error(error);
      this.engine = null;
      this.said.textContent = "The search could not be loaded. Is the network there? Press Search to try again.";
    }
    this.box.dataset.shows = query;
  }

  async showMore() {
    const items = this.items(await (await this.engine).loaded(this.found, this.list.children.length));
    this.list.append(...items);
    this.offerMore();
    items[0].querySelector("a").focus();
  }

  offerMore() {
    this.more.hidden = this.list.children.length >= this.found.hits.length;
  }

  items(hits) {
    return hits.map(({ excerpt, meta }) => {
      const title = element("a", { href: this.address(meta.place), textContent: meta.title ?? meta.called });
      const page = meta.kind === "teaching" ? `${meta.page ?? ""} (for those who teach)` : (meta.page ?? "");
      const where = page.trim() ? [element("p", { className: "hit-page", textContent: page.trim() })] : [];
      const text = meta.kind === "page" && !excerpt.includes("<mark>") ? (meta.about ?? excerpt) : excerpt;
      return element("li", {}, element("h2", { className: "hit-title" }, title), ...where, element("p", { className: "hit-text" }, ...marked(text)));
    });
  }

  /** The entry of the glossary in the first hit, or alone where there is none. */
  explain({ name, place, meaning }, first) {
    const link = element("a", { href: this.address(place), textContent: name });
    const entry = element("p", { className: "hit-meaning" }, element("b", {}, link), ": ", meaning);
    if (first?.meta.place === place) this.list.firstElementChild.querySelector(".hit-text").remove();
    if (first) this.list.firstElementChild.append(entry);
    else this.list.append(element("li", {}, entry));
  }

  address(place) {
    return new URL(`../${place}`, this.folder).href;
  }
}

/** How the query was read, and how much was found. */
const sentences = ({ query, words, changed, unknown, whole, hits }) => {
  const quoted = (word) => `“${word}”`;
  const said = changed.map(([from, to]) => `The course does not say ${quoted(from)}; this is ${quoted(to)}. `);
  if (!hits.length) return [`Nothing was found for ${quoted(query)}. Try another word, or a shorter one.`];
  if (unknown.length) said.push(`Nothing is found for ${unknown.map(quoted).join(" and ")}. `);
  const places = (count) => `${count} ${count === 1 ? "place" : "places"}`;
  if (!whole) return [...said, `No section has all of these words; ${places(hits.length)} with some of them.`];
  const others = hits.length > whole ? `, and ${places(hits.length - whole)} with some of these words` : "";
  return [...said, `${places(whole)} for ${quoted(words.join(" "))}${others}.`];
};

/** A piece of a page with the words that were found; Pagefind marks them in HTML. */
const marked = (excerpt) =>
  excerpt.split(/<\/?mark>/).map((piece, place) => {
    const text = piece.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
    return place % 2 ? element("mark", { textContent: text }) : text;
  });

new SearchPage(document.getElementById("search-results"));
