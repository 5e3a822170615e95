// What the search page asks: Pagefind's index of the site, which comes in small pieces.
"use strict";

/** How much a word counts beside the text: in what a page teaches, in a title, in the name of a term, and so on. */
const RANKING = { metaWeights: { teaches: 12, title: 6, called: 1.5, short: 1.5, page: 1.5, about: 1, place: 0, kind: 0 }, pageLength: 0.1 };
const EXCERPT = 28; // words
const AT_ONCE = 8; // hits
const FEW = 3; // hits; then places with some of the words follow
const IN_FOLDER = location.protocol === "file:";

class Engine {
  /** `place` is the address of the folder of the search, with a slash at its end. */
  static async from(place) {
    const files = await (IN_FOLDER ? inFolder(place) : { import: (name) => import(place + name), fetch: (address) => fetch(address), place });
    const [pagefind, words] = await Promise.all([files.import("pagefind.js"), files.fetch(`${files.place}words.json`)]);
    if (!words.ok) throw new Error(`words.json: ${words.status}`);
    await pagefind.options({ basePath: files.place, excerptLength: EXCERPT, ranking: RANKING, metaCacheTag: "", noWorker: IN_FOLDER });
    return new Engine(pagefind, await words.json());
  }

  constructor(pagefind, { words, code, terms }) {
    this.pagefind = pagefind;
    this.spelling = new Spelling(words, code);
    this.terms = new Map(terms.flatMap(([name, place, meaning]) => namesOf(name).map((one) => [one, { name, place, meaning }])));
  }

  /**
   * What is found: hits, the best first, each of which can be loaded; in how many of them, the first ones,
   * are all words; and how the query was read.
   */
  async find(query) {
    const read = this.spelling.read(query);
    const hits = read.words.length ? await this.hits(read.words) : [];
    const others = hits.length < FEW && read.words.length > 1 ? await this.someOf(read.words) : [];
    const known = new Set(hits.map(({ id }) => id));
    return { ...read, query, whole: hits.length, hits: [...hits, ...others.filter(({ id }) => !known.has(id))], term: this.termOf(query, read.words) };
  }

  /** The next hits with what they hold; of the very first, those come first that are called what was asked. */
  async loaded(found, from) {
    const loaded = await Promise.all(found.hits.slice(from, from + AT_ONCE).map((hit) => hit.data()));
    const closeness = new Map(loaded.map((hit) => [hit, from ? 0 : this.closeness(hit.meta, found)]));
    return loaded.sort((one, other) => closeness.get(other) - closeness.get(one));
  }

  /** Whether it is called as the query says, and then by how many words, the small ones too. */
  closeness({ kind, title, short }, { query, words, term }) {
    if (short && !term && short === query.replace(/\W+$/, "")) return 1;
    if (!title || kind === "teaching") return 0;
    const [, called] = namesOf(this.spelling.read(title).words.join(" "));
    const said = title.toLowerCase().split(/\s+/);
    const isAsked = called === namesOf(words.join(" "))[1];
    return isAsked ? 1 + query.toLowerCase().split(/\s+/).filter((word) => said.includes(word)).length : 0;
  }

  async hits(words) {
    return (await this.pagefind.search(words.join(" "))).results;
  }

  /** Sections with some of the words, those with most of them first. */
  async someOf(words) {
    const found = new Map();
    for (const hits of await Promise.all(words.map((word) => this.hits([word])))) {
      for (const hit of hits) {
        const known = found.get(hit.id) ?? { ...hit, words: 0, score: 0 };
        found.set(hit.id, { ...known, words: known.words + 1, score: known.score + hit.score });
      }
    }
    return [...found.values()].sort((one, other) => other.words - one.words || other.score - one.score);
  }

  /** The entry of the glossary that the query names. */
  termOf(query, words) {
    return [query.toLowerCase().trim(), words.join(" ")].flatMap(namesOf).map((name) => this.terms.get(name)).find(Boolean);
  }
}

/** A term as it may be written: without hyphens, as one or many. */
const namesOf = (term) => {
  const plain = term.toLowerCase().replaceAll("-", " ");
  return [plain, plain.replace(/s$/, ""), plain.replaceAll(" ", "")];
};

/** The files of the search where none can be fetched: in one script, which a folder has. */
const inFolder = (place) =>
  new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = `${place}folder.js`;
    script.onload = () => resolve(unpackedSearch());
    script.onerror = () => reject(new Error("This folder is not the copy of the site that is made to be opened from a disk."));
    document.head.append(script);
  });
