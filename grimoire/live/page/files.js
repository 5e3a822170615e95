// The files of Python and of the course, for the worker: each is fetched once, checked by its
// SHA-256, and kept by the browser; the page hears how many bytes have come.

const SHELF = "course-live";
const fetchNow = self.fetch.bind(self);

const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

export class Files {
  constructor(root, manifest, tell) {
    Object.assign(this, { root, manifest, tell, total: 0, received: 0 });
  }

  /** From now on `fetch` answers with these files. */
  install() {
    self.fetch = (resource, options) => {
      const address = String(resource.url ?? resource);
      return this.isOurs(address) ? this.answer(address) : fetchNow(resource, options);
    };
  }

  isOurs(address) {
    return address.startsWith(this.root) && address.slice(this.root.length) in this.manifest.files;
  }

  /** Count these files in the sum that the page shows, unless they are kept already. */
  async expect(names) {
    const shelf = await this.shelf();
    for (const name of names) {
      if (!(await shelf?.match(this.root + name))) this.total += this.manifest.files[name].bytes;
    }
  }

  async answer(address) {
    const shelf = await this.shelf();
    return (await shelf?.match(address)) ?? this.bring(address, shelf);
  }

  async bring(address, shelf) {
    const name = address.slice(this.root.length);
    const response = await fetchNow(address).catch(() => null);
    if (!response?.ok) throw new Error(`${shortOf(name)} did not arrive. Is the network there? Press Run to try again.`);
    const bytes = await this.read(response);
    if (!(await isWhole(bytes, this.manifest.files[name]))) {
      throw new Error(`${shortOf(name)} arrived damaged. Press Run to fetch it again.`);
    }
    const unpacked = name.endsWith(".pack") ? await gunzipped(bytes) : bytes;
    const kept = () => new Response(unpacked, { headers: { "Content-Type": typeOf(response, name) } });
    await shelf?.put(address, kept()).catch(() => {}); // a full device: it is fetched again next time
    return kept();
  }

  async read(response) {
    const chunks = [];
    const reader = response.body.getReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      chunks.push(piece.value);
      this.received += piece.value.length;
      this.tell(this.received, this.total);
    }
    return new Uint8Array(await new Blob(chunks).arrayBuffer());
  }

  /** Bytes at an address, waited for: where the browser cannot let Python wait for a promise. */
  readNow(address) {
    const request = new XMLHttpRequest();
    request.open("GET", address, false);
    request.responseType = "arraybuffer";
    request.send();
    return request.status === 200 ? new Uint8Array(request.response) : null;
  }

  /** What was made on this device and kept under a name, such as a snapshot of memory. */
  async kept(name) {
    const found = await (await this.shelf())?.match(this.root + name);
    return found && new Uint8Array(await found.arrayBuffer());
  }

  async keep(name, bytes) {
    await (await this.shelf())?.put(this.root + name, new Response(bytes)).catch(() => {});
  }

  /** Remove what an older edition of the site has left. */
  async sweep(made) {
    const shelf = await this.shelf();
    for (const { url } of (await shelf?.keys()) ?? []) {
      const name = url.slice(this.root.length);
      if (url.startsWith(this.root) && !(name in this.manifest.files) && name !== made) await shelf.delete(url);
    }
  }

  /** The browser's cache; nothing where it is blocked. */
  async shelf() {
    this.opened ??= self.caches?.open(SHELF).catch(() => null) ?? null;
    return this.opened;
  }
}

const gunzipped = async (bytes) =>
  new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer());

const shortOf = (name) => name.split("/").at(-1);

const typeOf = (response, name) =>
  name.endsWith(".wasm") ? "application/wasm" : (response.headers.get("Content-Type") ?? "application/octet-stream");

// Without a secure connection the browser has no SHA-256 to offer; the length is checked then.
const isWhole = async (bytes, { bytes: length, sha256 }) =>
  bytes.length === length && (!self.crypto?.subtle || hex(await crypto.subtle.digest("SHA-256", bytes)) === sha256);
