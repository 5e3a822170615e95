// The page's end of Python: one worker that runs, one in reserve, and what to do when one must end.

const PATIENCE = 700; // milliseconds in which a training answers that it stops
const LINGERING = 3000; // milliseconds after which the page says that the cell goes on
const SMALL_DEVICE = 4; // gigabytes, below which no second worker is kept
const MOST = 2; // gigabytes that Python may take

const deviceMemory = () => navigator.deviceMemory ?? 2 * SMALL_DEVICE;

export class Runtime {
  /** `listener` has methods named as the worker's messages, such as `output`; `lose` hears that Python has ended. */
  constructor(root, manifest, listener) {
    Object.assign(this, { root, manifest, listener, worker: null, spare: null, runs: 0, sample: false, ran: new Set() });
  }

  /** Run the code of a cell; resolves to "done", "failed", "stopped", "ended" or a sentence. */
  async run(code, name, codes) {
    try {
      this.worker ??= this.taken() ?? this.begun("start", codes);
    } catch (error) {
      return error.message;
    }
    const { worker } = this;
    const run = ++this.runs;
    this.ran.add(code);
    return new Promise((resolve) => {
      this.settle = resolve;
      worker.ready.then(() => worker === this.worker && worker.postMessage({ do: "run", run, code, name }));
    });
  }

  get isRunning() {
    return Boolean(this.settle);
  }

  /** Whether there is a Python that remembers what has run. */
  get isAlive() {
    return Boolean(this.worker);
  }

  /** Stop what runs: kindly where Python hears it in time, else by ending the worker. */
  async stop() {
    if (!this.isRunning) return;
    if (this.stopping || !this.worker.isUp) return this.end("ended");
    const { runs } = this;
    this.stopping = true;
    this.worker.postMessage({ do: "stop" });
    await pause(PATIENCE);
    if (runs !== this.runs || !this.isRunning) return;
    if (!this.heard) return this.end("ended");
    await pause(LINGERING);
    if (runs === this.runs && this.isRunning) this.print("The training has ended, and the cell goes on. Press Stop again to end Python.\n", "stderr");
  }

  /** End the worker; nothing of its state is left. */
  end(outcome) {
    const { worker } = this;
    worker?.terminate();
    this.worker = null;
    this.finish(outcome);
    if (worker) this.listener.lose();
  }

  /** End all workers. */
  close() {
    this.dropSpare();
    this.end("ended");
  }

  finish(outcome) {
    const { settle } = this;
    this.settle = null;
    this.stopping = this.heard = false;
    settle?.(outcome);
  }

  // -- the worker in reserve

  /** Make the next start quick: keep a snapshot of Python's memory, and a worker that has begun. */
  prepare() {
    if (this.spare || this.lacksSnapshot === undefined) return;
    if (this.lacksSnapshot && this.worker) this.whenIdle("keep");
    else if (deviceMemory() > SMALL_DEVICE) this.whenIdle("start");
  }

  whenIdle(task) {
    const make = () => {
      if (!this.isRunning) this.spare ??= this.begun(task, [[...this.ran].join("\n")], true);
    };
    if ("requestIdleCallback" in window) requestIdleCallback(make, { timeout: 5000 });
    else setTimeout(make, 500);
  }

  taken() {
    const { spare } = this;
    if (spare?.task !== "start") this.dropSpare(); // it would only take time from the start
    this.spare = null;
    return spare?.task === "start" ? spare : null;
  }

  dropSpare() {
    this.spare?.terminate();
    this.spare = null;
  }

  // -- what a worker says

  begun(task, codes, spare = false) {
    const { root, manifest, sample } = this;
    const worker = workerFrom(`${root}${manifest.page}worker.js`);
    worker.task = task;
    worker.ready = new Promise((resolve) => (worker.isReady = resolve));
    worker.onmessage = ({ data }) => this.hear(worker, data);
    worker.onerror = (event) => {
      event.preventDefault(); // what a cell does in JavaScript must not end Python
      if (!worker.hasSpoken) this.hear(worker, { say: "dead", reason: "The page's worker did not arrive. Is the network there? Press Run to try again." });
    };
    worker.postMessage({ do: task, root, manifest, codes, spare, sample, gigabytes: Math.min(MOST, deviceMemory() / 2) });
    return worker;
  }

  hear(worker, message) {
    worker.hasSpoken = true;
    if (message.say === "ready") {
      worker.isUp = true;
      worker.isReady();
    }
    if (worker === this.worker) this.hearWorker(message);
    else if (worker === this.spare) this.hearSpare(message);
  }

  hearWorker(message) {
    const { say } = message;
    if (say === "ready") this.lacksSnapshot ??= !message.hasSnapshot;
    if (say === "stopping") this.heard = true;
    if (say === "dead") return this.end(message.reason);
    this.listener[say]?.(message);
    if (say === "broken") this.print(message.reason, "error");
    if (say !== "ended" && say !== "broken") return;
    if (message.outcome === "full") this.end("failed");
    else this.finish(message.outcome);
  }

  print(text, kind) {
    this.listener.output({ output: { kind, text, line: null } });
  }

  hearSpare({ say }) {
    if (say === "dead" || say === "kept") this.dropSpare();
    if (say !== "kept") return;
    this.lacksSnapshot = false;
    this.prepare();
  }
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

// A worker that starts from a blob obeys the policy of the page; one from a file does not.
const workerFrom = (address) => {
  const source = URL.createObjectURL(new Blob([`import ${JSON.stringify(address)};`], { type: "text/javascript" }));
  let isRead = false;
  const options = {
    get type() {
      isRead = true;
      return "module";
    },
  };
  const worker = new Worker(source, options);
  setTimeout(() => URL.revokeObjectURL(source), 60_000);
  if (isRead) return worker;
  worker.terminate(); // a browser that does not read which type is wanted knows one only
  throw new Error("This browser is too old to run Python in a page. A newer one can; so can Colab: the menu at the top leads there.");
};
