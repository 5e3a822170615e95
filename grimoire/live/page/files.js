// The files of Python and of the course, for the worker: each is fetched once, checked by its
// SHA-256, and kept by the browser; the page hears how many bytes have come. A browser's shelves may fall
// silent for good, all at once (Chromium's did): then the site is asked.

const SHELF = "course-live";
const PAGES = "course-pages"; // the service worker's
const PATIENCE = 30_000; // milliseconds without a byte
const TICKS = 6; // of half a second in which a shelf answers; Python may hold up the first
const SILENT = Symbol("a shelf that answers no more");
const fetchNow = self.fetch.bind(self);

const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

export class Files {
  constructor(root, manifest, tell) {
    Object.assign(this, { root, manifest, tell, total: 0, received: 0, coming: new Map(), inHand: new Map() });
  }

  /** From now on `fetch` answers with these files. */
  install() {
    self.fetch = (resource, options) => {
      const address = String(resource.url ?? resource);
      return this.isOurs(address) ? this.answer(address.slice(this.root.length)) : fetchNow(resource, options);
    };
  }

  isOurs(address) {
    return address.startsWith(this.root) && address.slice(this.root.length) in this.manifest.files;
  }

  /** Have these files at hand, those that are not kept all at once from the site; an error says which did not come. */
  async bring(names, isTold = true) {
    const there = await Promise.all(names.map((name) => this.onShelf(name)));
    await Promise.all(names.filter((name, place) => !there[place]).map((name) => this.arriving(name, isTold)));
  }

  /** The response to a request for a file. */
  async answer(name) {
    const kept = this.coming.has(name) ? null : await this.onShelf(name);
    return kept ?? new Response(await this.held(name), { headers: { "Content-Type": typeOf(name) } });
  }

  /** What a file holds. */
  async bytes(name) {
    return new Uint8Array(await (await this.answer(name)).arrayBuffer());
  }

  /** What the browser does not keep is held until it is first asked for. */
  async held(name) {
    const bytes = await this.arriving(name);
    this.coming.delete(name);
    return bytes;
  }

  /** A file that comes from the site now. */
  arriving(name, isTold = true) {
    if (!this.coming.has(name)) {
      if (isTold) this.total += this.manifest.files[name].bytes;
      this.coming.set(name, this.fetched(name, isTold ? (length) => this.count(length) : () => {}));
    }
    return this.coming.get(name);
  }

  count(length) {
    this.received += length;
    this.tell(this.received, this.total);
  }

  async fetched(name, count) {
    try {
      const bytes = await this.read(name, count);
      if (!(await isWhole(bytes, this.manifest.files[name]))) throw new Error(`${shortOf(name)} arrived damaged. Press Run to fetch it again.`);
      const contents = name.endsWith(".pack") ? await gunzipped(bytes) : bytes;
      this.put(name, contents, typeOf(name)).then((isKept) => isKept && this.coming.delete(name));
      return contents;
    } catch (error) {
      this.coming.delete(name);
      throw error;
    }
  }

  /** The bytes that the site sends, counted as they come. */
  async read(name, count) {
    const giveUp = new AbortController();
    let timer = setTimeout(() => giveUp.abort(), PATIENCE);
    const chunks = [];
    try {
      const response = await fetchNow(this.root + name, { signal: giveUp.signal });
      if (!response.ok) throw new Error(response.statusText);
      const reader = response.body.getReader();
      for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
        clearTimeout(timer);
        timer = setTimeout(() => giveUp.abort(), PATIENCE);
        chunks.push(piece.value);
        count(piece.value.length);
      }
    } catch {
      throw new Error(notArrived(name));
    } finally {
      clearTimeout(timer);
    }
    return new Uint8Array(await new Blob(chunks).arrayBuffer());
  }

  // -- where the browser cannot let Python wait for a promise

  /** Have what these files hold in hand for `readNow`. */
  async hold(names) {
    await Promise.all(names.map(async (name) => this.inHand.set(name, await this.bytes(name))));
  }

  /** What a file holds, without a promise, or a sentence. */
  readNow(name) {
    const held = this.inHand.get(name);
    this.inHand.delete(name);
    return held ?? this.requestNow(name) ?? notArrived(name);
  }

  requestNow(name) {
    const request = new XMLHttpRequest();
    request.open("GET", this.root + name, false);
    request.responseType = "arraybuffer";
    try {
      request.send();
    } catch {
      return null; // no network
    }
    return request.status === 200 ? new Uint8Array(request.response) : null;
  }

  // -- the browser's shelf; nothing is on it where it is blocked

  async onShelf(name) {
    if (this.isSilent) return undefined;
    const found = await Promise.race([this.find(name), silence()]);
    this.isSilent = found === SILENT;
    return this.isSilent ? undefined : found;
  }

  async find(name) {
    try {
      return await (await this.shelf()).match(this.root + name);
    } catch {
      return undefined;
    }
  }

  /** Keep a file, and return whether the browser does. */
  async put(name, bytes, type = "application/octet-stream", sha256 = "") {
    try {
      const headers = { "Content-Type": type, "X-SHA-256": sha256 };
      await (await this.shelf()).put(this.root + name, new Response(bytes, { headers }));
      return true;
    } catch {
      return false;
    }
  }

  /** What was made on this device and is whole, such as a snapshot of memory. */
  async made(name) {
    const found = await this.onShelf(name);
    if (!found) return null;
    const bytes = new Uint8Array(await found.arrayBuffer());
    return (await sumOf(bytes)) === found.headers.get("X-SHA-256") ? bytes : null;
  }

  async keepMade(name, bytes) {
    return this.put(name, bytes, undefined, await sumOf(bytes));
  }

  /** Remove what an older edition of the site has left. */
  async sweep(made) {
    for (const name of [SHELF, PAGES]) {
      const shelf = await caches.open(name);
      for (const { url } of await shelf.keys()) {
        const file = url.slice(this.root.length);
        const isNamed = url.startsWith(this.root) && /^(runtime|page|data)-/.test(file);
        if (isNamed && !(file in this.manifest.files) && file !== made) await shelf.delete(url);
      }
    }
  }

  shelf() {
    return (this.opened ??= caches.open(SHELF));
  }
}

const silence = async () => {
  for (let tick = 0; tick < TICKS; tick++) await new Promise((resolve) => setTimeout(resolve, 500));
  return SILENT;
};

const gunzipped = async (bytes) =>
  new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer());

const notArrived = (name) => `${shortOf(name)} did not arrive. Is the network there? Press Run to try again.`;

const shortOf = (name) => name.split("/").at(-1);

const TYPES = { wasm: "application/wasm", js: "text/javascript", mjs: "text/javascript" };

const typeOf = (name) => TYPES[name.split(".").at(-1)] ?? "application/octet-stream";

// Without a secure connection the browser has no SHA-256 to offer; the length is checked then.
const sumOf = async (bytes) => (self.crypto?.subtle ? hex(await crypto.subtle.digest("SHA-256", bytes)) : String(bytes.length));

const isWhole = async (bytes, { bytes: length, sha256 }) =>
  bytes.length === length && (!self.crypto?.subtle || (await sumOf(bytes)) === sha256);
