// Begin Python: from a snapshot of its memory where the browser keeps one, which is much quicker.
// The snapshot is made before any package is loaded, with the modules imported that packages need.

import { rememberMemory } from "./kernel.js";

const ENVIRONMENT = { HOME: "/home/pyodide", MPLBACKEND: "module://session.backend", PYTHONHASHSEED: "0" };
const MODULES = (
  "asyncio csv ctypes dataclasses datetime decimal email.message gzip hashlib html importlib.metadata inspect json logging " +
  "pickle platform pprint random secrets tarfile tempfile textwrap traceback unicodedata uuid warnings"
).split(" ");
const GIGABYTE = 1 << 14; // pages of memory
const PATIENCE = 60_000; // milliseconds

const nameOfSnapshot = ({ manifest: { runtime, page } }) => `${runtime}${page.slice(0, -1)}-snapshot`;

/** Python, begun, with its `memory`. Of its death `onDeath` is told. */
export const begin = async (asked, files, onDeath) => {
  const snapshot = await files.made(nameOfSnapshot(asked));
  const python = (snapshot && (await fromSnapshot(asked, snapshot))) ?? (await loaded(asked, {}));
  python._api.on_fatal = ({ message }) => onDeath(`Python has ended by an error of its own (${message}). The next run starts it again.`);
  return Object.assign(python, { hasSnapshot: Boolean(snapshot) });
};

/** Make a snapshot, and return whether the browser keeps it. */
export const keepSnapshot = async (asked, files) => {
  const python = await loaded(asked, { _makeSnapshot: true });
  python.runPython(`for name in ${JSON.stringify(MODULES)}: __import__(name)\ndel name`);
  const isKept = await files.keepMade(nameOfSnapshot(asked), python.makeMemorySnapshot());
  await files.sweep(nameOfSnapshot(asked));
  return isKept;
};

const fromSnapshot = async (asked, snapshot) => {
  try {
    const python = await loaded(asked, { _loadSnapshot: snapshot });
    python.runPython("import random; random.seed(); del random"); // or all draws would be as in the snapshot
    return python;
  } catch {
    return null; // of another make: Python begins without it
  }
};

const loaded = async ({ root, manifest: { runtime }, gigabytes }, more) => {
  const memory = rememberMemory(gigabytes * GIGABYTE);
  const { instantiateStreaming } = WebAssembly;
  try {
    const python = await new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error("it has not begun within a minute")), PATIENCE);
      // Pyodide would wait for ever if the browser refused its WebAssembly.
      WebAssembly.instantiateStreaming = async (...given) => instantiateStreaming(...given).catch((error) => (reject(error), Promise.reject(error)));
      import(`${root}${runtime}pyodide.mjs`)
        .then(({ loadPyodide }) => loadPyodide({ indexURL: root + runtime, env: ENVIRONMENT, ...more }))
        .then(resolve, reject);
    });
    return Object.assign(python, { memory: memory() });
  } catch (error) {
    memory();
    throw new Error(`Python could not begin (${error.message}). Press Run to try again.`);
  } finally {
    WebAssembly.instantiateStreaming = instantiateStreaming;
  }
};
