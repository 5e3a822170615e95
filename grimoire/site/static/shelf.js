// What of the course is kept in this browser: files on shelves of the Cache API, each with a name for what
// it holds, and beside them the list that says what the course was when all of them had come.
"use strict";

const LISTING = "offline.json";
const SHELVES = { files: "kept-course", python: "kept-python" }; // part of the course > shelf
const AT_ONCE = 8; // files
const READ = "course-pages"; // where offline.js keeps what was read
const SUM = "X-Sum";

class Shelf {
  /** A part of the course; `root` is the address of the site, with a slash at its end. */
  constructor(root, part) {
    Object.assign(this, { root, part, name: SHELVES[part] });
  }

  /** The list of what is kept whole, or null. */
  async kept() {
    const found = (await caches.has(this.name)) && (await (await caches.open(this.name)).match(this.root + LISTING));
    return found ? found.json() : null;
  }

  /** The places of files that are not kept as the list has them. */
  async missing(listing) {
    const shelf = (await caches.has(this.name)) ? await caches.open(this.name) : null;
    const places = Object.keys(listing[this.part]);
    const there = await Promise.all(places.map(async (place) => (await shelf?.match(this.root + place))?.headers.get(SUM)));
    return places.filter((place, at) => there[at] !== listing[this.part][place][1]);
  }

  /** Fetch what is missing, tell the bytes of each file that has come, and drop what is no longer listed. After a file that
   * does not come no other is begun, and those on their way are kept. */
  async fill(listing, tell) {
    const shelf = await caches.open(this.name);
    const places = await this.missing(listing);
    const next = async () => {
      for (let place = places.pop(); place; place = places.pop()) {
        await this.bring(shelf, place, ...listing[this.part][place]);
        tell(listing[this.part][place][0]);
      }
    };
    const inTurn = () => next().finally(() => places.splice(0));
    const ended = await Promise.allSettled(Array.from({ length: AT_ONCE }, inTurn));
    const failed = ended.find(({ status }) => status === "rejected");
    if (failed) throw failed.reason;
    await this.sweep(shelf, listing);
    await shelf.put(this.root + LISTING, new Response(JSON.stringify(listing)));
  }

  async bring(shelf, place, bytes, sum) {
    const response = await fetch(this.root + place, { cache: "no-store" });
    const content = response.ok ? await response.arrayBuffer() : new ArrayBuffer(0);
    if (!response.ok || content.byteLength !== bytes || (await sumOf(content, sum.length)) !== sum) throw new Changed(place);
    const kept = () => new Response(content, { headers: { "Content-Type": response.headers.get("Content-Type") ?? "", [SUM]: sum } });
    await shelf.put(this.root + place, kept());
    if (place === "index.html") await shelf.put(this.root, kept());
  }

  async sweep(shelf, listing) {
    const listed = new Set(["", ...Object.keys(listing[this.part])].map((place) => this.root + place));
    for (const { url } of await shelf.keys()) if (!listed.has(url)) await shelf.delete(url);
    if (!(await caches.has(READ))) return;
    const read = await caches.open(READ);
    for (const { url } of await read.keys()) if (listed.has(url.split("?")[0])) await read.delete(url);
  }

  remove() {
    return caches.delete(this.name);
  }
}

/** A file on the site is another one than its list says. */
class Changed extends Error {}

const sumOf = async (content, digits) =>
  [...new Uint8Array(await crypto.subtle.digest("SHA-256", content))].map((byte) => byte.toString(16).padStart(2, "0")).join("").slice(0, digits);

/** What is new, changed and gone among the pages, by their titles. */
const news = (before, now) => {
  const titles = (pages, isTold) => Object.keys(pages).filter(isTold).map((place) => pages[place][0]);
  return {
    New: titles(now, (place) => !before[place]),
    Changed: titles(now, (place) => before[place] && before[place][1] !== now[place][1]),
    Gone: titles(before, (place) => !now[place]),
  };
};
