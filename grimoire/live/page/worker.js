// Python, in a worker: so that the page stays smooth while it runs, and can end it at any time.

import { Files } from "./files.js";
import { loadKernel, rememberMemory } from "./kernel.js";
import { importedBy } from "./needs.js";
import { unpack } from "./unpack.js";

const ENVIRONMENT = { HOME: "/home/pyodide", MPLBACKEND: "svg", PYTHONHASHSEED: "0" };
const SNAPSHOT = "snapshot";
const SESSION = "session.pack";
const NNLIB = "nnlib.pack";

let asked = null; // the message that this worker was started with
let files, pyodide, session;
let running = null; // the number of the run
let stopping = false;

const tell = (say, facts = {}) => postMessage({ say, run: running, ...facts });

/** Start Python with what the first cells import; `spare` says that nobody waits for it. */
const start = async (message) => {
  asked = message;
  const { root, manifest, codes, spare } = message;
  files = new Files(root, manifest, (received, total) => tell("loading", { received, total }));
  files.install();
  const { runtime, page } = manifest;
  const names = packagesFor(codes.join("\n"));
  const first = [...names.map(fileOf), page + SESSION, ...(usesNnlib(codes) ? [page + NNLIB] : [])];
  await files.expect([...coreOf(manifest), ...first]);
  tell("loading", { received: 0, total: files.total });
  for (const name of first) brought(name).catch(() => {}); // while the core comes; who needs it hears of a failure
  const memory = rememberMemory();
  const { loadPyodide } = await import(`${root}${runtime}pyodide.mjs`);
  const snapshot = await files.kept(runtime + SNAPSHOT);
  const options = { indexURL: root + runtime, env: ENVIRONMENT };
  pyodide = await begun(loadPyodide, options, snapshot, spare);
  pyodide.memory = memory();
  await load(names);
  await put(page + SESSION);
  session = pyodide.pyimport("session.start").Session(pageForPython, JSON.stringify(manifest.packages));
  await useKernel();
  if (usesNnlib(codes)) await useNnlib();
  tell("ready");
  if (spare) await files.sweep(runtime + SNAPSHOT);
};

/** Python begun from a snapshot of its memory where there is one; a spare worker makes one. */
const begun = async (loadPyodide, options, snapshot, spare) => {
  if (snapshot) {
    try {
      const python = await loadPyodide({ ...options, _loadSnapshot: snapshot });
      python.runPython("import random; random.seed()");
      return python;
    } catch {
      await files.keep(asked.manifest.runtime + SNAPSHOT, new Uint8Array());
    }
  }
  if (!spare || snapshot) return loadPyodide(options);
  const python = await loadPyodide({ ...options, _makeSnapshot: true });
  const made = python.makeMemorySnapshot?.();
  if (made) await files.keep(asked.manifest.runtime + SNAPSHOT, made);
  return python;
};

const coreOf = ({ files: all, runtime }) =>
  ["pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json"].map((name) => runtime + name).filter((name) => name in all);

const sitePackages = () => (sitePackages.place ??= pyodide.runPython("import sysconfig; sysconfig.get_path('purelib')"));

const usesNnlib = (codes) => importedBy(codes.join("\n")).has("nnlib");

const packagesFor = (code) => {
  const { packages } = asked.manifest;
  const imported = importedBy(code);
  if (imported.has("nnlib")) imported.add("numpy");
  return [...new Set([...imported].flatMap((name) => packages[name] ?? []))];
};

const fileOf = (name) => asked.manifest.runtime + asked.manifest.served[name];

const lacking = (names) => names.filter((name) => !(name in pyodide.loadedPackages));

/** The bytes of a file, which is asked for once while it is on its way. */
const brought = (name) => {
  brought.coming[name] ??= fetch(asked.root + name)
    .then(async (answer) => new Uint8Array(await answer.arrayBuffer()))
    .finally(() => setTimeout(() => delete brought.coming[name], 10_000));
  return brought.coming[name];
};
brought.coming = {};

/** Put a pack where Python looks for modules. */
const put = async (name) => unpack(pyodide.FS, await brought(name), sitePackages());

/** Load packages of the runtime by name: packs are put in place, libraries are left to Pyodide. */
const load = async (names) => {
  for (const name of lacking(names)) {
    if (fileOf(name).endsWith(".pack")) {
      await put(fileOf(name));
      pyodide.loadedPackages[name] = "pack";
    } else {
      await loadLibrary(name);
    }
  }
  pyodide.runPython("import importlib; importlib.invalidate_caches()");
};

const loadLibrary = async (name) => {
  let failure = "";
  await pyodide.loadPackage(name, { messageCallback: () => {}, errorCallback: (message) => (failure ||= message) });
  if (lacking([name]).length) throw new Error(failure || `${name} could not be loaded. Press Run to try again.`);
};

const useKernel = async () => {
  if (useKernel.done || !("numpy" in pyodide.loadedPackages)) return;
  const bytes = await (await fetch(`${asked.root}${asked.manifest.page}products.wasm`)).arrayBuffer();
  const kernel = await loadKernel(bytes, pyodide.memory, pyodide).catch(() => null);
  if (kernel) session.use_kernel(kernel);
  useKernel.done = true;
};

const useNnlib = async () => {
  const { root, manifest, sample } = asked;
  if (useNnlib.done) return;
  await load(packagesFor("import nnlib"));
  await put(manifest.page + NNLIB);
  await useKernel();
  session.use_nnlib(sample || !manifest.data ? null : root + manifest.data.folder);
  useNnlib.done = true;
};

// What Python asks of the page.
const pageForPython = {
  say: (text) => tell("output", { output: JSON.parse(text) }),
  load: (names) => load(JSON.parse(names)),
  fetch: async (address) => {
    try {
      await files.expect([address.slice(asked.root.length)]);
      return new Uint8Array(await (await fetch(address)).arrayBuffer());
    } catch {
      return null;
    }
  },
  fetchNow: (address) => files.readNow(address),
  stopping: () => stopping,
};

const run = async ({ run, code, name }) => {
  running = run;
  stopping = false;
  try {
    await files.expect(lacking(packagesFor(code)).map(fileOf));
    await load(packagesFor(code));
    await useKernel();
    if (usesNnlib([code])) await useNnlib();
    tell("started");
    tell("ended", { outcome: await session.run(code, name) });
  } catch (error) {
    tell("broken", { reason: String(error.message ?? error) });
  }
  running = null;
};

const stop = () => {
  stopping = true;
  tell("stopping");
};

const orders = { start, run, stop };

addEventListener("message", ({ data }) => {
  Promise.resolve(orders[data.do](data)).catch((error) => tell("dead", { reason: String(error.message ?? error) }));
});

// After a fatal error of the runtime a run never ends, and only this event tells of it.
addEventListener("unhandledrejection", ({ reason }) => {
  if (!/SystemExit|KeyboardInterrupt/.test(String(reason))) tell("dead", { reason: String(reason?.message ?? reason) });
});
