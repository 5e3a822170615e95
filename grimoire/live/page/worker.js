// Python, in a worker: so that the page stays smooth while it runs, and can end it at any time.

import { Files } from "./files.js";
import { loadKernel } from "./kernel.js";
import { importedBy } from "./needs.js";
import { begin, keepSnapshot } from "./python.js";
import { unpack } from "./unpack.js";

const SESSION = "session.pack";
const NNLIB = "nnlib.pack";
const KERNEL = "products.wasm";
const NO_MEMORY = "No memory is left for what the cell imports, so Python has been ended: the next Run starts it again.";

let asked = null; // the message that this worker was started with
let files, pyodide, session;
let running = null; // the number of the run
let stopping = false;
let dead = false;
let whenStopped = () => {};

const tell = (say, facts = {}) => postMessage({ say, run: running, ...facts });

const reasonOf = (error) => String(error?.message ?? error);

/** Begin with what the first cell imports; `spare` says that nobody waits for it. */
const start = async (message) => {
  asked = message;
  const { manifest, codes, spare } = message;
  prepareFiles();
  const [code = ""] = codes;
  const core = coreOf(manifest);
  const names = packagesFor(code);
  const ours = [SESSION, ...(names.includes("numpy") ? [KERNEL] : []), ...(usesNnlib(code) ? [NNLIB] : [])];
  const others = [...names.map(fileOf), ...ours.map(ofPage)];
  const beginning = files.bring(core).then(() => begin(message, files, die));
  [pyodide] = await Promise.all([beginning, files.bring(others)]);
  await openSession();
  await prepareFor(code);
  if (spare) session.warm(JSON.stringify([...importedBy(code)]));
  tell("ready", { hasSnapshot: pyodide.hasSnapshot });
  files.bring([...codes.flatMap(packagesFor).map(fileOf), ...scripts(manifest)], false).catch(() => {});
};

const die = (reason) => {
  dead = true;
  tell("dead", { reason });
};

/** Keep Python's memory as it is when it has just begun: the next start takes it from there. */
const keep = async (message) => {
  asked = message;
  prepareFiles();
  await files.bring(coreOf(message.manifest));
  tell("kept", { isKept: await keepSnapshot(message, files) });
};

const prepareFiles = () => {
  files = new Files(asked.root, asked.manifest, (received, total) => tell("loading", { received, total }));
  files.install();
};

const coreOf = ({ files: all, runtime }) =>
  ["pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json"].map((name) => runtime + name).filter((name) => name in all);

/** What the next visit needs without a network: the browser has it now, and need not have it then. */
const scripts = ({ files: all, runtime, page }) =>
  Object.keys(all).filter((name) => /\.m?js$/.test(name) && (name.startsWith(runtime) || name.startsWith(page)));

const openSession = async () => {
  await put(ofPage(SESSION));
  session = pyodide.pyimport("session.start").Session(pageForPython, JSON.stringify(asked.manifest.packages));
};

// -- packages

const usesNnlib = (code) => importedBy(code).has("nnlib");

const packagesFor = (code) => {
  const { packages } = asked.manifest;
  const imported = importedBy(code);
  if (imported.has("nnlib")) imported.add("numpy");
  return [...new Set([...imported].flatMap((name) => packages[name] ?? []))];
};

const ofPage = (name) => asked.manifest.page + name;

const fileOf = (name) => asked.manifest.runtime + asked.manifest.served[name];

const lacking = (names) => names.filter((name) => !(name in pyodide.loadedPackages));

/** Put a pack where Python looks for modules. */
const put = async (name) => {
  const folder = (put.folder ??= pyodide.runPython("import sysconfig; sysconfig.get_path('purelib')"));
  unpack(pyodide.FS, await files.bytes(name), folder);
};

/** Load packages of the runtime by name: packs are put in place, libraries are left to Pyodide. */
const load = async (names) => {
  const missing = lacking(names);
  if (!missing.length) return;
  await files.bring(missing.map(fileOf));
  for (const name of missing) {
    if (fileOf(name).endsWith(".pack")) {
      await put(fileOf(name));
      pyodide.loadedPackages[name] = "pack";
    } else await loadLibrary(name);
  }
  session.look_again();
};

const loadLibrary = async (name) => {
  let failure = "";
  await pyodide.loadPackage(name, { messageCallback: () => {}, errorCallback: (message) => (failure ||= message) });
  if (lacking([name]).length) throw new Error(failure || `${name} could not be loaded. Press Run to try again.`);
};

let prepared = Promise.resolve();

/** Load what a cell imports, one cell's after the other's. */
const prepareFor = (code) => {
  const prepare = async () => {
    await load(packagesFor(code));
    await useKernel();
    if (usesNnlib(code)) await useNnlib();
    if (!("Suspending" in WebAssembly) && /\bload_mnist\b/.test(code)) await files.hold(dataFiles()).catch(() => {});
  };
  return (prepared = prepared.catch(() => {}).then(prepare));
};

/** MNIST, where it is not nnlib's sample that the page takes. */
const dataFiles = () => {
  const { manifest: { data }, sample } = asked;
  return data && !sample ? data.files.map((name) => data.folder + name) : [];
};

const useKernel = async () => {
  if (useKernel.done || !("numpy" in pyodide.loadedPackages)) return;
  const kernel = await loadKernel(await files.bytes(ofPage(KERNEL)), pyodide.memory, pyodide).catch(() => null);
  if (kernel) session.use_kernel(kernel);
  useKernel.done = true;
};

const useNnlib = async () => {
  if (useNnlib.done) return;
  await put(ofPage(NNLIB));
  session.use_nnlib(dataFiles().length ? asked.root + asked.manifest.data.folder : null);
  useNnlib.done = true;
};

// -- what Python asks of the page

/** A promise, or nothing as soon as the reader wants to stop. */
const unlessStopped = (promise) => Promise.race([promise, new Promise((resolve) => (whenStopped = resolve))]);

const pageForPython = {
  say: (text) => tell("output", { output: JSON.parse(text) }),
  load: (names) => unlessStopped(load(JSON.parse(names)).catch(reasonOf)),
  fetch: (address) => unlessStopped(files.bytes(address.slice(asked.root.length)).catch(reasonOf)),
  fetchNow: (address) => files.readNow(address.slice(asked.root.length)),
  sleep: (seconds) => unlessStopped(new Promise((resolve) => setTimeout(resolve, 1000 * seconds))),
  stopping: () => {
    if (stopping) tell("stopping");
    return stopping;
  },
};

// -- what the page asks of Python

const run = async ({ run, code, name }) => {
  running = run;
  stopping = false;
  try {
    await unlessStopped(prepareFor(code));
    tell("started");
    tell("ended", { outcome: stopping ? "stopped" : await session.run(code, name) });
  } catch (error) {
    if (/MemoryError/.test(error)) tell("broken", { reason: NO_MEMORY, outcome: "full" });
    else if (!dead) tell("broken", { reason: reasonOf(error), outcome: "failed" });
  }
  running = null;
};

const stop = () => {
  stopping = true;
  whenStopped();
  session?.cancel();
};

// The policy of the page refuses these without a word; here a cell hears of it.
for (const name of ["WebSocket", "EventSource", "WebTransport"]) {
  self[name] = class {
    constructor() {
      throw new Error(`${name}: no network`);
    }
  };
}

const orders = { start, keep, run, stop };

addEventListener("message", ({ data }) => {
  Promise.resolve(orders[data.do](data)).catch((error) => die(reasonOf(error)));
});
