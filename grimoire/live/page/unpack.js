// Put what a pack holds into Python's folders. A pack is a zip file whose entries are stored as they
// are: its directory, at its end, says where each begins and how long it is.

const ENTRY = 46; // bytes of an entry of the directory before its name
const LOCAL = 30; // and of what stands before the entry itself
const END = 22; // bytes of the end of the directory

/** Write the entries of a pack below a folder of Python's file system. */
export const unpack = (FS, pack, folder) => {
  const made = new Set();
  for (const [name, data] of entries(pack)) {
    const path = `${folder}/${name}`;
    const parent = path.slice(0, path.lastIndexOf("/"));
    if (!made.has(parent)) FS.mkdirTree(parent);
    made.add(parent);
    FS.writeFile(path, data, { canOwn: true });
  }
};

function* entries(pack) {
  const view = new DataView(pack.buffer, pack.byteOffset, pack.byteLength);
  const number = (at) => view.getUint32(at, true);
  const short = (at) => view.getUint16(at, true);
  const end = pack.length - END;
  let at = number(end + 16);
  for (let left = short(end + 10); left > 0; left--) {
    const [length, name, extra, comment, local] = [number(at + 20), short(at + 28), short(at + 30), short(at + 32), number(at + 42)];
    const begin = local + LOCAL + short(local + 26) + short(local + 28);
    yield [new TextDecoder().decode(pack.subarray(at + ENTRY, at + ENTRY + name)), pack.subarray(begin, begin + length)];
    at += ENTRY + name + extra + comment;
  }
}
