// What stays on this device for all pages of this site, in IndexedDB: named stores from keys to values.
//
//   const answers = store("answers")      keys are strings; values are what structured cloning takes
//   await answers.get(key)                the value, or undefined
//   await answers.all()                   a Map of everything, in the order of the keys
//   await answers.put(key, value)         keep a value; answers how it is kept
//   await answers.delete(key)
//   await answers.write(entries)          many [key, value] at once, all or none; undefined deletes
//   await answers.change(key, edit)       put edit(value) in the place of the value, in one step: no
//                                         other tab writes in between; undefined deletes
//   answers.watch(tell)                   tell(keys, isHere) after each change, in this tab or in another;
//                                         keys is null where anything may have changed
//   await how()                           how things are kept now
//
// How a thing is kept is one word. "device": it stays. "page": this browser keeps nothing for this site,
// so it is there until the page is left. "full": there is no room, so what is on the device is what was
// there before, and the new value is there until the page is left. Nothing here throws for storage.

const root = new URL("..", import.meta.url).pathname;
const NAME = `course ${root}`;
const THINGS = "things"; // one object store; its keys are [store, key], so a new store needs no upgrade

/** What could not be put on the device: [store, key] as JSON, to the value. */
const brief = new Map();
const watchers = [];
let database = null;
let opening = null;

const open = () =>
  (opening ??= new Promise((done, fail) => {
    const wish = indexedDB.open(NAME, 1);
    wish.onupgradeneeded = () => wish.result.createObjectStore(THINGS);
    wish.onsuccess = () => {
      database = wish.result;
      database.onclose = lose;
      database.onversionchange = () => (database.close(), lose());
      done(database);
    };
    wish.onerror = wish.onblocked = () => fail(wish.error);
  }));

/** Somebody has removed what this site keeps: the next wish opens it anew. */
const lose = () => (database = opening = null);

const result = (wish) =>
  new Promise((done, fail) => {
    wish.onsuccess = () => done(wish.result);
    wish.onerror = () => fail(wish.error);
  });

/** What `ask` gets from the things, or `otherwise` where nothing is kept. */
const found = async (ask, otherwise) => {
  try {
    return await ask((await open()).transaction(THINGS).objectStore(THINGS));
  } catch {
    return otherwise;
  }
};

const place = (things, path, value) => (value === undefined ? things.delete(path) : things.put(value, path));

/** Change the things by `act`, all of it or nothing; resolved when the device has them. */
const transact = (act) => {
  const transaction = database.transaction(THINGS, "readwrite");
  const finished = new Promise((done, fail) => {
    transaction.oncomplete = () => done();
    transaction.onabort = () => fail(transaction.error);
  });
  try {
    act(transaction.objectStore(THINGS), transaction);
    return finished;
  } catch (error) {
    finished.catch(() => {}); // it fails because of what is thrown here
    transaction.abort();
    throw error;
  }
};

/** Where the database is open, it has the values before this returns: who leaves the page loses nothing. */
const send = (entries) =>
  transact((things, transaction) => {
    for (const [path, value] of entries) place(things, path, value);
    transaction.commit();
  });

const edited = (path, edit) =>
  transact((things) => {
    const wish = things.get(path);
    wish.onsuccess = () => place(things, path, edit(wish.result));
  });

const howNot = (error) => (error?.name === "QuotaExceededError" ? "full" : "page");

const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel(NAME) : null;

const tellHere = (name, keys, isHere) => {
  for (const watcher of watchers) if (name === null || watcher.name === name) watcher.tell(keys, isHere);
};

const tellAll = (name, keys) => {
  channel?.postMessage({ name, keys });
  tellHere(name, keys, true);
};

channel?.addEventListener("message", ({ data: { name, keys } }) => tellHere(name, keys, false));
globalThis.addEventListener("pageshow", ({ persisted }) => persisted && tellHere(null, null, false));

export const store = (name) => {
  const path = (key) => [name, key];
  const briefly = (key) => JSON.stringify(path(key));

  const get = async (key) =>
    brief.has(briefly(key)) ? brief.get(briefly(key)) : found((things) => result(things.get(path(key))));

  const all = async () => {
    const range = IDBKeyRange.bound([name], [name, []]);
    const both = (things) => Promise.all([result(things.getAllKeys(range)), result(things.getAll(range))]);
    const [paths, values] = await found(both, [[], []]);
    const map = new Map(paths.map(([, key], at) => [key, values[at]]));
    for (const [where, value] of brief) {
      const [store, key] = JSON.parse(where);
      if (store === name && value === undefined) map.delete(key);
      else if (store === name) map.set(key, value);
    }
    return map;
  };

  const write = async (entries) => {
    const placed = [...entries].map(([key, value]) => [path(key), value]);
    let how = "device";
    try {
      if (!database) await open();
      await send(placed);
      for (const [where] of placed) brief.delete(JSON.stringify(where));
    } catch (error) {
      how = howNot(error);
      for (const [where, value] of placed) brief.set(JSON.stringify(where), value);
    }
    tellAll(name, placed.map(([[, key]]) => key));
    return how;
  };

  const change = async (key, edit) => {
    let after;
    const once = (before) => (after = { value: edit(brief.has(briefly(key)) ? brief.get(briefly(key)) : before) });
    let how = "device";
    try {
      if (!database) await open();
      await edited(path(key), (before) => once(before).value);
      brief.delete(briefly(key));
    } catch (error) {
      how = howNot(error);
      brief.set(briefly(key), (after ?? once(undefined)).value);
    }
    tellAll(name, [key]);
    return how;
  };

  const put = (key, value) => write([[key, value]]);

  return {
    get,
    all,
    put,
    write,
    change,
    delete: (key) => put(key, undefined),
    watch: (tell) => void watchers.push({ name, tell }),
  };
};

/** How things are kept now, by keeping one. */
export const how = async () => {
  try {
    if (!database) await open();
    await send([[["", "probe"], "x".repeat(1000)]]);
    return "device";
  } catch (error) {
    return howNot(error);
  }
};
